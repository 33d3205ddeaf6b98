"""Tables: who or how many sessions, by row and column, with totals, as they are told: what may not be told is None.

The total of each row is always told: rows of too few are one row with others. So two tables of the same rows that share nothing
else say nothing more together than each alone (within a row any two sets of columns go together: Fréchet 1951).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .bounds import Arc
from .suppress import is_enough, suppressed

Row = tuple[str, ...]
"""What a row is of: one facility or kind, or several where one alone would be of too few."""


@dataclass(frozen=True)
class Entry:
    """One person in a row and a column, with how many of what is counted."""

    row: str
    column: str
    who: str
    amount: int = 1


@dataclass(frozen=True)
class Table:
    """A table as it is told. `unit` is what is counted."""

    what: str
    unit: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int | None, ...]

    @property
    def total(self) -> int:
        """Of how many all of it is."""
        return sum(self.row_totals)

    def as_json(self) -> dict[str, Any]:
        """The table for a file."""
        return {
            "what": self.what,
            "unit": self.unit,
            "rows": [list(row) for row in self.rows],
            "columns": list(self.columns),
            "cells": [list(row) for row in self.cells],
            "row_totals": list(self.row_totals),
            "column_totals": list(self.column_totals),
            "total": self.total,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Table:
        """A table out of a file."""
        return cls(
            said["what"],
            said["unit"],
            tuple(tuple(row) for row in said["rows"]),
            tuple(said["columns"]),
            tuple(tuple(row) for row in said["cells"]),
            tuple(said["row_totals"]),
            tuple(said["column_totals"]),
        )


def grouped(entries: Sequence[Entry], smallest: int, by: Sequence[Row] | None = None) -> tuple[Row, ...] | None:
    """The rows of a table: one each, those of too few together; None where even all together are too few.

    With `by`, rows that there are already, which are only put together further.
    """
    rows = list(by) if by is not None else [(name,) for name in sorted({entry.row for entry in entries})]
    together = {row: as_arc([entry for entry in entries if entry.row in row]) for row in rows}
    rows = [row for row in rows if together[row].value or by is not None]
    alone = [row for row in rows if together[row].value and is_enough([together[row]], smallest)]
    pool = [row for row in rows if row not in alone]
    alone.sort(key=lambda row: (-together[row].value, row))

    def suffices() -> bool:
        """Whether those of too few are enough together."""
        merged = as_arc([entry for entry in entries if any(entry.row in row for row in pool)])
        return bool(merged.value) and is_enough([merged], smallest)

    while pool and alone and not suffices():
        pool.append(alone.pop())
    if pool and not suffices():
        return None
    pooled = [tuple(sorted(name for row in pool for name in row))] if pool else []
    return (*sorted(alone), *pooled) or None


def as_arc(entries: Iterable[Entry], tail: Any = "", head: Any = "", stays: bool = False) -> Arc:
    """Entries as one number."""
    each: dict[str, int] = defaultdict(int)
    for entry in entries:
        each[entry.who] += entry.amount
    who = frozenset(one for one, amount in each.items() if amount)
    return Arc(tail, head, sum(each.values()), stays=stays, largest=max(each.values(), default=1) or 1, who=who)


def told(
    what: str, unit: str, entries: Sequence[Entry], rows: Sequence[Row], columns: Sequence[str], smallest: int
) -> Table | None:
    """A table with what may be told of it; None where none of it may."""
    arcs = half(entries, rows, columns, "row") + [
        as_arc([e for e in entries if e.column == column], ("column", column), "all") for column in columns
    ]
    safe = suppressed(arcs, smallest)
    return None if safe is None else read(what, unit, safe, rows, columns, "row", "all")


def told_together(
    names: tuple[str, str], unit: str, entries: Sequence[tuple[Entry, str]], rows: Sequence[Row], others: Sequence[Row],
    columns: Sequence[str], smallest: int,
) -> tuple[Table, Table] | None:  # fmt: skip
    """Two tables of the same things that share their columns: by row, and by something else that is named with each entry."""
    mine = [entry for entry, _other in entries]
    theirs = [Entry(other, entry.column, entry.who, entry.amount) for entry, other in entries]
    back = [
        Arc(arc.head, arc.tail, arc.value, arc.is_shown, arc.stays, arc.largest, arc.who)
        for arc in half(theirs, others, columns, "other")
    ]
    shared = [
        as_arc([e for e in mine if e.column == column], ("column", column), ("shared", column)) for column in columns
    ]
    moved = {("column", column): ("shared", column) for column in columns}
    back = [
        Arc(moved.get(arc.tail, arc.tail), arc.head, arc.value, arc.is_shown, arc.stays, arc.largest, arc.who)
        for arc in back
    ]
    safe = suppressed([*half(mine, rows, columns, "row"), *shared, *back], smallest)
    if safe is None:
        return None
    first = read(names[0], unit, safe, rows, columns, "row", "shared")
    turned = [Arc(arc.head, arc.tail, arc.value, arc.is_shown) for arc in safe]
    second = read(names[1], unit, turned, others, columns, "other", "shared", first.column_totals)
    return first, second


def half(entries: Sequence[Entry], rows: Sequence[Row], columns: Sequence[str], side: str) -> list[Arc]:
    """The cells of a table, and the totals of its rows, which stay."""
    arcs = []
    for row in rows:
        of_row = [entry for entry in entries if entry.row in row]
        arcs.append(as_arc(of_row, "all", (side, row), stays=True))
        arcs += [as_arc([e for e in of_row if e.column == c], (side, row), ("column", c)) for c in columns]
    return arcs


def read(
    what: str, unit: str, arcs: Sequence[Arc], rows: Sequence[Row], columns: Sequence[str], side: str, end: str,
    totals: tuple[int | None, ...] | None = None,
) -> Table:  # fmt: skip
    """A table out of its network."""
    value = {(arc.tail, arc.head): arc.value if arc.is_shown else None for arc in arcs}
    middle = "column" if side == "row" else "shared"
    return Table(
        what,
        unit,
        tuple(rows),
        tuple(columns),
        tuple(tuple(value[(side, row), (middle, column)] for column in columns) for row in rows),
        tuple(int(value["all", (side, row)] or 0) for row in rows),
        tuple(value[("column", column), "all" if end == "all" else (end, column)] for column in columns)
        if totals is None
        else totals,
    )
