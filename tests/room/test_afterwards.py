"""Afterwards: six and twelve months later, in words, of who still allows being asked; and the numbers that a programme publishes."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from inside import PASSPHRASE, consenting, inside_browser, practitioner

pytestmark = pytest.mark.usefixtures("room")


def ended(programme, *purposes, days=200, **said):
    from recoupe.room.programme.shapes import State

    until = timezone.localdate() - timedelta(days=days)
    kept = consenting(programme, *purposes, entered=until - timedelta(days=182), **said)
    card = kept.shape.model_copy(update={"state": State.ENDED, "until": until})
    return programme.store.put(card, kept.owner, kept.id, kept.version)


def test_one_is_asked_six_months_after_and_not_before(programme):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.following import asked
    from recoupe.room.programme.shapes import Purpose

    early, late = ended(programme, Purpose.FOLLOW_UP, days=100), ended(programme, Purpose.FOLLOW_UP, pseudonym="Orme")
    with pytest.raises(UsageError):
        asked(programme, early.owner, 6, could_be_asked=True)
    kept = asked(programme, late.owner, 6, could_be_asked=True, housing="with family or friends", words="Ça va.")
    assert kept.shape.housing == "with family or friends"
    assert kept.shape.occupation == "did not want to say"


def test_without_consent_to_it_nobody_is_asked(programme):
    from recoupe.room.programme.actions.following import asked
    from recoupe.room.programme.consents import NoConsent

    with pytest.raises(NoConsent):
        asked(programme, ended(programme).owner, 6, could_be_asked=False)


def test_who_could_not_be_asked_leaves_no_answers(programme):
    from recoupe.room.programme.actions.following import asked
    from recoupe.room.programme.shapes import Purpose

    one = ended(programme, Purpose.FOLLOW_UP)
    kept = asked(programme, one.owner, 6, could_be_asked=False, housing="no fixed home", words="x")
    assert (kept.shape.housing, kept.shape.words) == ("did not want to say", "")


def test_two_who_write_at_once_see_both(programme, as_):
    from recoupe.room.programme.shapes import Purpose

    one = ended(programme, Purpose.FOLLOW_UP)
    browser = inside_browser(as_)
    url = f"/programme/participants/{one.id}/afterwards"
    assert browser.get(url).status_code == 200
    said = {"months": 6, "version": 0, "could_be_asked": "yes", "words": "Le premier."}
    assert browser.post(url, said).status_code == 302
    answer = browser.post(url, said | {"words": "Le second."})
    assert answer.status_code == 400
    assert all(words in answer.content.decode() for words in ("Le premier.", "Le second."))


# --- numbers


def crowd(programme, n, *purposes, days=400, **said):
    from recoupe.room.programme.shapes import Purpose

    return [ended(programme, Purpose.NUMBERS, *purposes, days=days, pseudonym=f"P{i}", **said) for i in range(n)]


def second(programme, person):
    """Another coordinator."""
    from recoupe.room.programme.actions.founding import admitted, new_keys
    from recoupe.room.programme.door import opened

    who = practitioner(person, "second@room.example", "B")
    admitted(programme, new_keys(who, PASSPHRASE), "coordination", is_coordinator=True)
    return opened(who, PASSPHRASE)


def published():
    from recoupe.room.programme.models import Published
    from recoupe.room.programme.numbers.cohorts import Chapter

    return [Chapter.from_json(row.body) for row in Published.objects.exclude(name="Rive").order_by("id")]


def test_only_who_consented_to_be_counted_is_counted(programme):
    from recoupe.room.programme.actions.publishing import proposed

    crowd(programme, 6)
    ended(programme, days=400, pseudonym="not counted")
    proposed(programme)
    assert {table.total for one in published() for table in one.tables if table.what == "entered"} == {6}


def test_what_was_published_is_frozen_and_told_once(programme):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.publishing import proposed

    crowd(programme, 6)
    before = len(proposed(programme))
    crowd(programme, 2)
    with pytest.raises(UsageError):
        proposed(programme)
    assert len(published()) == before


def test_with_two_coordinators_one_proposes_and_the_other_approves(programme, person):
    from django.core.exceptions import PermissionDenied

    from recoupe.room.programme.actions.publishing import approved, proposed

    crowd(programme, 6)
    other = second(programme, person)
    assert proposed(programme) == []
    assert published() == []
    with pytest.raises(PermissionDenied):
        approved(programme)
    assert approved(other)
    assert published()


def test_who_takes_consent_back_before_it_is_approved_is_not_published(programme, person):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.consenting import withdrawn
    from recoupe.room.programme.actions.publishing import approved, proposed, taken_back
    from recoupe.room.programme.shapes import Purpose

    people = crowd(programme, 7)
    other = second(programme, person)
    proposed(programme)
    withdrawn(programme, people[0].owner, [Purpose.NUMBERS])
    with pytest.raises(UsageError):
        approved(other)
    taken_back(other)
    proposed(other)
    approved(programme)
    assert {table.total for one in published() for table in one.tables if table.what == "entered"} == {6}


def test_who_was_erased_is_taken_out_of_the_sealed_list_and_the_numbers_stay(programme):
    from recoupe.room.programme import counting
    from recoupe.room.programme.actions.publishing import proposed
    from recoupe.room.programme.models import Past
    from recoupe.room.programme.shapes import Counts

    people = crowd(programme, 6)
    proposed(programme)
    told = published()
    programme.store.erase(people[2].owner)
    ledger, kept = counting.ledger_of(programme)
    assert people[2].owner not in ledger.cohorts[0].members
    assert sum(ledger.cohorts[0].totals) == 6
    counting.keep(programme, ledger, kept)
    (now,) = programme.store.tagged(Counts.kind)
    assert people[2].owner not in now.shape.ledger
    assert not Past.objects.filter(record=kept.id).exists()
    assert published() == told


def test_sessions_that_stopped_with_a_consent_are_in_no_number(programme):
    from recoupe.room.programme import counting
    from recoupe.room.programme.shapes import Attendance, Session

    (one,) = crowd(programme, 1)
    for state in (Attendance.HELD, Attendance.BY_INSTITUTION, Attendance.STOPPED):
        begins = datetime(2026, 1, 5, 10).astimezone()
        programme.store.put(
            Session(what="psychology", begins=begins, practitioner=programme.row.pk, attendance=state), one.owner
        )
    (counted,) = counting.people(programme)
    assert sorted(column for _kind, column in counted.sessions) == ["cancelled by the institution", "held"]


def test_how_it_ended_is_told_by_the_days_alone(programme):
    from recoupe.room.programme.counting import how
    from recoupe.room.programme.numbers.cohorts import HOW
    from recoupe.room.programme.shapes import Participant, State

    def card(until, state=State.ENDED):
        return Participant(pseudonym="x", facility="y", entered=date(2025, 1, 1), until=until, state=state)

    assert how(card(date(2025, 7, 2)), None, 6) == HOW[0]
    assert how(card(date(2025, 4, 2)), None, 6) == HOW[1]
    assert how(card(None, State.TAKING_PART), None, 6) == HOW[1]


def test_the_outside_sees_the_numbers_and_a_practitioner_their_own_page(programme, as_):
    crowd(programme, 6)
    inside = inside_browser(as_)
    assert inside.get("/programme/numbers").status_code == 200
    assert inside.post("/programme/numbers/publish", {"do": "publish"}).status_code == 302
    assert "Andenne" in inside.get("/programme/numbers").content.decode()
    assert inside.get("/learning").status_code == 403
    reader = as_("reader")
    page = reader.get("/learning").content.decode()
    assert "Rive de Meuse" in page
    rows = list(csv.DictReader(io.StringIO(reader.get("/learning?format=csv").content.decode())))
    mine = [row for row in rows if row["programme"] == "Rive de Meuse"]
    assert mine
    assert all(row["number"] == "not shown" or int(row["number"]) == 0 or int(row["number"]) >= 5 for row in mine)


def test_who_does_not_coordinate_publishes_nothing(programme, colleague, as_):
    from django.core.exceptions import PermissionDenied

    from recoupe.room.programme.actions.publishing import approved, proposed

    for do in (proposed, approved):
        with pytest.raises(PermissionDenied):
            do(colleague)
