"""Unsaid: consent is looked at in the turn in which something is written, and nothing tells outside the team what was taken back."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from inside import an_instrument, consenting, in_a_day, inside_browser

pytestmark = pytest.mark.usefixtures("room")
ALL = ("team notes", "instruments", "family", "handover", "follow-up", "numbers")


@pytest.fixture
def kept(programme):
    """Somebody who consented to everything, in the team of the founder."""
    return consenting(programme, *ALL, with_whom=("Mère",))


# --- what is written in one minute and taken back in the same


def tell(programme, kept):
    from recoupe.room.programme.actions.telling import told
    from recoupe.room.programme.shapes import Purpose

    told(programme, kept.owner, Purpose.FAMILY, "Mère", "Elle va bien.")


def arrange(programme, kept):
    from recoupe.room.programme.actions.handing_over import arranged

    arranged(programme, kept.owner, None, {}, 0)


def answer(programme, kept):
    from recoupe.room.programme.actions.answering import answered

    answered(programme, kept.owner, programme.questionnaire, {}, "Rien à dire.")


def ask_later(programme, kept):
    from recoupe.room.programme.actions.following import asked

    asked(programme, kept.owner, 6, could_be_asked=False)


def put_before(programme, kept):
    from recoupe.room.programme.actions.noting import put_before_supervisors

    put_before_supervisors(programme, programme.note.id, "Un texte.", programme.note.version)


def consent_again(programme, kept):
    from recoupe.room.programme.actions.consenting import given, scope

    given(programme, kept.owner, [scope("taking part", "", None)], language="fr", read_out="Lu.", witness="W")


def take_back(programme, kept):
    from recoupe.room.programme.actions.consenting import withdrawn

    withdrawn(programme, kept.owner)


@pytest.mark.parametrize(
    "action", [tell, arrange, answer, ask_later, put_before, consent_again, take_back], ids=lambda one: one.__name__
)
def test_consent_is_looked_at_and_what_follows_is_written_with_nobody_writing_in_between(programme, kept, action):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from recoupe.room.programme.actions.noting import noted
    from recoupe.room.programme.sealing import tag

    programme.questionnaire, programme.note = an_instrument(programme), noted(programme, kept.owner, "Noté.", False)
    if action is ask_later:
        ended = kept.shape.model_copy(update={"state": "ended", "until": date(2026, 1, 1)})
        programme.store.put(ended, kept.owner, kept.id, kept.version)
    with CaptureQueriesContext(connection) as asked:
        action(programme, kept)
    said = [one["sql"] for one in asked.captured_queries]
    turn = next(n for n, sql in enumerate(said) if "programme_programme" in sql and "SELECT" in sql)
    looked = max(n for n, sql in enumerate(said) if tag(programme.key, "consent") in sql)
    assert turn < looked


# --- what tells who took consent back


def the_two(programme):
    """One who finished and one who took consent back, each with a session that was not written down and one to come."""
    from recoupe.room.programme.actions.consenting import withdrawn
    from recoupe.room.programme.actions.participating import ended

    finished = consenting(programme, *ALL, pseudonym="Orme")
    gone = consenting(programme, *ALL, pseudonym="Frêne")
    hours = [timezone.now() + timedelta(days=days) for days in (-3, 3)]
    rows = {one.id: [in_a_day(programme, one, begins=hour) for hour in hours] for one in (finished, gone)}
    ended(programme, finished.owner)
    withdrawn(programme, gone.owner)
    return finished, gone, rows


def plain(page, *words):
    """A page without what is of one participant alone."""
    text = page.content.decode()
    for word in words:
        text = text.replace(word, "·")
    return re.sub(r"[0-9a-f]{32}|value=\"[A-Za-z0-9]{64}\"|nonce=\"[^\"]*\"", "·", text)


def test_a_coordinator_who_is_not_of_the_team_tells_nobody_apart_by_planning_attending_or_moving(
    programme, colleague, as_
):
    finished, gone, rows = the_two(colleague)
    browser = inside_browser(as_)
    told = []
    for one in (finished, gone):
        past, to_come = rows[one.id]
        form = {"day": "2027-01-04", "hour": "10:00", "minutes": "60", "what": "psychology", "version": "1"}
        form |= {"practitioner": programme.row.pk, "room": ""}
        answers = [
            browser.get(f"/programme/participants/{one.id}/sessions"),
            browser.get(f"/programme/sessions/{past.id}"),
            browser.get(f"/programme/sessions/{to_come.id}"),
            browser.post(f"/programme/participants/{one.id}/sessions/new", form),
            browser.post(f"/programme/sessions/{past.id}/attend", {"attendance": "held", "version": "1"}),
            browser.post(f"/programme/sessions/{past.id}/move", form),
        ]
        told.append([(answer.status_code, plain(answer, "Orme", "Frêne")) for answer in answers])
    for one, other in zip(*told, strict=True):
        assert one == other


def rows_in(page):
    """How many times a page says that something was stopped."""
    from recoupe.room.programme.shapes import Attendance

    return min(page.content.decode().count(str(Attendance.STOPPED.label)), 1) if page.status_code == 200 else 0


def test_that_contact_with_the_family_was_taken_back_is_seen_by_the_team_alone(programme, colleague, as_):
    from recoupe.room.programme.actions.consenting import withdrawn
    from recoupe.room.programme.shapes import Purpose

    one = consenting(colleague, "family", with_whom=("Mère",))
    session = in_a_day(colleague, one, 3, what="family")
    withdrawn(colleague, one.owner, [Purpose.FAMILY])
    browser, theirs = inside_browser(as_), inside_browser(as_, colleague.person.email)
    for address in (f"/programme/sessions/{session.id}", f"/programme/participants/{one.id}/sessions"):
        assert rows_in(theirs.get(address)) == 1
        assert rows_in(browser.get(address)) == 0


def test_for_who_ended_nothing_is_planned(programme, kept):
    from recoupe.room.programme.actions.participating import ended
    from recoupe.room.programme.consents import NoConsent

    ended(programme, kept.owner)
    with pytest.raises(NoConsent):
        in_a_day(programme, kept)
