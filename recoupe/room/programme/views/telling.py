"""Telling: sessions as pages show them: a row for a group, pseudonyms for who may know them, what is still to write down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from .. import clock
from ..actions.scheduling import TAKES_PLACE, is_at_the_time_of, is_seen
from ..door import Inside
from ..shapes import Attendance, Note, Participant, Session
from ..store import Kept

NOTED_WITHIN = timedelta(days=14)
"""For how long after a session a page asks for a note on it; not every session needs one."""


@dataclass(frozen=True)
class Member:
    """One participant of a session as it is shown: `todo` is "attendance" or "note" where that is still to be written down."""

    kept: Kept
    participant: Kept | None
    todo: str = ""


@dataclass
class Row:
    """A session as it is shown, with all of a group; `clashes` where another needs the same room or practitioner."""

    session: Session
    who: str
    members: list[Member] = field(default_factory=list)
    clashes: bool = False

    @property
    def day(self) -> date:
        """The day of it, on the clock of the place."""
        return clock.here(self.session.begins).date()

    @property
    def is_gone(self) -> bool:
        """Whether it does not take place, or did not."""
        return self.session.attendance not in TAKES_PLACE

    @property
    def is_mine(self) -> bool:
        """Whether any of those who come is known to whoever looks."""
        return any(one.participant for one in self.members)


def known(inside: Inside, owners: Iterable[str]) -> dict[str, Kept]:
    """Of some participants those whom a practitioner may know: those of their team, all for who coordinates."""
    found = inside.store.some(owners)
    return {
        id: one
        for id, one in found.items()
        if isinstance(one.shape, Participant) and (inside.is_of(one) or inside.me.is_coordinator)
    }


def names(inside: Inside) -> dict[int, str]:
    """What the practitioners are called, by their numbers."""
    return {pk: row.person.name for pk, (row, _colleague) in inside.colleagues().items()}


def rows(inside: Inside, sessions: Iterable[Kept]) -> list[Row]:
    """Sessions in the order of their times, those of a group as one."""
    there = sorted(sessions, key=lambda one: (one.shape.begins, one.shape.room, one.id))
    people, called = known(inside, {one.owner for one in there}), names(inside)
    there = [one for one in there if one.owner not in people or is_seen(inside, people[one.owner], one.shape)]
    noted = noted_by_me(inside, there)
    made: dict[object, Row] = {}
    for kept in there:
        shape: Session = kept.shape
        key = (shape.series, shape.begins) if shape.series else kept.id
        row = made.setdefault(key, Row(shape, called.get(shape.practitioner, "?")))
        row.members.append(Member(kept, people.get(kept.owner), todo(inside, kept, noted)))
    found = list(made.values())
    for n, row in enumerate(found):
        for other in found[n + 1 :]:
            if other.session.begins >= row.session.ends:
                break  # they are in the order of their times
            if clash(row, other):
                row.clashes = other.clashes = True
    return found


def clash(row: Row, other: Row) -> bool:
    """Whether two rows need the same room or the same practitioner at the same time."""
    one, two = row.session, other.session
    if one.attendance not in TAKES_PLACE or two.attendance not in TAKES_PLACE:
        return False
    shares = one.practitioner == two.practitioner or (bool(one.room) and one.room.casefold() == two.room.casefold())
    return shares and is_at_the_time_of(one, two)


def noted_by_me(inside: Inside, sessions: Iterable[Kept]) -> set[str]:
    """The sessions on which a practitioner noted something."""
    mine = [one for one in sessions if one.shape.practitioner == inside.row.pk]
    found = inside.store.found([f"notes of:{one.id}" for one in mine])
    return {one.shape.session for one in found if isinstance(one.shape, Note) and one.shape.by == inside.row.pk}


def todo(inside: Inside, kept: Kept, noted: set[str]) -> str:
    """What is still to be written down on a session by whoever looks."""
    shape: Session = kept.shape
    if shape.practitioner != inside.row.pk or not is_over(shape, timezone.now()):
        return ""
    if shape.attendance == Attendance.PLANNED:
        return "attendance"
    is_late = timezone.now() - shape.ends > NOTED_WITHIN
    return "note" if shape.attendance == Attendance.HELD and kept.id not in noted and not is_late else ""


def is_over(session: Session, now: datetime) -> bool:
    """Whether a session has ended."""
    return session.ends <= now
