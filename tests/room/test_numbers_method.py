"""The method of numbers: bounds are exact, small cells stay unknown, cohorts are told once, and who leaves changes no total."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.room.programme.numbers.bounds import Arc, bounds
from recoupe.room.programme.numbers.cohorts import (
    ENTERED,
    HOW,
    WENT,
    Counted,
    Ledger,
    due,
    end_of,
    half_year,
    release,
)
from recoupe.room.programme.numbers.suppress import missing, suppressed
from recoupe.room.programme.numbers.tables import Entry, grouped, told

COLUMNS = ("a", "b", "c")


def network(cells):
    """A table as arcs: totals of rows stay."""
    arcs = []
    for r, row in enumerate(cells):
        arcs.append(Arc("all", ("row", r), sum(row), stays=True))
        arcs += [Arc(("row", r), ("column", c), n) for c, n in enumerate(row)]
    return arcs + [Arc(("column", c), "all", sum(column)) for c, column in enumerate(zip(*cells, strict=True))]


def by_trying(cells, hidden):
    """Between what each hidden cell of a table lies: by trying every table that has the same totals and the same shown cells."""
    most = max(sum(row) for row in cells)
    places = [(r, c) for r, row in enumerate(cells) for c in range(len(row)) if (r, c) in hidden]
    seen = {place: [] for place in places}
    for values in product(range(most + 1), repeat=len(places)):
        trial = [list(row) for row in cells]
        for (r, c), value in zip(places, values, strict=True):
            trial[r][c] = value
        same_rows = all(sum(a) == sum(b) for a, b in zip(trial, cells, strict=True))
        if same_rows and [sum(x) for x in zip(*trial, strict=True)] == [sum(x) for x in zip(*cells, strict=True)]:
            for place, value in zip(places, values, strict=True):
                seen[place].append(value)
    return {place: (min(values), max(values)) for place, values in seen.items()}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=3), min_size=2, max_size=2).filter(
        lambda rows: len({len(row) for row in rows}) == 1
    ),
    st.sets(st.tuples(st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=5),
)
def test_bounds_are_those_that_trying_every_table_finds(cells, hidden):
    hidden = {(r, c) for r, c in hidden if c < len(cells[0])}
    arcs = network(cells)
    arcs = [arc.hidden() if arc.tail[0] == "row" and (arc.tail[1], arc.head[1]) in hidden else arc for arc in arcs]
    for (r, c), found in by_trying(cells, hidden).items():
        which = next(i for i, arc in enumerate(arcs) if (arc.tail, arc.head) == (("row", r), ("column", c)))
        assert bounds(arcs, which) == found


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=4).filter(
        lambda rows: all(sum(row) >= 5 for row in rows)
    )
)
def test_no_small_cell_is_told_or_bounded_narrowly(cells):
    safe = suppressed(network(cells), 5)
    assert safe is not None
    for i, arc in enumerate(safe):
        if arc.is_shown:
            assert arc.value == 0 or arc.value >= 5
        else:
            low, high = bounds(safe, i)
            assert high - low >= 5
    assert missing(safe, 5) == 0


def test_a_small_cell_takes_another_with_it():
    entries = [Entry("A", "a", f"a{i}") for i in range(11)] + [Entry("A", "b", f"b{i}") for i in range(3)]
    table = told("x", "persons", entries, [("A",)], ("a", "b"), 5)
    assert table.cells == ((None, None),)
    assert table.row_totals == (14,)


def test_a_table_without_small_cells_is_told_whole():
    entries = [Entry(row, column, f"{row}{column}{i}") for row in "AB" for column in "ab" for i in range(6)]
    table = told("x", "persons", entries, [("A",), ("B",)], ("a", "b"), 5)
    assert table.cells == ((6, 6), (6, 6))


def test_many_sessions_of_few_persons_are_not_told():
    few = [Entry("A", "a", "p1", 40), Entry("A", "a", "p2", 38)]
    many = [Entry("A", column, f"p{i}", 9) for column in "bc" for i in range(3, 12)]
    table = told("x", "sessions", few + many, [("A",)], COLUMNS, 5)
    assert table.cells[0][0] is None


def test_sessions_of_which_one_person_has_most_are_not_told():
    one = [Entry("A", "a", "p0", 100)] + [Entry("A", "a", f"p{i}", 2) for i in range(1, 8)]
    rest = [Entry("A", column, f"p{i}", 30) for column in "bc" for i in range(8)]
    table = told("x", "sessions", one + rest, [("A",)], COLUMNS, 5)
    assert table.cells[0][0] is None


def test_facilities_of_too_few_stand_in_one_row():
    entries = [Entry(row, "", f"{row}{i}") for row, n in (("A", 9), ("B", 2), ("C", 2), ("D", 6)) for i in range(n)]
    assert grouped(entries, 5) == (("A",), ("B", "C", "D"))
    assert grouped(entries[9:12], 5) is None


def crowd(n, entered=date(2025, 2, 1), **said):
    return [Counted(f"p{i}", "AB"[i % 2], entered, **said) for i in range(n)]


def test_a_half_year_is_told_when_it_is_over_and_no_week_before():
    ledger, chapters = release(crowd(12), Ledger(), date(2025, 6, 30), 5, 6)
    assert chapters == []
    ledger, chapters = release(crowd(12), ledger, date(2025, 7, 1), 5, 6)
    assert [(one.cohort, one.name) for one in chapters] == [("2025-H1", ENTERED)]
    assert release(crowd(12), ledger, date(2025, 7, 8), 5, 6)[1] == []


def test_who_comes_late_is_told_with_the_next_half_year_and_no_cohort_grows():
    ledger, _ = release(crowd(12), Ledger(), date(2025, 7, 1), 5, 6)
    late = [Counted("late", "A", date(2025, 3, 1)), *(Counted(f"q{i}", "A", date(2025, 9, 1)) for i in range(6))]
    ledger, _ = release([*crowd(12), *late], ledger, date(2025, 8, 1), 5, 6)
    assert "late" not in ledger.cohorts[0].members
    ledger, chapters = release([*crowd(12), *late], ledger, date(2026, 1, 2), 5, 6)
    assert ledger.cohorts[1].totals == (7,)
    assert sorted(one.name for one in chapters) == [ENTERED, WENT]


def test_too_few_wait_and_no_week_gives_away_that_one_more_came():
    ledger = Ledger()
    for n in range(1, 9):  # one more a week, all with a day that lies back
        ledger, chapters = release(crowd(n), ledger, date(2025, 7, 1) + timedelta(days=7 * n), 5, 6)
        assert chapters == []
    ledger, chapters = release(crowd(8), ledger, date(2026, 1, 2), 5, 6)
    assert [(one.cohort, one.tables[0].total) for one in chapters if one.name == ENTERED] == [("2025-H2", 8)]


@pytest.mark.parametrize("gone", [1, 2, 5, 7])
def test_who_takes_consent_to_numbers_back_changes_no_total_and_stands_nowhere(gone):
    ledger, _ = release(crowd(14), Ledger(), date(2025, 7, 1), 5, 6)
    left = crowd(14, how=HOW[0])[gone:]
    _, chapters = release(left, ledger, date(2026, 1, 2), 5, 6)
    ended = next(table for one in chapters for table in one.tables if table.what == "ended")
    assert ended.total == 14
    assert ended.columns == HOW  # nobody is told apart as gone
    assert ended.column_totals in ((None, None), (14 - gone, gone))
    assert ended.column_totals == (None, None) or gone >= 5


def test_erased_from_the_ledger_one_is_no_member_and_the_total_stays():
    ledger, _ = release(crowd(14), Ledger(), date(2025, 7, 1), 5, 6)
    ledger = ledger.without("p3")
    assert "p3" not in ledger.cohorts[0].members
    assert sum(ledger.cohorts[0].totals) == 14


def test_days_on_which_something_is_told_are_fixed_by_the_half_year_alone():
    assert half_year(date(2026, 6, 30)) == "2026-H1"
    assert end_of("2026-H2") == date(2027, 1, 1)
    assert list(due("2025-H1", 6).values()) == [date(2025, 7, 1), date(2026, 1, 1), date(2026, 9, 1), date(2027, 3, 1)]
