"""Hostile to a programme: hours that no clock has, texts that are too long, keys that are lost half way, two at once, who asks too much."""

import json
import unicodedata
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from inside import FOUNDER, PASSPHRASE, an_instrument, consenting, in_a_day, inside_browser, practitioner

pytestmark = pytest.mark.usefixtures("room")
ALL = ("team notes", "instruments", "family", "handover", "follow-up", "numbers")


@pytest.fixture
def kept(programme):
    """Somebody who consented to everything, in the team of the founder."""
    return consenting(programme, *ALL, with_whom=("Mère",))


# --- what cannot be kept, or not be read again


@pytest.mark.parametrize("is_private", [True, False])
def test_the_longest_note_in_letters_of_four_bytes_is_kept_amended_and_read(programme, kept, is_private):
    from recoupe.room.programme.actions.noting import amended, note_of, noted, text_of

    text = "\U0001f333" * 20_000
    note = noted(programme, kept.owner, text, is_private)
    assert text_of(programme, note.shape) == text
    amended(programme, note.id, text, note.version)
    assert text_of(programme, note_of(programme, note.id).shape) == text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1850-06-01"])
def test_days_that_nobody_means_are_told_and_make_no_page_fail(programme, kept, as_, day):
    browser = inside_browser(as_)
    here = f"/programme/participants/{kept.id}"
    form = {"day": day, "hour": "00:10", "minutes": "600", "what": "psychology", "practitioner": programme.row.pk}
    assert browser.post(f"{here}/sessions/new", form | {"hour": "23:59"}).status_code == 400
    assert browser.post(f"{here}/sessions/new", form).status_code == 400
    plan = {"do": "", "begins": "2026-06-01", "ends": day, "aims": "Lire.", "version": "0"}
    assert browser.post(f"{here}/plan", plan).status_code == 400
    assert browser.post(f"{here}/plan", plan | {"begins": day, "ends": "9999-12-31"}).status_code == 400
    assert browser.post(f"{here}/handover", {"release": day, "version": "0"}).status_code == 400
    for page in ("sessions", "plan", "handover", "file"):
        assert browser.get(f"{here}/{page}").status_code == 200


def test_a_plan_is_of_some_years_at_most(programme, kept):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.planning import kept_plan

    with pytest.raises(UsageError):
        kept_plan(programme, kept.owner, 0, begins=date(2026, 6, 1), ends=date(2126, 6, 1), aims="Lire.")


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z"])
def test_a_device_whose_clock_is_beyond_all_calendars_breaks_nothing(programme, kept, as_, said):
    browser = inside_browser(as_)
    note = {"text": "Noté.", "for": "me", "device": said}
    assert browser.post(f"/programme/participants/{kept.id}/notes", note).status_code == 302
    session = in_a_day(programme, kept, -1)
    entry = {"id": "a" * 32, "participant": kept.id, "session": session.id, "base": 1, "at": said, "text": "Noté."}
    for now in (said, timezone.now().isoformat()):
        sent = json.dumps({"box": "b" * 32, "now": now, "entries": [entry]})
        assert browser.post("/programme/sync", sent, content_type="application/json").status_code in (200, 400)
    for page in (f"/programme/participants/{kept.id}/notes", f"/programme/sessions/{session.id}"):
        assert browser.get(page).status_code == 200


def test_a_plan_that_says_nothing_is_told_and_no_log_gets_what_was_written(programme, kept, as_, caplog):
    browser = inside_browser(as_)
    form = {"begins": "2026-06-01", "ends": "2026-12-01", "aims": "", "language": "Frère Paul", "version": "0"}
    assert browser.post(f"/programme/participants/{kept.id}/plan", form).status_code == 400
    assert "Paul" not in caplog.text


def test_an_error_of_a_record_holds_nothing_of_what_was_written():
    from pydantic import ValidationError

    from recoupe.room.programme.shapes import KINDS

    with pytest.raises(ValidationError) as told:
        KINDS["plan"](begins="Frère Paul", ends=["Frère Paul"], aims={"Frère": "Paul"})
    assert "Paul" not in str(told.value)


