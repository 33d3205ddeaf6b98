"""A week without a network: what a device sends later is kept once, in any order; what stands against it is shown; nothing is lost."""

import json
import random
import secrets
from datetime import timedelta

import pytest
from programme_at_work import at, browser, colleague, consent, founder, now_is, participant, session, withdrawn

pytestmark = pytest.mark.usefixtures("room")
BOX = "b" * 32
LATE = at(27, 9)


@pytest.fixture
def inside(person):
    return founder(person)


@pytest.fixture
def saule(inside):
    owner = participant(inside)
    consent(inside, owner)
    return owner


@pytest.fixture
def talk(inside, saule):
    with now_is(at(19, 8)):
        return session(inside, saule, at(20, 10))


def entry(kept, hour=11, minute=0, **said):
    """An entry as a device makes it, an hour after the session at first."""
    fields = {"id": secrets.token_hex(16), "participant": kept.owner, "session": kept.id, "base": kept.version}
    return {**fields, "at": at(20, hour, minute).isoformat(), **said}


def came(kept, **said):
    return entry(kept, **{"attendance": "held", "because": "", **said})


def note(kept, text="il parle de sa mère", **said):
    return entry(kept, **{"text": text, "is_private": True, **said})


def sync(inside, *entries, box=BOX, clock=LATE, now=LATE):
    """Send entries, a week late unless said otherwise; what became of each."""
    from recoupe.room.programme.actions.syncing import Sent, taken_in

    sent = Sent.model_validate_json(json.dumps({"box": box, "now": clock.isoformat(), "entries": entries}))
    with now_is(now):
        return [one.became for one in taken_in(inside, sent)]


def notes(inside, owner):
    return inside.store.tagged("note", owner)


def test_what_was_written_a_week_ago_is_kept_with_both_times(inside, saule, talk):
    assert sync(inside, came(talk), note(talk)) == ["kept", "kept"]
    shape = inside.store.get(talk.id).shape
    assert (shape.attendance, shape.device, shape.told) == ("held", at(20, 11), at(27, 9))
    (kept,) = notes(inside, saule)
    assert (kept.shape.at, kept.shape.device, kept.shape.told) == (at(20, 11), at(20, 11), at(27, 9))
    assert kept.shape.own
    assert not kept.shape.text


def test_the_same_sent_twice_is_kept_once(inside, saule, talk):
    entries = [came(talk), note(talk)]
    assert sync(inside, *entries) == sync(inside, *entries) == ["kept", "kept"]
    assert inside.store.get(talk.id).version == 2
    assert len(notes(inside, saule)) == 1


def test_the_same_number_twice_in_one_sending_is_kept_once(inside, saule, talk):
    one = note(talk)
    assert sync(inside, one, one) == ["kept", "kept"]
    assert len(notes(inside, saule)) == 1


def test_a_sending_that_was_cut_in_the_middle_is_sent_again_and_nothing_is_twice(inside, saule, talk):
    entries = [note(talk, f"note {n}") for n in range(6)]
    sync(inside, *entries[:3])  # the answer never came: the device sends all of it again
    assert sync(inside, *entries) == ["kept"] * 6
    assert len(notes(inside, saule)) == 6


def test_an_entry_whose_keeping_failed_half_way_is_kept_whole_the_next_time(inside, saule, talk, monkeypatch):
    from recoupe.room.programme.actions import syncing

    one = came(talk)

    def cut(*_args, **_said):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(syncing, "attended", cut)
        with pytest.raises(RuntimeError):
            sync(inside, one)
    assert inside.store.get(talk.id).version == 1
    assert sync(inside, one) == ["kept"]
    assert inside.store.get(talk.id).shape.attendance == "held"


@pytest.mark.parametrize("seed", range(5))
def test_corrections_of_the_same_device_end_the_same_in_whatever_order_they_come(inside, saule, talk, seed):
    said = ["held", "absent", "cancelled by the institution", "held"]
    entries = [came(talk, minute=n, attendance=one, because=str(n)) for n, one in enumerate(said)]
    random.Random(seed).shuffle(entries)
    for one in entries:
        assert sync(inside, one) == ["kept"]
    shape = inside.store.get(talk.id).shape
    assert (shape.attendance, shape.because) == ("held", "3")


