"""Reckoning: outcomes over many cases by country and year, as sums of ranges, each with its sources and its gaps.

Two tables, never mixed: by the year of the *operation*, where arrests stand beside what is not known of those arrested; and by the
year of the *judgment*, in which no arrest is counted. Final judgments stand apart from those that are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from . import outcomes as out
from .case import Case
from .models import StepKind

OF_OPERATIONS = (
    out.ARRESTED, "nothing known", out.RELEASED, out.CHARGED, out.DISCONTINUED, "not final", *out.FINAL,
)  # fmt: skip
OF_JUDGMENTS = (*out.FIRST, *out.FINAL)
OUTCOMES = out.FINAL
"""The columns that are outcomes: final judgments, and nothing else."""
FROM = {
    "nothing known": (out.ARRESTED, out.RELEASED, out.CHARGED, out.DISCONTINUED, *out.FIRST, *out.FINAL),
    "not final": (*out.FIRST, *out.FINAL),
}
"""The outcomes from which a column is worked out that is none itself."""


@dataclass
class Row:
    """The operations of a country in a year, with a total for each column; `silent` are those of which nothing came after."""

    country: str
    year: int | None
    columns: tuple[str, ...]
    cases: list[Case] = field(default_factory=list)
    totals: dict[str, out.Total] = field(default_factory=dict)
    silent: list[Case] = field(default_factory=list)
    sources: dict[str, set[str]] = field(default_factory=dict)
    unsourced: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.totals = {column: out.Total() for column in self.columns}
        self.sources = {column: set() for column in self.columns}
        self.unsourced = dict.fromkeys(self.columns, 0)

    @property
    def documents(self) -> set[str]:
        """The documents on which any number of the row stands."""
        return set().union(*self.sources.values())


def value(case: Case, column: str) -> out.Range | None:
    """What one case adds to a column; None where nothing is known of it."""
    if column == "nothing known":
        return out.nothing_known(case.known)
    if column == "not final":
        return out.not_final(case.known)
    found = case.known.get(column)
    return found.range if found else None


def by_operation(cases: Iterable[Case]) -> list[Row]:
    """A row for each country and year in which operations were, the latest year first."""
    rows: dict[tuple[str, int | None], Row] = {}
    for case in cases:
        key = case.operation.country, case.year
        row = rows.setdefault(key, Row(*key, OF_OPERATIONS))
        counted_in(row, case, {column: value(case, column) for column in OF_OPERATIONS})
        if case.is_silent_after_arrests:
            row.silent.append(case)
    return in_order(rows)


def by_judgment(cases: Iterable[Case]) -> list[Row]:
    """A row for each country and year in which courts judged: the country of the court, the year of its judgment."""
    rows: dict[tuple[str, int | None], Row] = {}
    for case in cases:
        for step, columns in ((StepKind.VERDICT, out.FIRST), (StepKind.FINAL, out.FINAL)):
            judged = [one for one in case.steps if one.kind == step]
            if not judged and not any(column in case.known for column in columns):
                continue
            last = judged[-1] if judged else None
            day = (last.ends or last.begins) if last else said_on(case, columns)
            country = (last.country if last else "") or case.operation.country
            key = country, day.year if day else None
            row = rows.setdefault(key, Row(*key, OF_JUDGMENTS))
            counted_in(row, case, {column: value(case, column) for column in columns})
    return in_order(rows)


def counted_in(row: Row, case: Case, values: dict[str, out.Range | None]) -> None:
    """Add what is known of a case to a row."""
    if case not in row.cases:
        row.cases.append(case)
    for column, one in values.items():
        known = case.known.get(column)
        row.totals[column].add(case.operation.pk, one, bool(known and known.is_disputed))
        for count in case.counts if one is not None else ():
            if count.outcome in FROM.get(column, (column,)):
                cited = [source for citation in count.citations.all() for source in sources_of(citation.body)]
                row.sources[column].update(cited)
                row.unsourced[column] += not cited


def sources_of(body: dict[str, Any]) -> list[str]:
    """The documents on which a cited finding stood."""
    return [support["document"] for support in body.get("supports", ())]


def said_on(case: Case, columns: Iterable[str]) -> Any:
    """The last day on which somebody said one of these numbers, where no step tells when it was judged."""
    return max((one.day for one in case.counts if one.outcome in columns and one.day), default=None)


def in_order(rows: dict[Any, Row]) -> list[Row]:
    """Rows by year, the latest first, and by country."""
    return sorted(rows.values(), key=lambda row: (-(row.year or 0), row.country))
