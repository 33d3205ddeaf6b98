"""Cohorts: who is counted with whom, for good, and what of them is told when: so that no two publications differ by a few.

Whoever entered in a half-year and may be counted is in the cohort of that half-year, once, when it is over; who came to it late
is in the next. A chapter of a cohort (who entered; how it went; how it goes 6 and 12 months later) is told once, on a day that is
fixed beforehand, and never again. Who withdrew or was erased in between stays in the total, as one of whom nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .tables import Entry, Row, Table, grouped, told, told_together

ENTERED, WENT = "entered", "how it went"
AFTER = {6: "6 months later", 12: "12 months later"}
GRACE_MONTHS = 2  # so long after somebody's day it is asked at the latest
HOW = ("completed the planned length", "ended earlier or not known")
ATTENDED = (
    "held", "absent", "cancelled by the participant", "cancelled by the institution", "cancelled by the practitioner",
    "not recorded",
)  # fmt: skip
SUBJECTS = ("housing", "occupation", "family", "in touch")
NOT_ASKED, ASKED, UNSAID, UNKNOWN = "could not be asked", "asked", "did not want to say", "not known"


@dataclass(frozen=True)
class Counted:
    """One participant who may be counted. `sessions` by kind and what became of them; `after` by months: subject and answer."""

    id: str
    facility: str
    entered: date
    how: str = HOW[1]
    sessions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    after: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Cohort:
    """Who is counted together: the row of each member, how many the rows had, and what was told by now. Kept sealed."""

    label: str
    members: Mapping[str, str]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    smallest: int
    months: int
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """All cohorts, and the last half-year that was looked at, whether a cohort came of it or not."""

    cohorts: tuple[Cohort, ...] = ()
    through: str = ""

    def without(self, id: str) -> Ledger:
        """The same where nobody of this number is a member; how many there were stays as it was told."""
        return replace(
            self,
            cohorts=tuple(
                replace(cohort, members={key: row for key, row in cohort.members.items() if key != id})
                for cohort in self.cohorts
            ),
        )


@dataclass(frozen=True)
class Chapter:
    """What is told of a cohort at one time."""

    cohort: str
    name: str
    at: date
    smallest: int
    tables: tuple[Table, ...]
    months: int = 6

    def as_json(self) -> dict[str, Any]:
        """The chapter for a file."""
        return {
            "cohort": self.cohort,
            "chapter": self.name,
            "as_of": self.at.isoformat(),
            "smallest": self.smallest,
            "months": self.months,
            "tables": [table.as_json() for table in self.tables],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Chapter:
        """A chapter out of a file."""
        tables = tuple(Table.from_json(one) for one in said["tables"])
        return cls(
            said["cohort"], said["chapter"], date.fromisoformat(said["as_of"]), said["smallest"], tables, said["months"]
        )


def half_year(day: date) -> str:
    """The half-year of a day: "2026-H1"."""
    return f"{day.year}-H{1 if day.month < 7 else 2}"


def end_of(label: str) -> date:
    """The first day after a half-year."""
    year, half = int(label[:4]), int(label[-1])
    return date(year, 7, 1) if half == 1 else date(year + 1, 1, 1)


def later(day: date, months: int) -> date:
    """The first of a month, some months later."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def due(label: str, months: int) -> dict[str, date]:
    """On which day each chapter of a cohort is told: fixed by its half-year and the length of the programme alone."""
    end = end_of(label)
    return {
        ENTERED: end,
        WENT: later(end, months),
        **{name: later(end, months + n + GRACE_MONTHS) for n, name in AFTER.items()},
    }


def release(
    people: Iterable[Counted], ledger: Ledger, today: date, smallest: int, months: int
) -> tuple[Ledger, list[Chapter]]:
    """The ledger as it is from now on, and the chapters that are told today; none where nothing is due.

    `people` are all who may be counted now. Each half-year is looked at once, when it is over: a cohort is never
    added to, and one for which they were too few is not made later, so that no week gives away that one more came.
    """
    by_id = {one.id: one for one in people}
    cohorts = list(ledger.cohorts)
    counted = {id for cohort in cohorts for id in cohort.members}
    waiting = [one for one in by_id.values() if one.id not in counted]
    first = min((one.entered for one in waiting), default=today)
    through, last = ledger.through, over_last(today)
    for label in half_years(max(half_year(first), through and half_year(end_of(through))), last):
        through = label
        here = [one for one in waiting if one.entered < end_of(label)]
        if made := founded(label, here, smallest, months):
            cohorts.append(made)
            waiting = [one for one in waiting if one.id not in made.members]
    told_now = []
    for i, cohort in enumerate(cohorts):
        for name, day in due(cohort.label, cohort.months).items():
            if name not in cohorts[i].chapters and day <= today:
                told_now.append(chapter(cohorts[i], name, today, by_id))
                cohorts[i] = replace(cohorts[i], chapters=(*cohorts[i].chapters, name))
    return Ledger(tuple(cohorts), max(through, last)), told_now