def test_a_questionnaire_that_is_nested_too_deep_is_told(programme):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.instruments import read

    for depth in (300, 900, 5_000, 90_000):
        with pytest.raises(UsageError):
            read(('{"name":' + "[" * depth + "]" * depth + "}").encode(), "deep.json")


def test_a_pseudonym_holds_nothing_that_cannot_be_seen(programme):
    from recoupe.room.programme.checking import one_line

    assert one_line("Sau\u200ble") == one_line("Sau\u00adle") == one_line("\u202eSaule\u2069") == "Saule"
    assert one_line("می\u200cخواهم") == "می\u200cخواهم", "what Persian is written with stays"


def test_somebody_named_twice_for_a_group_has_one_session(programme, kept, as_):
    other = consenting(programme, pseudonym="Orme")
    browser = inside_browser(as_)
    form = {"day": "2027-01-04", "hour": "10:00", "minutes": "60", "what": "psychology", "room": ""}
    form |= {"practitioner": programme.row.pk, "with": [other.id, other.id, kept.id]}
    assert browser.post(f"/programme/participants/{kept.id}/sessions/new", form).status_code == 302
    assert len(programme.store.tagged("session", other.id)) == 1


def test_consent_until_a_day_is_over_when_that_day_is_over_here(programme, monkeypatch):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from recoupe.room.programme import consents
    from recoupe.room.programme.shapes import Purpose

    one = consenting(programme, until=date(2027, 1, 4))
    brussels = ZoneInfo("Europe/Brussels")
    late, over = datetime(2027, 1, 4, 23, 30, tzinfo=brussels), datetime(2027, 1, 5, 0, 30, tzinfo=brussels)
    told = [
        consents.allows(programme.store, one.owner, Purpose.TAKING_PART, at.astimezone(ZoneInfo("UTC")))
        for at in (late, over)
    ]
    assert told == [True, False]


def test_answers_are_read_by_nobody_once_questionnaires_are_taken_back_and_stay_in_the_own_file(programme, kept, as_):
    from recoupe.room.programme.actions.answering import answered
    from recoupe.room.programme.actions.consenting import withdrawn
    from recoupe.room.programme.ownfile import as_data
    from recoupe.room.programme.shapes import Purpose

    answered(programme, kept.owner, an_instrument(programme), {}, "Le mot de passe-muraille.")
    browser = inside_browser(as_)
    address = f"/programme/participants/{kept.id}/questionnaires"
    assert "passe-muraille" in browser.get(address).content.decode()
    withdrawn(programme, kept.owner, [Purpose.INSTRUMENTS])
    assert "passe-muraille" not in browser.get(address).content.decode()
    assert "passe-muraille" in json.dumps(as_data(programme, programme.store.of(kept.owner), {}))


