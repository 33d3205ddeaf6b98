"""Meaning: what a temporal expression comes to, and what its resolution may look at.

Values follow TIMEX3 (ISO-TimeML, ISO 24617-1), recurrences RFC 5545.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .calendar import Interval, part_of
from .grammar import Fields


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means: kind ("date", "time", "duration", "set"), TIMEX3 or RFC 5545 value, interval, modifier, reason."""

    kind: str
    value: str
    begins: date | None = None
    ends: date | None = None
    modifier: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What resolution may look at: the publication, where the clause points (1 to come, -1 past, 0 unsaid), the last date spoken
    of (`before`), and whether that stands in the same sentence."""

    published: Interval = (None, None)
    direction: int = 0
    before: tuple[date, date] | None = None
    is_same_sentence: bool = False
    language: str = "fr"


def number(fields: Fields, name: str) -> int | None:
    """A numeric value of an expression, or None."""
    value = fields.get(name)
    return value if isinstance(value, int) else None


def spanning(value: str, interval: tuple[date, date], fields: Fields, reason: str = "") -> Resolved:
    """A date with its interval, narrowed by its modifier."""
    modifier = fields.get("modifier")
    mod = str(modifier) if modifier in ("START", "MID", "END") else None
    first, last = part_of(interval, mod)
    return Resolved("date", value, first, last, mod, reason)


def coded(interval: tuple[date, date], unit: str) -> str:
    """The TIMEX3 value of a calendar unit."""
    first, last = interval
    week = first.isocalendar()
    codes = {
        "D": first.isoformat(),
        "W": f"{week.year:04d}-W{week.week:02d}",
        "WE": f"{week.year:04d}-W{week.week:02d}-WE",
        "M": f"{first.year:04d}-{first.month:02d}",
        "Q": f"{first.year:04d}-Q{(first.month + 2) // 3}",
        "H": f"{first.year:04d}-H{1 if first.month < 7 else 2}",
        "Y": f"{first.year:04d}",
        "E": f"{first.year // 10:03d}X",
    }
    return codes.get(unit, f"{first}/{last}")