def test_what_was_changed_here_meanwhile_is_not_written_over_and_both_sides_wait(inside, saule, talk, as_):
    from recoupe.room.programme.actions.attending import attended
    from recoupe.room.programme.actions.syncing import waiting

    with now_is(at(21, 9)):
        attended(inside, talk.id, "absent", "", 1)
    one = came(talk, because="un peu tard")
    assert sync(inside, one) == ["waits"]
    assert inside.store.get(talk.id).shape.attendance == "absent"
    assert [kept.shape.because for kept in waiting(inside)] == ["un peu tard"]
    opened = browser(as_, inside)
    told = opened.get("/programme/offline/waits").content.decode()
    assert "un peu tard" in told
    assert sync(inside, one) == ["waits"]
    opened.post("/programme/offline/waits", {"entry": one["id"], "takes": "mine", "version": "2"})
    assert inside.store.get(talk.id).shape.attendance == "held"
    assert waiting(inside) == []
    assert sync(inside, one) == ["kept"]


def test_whoever_lets_stand_what_is_here_changes_nothing(inside, saule, talk, as_):
    from recoupe.room.programme.actions.attending import attended
    from recoupe.room.programme.actions.syncing import waiting

    with now_is(at(21, 9)):
        attended(inside, talk.id, "absent", "", 1)
    one = came(talk)
    sync(inside, one)
    browser(as_, inside).post("/programme/offline/waits", {"entry": one["id"], "takes": "theirs", "version": "2"})
    assert (inside.store.get(talk.id).version, waiting(inside)) == (2, [])


def test_what_says_the_same_as_what_is_here_waits_for_nobody(inside, saule, talk):
    from recoupe.room.programme.actions.attending import attended

    with now_is(at(21, 9)):
        attended(inside, talk.id, "held", "", 1)
    assert sync(inside, came(talk)) == ["kept"]
    assert inside.store.get(talk.id).version == 2


def test_a_session_that_was_changed_once_more_while_both_were_looked_at_waits_on(inside, saule, talk, as_):
    from recoupe.room.programme.actions.attending import attended
    from recoupe.room.programme.actions.syncing import waiting

    with now_is(at(21, 9)):
        attended(inside, talk.id, "absent", "", 1)
    one = came(talk)
    sync(inside, one)
    with now_is(at(27, 10)):
        attended(inside, talk.id, "cancelled by the institution", "", 2)
    browser(as_, inside).post("/programme/offline/waits", {"entry": one["id"], "takes": "mine", "version": "2"})
    assert inside.store.get(talk.id).shape.attendance == "cancelled by the institution"
    assert len(waiting(inside)) == 1


def test_a_note_on_a_session_that_was_cancelled_meanwhile_waits_and_is_not_lost(inside, saule, talk):
    from recoupe.room.programme.actions.attending import attended
    from recoupe.room.programme.actions.noting import opened
    from recoupe.room.programme.actions.syncing import settled, waiting

    with now_is(at(19, 9)):
        attended(inside, talk.id, "cancelled by the institution", "grève", 1)
    one = note(talk)
    assert sync(inside, one) == ["waits"]
    (kept,) = waiting(inside)
    assert opened(inside, kept.shape) == "il parle de sa mère"
    settled(inside, one["id"], True, 2)
    assert [opened(inside, two.shape) for two in notes(inside, saule)] == ["il parle de sa mère"]


def test_a_note_on_a_session_that_was_taken_out_waits_and_can_be_kept_without_it(inside, saule, talk):
    from recoupe.room.programme.actions.scheduling import taken_out
    from recoupe.room.programme.actions.syncing import settled

    with now_is(at(19, 9)):
        taken_out(inside, talk.id)
    one = note(talk)
    assert sync(inside, came(talk), one) == ["waits", "waits"]
    settled(inside, one["id"], True, 0)
    assert [two.shape.session for two in notes(inside, saule)] == [""]


def test_what_waits_of_a_private_note_is_sealed_for_its_author(inside, saule, talk):
    from recoupe.room.programme.actions.scheduling import taken_out
    from recoupe.room.programme.store import Store

    with now_is(at(19, 9)):
        taken_out(inside, talk.id)
    sync(inside, note(talk))
    stolen = Store(inside.store.programme, inside.key)
    assert all("mère" not in one.shape.model_dump_json() for one in stolen.of(saule))


def test_under_a_consent_withdrawn_meanwhile_nothing_is_kept_and_whoever_wrote_it_is_told(inside, saule, talk):
    from recoupe.room.programme import models

    with now_is(at(21, 9)):
        withdrawn(inside, saule)
    before = models.Record.objects.count()
    entries = [came(talk), note(talk), note(talk, is_private=False)]
    assert sync(inside, *entries) == sync(inside, *entries) == ["refused"] * 3
    assert models.Record.objects.count() == before


