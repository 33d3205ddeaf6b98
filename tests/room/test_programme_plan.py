"""The plan of a participant: in their words, versioned, with the sessions that follow from it; never a number for how it goes."""

from datetime import date, time

import pytest
from programme_at_work import at, browser, colleague, consent, founder, now_is, participant, withdrawn

pytestmark = pytest.mark.usefixtures("room")
WANTED = "أريد أن أتعلم النجارة وأن أرى ابنتي"


@pytest.fixture
def inside(person):
    return founder(person)


@pytest.fixture
def saule(inside):
    owner = participant(inside)
    consent(inside, owner)
    return owner


def plan(inside, owner, version=0, **said):
    from recoupe.room.programme.actions.planning import kept_plan

    fields = {"begins": date(2026, 10, 19), "ends": date(2026, 11, 8), "aims": WANTED, "language": "ar"}
    return kept_plan(inside, owner, version, **fields | said)


def hour(inside, **said):
    from recoupe.room.programme.shapes import SessionKind, Slot

    fields = {
        "what": SessionKind.PSYCHOLOGY,
        "weekday": 1,
        "at": time(10),
        "room": "Salle verte",
        "practitioner": inside.row.pk,
    }
    return Slot(**fields | said)


def test_the_length_is_that_of_the_programme_unless_said_otherwise():
    from recoupe.room.programme.actions.planning import usual_end

    assert usual_end(date(2026, 10, 1), 6) == date(2027, 4, 1)
    assert usual_end(date(2026, 10, 1), 12) == date(2027, 9, 30)


def test_goals_go_on_in_words_and_what_was_said_before_stays(inside, saule):
    from recoupe.room.programme.actions.planning import history, kept_goal, plan_of

    plan(inside, saule)
    kept_goal(inside, saule, 1, words=WANTED, language="ar", steps=("écrire à l'atelier",))
    goal = plan_of(inside, saule).shape.goals[0]
    kept_goal(inside, saule, 2, goal.id, words=WANTED, said="c'est dur", practitioner="elle écrit", state="open")
    kept_goal(inside, saule, 3, goal.id, words=WANTED, said="j'y suis", practitioner="inscrite", state="reached")
    now = plan_of(inside, saule)
    assert [(one.said, one.state) for one in now.shape.goals] == [("j'y suis", "reached")]
    assert [was.said for _version, was in history(inside, now)[goal.id]] == ["c'est dur", ""]


def test_how_a_goal_goes_is_never_a_number():
    from recoupe.room.programme.shapes import Goal

    assert {field.annotation for field in Goal.model_fields.values()}.isdisjoint({int, float})


def test_the_hours_of_the_week_make_sessions_within_the_plan_and_over_the_change_of_clocks(inside, saule):
    from recoupe.room.programme import clock
    from recoupe.room.programme.actions.planning import kept_slots, plan_sessions, proposed

    plan(inside, saule)
    kept_slots(inside, saule, 1, [hour(inside), hour(inside, weekday=6, at=time(2, 30))])
    with now_is(at(19, 8)):
        told = proposed(inside, saule)
        assert [clock.here(one.begins).strftime("%d %H:%M") for one in told] == [
            "20 10:00", "25 02:30", "27 10:00", "01 02:30", "03 10:00", "08 02:30",
        ]  # fmt: skip
        assert len(plan_sessions(inside, saule)) == 6
        assert proposed(inside, saule) == []


def test_of_a_day_that_lacks_the_hour_no_session_is_made(inside, saule):
    from recoupe.room.programme.actions.planning import kept_slots, proposed

    plan(inside, saule, begins=date(2027, 3, 22), ends=date(2027, 4, 4))
    kept_slots(inside, saule, 1, [hour(inside, weekday=6, at=time(2, 30))])
    with now_is(at(19, 8)):
        assert [one.begins.day for one in proposed(inside, saule)] == [4]


def test_two_who_change_one_plan_at_once_see_both_texts(inside, as_):
    other = colleague(inside)
    owner = participant(inside, other)
    consent(inside, owner)
    plan(inside, owner)
    plan(other, owner, 1, aims="voir ma fille")
    form = {
        "version": "1",
        "begins": "2026-10-19",
        "ends": "2026-11-08",
        "aims": "apprendre un métier",
        "language": "fr",
    }
    answer = browser(as_, inside).post(f"/programme/participants/{owner}/plan", form)
    assert answer.status_code == 400
    told = answer.content.decode()
    assert "voir ma fille" in told
    assert "apprendre un métier" in told
    assert 'name="version" value="2"' in told


def test_two_who_write_on_one_goal_at_once_see_both_texts(inside, as_):
    from recoupe.room.programme.actions.planning import kept_goal, plan_of

    other = colleague(inside)
    owner = participant(inside, other)
    consent(inside, owner)
    plan(inside, owner)
    kept_goal(inside, owner, 1, words="voir ma fille")
    goal = plan_of(inside, owner).shape.goals[0].id
    kept_goal(other, owner, 2, goal, words="voir ma fille", said="lettre reçue")
    form = {
        "do": "goal",
        "goal": goal,
        "version": "2",
        "words": "voir ma fille",
        "said": "parloir demandé",
        "state": "open",
    }
    answer = browser(as_, inside).post(f"/programme/participants/{owner}/plan", form)
    assert answer.status_code == 400
    assert all(said in answer.content.decode() for said in ("lettre reçue", "parloir demandé"))


def test_the_participants_words_keep_their_language_on_the_page(inside, saule, as_):
    plan(inside, saule)
    told = browser(as_, inside).get(f"/programme/participants/{saule}/plan").content.decode()
    assert WANTED in told
    assert 'dir="auto" lang="ar"' in told


def test_after_a_withdrawal_no_plan_is_written(inside, saule):
    from recoupe.room.programme.consents import NoConsent

    plan(inside, saule)
    withdrawn(inside, saule)
    with pytest.raises(NoConsent):
        plan(inside, saule, 1, aims="autre chose")


def test_a_coordinator_who_is_not_of_the_team_reads_no_plan(inside, as_):
    other = colleague(inside)
    owner = participant(other)
    consent(other, owner)
    plan(other, owner)
    assert browser(as_, inside).get(f"/programme/participants/{owner}/plan").status_code == 400
    assert browser(as_, other).get(f"/programme/participants/{owner}/plan").status_code == 200
