"""Story: what the example room tells of the programme, out of `examples/programme.toml`: made by the actions that people use.

What lies back is written with its day of then, for an action writes today's: sessions, notes, answers of the last two years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from typing import Any

from django.utils import timezone

from ..people.models import Person
from . import clock, keyring
from .actions.consenting import withdrawn
from .actions.founding import admitted, founded, new_keys
from .actions.instruments import EXAMPLE, taken_in
from .actions.noting import noted
from .actions.publishing import proposed
from .actions.telling import told
from .door import Inside, opened
from .erasing import last_day
from .numbers.cohorts import half_year, later
from .shapes import (
    About,
    Answers,
    Area,
    Arranged,
    Arrangement,
    Attendance,
    Consent,
    FollowUp,
    Goal,
    Handover,
    Note,
    Participant,
    Plan,
    Purpose,
    Scope,
    Session,
    SessionKind,
    Share,
    Slot,
    State,
)
from .store import Kept, new_id

BECAME = {
    "h": Attendance.HELD,
    "i": Attendance.BY_INSTITUTION,
    "a": Attendance.ABSENT,
    "c": Attendance.BY_PARTICIPANT,
    "p": Attendance.BY_PRACTITIONER,
}
AHEAD_WEEKS = 4
LATELY = timedelta(days=14)
ENDS_SOON = 18
MONTHS = 6
DAYS = 182


def tell(said: dict[str, Any], people: dict[str, Person]) -> None:
    """Make what the file says."""
    if "about" not in said:
        return
    first, *others = said["practitioners"]
    coordinator = founded(people[first["email"]], said["passphrase"], About(**said["about"]))
    team: dict[str, Inside] = {}
    for one in others:
        person = people[one["email"]]
        admitted(coordinator, new_keys(person, said["passphrase"]), one["discipline"])
        team[one["discipline"]] = opened(person, said["passphrase"])
    instrument = taken_in(coordinator, EXAMPLE.read_bytes(), EXAMPLE.name)
    cards = {}
    for n, one in enumerate(said["participants"]):
        cards[one["pseudonym"]] = taking_part(n, one, said, coordinator, team)
    noted_lately(said["lately"]["notes"], cards.values(), team["psychology"])
    followed(said["full"], cards[said["full"]["pseudonym"]], instrument, team)
    took_back(said["withdrawn"], cards[said["withdrawn"]["pseudonym"]], team["psychology"])
    proposed(coordinator)


def began(one: dict[str, Any]) -> date:
    """The day on which somebody entered."""
    today = timezone.localdate()
    if "ago" in one:
        return today - timedelta(days=one["ago"])
    first = date(today.year, 1 if half_year(today).endswith("1") else 7, 1)
    return later(first, -6 * one["half"]) + timedelta(days=one["day"])


def noon(day: date, hour: int = 12) -> datetime:
    """An hour of a day, on the clock of the place."""
    return clock.at(day, time(hour))


def taking_part(n: int, one: dict[str, Any], said: dict[str, Any], by: Inside, team: dict[str, Inside]) -> Kept:
    """Somebody with their card, consent, plan, sessions, and how it went afterwards."""
    entered, full, back = began(one), said["full"], said["withdrawn"]
    ended = entered + timedelta(days=one["ended"]) if "ended" in one else None
    card = Participant(
        pseudonym=one["pseudonym"],
        facility=one["facility"],
        reference=full["reference"] if one["pseudonym"] == full["pseudonym"] else "",
        language=one["language"],
        entered=entered,
        until=ended,
        state=State.ENDED if ended else State.TAKING_PART,
        team=tuple(sorted(who.row.pk for who in team.values())),
    )
    kept = by.store.put(card)
    keyring.gone_by(kept.owner, last_day(by.about, card, timezone.localdate()))
    whom = {Purpose.HANDOVER: tuple(share["to"] for share in full["shares"])} if card.reference else {}
    if one["pseudonym"] == back["pseudonym"]:
        whom = {Purpose.FAMILY: tuple(back["with_whom"][:1]), Purpose.HANDOVER: tuple(back["with_whom"][1:])}
    until = dict.fromkeys(map(Purpose, one.get("ends_soon", ())), timezone.localdate() + timedelta(days=ENDS_SOON))
    purposes = [purpose for purpose in Purpose if purpose != Purpose.NUMBERS or not one.get("not_counted")]
    consent = Consent(
        number=1,
        given=noon(entered),
        language=one["language"],
        read_out=said["read_out"][one["language"]],
        read_by=team["psychology"].row.pk,
        witness="Aumônerie",
        scopes=tuple(
            Scope(purpose=purpose, with_whom=whom.get(purpose, ()), until=until.get(purpose)) for purpose in purposes
        ),
    )
    plan = Plan(
        begins=entered,
        ends=entered + timedelta(days=DAYS),
        aims=full["aims"] if card.reference else said["wants"][card.language][n % len(said["wants"][card.language])],
        language="fr" if card.reference else card.language,
        goals=goals(full) if card.reference else (),
        weekly=dict.fromkeys(map(SessionKind, said["rhythm"]["kinds"]), 1),
        slots=slots(n, said, team),
    )
    shapes = [consent, plan, *sessions(n, one, said, entered, ended, team), *afterwards(one, ended, full, team)]
    by.store.put_all((shape, kept.owner) for shape in shapes)
    return kept


def goals(full: dict[str, Any]) -> tuple[Goal, ...]:
    """The goals of the one who is followed in full."""
    return tuple(
        Goal(**{"id": new_id(), "language": "fr", **goal, "steps": tuple(goal["steps"])}) for goal in full["goals"]
    )


def hour_of(n: int, said: dict[str, Any]) -> tuple[int, int]:
    """The day of the week and the hour that are a participant's own, so that no two meet."""
    hours = said["rhythm"]["hours"]
    return n % 5, hours[n // 5 % len(hours)]


def slots(n: int, said: dict[str, Any], team: dict[str, Inside]) -> tuple[Slot, ...]:
    """The hour of the week that is kept."""
    weekday, hour = hour_of(n, said)
    kind = said["rhythm"]["kinds"][0]
    room = said["about"]["rooms"][0]
    return (Slot(what=SessionKind(kind), weekday=weekday, at=time(hour), room=room, practitioner=team[kind].row.pk),)


def sessions(
    n: int, one: dict[str, Any], said: dict[str, Any], entered: date, ended: date | None, team: dict[str, Inside]
) -> Iterator[Session]:
    """A session a week, of late one of each kind: those that were, and some that are to come."""
    weekday, hour = hour_of(n, said)
    rhythm, rooms, today = said["rhythm"], said["about"]["rooms"], timezone.localdate()
    last = min(ended or entered + timedelta(days=DAYS), today + timedelta(weeks=AHEAD_WEEKS))
    day = entered + timedelta(days=(weekday - entered.weekday()) % 7)
    became = islice(cycle(rhythm["became"]), n * 7 % len(rhythm["became"]), None)
    week = 0
    while day <= last:
        nth = week % len(rhythm["kinds"])
        on = {nth: day}
        if ended is None and day > today - LATELY:
            monday = day - timedelta(days=weekday)
            on = {i: monday + timedelta(days=(weekday + i) % 5) for i in range(len(rhythm["kinds"]))}
        for i, its_day in on.items():
            if its_day < entered:
                continue
            kind = rhythm["kinds"][i]
            state = BECAME[next(became)] if its_day < today else Attendance.PLANNED
            if i == 0 and one.get("unwritten") and its_day >= today - timedelta(days=7):
                state = Attendance.PLANNED
            yield Session(
                what=SessionKind(kind),
                begins=noon(its_day, hour),
                room=rooms[i % len(rooms)],
                practitioner=team[kind].row.pk,
                attendance=state,
                because=said["full"]["because"] if state == Attendance.BY_INSTITUTION else "",
            )
        day, week = day + timedelta(days=7), week + 1


def afterwards(
    one: dict[str, Any], ended: date | None, full: dict[str, Any], team: dict[str, Inside]
) -> Iterator[FollowUp]:
    """What somebody said six months after."""
    if ended is None or "after6" not in one:
        return
    fields: dict[str, Any] = {"could_be_asked": one["after6"] != "-"}
    if fields["could_be_asked"]:
        fields |= dict(zip(("housing", "occupation", "family", "in_touch"), one["after6"], strict=True))
    if one["pseudonym"] == full["pseudonym"]:
        fields |= full["follow_up"]
    at = noon(ended + timedelta(days=DAYS + 10))
    yield FollowUp(months=MONTHS, at=at, by=team["psychology"].row.pk, **fields)


def noted_lately(notes: list[dict[str, Any]], cards: Iterable[Kept], who: Inside) -> None:
    """What the psychologist noted on the sessions of the last days: for the team, or for herself alone."""
    said = cycle(notes)
    for card in cards:
        if card.shape.state == State.ENDED:
            continue
        for kept in who.store.of(card.owner, Session):
            is_late = timezone.now() - kept.shape.ends < LATELY
            if kept.shape.practitioner == who.row.pk and kept.shape.attendance == Attendance.HELD and is_late:
                note = next(said)
                if note["text"]:
                    noted(who, card.owner, note["text"], bool(note.get("own")), kept.id)


def followed(full: dict[str, Any], card: Kept, instrument: Kept, team: dict[str, Inside]) -> None:
    """Notes, answers, what was arranged for the release and what was told: of the one who is followed in full."""
    who, store = team["psychology"], team["psychology"].store

    def day(n: int) -> datetime:
        """Noon of a day counted from when they entered."""
        return noon(card.shape.entered + timedelta(days=n))

    consent = store.of(card.owner, Consent)[0]
    release = full["release"]
    told_of = {Area.HOUSING: "housing", Area.WORK: "work", Area.FAMILY: "family", Area.FOLLOW_UP: "afterwards"}
    shapes: list[Any] = [Note(by=who.row.pk, at=day(one["day"]), text=one["text"]) for one in full["notes"]]
    shapes += [
        Answers(
            instrument=instrument.id,
            edition=instrument.shape.edition,
            at=day(one["day"]),
            by=who.row.pk,
            language="fr",
            given={id: tuple(given) for id, given in one["given"].items()},
            practitioner=one["practitioner"],
        )
        for one in full["answers"]
    ]
    shapes += [
        Share(
            consent=consent.id,
            purpose=Purpose(one["purpose"]),
            to=one["to"],
            what=one["what"],
            language="fr",
            at=day(one["day"]),
            by=team["reintegration"].row.pk,
        )
        for one in full["shares"]
    ]
    shapes.append(
        Handover(
            release=card.shape.entered + timedelta(days=release["day"]),
            arrangements=tuple(
                Arrangement(area=area, words=release[name], state=Arranged.DONE) for area, name in told_of.items()
            ),
        )
    )
    store.put_all((shape, card.owner) for shape in shapes)


def took_back(back: dict[str, Any], card: Kept, who: Inside) -> None:
    """Somebody takes consent back; what was told under it is recalled."""
    share = back["share"]
    told(who, card.owner, Purpose(share["purpose"]), share["to"], share["what"])
    withdrawn(who, card.owner)