def test_when_sharing_alone_was_withdrawn_the_shared_note_alone_is_refused(inside, saule, talk):
    from recoupe.room.programme.shapes import Purpose

    with now_is(at(21, 9)):
        withdrawn(inside, saule, Purpose.TEAM_NOTES)
    assert sync(inside, came(talk), note(talk, is_private=False), note(talk)) == ["kept", "refused", "kept"]


def test_of_one_who_was_erased_meanwhile_nothing_is_kept(inside, saule, talk):
    from recoupe.room.programme import models

    inside.store.erase(saule)
    assert sync(inside, came(talk), note(talk)) == ["refused", "refused"]
    assert not models.Record.objects.filter(owner=saule).exists()


def test_of_one_whom_they_work_with_no_more_nothing_is_taken_in(inside, saule, talk):
    stranger = colleague(inside)
    assert sync(stranger, came(talk), note(talk)) == ["refused", "refused"]


def test_a_number_that_stands_for_something_else_is_refused_and_nothing_is_written_over(inside, saule, talk):
    one = note(talk, "première")
    sync(inside, one)
    assert sync(inside, {**one, "text": "seconde"}, note(talk, id=talk.id)) == ["refused", "refused"]
    assert len(notes(inside, saule)) == 1
    assert inside.store.get(talk.id).version == 1


def test_a_device_whose_clock_is_hours_off_is_told_and_times_are_put_right(inside, saule, talk):
    clock = at(27, 9) + timedelta(hours=5)
    one = note(talk)
    assert sync(inside, {**one, "at": (at(20, 11) + timedelta(hours=5)).isoformat()}, clock=clock) == ["kept"]
    (kept,) = notes(inside, saule)
    assert (kept.shape.at, kept.shape.device) == (at(20, 11), at(20, 16))


def test_no_time_lies_in_the_future_whatever_a_device_says(inside, saule, talk):
    assert sync(inside, {**note(talk), "at": at(31, 23).isoformat()}) == ["kept"]
    assert [one.shape.at for one in notes(inside, saule)] == [at(27, 9)]


def test_by_http_it_takes_a_token_an_open_programme_and_what_a_device_sends(inside, saule, talk, as_):
    from django.utils import timezone

    body = json.dumps({"box": BOX, "now": timezone.now().isoformat(), "entries": [note(talk)]})
    closed = as_(inside.person.email)
    assert closed.post("/programme/sync", body, content_type="application/json").status_code == 302
    opened = browser(as_, inside)
    answer = opened.post("/programme/sync", body, content_type="application/json").json()
    assert [one["became"] for one in answer["entries"]] == ["kept"]
    assert answer["clock"] == ""
    for bad in ("", "[]", "{}", '{"box": 1}', body.replace('"base": 1', '"base": "x"'), "\0", body[:-2]):
        assert opened.post("/programme/sync", bad, content_type="application/json").status_code == 400
    strict = as_(inside.person.email, enforce_csrf_checks=True)
    strict.cookies = opened.cookies
    assert strict.post("/programme/sync", body, content_type="application/json").status_code == 403


def test_a_wrong_clock_is_told_in_the_answer(inside, saule, talk, as_):
    from django.utils import timezone

    body = json.dumps({"box": BOX, "now": (timezone.now() - timedelta(hours=3)).isoformat(), "entries": []})
    assert browser(as_, inside).post("/programme/sync", body, content_type="application/json").json()["clock"]


def test_what_is_taken_along_is_little_and_of_ones_own(inside, saule, as_):
    from django.utils import timezone

    other = colleague(inside)
    theirs = participant(other, pseudonym="Orme")
    consent(other, theirs)
    session(other, theirs, timezone.now() + timedelta(days=2), room="Salle bleue")
    session(inside, saule, timezone.now() + timedelta(days=2))
    session(inside, saule, timezone.now() + timedelta(days=12))
    assert as_(inside.person.email).get("/programme/offline/take").status_code == 302
    told = browser(as_, inside).get("/programme/offline/take").json()
    assert [one["name"] for one in told["sessions"]] == ["Saule"]
    assert "Andenne" not in json.dumps(told)


def test_of_who_withdrew_nothing_is_taken_along(inside, saule, as_):
    from django.utils import timezone

    session(inside, saule, timezone.now() + timedelta(days=2))
    withdrawn(inside, saule)
    assert browser(as_, inside).get("/programme/offline/take").json()["sessions"] == []


def test_the_page_that_a_browser_keeps_says_nothing_of_anybody(inside, saule, as_):
    page = browser(as_, inside).get("/programme/offline").content.decode()
    assert all(name not in page for name in ("Saule", "Rive de Meuse", inside.person.email, "csrf"))
