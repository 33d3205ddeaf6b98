"""Candidates: what may be a name, before it is known which entity it is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model import EntityKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span (clean offsets) that names something: its kind, the name that it gives, and what is known with it."""

    start: int
    end: int
    kind: EntityKind
    name: str
    rule: str
    country: str | None = None
    office: str | None = None
    is_public: bool = False
    acronym: str | None = None
    place: str | None = None
    needs_country: bool = False


class Taken:
    """Spans already taken, sorted, that do not overlap one another."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self.spans: list[tuple[int, int]] = sorted(spans)

    def add(self, start: int, end: int) -> None:
        insort(self.spans, (start, end))

    def covers(self, start: int, end: int) -> bool:
        """Whether any taken span overlaps this one."""
        at = bisect_left(self.spans, (start, end))
        before = at > 0 and self.spans[at - 1][1] > start
        return before or (at < len(self.spans) and self.spans[at][0] < end)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.spans)
