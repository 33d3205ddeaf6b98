"""Continuity: how much of what was planned took place, what cancelled the rest, where it paused: told, not judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import clock
from .shapes import Attendance, Session, SessionKind

GAP = timedelta(days=14)


@dataclass(frozen=True)
class Pause:
    """More than two weeks without a session: from the last to the next (None: until now), and what was planned between."""

    first: date
    last: date | None
    days: int
    planned: dict[Attendance, int]


@dataclass(frozen=True)
class Continuity:
    """Of the sessions that are over: what became of them, of each kind too, and the pauses."""

    over: int
    became: dict[Attendance, int]
    kinds: dict[SessionKind, dict[Attendance, int]]
    pauses: tuple[Pause, ...]


def continuity(sessions: Iterable[Session], now: datetime) -> Continuity:
    """What there is to tell of the sessions of one participant."""
    over = sorted((one for one in sessions if one.ends <= now), key=lambda one: one.begins)
    kinds: dict[SessionKind, Counter[Attendance]] = {}
    for one in over:
        kinds.setdefault(one.what, Counter())[one.attendance] += 1
    became = Counter(one.attendance for one in over)
    in_order = {kind: ordered(kinds[kind]) for kind in SessionKind if kind in kinds}
    return Continuity(len(over), ordered(became), in_order, tuple(pauses(over, now)))


def ordered(counted: Counter[Attendance]) -> dict[Attendance, int]:
    """Counts in the order in which these are told everywhere."""
    return {one: counted[one] for one in Attendance if counted[one]}


def pauses(over: list[Session], now: datetime) -> list[Pause]:
    """The times of more than two weeks in which no session took place."""
    held = [one for one in over if one.attendance == Attendance.HELD]
    found = []
    for n, one in enumerate(held):
        following = held[n + 1].begins if n + 1 < len(held) else None
        until = following or now
        first, last = clock.here(one.begins).date(), clock.here(until).date()
        if last - first <= GAP:
            continue
        between = Counter(two.attendance for two in over if one.begins < two.begins < until)
        if following is None and not between:
            continue  # nothing was planned since: it is over, not interrupted
        found.append(Pause(first, last if following else None, (last - first).days, ordered(between)))
    return found
