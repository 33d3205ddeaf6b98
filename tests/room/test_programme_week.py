"""The week of a practitioner: who comes when, what is still to be written down, what waits; and nothing of anybody else's."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from programme_at_work import browser, colleague, consent, founder, participant, session, withdrawn

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def inside(person):
    return founder(person)


@pytest.fixture
def saule(inside):
    owner = participant(inside)
    consent(inside, owner)
    return owner


def desk(as_, inside, query=""):
    """What the page is made of; it is shown too."""
    from recoupe.room.programme.views import desk

    told = {}
    real = desk.shown

    def shown(request, template, context):
        told.update(context)
        return real(request, template, context)

    opened = browser(as_, inside)
    with patch.object(desk, "shown", shown):
        assert opened.get(f"/programme{query}").status_code == 200
    return told


def attended(inside, kept, said):
    from recoupe.room.programme.actions.attending import attended

    return attended(inside, kept.id, said, "", kept.version)


def rows(context):
    return [row for _day, found in context["days"] for row in found]


def test_a_week_without_sessions_says_what_to_do(inside, as_):
    context = desk(as_, inside)
    assert context["is_free"]
    assert not context["has_team"]


def test_sessions_stand_under_their_day_and_other_weeks_are_reached(inside, saule, as_):
    there = timezone.localtime() + timedelta(days=7)
    kept = session(inside, saule, there)
    context = desk(as_, inside, f"?week={there:%Y-%m-%d}")
    found = {day: [one.kept.id for row in rows for one in row.members] for day, rows in context["days"]}
    assert found[there.date()] == [kept.id]
    assert sum(map(len, found.values())) == 1
    assert desk(as_, inside, "?week=nonsense")["is_this_week"]


def test_what_is_still_to_be_written_down_is_said_until_it_is(inside, saule, as_):
    from recoupe.room.programme.actions.noting import noted

    kept = session(inside, saule, timezone.localtime() - timedelta(hours=2))
    query = f"?week={kept.shape.begins:%Y-%m-%d}"

    def todo():
        return [one.todo for row in rows(desk(as_, inside, query)) for one in row.members]

    assert todo() == ["attendance"]
    attended(inside, kept, "held")
    assert todo() == ["note"]
    noted(inside, saule, "il va mieux", is_private=True, session=kept.id)
    assert todo() == [""]


def test_a_session_that_was_cancelled_asks_for_no_note(inside, saule, as_):
    kept = session(inside, saule, timezone.localtime() - timedelta(hours=2))
    attended(inside, kept, "cancelled by the institution")
    context = desk(as_, inside, f"?week={kept.shape.begins:%Y-%m-%d}")
    assert [one.todo for row in rows(context) for one in row.members] == [""]


def test_sessions_without_attendance_wait_for_weeks_and_those_that_were_stopped_wait_for_nobody(inside, saule, as_):
    kept = session(inside, saule, timezone.localtime() - timedelta(days=20))
    assert [one.kept.id for row in desk(as_, inside)["without"] for one in row.members] == [kept.id]
    withdrawn(inside, saule)
    assert desk(as_, inside)["without"] == []


def test_consents_that_end_within_a_month_are_told_as_long_as_they_hold(inside, as_):
    from recoupe.room.programme.shapes import Purpose

    owner = participant(inside)
    day = timezone.localdate() + timedelta(days=20)
    consent(inside, owner, Purpose.TAKING_PART, Purpose.TEAM_NOTES, until=day)
    assert [(one[0], one[2]) for one in desk(as_, inside)["ending"]] == [
        (day, Purpose.TAKING_PART),
        (day, Purpose.TEAM_NOTES),
    ]
    withdrawn(inside, owner, Purpose.TEAM_NOTES)
    assert [one[2] for one in desk(as_, inside)["ending"]] == [Purpose.TAKING_PART]


def test_a_recall_waits_until_it_is_confirmed(inside, as_):
    from recoupe.room.programme.actions.handing_over import told
    from recoupe.room.programme.actions.telling import confirmed
    from recoupe.room.programme.shapes import Purpose

    owner = participant(inside)
    consent(inside, owner, with_whom=("Le Seuil",))
    kept = told(inside, owner, "Le Seuil", "il sort mardi", "fr")
    assert desk(as_, inside)["recalls"] == []
    withdrawn(inside, owner, Purpose.HANDOVER)
    assert [share.to for _participant, share in desk(as_, inside)["recalls"]] == ["Le Seuil"]
    confirmed(inside, inside.store.get(kept.id))
    assert desk(as_, inside)["recalls"] == []


def test_nothing_of_those_whom_others_work_with_is_in_ones_week(inside, as_):
    other = colleague(inside)
    owner = participant(other, pseudonym="Orme")
    consent(other, owner, until=timezone.localdate() + timedelta(days=3))
    session(other, owner, timezone.localtime() - timedelta(days=2))
    context = desk(as_, inside)
    assert (rows(context), context["without"], context["ending"]) == ([], [], [])


def test_the_service_worker_reaches_no_further_than_the_programme(inside, as_):
    answer = browser(as_, inside).get("/programme/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    assert as_("analyst").get("/programme/worker.js").status_code == 403
