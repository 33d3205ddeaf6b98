"""Sessions of a programme: two at one time are refused unless confirmed; what the institution cancels is nobody's absence."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from programme_at_work import (
    BRUSSELS,
    at,
    browser,
    colleague,
    consent,
    founder,
    now_is,
    participant,
    session,
    withdrawn,
)

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def inside(person):
    return founder(person)


@pytest.fixture
def saule(inside):
    owner = participant(inside)
    consent(inside, owner)
    return owner


@pytest.fixture
def orme(inside):
    owner = participant(inside, pseudonym="Orme")
    consent(inside, owner)
    return owner


def test_the_same_room_at_the_same_time_is_refused_unless_confirmed(inside, saule, orme):
    from recoupe.room.programme.actions.scheduling import Clashing, planned
    from recoupe.room.programme.shapes import Session, SessionKind

    other = colleague(inside)
    session(inside, saule, at(20, 10))
    wanted = Session(what=SessionKind.TRAINING, begins=at(20, 10, 59), room="salle verte", practitioner=other.row.pk)
    with pytest.raises(Clashing) as told:
        planned(inside, [orme], [wanted])
    assert [one.of for one in told.value.clashes] == ["room"]
    assert inside.store.tagged("session", orme) == []
    assert len(planned(inside, [orme], [wanted], is_confirmed=True)) == 1


def test_one_practitioner_and_one_participant_are_not_in_two_places(inside, saule, orme):
    from recoupe.room.programme.actions.scheduling import Clashing, planned
    from recoupe.room.programme.shapes import Session, SessionKind

    other = colleague(inside)
    session(inside, saule, at(20, 10))
    for owner, who, what in ((orme, inside, "practitioner"), (saule, other, "participant")):
        wanted = Session(what=SessionKind.TRAINING, begins=at(20, 9, 30), room="Salle bleue", practitioner=who.row.pk)
        with pytest.raises(Clashing) as told:
            planned(inside, [owner], [wanted])
        assert {one.of for one in told.value.clashes} == {what}


def test_what_follows_at_once_or_was_cancelled_is_no_clash(inside, saule, orme):
    from recoupe.room.programme.actions.attending import attended

    first = session(inside, saule, at(20, 10))
    session(inside, orme, at(20, 11))
    with now_is(at(19, 8)):
        attended(inside, first.id, "cancelled by the institution", "grève", first.version)
    assert session(inside, orme, at(20, 10)).version == 1


def test_a_session_over_midnight_between_two_weeks_is_seen_on_both_sides(inside, saule, orme):
    from recoupe.room.programme.actions.scheduling import Clashing

    session(inside, saule, at(18, 23, 30), minutes=120)  # Sunday into Monday
    with pytest.raises(Clashing):
        session(inside, orme, at(19, 0, 30))


def test_a_group_is_one_session_and_a_record_of_each(inside, saule, orme):
    from recoupe.room.programme.actions.scheduling import planned
    from recoupe.room.programme.shapes import Session, SessionKind
    from recoupe.room.programme.views.telling import rows

    wanted = Session(what=SessionKind.TRAINING, begins=at(20, 14), room="Salle verte", practitioner=inside.row.pk)
    made = planned(inside, [saule, orme], [wanted])
    assert {one.owner for one in made} == {saule, orme}
    assert len({one.shape.series for one in made}) == 1
    (row,) = rows(inside, made)
    assert {one.participant.shape.pseudonym for one in row.members} == {"Saule", "Orme"}


def test_a_group_is_moved_together(inside, saule, orme):
    from recoupe.room.programme.actions.scheduling import moved, planned
    from recoupe.room.programme.shapes import Session, SessionKind

    wanted = Session(what=SessionKind.TRAINING, begins=at(20, 14), room="Salle verte", practitioner=inside.row.pk)
    made = planned(inside, [saule, orme], [wanted])
    moved(inside, made[0].id, 1, begins=at(21, 9))
    assert {inside.store.get(one.id).shape.begins for one in made} == {at(21, 9)}


def test_a_session_that_is_moved_into_the_night_of_the_clocks_lasts_as_long_as_it_lasts(inside, saule):
    from recoupe.room.programme.actions.scheduling import moved

    kept = session(inside, saule, at(20, 10))
    (now,) = moved(inside, kept.id, 1, begins=at(25, 2, 30))
    assert (now.shape.ends - now.shape.begins).total_seconds() == 3600
    assert now.shape.ends.astimezone(BRUSSELS).strftime("%H:%M") == "02:30"


def test_who_moves_what_another_moved_meanwhile_is_told(inside, saule):
    from recoupe.room.programme.actions.scheduling import moved
    from recoupe.room.programme.store import Overtaken

    kept = session(inside, saule, at(20, 10))
    moved(inside, kept.id, 1, begins=at(20, 15))
    with pytest.raises(Overtaken):
        moved(inside, kept.id, 1, begins=at(20, 16))


def test_nobody_is_said_to_have_come_before_it_began(inside, saule):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.attending import attended

    kept = session(inside, saule, at(20, 10))
    with now_is(at(20, 9)), pytest.raises(UsageError):
        attended(inside, kept.id, "absent", "", 1)
    with now_is(at(20, 9)):
        assert attended(inside, kept.id, "cancelled by the institution", "", 1).version == 2


def test_without_consent_no_session_is_planned_nor_the_family_met(inside):
    from recoupe.room.programme.consents import NoConsent
    from recoupe.room.programme.shapes import Purpose, SessionKind

    owner = participant(inside)
    with pytest.raises(NoConsent):
        session(inside, owner, at(20, 10))
    consent(inside, owner, Purpose.TAKING_PART)
    with pytest.raises(NoConsent):
        session(inside, owner, at(20, 10), what=SessionKind.FAMILY)


def test_a_withdrawal_stops_the_sessions_that_are_not_over_that_minute(inside, saule):
    from recoupe.room.programme.actions.attending import attended

    over = session(inside, saule, at(19, 9))
    going_on, later = session(inside, saule, at(20, 10)), session(inside, saule, at(21, 10))
    with now_is(at(19, 12)):
        attended(inside, over.id, "held", "", 1)
    with now_is(at(20, 10, 30)):
        withdrawn(inside, saule)
    assert [inside.store.get(one.id).shape.attendance for one in (over, going_on, later)] == [
        "held",
        "stopped",
        "stopped",
    ]


def test_a_withdrawal_of_contact_with_the_family_stops_those_sessions_alone(inside, saule):
    from recoupe.room.programme.shapes import Purpose, SessionKind

    family = session(inside, saule, at(20, 10), what=SessionKind.FAMILY)
    talk = session(inside, saule, at(21, 10))
    with now_is(at(19, 12)):
        withdrawn(inside, saule, Purpose.FAMILY)
    assert [inside.store.get(one.id).shape.attendance for one in (family, talk)] == ["stopped", "planned"]


def test_what_was_stopped_cannot_be_said_otherwise(inside, saule):
    from recoupe.errors import RecoupeError
    from recoupe.room.programme.actions.attending import attended

    kept = session(inside, saule, at(20, 10))
    with now_is(at(20, 10, 30)):
        withdrawn(inside, saule)
        consent(inside, saule, number=2, given=at(20, 10, 31))
    with now_is(at(20, 12)), pytest.raises(RecoupeError):
        attended(inside, kept.id, "held", "", 2)


def test_continuity_tells_cancellations_of_the_institution_from_absences(inside, saule):
    from recoupe.room.programme.continuity import continuity
    from recoupe.room.programme.shapes import Attendance, Session, SessionKind

    def one(days, attendance):
        begins = at(1, 10) + timedelta(days=days)
        return Session(what=SessionKind.PSYCHOLOGY, begins=begins, practitioner=1, attendance=attendance)

    told = continuity(
        [
            one(0, Attendance.HELD),
            one(7, Attendance.BY_INSTITUTION),
            one(14, Attendance.BY_INSTITUTION),
            one(21, Attendance.HELD),
            one(22, Attendance.ABSENT),
            one(90, Attendance.PLANNED),
        ],
        at(1, 12) + timedelta(days=30),
    )
    assert told.over == 5
    assert told.became == {Attendance.HELD: 2, Attendance.ABSENT: 1, Attendance.BY_INSTITUTION: 2}
    (pause,) = told.pauses
    assert (pause.days, pause.planned) == (21, {Attendance.BY_INSTITUTION: 2})


def test_ten_is_ten_before_and_after_the_clocks_go_back(inside, saule):
    from recoupe.room.programme import clock

    before, after = clock.at(date(2026, 10, 23), time(10)), clock.at(date(2026, 10, 26), time(10))
    assert (before.utcoffset(), after.utcoffset()) == (timedelta(hours=2), timedelta(hours=1))
    kept = session(inside, saule, after)
    assert clock.here(inside.store.get(kept.id).shape.begins).hour == 10


def test_an_hour_that_the_clocks_leave_out_is_refused_and_of_one_that_is_there_twice_the_first_counts():
    from recoupe.errors import UsageError
    from recoupe.room.programme import clock

    with pytest.raises(UsageError):
        clock.at(date(2027, 3, 28), time(2, 30))
    twice = clock.at(date(2026, 10, 25), time(2, 30))
    assert twice.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_session_in_the_hour_that_is_there_twice_lasts_as_long_as_it_lasts(inside, saule, orme):
    from recoupe.room.programme.actions.scheduling import Clashing

    session(inside, saule, datetime(2026, 10, 25, 2, 30, tzinfo=BRUSSELS), minutes=60)
    with pytest.raises(Clashing):
        session(inside, orme, datetime(2026, 10, 25, 2, 15, tzinfo=BRUSSELS, fold=1))
    session(inside, orme, datetime(2026, 10, 25, 2, 30, tzinfo=BRUSSELS, fold=1))


def test_the_calendar_names_no_participant_of_others(inside, as_):
    other = colleague(inside)
    theirs = participant(other, pseudonym="Orme")
    consent(other, theirs)
    session(other, theirs, at(20, 10))
    third = colleague(inside, "third@room.example", "training")
    page = browser(as_, third).get("/programme/calendar?week=2026-10-20").content.decode()
    assert "Salle verte" in page
    assert "Orme" not in page
    assert "Orme" in browser(as_, other).get("/programme/calendar?week=2026-10-20").content.decode()


def test_the_page_of_a_clash_says_what_is_there_and_plans_on_a_word(inside, saule, orme, as_):
    session(inside, saule, at(20, 10))
    form = {"what": "psychology", "day": "2026-10-20", "hour": "10:30", "minutes": "60", "room": "Salle verte",
            "practitioner": str(inside.row.pk)}  # fmt: skip
    opened = browser(as_, inside)
    address = f"/programme/participants/{orme}/sessions/new"
    answer = opened.post(address, form)
    assert answer.status_code == 400
    assert "Saule" in answer.content.decode()
    assert inside.store.tagged("session", orme) == []
    assert opened.post(address, {**form, "confirmed": "1"}).status_code == 302
    assert len(inside.store.tagged("session", orme)) == 1


def test_whoever_does_not_work_with_somebody_finds_no_session_of_theirs(inside, saule, as_):
    kept = session(inside, saule, at(20, 10))
    stranger = browser(as_, colleague(inside))
    there = [f"/programme/sessions/{kept.id}", f"/programme/participants/{saule}/sessions"]
    nowhere = [f"/programme/sessions/{'0' * 32}", f"/programme/participants/{'0' * 32}/sessions"]
    for real, none in zip(there, nowhere, strict=True):
        one, other = stranger.get(real), stranger.get(none)
        assert one.status_code == other.status_code == 400
        assert without_token(one, real) == without_token(other, none)


def without_token(answer, address):
    """A page without what differs from one to the next: its address, and the token of its forms."""
    return re.sub(rb'(csrfmiddlewaretoken" value=")[^"]*', rb"\1", answer.content.replace(address.encode(), b""))


def test_a_device_whose_clock_is_far_off_is_noticed_and_both_times_are_kept(inside, saule, as_):
    from django.utils import timezone

    kept = session(inside, saule, timezone.now() - timedelta(hours=2))
    wrong = (timezone.now() + timedelta(hours=26)).isoformat()
    form = {"attendance": "held", "because": "", "version": "1", "device": wrong, "text": ""}
    browser(as_, inside).post(f"/programme/sessions/{kept.id}/attend", form)
    shape = inside.store.get(kept.id).shape
    assert shape.attendance == "held"
    assert shape.device.isoformat() == wrong
    assert abs(shape.told - timezone.now()) < timedelta(minutes=1)
