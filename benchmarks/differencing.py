"""Differencing: an attacker who has every number that a programme published, week after week, and knows how they are made.

They combine all of it: sums and differences of any figures of any weeks (linear algebra, exact), sums of some cells of a line, and
bounds on what is not shown (linear programmes over each publication, by HiGHS). They succeed where a group of one to four persons
is counted, or bounded too narrowly. The same attacker tries what is published without any method but hiding small cells.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import numpy as np
from scipy.optimize import linprog

from recoupe.room.programme.numbers.cohorts import (
    AFTER,
    ASKED,
    ATTENDED,
    HOW,
    NOT_ASKED,
    SUBJECTS,
    UNKNOWN,
    UNSAID,
    Chapter,
    Cohort,
    Counted,
    Ledger,
    release,
)
from recoupe.room.programme.numbers.tables import Table

NOW = ("inside", *HOW)
PRIME = 2_147_483_629
FACILITIES = ("Andenne", "Huy", "Marche")
KINDS = ("psychology", "religious authority", "reintegration")
ANSWERS = {
    "housing": ("own", "family", "hostel"),
    "occupation": ("work", "training", "neither"),
    "family": ("yes", "no"),
    "in touch": ("yes", "no"),
}
Item = tuple[Hashable, ...]


# --- a programme over some weeks


@dataclass
class World:
    """A programme whose people change by one a week: who is in it, who may be counted, and what is true of each."""

    seed: int
    today: date = date(2025, 1, 6)
    people: dict[str, Counted] = field(default_factory=dict)
    inside: set[str] = field(default_factory=set)
    truth: dict[str, Counted] = field(default_factory=dict)  # also of those who are not counted any more

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        for _one in range(12):
            self.join()

    def week(self, number: int) -> None:
        """One week on: somebody joins, and every third week somebody takes back that they may be counted."""
        self.today += timedelta(days=7)
        self.join()
        if number % 3 == 0:
            del self.people[self.chance.choice(sorted(self.people))]
        for id, one in list(self.people.items()):
            self.people[id] = self.truth[id] = self.lived(one)

    def join(self) -> None:
        """Somebody new."""
        one = Counted(f"p{len(self.truth)}", self.chance.choice(FACILITIES), self.today)
        self.people[one.id] = self.truth[one.id] = one
        self.inside.add(one.id)

    def lived(self, one: Counted) -> Counted:
        """One more week of somebody: sessions, an end, what they say afterwards."""
        weeks = (self.today - one.entered).days // 7
        sessions = dict(one.sessions)
        if one.id in self.inside:
            key = (self.chance.choice(KINDS), self.chance.choices(ATTENDED, (60, 8, 5, 20, 5, 2))[0])
            sessions[key] = sessions.get(key, 0) + 1
            is_over = weeks >= 26
            if is_over or self.chance.random() < 0.012:
                one = replace(one, how=HOW[0] if is_over else HOW[1])
                self.inside.discard(one.id)
        after = dict(one.after)
        for months, at in ((6, 52), (12, 78)):
            if weeks == at and self.chance.random() < 0.75:
                after[months] = {name: self.chance.choice((*said, UNSAID)) for name, said in ANSWERS.items()}
        return replace(one, sessions=sessions, after=after)


# --- what is published


@dataclass
class Told:
    """What was published, with what the attacker does not have: of whom each figure is."""

    tables: list[tuple[str, Table]] = field(default_factory=list)
    figures: dict[str, list[frozenset[Item]]] = field(default_factory=lambda: defaultdict(list))  # by what is asked
    hidden: list[tuple[int, int, int, int]] = field(default_factory=list)  # table, row, column, what it is
    linked: list[tuple[int, int]] = field(default_factory=list)


def by_method(seed: int, weeks: int, smallest: int = 5) -> Told:
    """All that the method publishes, asked every week."""
    world, ledger, found = World(seed), Ledger(), Told()
    first: dict[str, Cohort] = {}
    for number in range(weeks):
        world.week(number)
        ledger, chapters = release(world.people.values(), ledger, world.today, smallest, 6)
        first |= {cohort.label: cohort for cohort in ledger.cohorts if cohort.label not in first}
        for chapter in chapters:
            for table in chapter.tables:
                taken(found, table, chapter, items_of(table, chapter, first[chapter.cohort], world))
            if chapter.tables[-1].what == "sessions by kind":
                found.linked.append((len(found.tables) - 2, len(found.tables) - 1))
    return found


def items_of(table: Table, chapter: Chapter, cohort: Cohort, world: World) -> list[tuple[Item, str, str]]:
    """Of whom a table is, by row and column: worked out from what is true, not by the method."""
    months = next((n for n, name in AFTER.items() if name == chapter.name), 0)
    found: list[tuple[Item, str, str]] = []
    for id, row in cohort.members.items():
        one = world.people.get(id)
        said = one.after.get(months, {}) if one else {}
        if table.unit == "sessions":
            for (kind, column), _amount in one.sessions.items() if one else ():
                found.append((("session", id, kind, column), kind if "kind" in table.what else row, column))
        elif table.what == "entered":
            found.append((("person", id), row, ""))
        elif table.what == "ended":
            found.append((("person", id), row, one.how if one else HOW[1]))
        elif table.what == "asked":
            found.append((("person", id), row, ASKED if said else NOT_ASKED))
        elif said and UNSAID in table.columns:
            found.append((("person", id), row, said[table.what]))
        elif UNKNOWN in table.columns:
            answer = said.get(table.what, UNKNOWN)
            found.append((("person", id), row, UNKNOWN if answer == UNSAID else answer))
    return found


def naively(seed: int, weeks: int, smallest: int = 5) -> Told:
    """Everybody as they stand each week, by facility and how it went, small cells hidden, totals told."""
    world, found = World(seed), Told()
    for number in range(weeks):
        world.week(number)
        items: list[tuple[Item, str, str]] = [
            (("person", one.id), one.facility, "inside" if one.id in world.inside else one.how)
            for one in world.people.values()
        ]
        cells = [[sum(i[1:] == (row, c) for i in items) for c in NOW] for row in FACILITIES]
        shown = tuple(tuple(n if n == 0 or n >= smallest else None for n in row) for row in cells)
        table = Table(
            "ended",
            "persons",
            tuple((row,) for row in FACILITIES),
            NOW,
            shown,
            tuple(map(sum, cells)),
            tuple(map(sum, zip(*cells, strict=True))),
        )
        taken(found, table, None, items)
    return found


def taken(found: Told, table: Table, chapter: Chapter | None, items: list[tuple[Item, str, str]]) -> None:
    """What the attacker reads in a table; the oracle holds each figure to what is true."""
    number = len(found.tables)
    found.tables.append((chapter.cohort if chapter else str(number), table))
    figures = found.figures[
        f"{chapter.name if chapter else ''} {table.what.removesuffix(' by kind').removesuffix(' by facility')}"
    ]
    # What is hidden and of nobody is unknown to the attacker too: nothing may be worked out by leaving it aside.
    here = [*items, *nobody(table, chapter, number)]

    def of(test: Callable[[Any, Any], bool]) -> frozenset[Any]:
        """Those in the rows and columns that pass a test."""
        return frozenset(item for item, row, column in here if test(row, column))

    for r, row in enumerate(table.rows):
        figures.append(of(lambda a, _b, row=row: a in row))
        for c, column in enumerate(table.columns):
            who = frozenset(item for item, a, b in items if a in row and b == column)
            if table.cells[r][c] is None:
                found.hidden.append((number, r, c, len(who)))
            else:
                assert table.unit == "sessions" or table.cells[r][c] == len(who), (table, row, column)
                figures.append(of(lambda a, b, row=row, column=column: a in row and b == column))
    for c, column in enumerate(table.columns):
        if table.column_totals[c] is not None:
            figures.append(of(lambda _a, b, column=column: b == column))


def nobody(table: Table, chapter: Chapter | None, number: int) -> list[tuple[Item, str, str]]:
    """An unknown for each place where there may be somebody: of sessions, by facility, kind and what became of them."""
    if table.unit == "sessions" and chapter:
        return [
            (("nobody", chapter.cohort, facility, kind, column), kind if "kind" in table.what else facility, column)
            for facility, kind, column in product(FACILITIES, KINDS, ATTENDED)
        ]
    return [
        (("nobody", number, r, c), row[0], table.columns[c])
        for r, row in enumerate(table.rows)
        for c in range(len(table.columns))
        if table.cells[r][c] is None
    ]


# --- the attacks


def worked_out(told: Told, smallest: int = 5) -> list[frozenset[Hashable]]:
    """Groups of fewer than `smallest` persons that sums and differences of any figures count exactly, whatever the week.

    Persons whom no figure tells apart are one unknown; those of one line that are not shown are unknowns too, as many as there are.
    """
    return [who for figures in told.figures.values() for who in isolated(list(dict.fromkeys(figures)), smallest)]


def isolated(figures: list[frozenset[Item]], smallest: int) -> list[frozenset[Hashable]]:
    """The same for the figures on one question."""
    signature: dict[Item, list[int]] = defaultdict(list)
    for number, figure in enumerate(figures):
        for item in figure:
            signature[item].append(number)
    atoms: dict[tuple[int, ...], set[Item]] = defaultdict(set)
    for item, numbers in signature.items():
        atoms[tuple(numbers)].add(item)
    order = {key: i for i, key in enumerate(atoms)}
    rows = np.zeros((len(figures), len(order)), dtype=np.int64)
    for key, column in order.items():
        rows[list(key), column] = 1
    basis, pivots = reduced(rows)
    persons = {key: {item[1] for item in items if item[0] != "nobody"} for key, items in atoms.items()}
    few = {key: who for key, who in persons.items() if 0 < len(who) < smallest}
    found = []
    for keys in [(key,) for key in few] + list(combinations(few, 2)):
        who = frozenset().union(*(few[key] for key in keys))
        if len(who) < smallest and spans(basis, pivots, [order[key] for key in keys], len(order)):
            found.append(who)
    return found


def reduced(rows: Any) -> tuple[Any, list[int]]:
    """The rows in reduced echelon form, modulo a prime, and where each begins."""
    basis, pivots = rows.copy() % PRIME, []
    at = 0
    for column in range(basis.shape[1]):
        here = np.nonzero(basis[at:, column])[0]
        if not len(here):
            continue
        basis[[at, at + here[0]]] = basis[[at + here[0], at]]
        basis[at] = basis[at] * pow(int(basis[at, column]), -1, PRIME) % PRIME
        others = np.nonzero(basis[:, column])[0]
        for other in others[others != at]:
            basis[other] = (basis[other] - basis[other, column] * basis[at]) % PRIME
        pivots.append(column)
        at += 1
    return basis[:at], pivots


def spans(basis: Any, pivots: list[int], columns: list[int], width: int) -> bool:
    """Whether these columns together are a combination of the rows."""
    left = np.zeros(width, dtype=np.int64)
    left[columns] = 1
    for row, pivot in enumerate(pivots):
        if left[pivot]:
            left = (left - left[pivot] * basis[row]) % PRIME
    return not left.any()


def bounded(told: Told, smallest: int = 5) -> list[tuple[str, float, float]]:
    """Sums of one to three hidden cells of a line that linear programmes over all tables of a publication bound too narrowly."""
    found = []
    linked = dict(told.linked) | {second: first for first, second in told.linked}
    by_table: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, r, c, value in told.hidden:
        by_table[number].append((r, c, value))
    for number, cells in by_table.items():
        numbers = [number, linked[number]] if number in linked else [number]
        index, equations, right = programme_of(told, numbers)
        for size in (1, 2, 3):
            for some in combinations(cells, size):
                if size > 1 and len({r for r, _c, _v in some}) > 1 and len({c for _r, c, _v in some}) > 1:
                    continue
                aim = np.zeros(len(index))
                for r, c, _value in some:
                    aim[index[number, r, c]] = 1
                low, high = (sign * linprog(sign * aim, A_eq=equations, b_eq=right).fun for sign in (1, -1))
                if high - low < smallest - 1e-6 and high > 0 and low < smallest and (size == 1 or high - low < 1e-6):
                    found.append((told.tables[number][1].what, low, high))
    return found


def programme_of(told: Told, numbers: list[int]) -> tuple[dict[Any, int], Any, Any]:
    """What is known of some tables that share the totals of their columns, as equations of what is not shown."""
    index: dict[Any, int] = {}
    rows: list[dict[int, float]] = []
    right: list[float] = []
    for number in numbers:
        table = told.tables[number][1]
        for r, cells in enumerate(table.cells):
            line = {index.setdefault((number, r, c), len(index)): 1.0 for c, cell in enumerate(cells) if cell is None}
            rows.append(line)
            right.append(table.row_totals[r] - sum(cell or 0 for cell in cells))
        for c, total in enumerate(table.column_totals):
            line = {index[number, r, c]: 1.0 for r in range(len(table.rows)) if table.cells[r][c] is None}
            if total is None:
                line[index.setdefault(("total", c), len(index))] = -1.0
            rows.append(line)
            right.append((total or 0) - sum(cells[c] or 0 for cells in table.cells))
    matrix = np.zeros((len(rows), len(index)))
    for i, line in enumerate(rows):
        for column, value in line.items():
            matrix[i, column] = value
    return index, matrix, np.array(right)


def attacked(seeds: Iterable[int], weeks: int) -> list[tuple[str, int, int, int, int]]:
    """For each way of publishing: publications, hidden cells, groups worked out, cells bounded too narrowly."""
    found = []
    for name, way in (("hiding small cells alone", naively), ("the method", by_method)):
        tolds = [way(seed, weeks) for seed in seeds]
        found.append((
            name,
            sum(len(one.tables) for one in tolds),
            sum(len(one.hidden) for one in tolds),
            sum(len(worked_out(one)) for one in tolds),
            sum(len(bounded(one)) for one in tolds),
        ))  # fmt: skip
    return found


assert set(ANSWERS) == set(SUBJECTS)