def test_more_sessions_at_once_than_anybody_has_are_not_planned(programme, kept):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.planning import kept_plan, kept_slots, proposed
    from recoupe.room.programme.shapes import Slot

    today = timezone.localdate()
    kept_plan(programme, kept.owner, 0, begins=today, ends=today + timedelta(days=2_000), aims="Lire.")
    slots = [
        Slot(what="training", weekday=n % 7, at=time(8 + n // 7), practitioner=programme.row.pk) for n in range(14)
    ]
    kept_slots(programme, kept.owner, 1, slots)
    with pytest.raises(UsageError):
        proposed(programme, kept.owner)


@pytest.mark.parametrize("language", ["zz", "../../etc", "ar-EG", "x" * 35, "fr\u202e"])
def test_a_letter_in_a_language_that_there_is_not_is_written_all_the_same(programme, kept, as_, language):
    from recoupe.room.programme.actions.telling import told
    from recoupe.room.programme.shapes import Purpose

    share = told(programme, kept.owner, Purpose.HANDOVER, "Mère", "Elle va bien.", language)
    assert inside_browser(as_).get(f"/programme/letters/{share.id}").status_code == 200


def test_what_waits_of_a_private_note_is_named_in_the_own_file(programme, kept):
    from recoupe.room.programme.actions.noting import sealed_for_me
    from recoupe.room.programme.ownfile import plain as as_told
    from recoupe.room.programme.shapes import Entry

    now = timezone.now()
    own = sealed_for_me(programme, "À moi.")
    entry = programme.store.put(
        Entry(by=programme.row.pk, session="a" * 32, device=now, told=now, waits=True, own=own), kept.owner
    )
    assert as_told(entry, {}) | {"is_private": True, "decides": programme.row.pk, "own": ""} == as_told(entry, {})


def test_a_private_note_is_sealed_for_its_author_though_the_database_names_another_key(programme, kept):
    from recoupe.room.programme.actions.noting import noted, text_of
    from recoupe.room.programme.sealing import new_pair

    programme.row.public = new_pair()[0]
    assert text_of(programme, noted(programme, kept.owner, "À moi.", True).shape) == "À moi."


# --- who works here


def test_nobody_who_was_never_let_in_can_be_let_out(programme, person):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.founding import admitted, let_out, new_keys

    second = practitioner(person, "second@room.example", "B")
    row = new_keys(second, PASSPHRASE)
    third = new_keys(practitioner(person, "third@room.example", "C"), PASSPHRASE)
    admitted(programme, row, "coordination", is_coordinator=True)
    with pytest.raises(UsageError):
        let_out(programme, third)


def test_a_coordinator_whose_key_is_lost_does_not_count_as_one_who_is_left(programme, person):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.founding import admitted, let_out, new_keys

    second = practitioner(person, "second@room.example", "B")
    admitted(programme, new_keys(second, PASSPHRASE), "coordination", is_coordinator=True)
    new_keys(second, "quatre autres mots encore")
    with pytest.raises(UsageError):
        let_out(programme, programme.row)


def test_the_last_coordinator_cannot_let_themselves_in_as_something_less(programme):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.founding import admitted

    with pytest.raises(UsageError):
        admitted(programme, programme.row, "psychology")


def test_a_passphrase_is_the_same_however_a_keyboard_puts_its_accents_together(programme, person):
    from recoupe.room.programme.actions.founding import new_keys
    from recoupe.room.programme.door import secret_of

    row = new_keys(practitioner(person, "b@room.example"), "forêt été château clé")
    assert secret_of(row, unicodedata.normalize("NFD", "forêt été château clé"))


# --- keys that are lost half way


def test_whoever_begins_has_their_quarter_beside_the_key_before_the_database_keeps_anything(programme, monkeypatch):
    from recoupe.room.programme.actions import participating
    from recoupe.room.programme.actions.consenting import as_said, scope

    seen = []
    consent = as_said(programme, 1, [scope("taking part", "", None)], language="fr", read_out="Lu.", witness="W")
    monkeypatch.setattr(
        participating.transaction,
        "atomic",
        watched(participating.transaction.atomic, lambda: seen.append(no_quarter())),
    )
    participating.entered(programme, consent, pseudonym="Orme", facility="Huy")
    assert seen[-1] == 0


def no_quarter():
    from recoupe.room.programme import keyring

    with keyring.opened() as ring:
        return ring.execute("SELECT count(*) FROM key WHERE due IS NULL").fetchone()[0]


def watched(atomic, at_the_end):
    from contextlib import contextmanager

    @contextmanager
    def inner(*args, **said):
        with atomic(*args, **said):
            yield
            at_the_end()

    return inner


def test_rows_that_an_erasure_did_not_reach_go_by_themselves_and_no_others(programme, kept, monkeypatch):
    from recoupe.errors import StoreError
    from recoupe.room.programme import erasing, keyring, models

    other, lost = consenting(programme, pseudonym="Orme"), consenting(programme, pseudonym="Frêne")

    def is_locked(file):
        raise StoreError("keys", "database is locked", "try again")

    with monkeypatch.context() as cut:
        cut.setattr(keyring, "rewritten", is_locked)
        with pytest.raises(StoreError):
            erasing.erased(kept.owner)
    with keyring.opened() as ring:
        ring.execute("DELETE FROM key WHERE owner = ?", [lost.owner])  # as in an older copy, not by an erasure
    assert models.Record.objects.filter(owner=kept.owner).exists()
    assert erasing.swept() == 1
    assert not models.Record.objects.filter(owner=kept.owner).exists()
    assert all(models.Record.objects.filter(owner=one.owner).exists() for one in (other, lost))


def test_with_a_lost_keyring_nobody_new_begins_so_that_the_others_are_not_taken_for_erased(programme, kept):
    from recoupe.errors import StoreError
    from recoupe.room.programme import keyring
    from recoupe.room.programme.shapes import Participant

    keyring.path().unlink()
    with pytest.raises(StoreError):
        programme.store.put(Participant(pseudonym="Orme", facility="Huy", entered=date(2026, 6, 1)))


def test_a_keyring_that_others_can_read_is_its_owners_alone_again(programme, kept):
    from recoupe.room.programme import keyring

    keyring.path().chmod(0o644)
    keyring.kept([kept.owner])
    assert keyring.path().stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_copy_of_the_keyring_is_told_and_not_written_into(programme, tmp_path):
    import sqlite3

    from recoupe.errors import UsageError
    from recoupe.room.programme import copies

    other, text = tmp_path / "room.db", tmp_path / "letter.txt"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE page (text TEXT)")
    text.write_text("Chère Madame,")
    before = other.read_bytes()
    for file in (other, text):
        with pytest.raises(UsageError):
            copies.looked_at(file)
    assert (other.read_bytes(), text.read_text()) == (before, "Chère Madame,")


# --- numbers


def test_a_half_year_with_too_few_was_looked_at_though_nothing_came_of_it(programme, monkeypatch):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions import publishing

    july = date(2026, 7, 1)
    monkeypatch.setattr(publishing.timezone, "localdate", lambda: july)
    for n in range(4):
        consenting(programme, "numbers", pseudonym=f"P{n}")
    with pytest.raises(UsageError):
        publishing.proposed(programme)
    consenting(programme, "numbers", pseudonym="P5")
    assert publishing.due_now(programme, july + timedelta(days=7))[1] == []


def test_two_programmes_of_one_name_are_told_apart(programme, as_, contexts):
    from recoupe.room.programme import models
    from recoupe.room.programme.numbers.cohorts import Chapter

    models.Published.objects.all().delete()
    other = models.Programme.objects.create(blob=b"")
    body = Chapter("2026-H1", "entered", date(2026, 7, 1), 5, (), 6).as_json()
    for one in (programme.row.programme_id, other.pk):
        models.Published.objects.create(
            programme_id=one, name="Rive", at=timezone.now(), cohort="2026-H1", chapter="entered", body=body
        )
    told = as_("analyst").get("/learning").context["programmes"]
    assert [len(one["cohorts"][0]["chapters"]) for one in told] == [1, 1]


# --- what a browser left open, and what a log is told


def test_no_log_tells_of_which_participant_something_was_refused(programme, kept, as_):
    import logging

    from django.conf import settings
    from django.utils.module_loading import import_string

    said = []
    heard = logging.Handler()
    heard.emit = lambda record: said.append(record.getMessage())
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        heard.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    logging.getLogger("django.request").addHandler(heard)
    try:
        inside_browser(as_).get(f"/programme/sessions/{kept.id}")
    finally:
        logging.getLogger("django.request").removeHandler(heard)
    assert said == ["Bad Request: /programme/…"]


def test_what_was_open_too_long_is_taken_out_of_the_database_by_whoever_comes_next(programme, as_):
    from recoupe.room.programme import models

    inside_browser(as_)
    models.Opened.objects.update(until=timezone.now() - timedelta(minutes=1))
    as_(FOUNDER).get("/programme")
    assert not models.Opened.objects.exists()


def test_an_hour_with_an_offset_of_its_own_is_that_hour_here(programme):
    from recoupe.room.programme.views.asking import hour

    assert hour("14:30+02:00") == time(14, 30)
