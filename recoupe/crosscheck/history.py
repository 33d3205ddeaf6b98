"""History: an event over time: planned, postponed, held, denied; what holds now, and on which days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from ..model import EventStatus
from .events import event, postponed
from .model import Stage
from .tellings import Telling

HELD = frozenset({"held", "reported"})
# What counts where several things are said last: the later a stage in this list, the more it says.
RANK = ("denied", "alleged", "planned", "postponed", "cancelled")
MEETS = frozenset({"consult/meeting"})


def stage_of(telling: Telling) -> str:
    """What a telling says of its event."""
    one = event(telling)
    if one.status in (EventStatus.PLANNED, EventStatus.CANCELLED) and postponed(one):
        return "postponed"
    if one.status is EventStatus.REPORTED:
        return "held" if one.type in MEETS else "reported"
    return one.status.value


def stages(rows: Sequence[Telling]) -> tuple[Stage, ...]:
    """What was said when, in the order of publication, the undated last; what is said again is said once, from its first day."""
    found: dict[tuple[str, str | None, str | None], list[Telling]] = defaultdict(list)
    planned = [days_said(t)[0] for t in rows if stage_of(t) in ("planned", "postponed")]
    to_come = min(filter(None, planned), default="")
    in_order = sorted(rows, key=lambda telling: (not any(days_said(telling)), telling.order))
    for telling in in_order:
        status, days = stage_of(telling), days_said(telling)
        if not any(days):  # said without a day, it is what was said with one
            if status in HELD and (telling.published or "") < to_come:
                status = "planned"  # "huit pays se retrouvent à Lyon", before they do
            days = next((key[1:] for key in found if key[0] == status), days)
        found[status, *days].append(telling)
    made = [
        Stage(status, first_day(members), begins, ends, tuple(telling.id for telling in members))
        for (status, begins, ends), members in found.items()
    ]
    return tuple(sorted(made, key=lambda stage: (stage.on or "9999", stage.pieces)))


def first_day(rows: Sequence[Telling]) -> str | None:
    """The first day of publication."""
    return min((telling.published for telling in rows if telling.published), default=None)


def days_said(telling: Telling) -> tuple[str | None, str | None]:
    """On which days a telling says that it is: the new ones of what was put off."""
    one = event(telling)
    moved = postponed(one)
    return (moved.value, moved.value) if moved and moved.value else (one.begins, one.ends)


def status_now(history: Sequence[Stage]) -> str:
    """What holds: that it took place where anyone says so; else the last that is said of what is to come."""
    said = [stage.status for stage in history]
    if held := next((status for status in said if status in HELD), None):
        return held
    if not said:
        return "reported"
    last = max((stage.on or "" for stage in history if stage.status in ("cancelled", "postponed")), default=None)
    if last is not None:
        return max((s.status for s in history if (s.on or "") == last and s.status in RANK[3:]), key=RANK.index)
    return max(said, key=RANK.index)


def days_now(history: Sequence[Stage], rows: Sequence[Telling]) -> tuple[str | None, str | None]:
    """On which days it is: the last ones to which it was put off, else the narrowest that most say."""
    moved = [stage for stage in history if stage.status == "postponed" and stage.begins]
    if moved:
        latest = max(moved, key=lambda stage: (stage.on or "", stage.begins or ""))
        return latest.begins, latest.ends
    counts = Counter(days_said(telling) for telling in rows if any(days_said(telling)))
    if not counts:
        return None, None

    def width(days: tuple[str | None, str | None]) -> tuple[int, int, str]:
        begins, ends = days
        exactness = 0 if begins and begins == ends else 1 if begins and ends else 2
        return exactness, -counts[days], begins or ends or ""

    return min(counts, key=width)