def is_due(ledger: Ledger, today: date) -> bool:
    """Whether there may be something to tell: a half-year that was not looked at, or the day of a chapter."""
    return ledger.through < over_last(today) or any(
        day <= today and name not in cohort.chapters
        for cohort in ledger.cohorts
        for name, day in due(cohort.label, cohort.months).items()
    )


def half_years(first: str, last: str) -> list[str]:
    """The half-years from one to another, both of them; none where the first is after the last."""
    found = []
    while first <= last:
        found.append(first)
        first = half_year(end_of(first))
    return found


def over_last(today: date) -> str:
    """The half-year that was over last."""
    return half_year(date(today.year - 1, 12, 31) if today.month < 7 else date(today.year, 6, 30))


def founded(label: str, people: Sequence[Counted], smallest: int, months: int) -> Cohort | None:
    """A new cohort; None where they are too few, and wait for the next."""
    entries = [Entry(one.facility, "", one.id) for one in people]
    rows = grouped(entries, smallest)
    if rows is None:
        return None
    totals = tuple(sum(entry.row in row for entry in entries) for row in rows)
    return Cohort(label, {one.id: one.facility for one in people}, rows, totals, smallest, months)


def chapter(cohort: Cohort, name: str, day: date, people: Mapping[str, Counted]) -> Chapter:
    """One chapter of a cohort, as those who may still be counted stand."""
    if name == ENTERED:
        tables = [Table(ENTERED, "persons", cohort.rows, (), ((),) * len(cohort.rows), cohort.totals, ())]
    elif name == WENT:
        tables = [ended(cohort, people), *sessions(cohort, people)]
    else:
        tables = afterwards(cohort, people, next(n for n, said in AFTER.items() if said == name))
    return Chapter(
        cohort.label, name, day, cohort.smallest, tuple(table for table in tables if table is not None), cohort.months
    )


def members(cohort: Cohort, people: Mapping[str, Counted], column: Any, lost: str) -> list[Entry]:
    """All of a cohort, each in a column; those who may not be counted any more in that of `lost`, so that no total tells them."""
    here = [Entry(row, column(people[id]), id) for id, row in cohort.members.items() if id in people]
    for row, total in zip(cohort.rows, cohort.totals, strict=True):
        gone = total - sum(entry.row in row for entry in here)
        here += [Entry(row[0], lost, f"gone {row[0]} {i}") for i in range(gone)]
    return here


def ended(cohort: Cohort, people: Mapping[str, Counted]) -> Table | None:
    """How it went: completed, or not. Who may not be counted any more is not told apart from those of whom it is not known."""
    entries = members(cohort, people, lambda one: one.how, HOW[1])
    return told("ended", "persons", entries, cohort.rows, HOW, cohort.smallest)


def sessions(cohort: Cohort, people: Mapping[str, Counted]) -> list[Table]:
    """What became of the sessions that were planned, by facility and by kind."""
    entries = [
        (Entry(row, column, id, amount), kind)
        for id, row in cohort.members.items()
        if id in people
        for (kind, column), amount in sorted(people[id].sessions.items())
        if column in ATTENDED and amount
    ]
    by_row = grouped([entry for entry, _kind in entries], cohort.smallest, cohort.rows)
    by_kind = grouped([replace(entry, row=kind) for entry, kind in entries], cohort.smallest)
    if by_row is None or by_kind is None:
        return []
    names = ("sessions by facility", "sessions by kind")
    return list(told_together(names, "sessions", entries, by_row, by_kind, ATTENDED, cohort.smallest) or ())


def afterwards(cohort: Cohort, people: Mapping[str, Counted], months: int) -> list[Table | None]:
    """How it goes some months later: who could be asked, and of those what they said.

    Where it may be told how many were asked, the answers are out of those; else that is not told at all, and the answers are out of
    all, "could not be asked" and "did not want to say" in one, so that no answer gives away how many could not.
    """
    reached = members(cohort, people, lambda one: ASKED if one.after.get(months) else NOT_ASKED, NOT_ASKED)
    asked = told("asked", "persons", reached, cohort.rows, (ASKED, NOT_ASKED), cohort.smallest)
    is_open = asked is not None and None not in asked.column_totals
    tables = [asked] if is_open else []
    rows = cohort.rows
    if asked is not None and is_open and any(None in row for row in asked.cells):
        rows = (tuple(name for row in rows for name in row),)
    for subject in SUBJECTS:
        if is_open:
            entries = [
                Entry(cohort.members[e.who], people[e.who].after[months].get(subject, UNSAID), e.who)
                for e in reached
                if e.column == ASKED
            ]
            rows_here = tuple(row for row in rows if any(entry.row in row for entry in entries))
        else:
            all_said = members(
                cohort, people, lambda one, subject=subject: one.after.get(months, {}).get(subject, UNKNOWN), UNKNOWN
            )
            entries = [replace(e, column=UNKNOWN) if e.column == UNSAID else e for e in all_said]
            rows_here = rows
        columns = tuple(sorted({entry.column for entry in entries} - {UNSAID, UNKNOWN})) + (
            (UNSAID,) if is_open else (UNKNOWN,)
        )
        if entries:
            tables.append(told(subject, "persons", entries, rows_here, columns, cohort.smallest))
    return tables
