"""Scheduling: sessions are planned, moved, taken out; what is at the same time is told first, and refused unless confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ....errors import RecoupeError, UsageError
from .. import clock
from ..consents import NoConsent, require_consent
from ..door import Inside
from ..shapes import Attendance, Participant, Purpose, Session, SessionKind, State
from ..store import Kept, new_id
from ..turns import in_turn

TAKES_PLACE = (Attendance.PLANNED, Attendance.HELD)


@dataclass(frozen=True)
class Clash:
    """Two sessions at one time: what they both need ("room", "practitioner", "participant"), and which is there already."""

    of: str
    wanted: Session
    there: Kept


class Clashing(RecoupeError):
    """What was to be planned is at the time of something else; whoever looked at it may confirm it."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(_("session"), _("something else is at that time"), _("take another time, or confirm it"))
        self.clashes = clashes


def of_weeks(inside: Inside, first: date, last: date, whose: str = "") -> list[Kept]:
    """The sessions from one day to another, in order; those of a practitioner alone where one is named (`of:7`)."""
    tags = [f"{one} {whose}" if whose else one for one in clock.weeks(first, last)]
    found = [
        one
        for one in inside.store.found(tags)
        if isinstance(one.shape, Session) and first <= clock.here(one.shape.begins).date() <= last
    ]
    return sorted(found, key=lambda one: (one.shape.begins, one.id))


def sessions_of(inside: Inside, owner: str) -> list[Kept]:
    """All sessions of a participant, the latest first."""
    return sorted(inside.store.tagged(Session.kind, owner), key=lambda one: one.shape.begins, reverse=True)


def is_at_the_time_of(one: Session, other: Session) -> bool:
    """Whether two sessions are at the same time, if only for a minute."""
    return one.begins < other.ends and other.begins < one.ends


def clashes(inside: Inside, owner: str, session: Session, but: Iterable[str] = ()) -> list[Clash]:
    """What is at the time of a session in its room, with its practitioner or its participant; a group is no clash."""
    first, last = clock.here(session.begins).date() - timedelta(days=1), clock.here(session.ends).date()
    weeks = clock.weeks(first, last)
    ways = {"practitioner": [f"{week} of:{session.practitioner}" for week in weeks]}
    if session.room:
        ways["room"] = [f"{week} in:{session.room.casefold()}" for week in weeks]
    there = [(of, kept) for of, tags in ways.items() for kept in inside.store.found(tags)]
    there += [("participant", kept) for kept in inside.store.found(weeks, [owner])]
    left_out = set(but)
    return [
        Clash(of, session, kept)
        for of, kept in there
        if isinstance(kept.shape, Session)
        and kept.id not in left_out
        and kept.shape.attendance in TAKES_PLACE
        and not (session.series and kept.shape.series == session.series)
        and is_at_the_time_of(session, kept.shape)
    ]


def planned(
    inside: Inside, owners: Sequence[str], sessions: Sequence[Session], is_confirmed: bool = False
) -> list[Kept]:
    """Plan sessions, each with all who are named: a group has one series and a record of each.

    Raises Clashing where something else is at that time and nobody confirmed it; NoConsent where one of them does not take part.
    """
    if not owners or not sessions:
        raise UsageError(_("session"), _("nobody is named"), _("name who comes"))
    owners = list(dict.fromkeys(owners))
    is_group = len(owners) > 1
    wanted = [one.model_copy(update={"series": new_id()}) if is_group else one for one in sessions]
    for one in wanted:
        check(inside, one)
    with in_turn(inside):
        for owner in owners:
            allowed(inside, owner, sessions)
        met = [clash for one in wanted for owner in owners for clash in clashes(inside, owner, one)]
        if met and not is_confirmed:
            raise Clashing(met)
        made = [inside.store.put(one, owner) for one in wanted for owner in owners]
        for kept in made:
            inside.noted("wrote", Session.kind, kept.id, kept.owner)
    return made


def allowed(inside: Inside, owner: str, sessions: Sequence[Session]) -> None:
    """Raises NoConsent where a participant does not take part, or does not want their family met.

    Who finished is refused in the same words as who took consent back: a coordinator who reads no consent learns nothing by trying.
    """
    if inside.participant(owner).shape.state == State.ENDED:
        raise NoConsent(Purpose.TAKING_PART)
    require_consent(inside.store, owner, Purpose.TAKING_PART)
    if any(one.what == SessionKind.FAMILY for one in sessions):
        require_consent(inside.store, owner, Purpose.FAMILY)


def check(inside: Inside, session: Session) -> None:
    """Raises UsageError for a session with nobody of the programme."""
    found = inside.colleagues().get(session.practitioner)
    if found is None or found[1].until is not None:
        raise UsageError(_("practitioner"), _("nobody of the programme"), _("name one of the list"))


def session_of(inside: Inside, id: str) -> Kept:
    """A session with somebody whom one works with. Raises UsageError where there is none."""
    kept = inside.store.get(id, Session)
    if not is_seen(inside, inside.participant(kept.owner), kept.shape):
        raise UsageError(_("record"), _("there is none of this number"), _("go back to the list"))
    return kept


def is_seen(inside: Inside, participant: Kept, session: Session) -> bool:
    """Whether a session is shown: one that was stopped to the team alone, for it may tell what was taken back."""
    return session.attendance != Attendance.STOPPED or inside.is_of(participant)


def moved(inside: Inside, id: str, version: int, is_confirmed: bool = False, **changes: Any) -> list[Kept]:
    """Another time, room or practitioner for a session that is still planned: for a group, for all of it."""
    kept = session_of(inside, id)
    if kept.shape.attendance != Attendance.PLANNED:
        raise UsageError(_("session"), _("it is not planned any more"), _("plan another"))
    series = inside.store.tagged(f"series:{kept.shape.series}") if kept.shape.series else [kept]
    group = [one for one in series if one.shape.attendance == Attendance.PLANNED]
    new = {one.id: Session(**{**dict(one.shape), **changes}) for one in group}
    check(inside, new[kept.id])
    with in_turn(inside):
        allowed(inside, kept.owner, [new[kept.id]])
        met = [clash for one in group for clash in clashes(inside, one.owner, new[one.id], new)]
        if met and not is_confirmed:
            raise Clashing(met)
        made = [
            inside.store.put(new[one.id], one.owner, one.id, version if one.id == id else one.version) for one in group
        ]
        for one in made:
            inside.noted("changed", Session.kind, one.id, one.owner)
    return made


def taken_out(inside: Inside, id: str) -> None:
    """Take out a session that was planned by mistake; one that became of something stays."""
    kept = session_of(inside, id)
    if kept.shape.attendance != Attendance.PLANNED:
        raise UsageError(_("session"), _("it is not planned any more"), _("leave it as it is"))
    if inside.store.tagged(f"notes of:{id}", kept.owner):
        raise UsageError(_("session"), _("there are notes on it"), _("leave it as it is"))
    inside.store.drop(id)
    inside.noted("took out", Session.kind, id, kept.owner)


def mine(inside: Inside) -> dict[str, Kept]:
    """The participants whom a practitioner works with, by their numbers."""
    return {one.id: one for one in inside.store.tagged(f"team:{inside.row.pk}") if isinstance(one.shape, Participant)}
