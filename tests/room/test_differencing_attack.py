"""A differencing attack over sixty weeks and more: it works out nobody, and works out many where small cells are merely hidden."""

from datetime import date

import pytest

pytest.importorskip("scipy", reason="the attacker solves linear programmes with it: pip install 'recoupe[dev]'")

from benchmarks.differencing import Told, bounded, by_method, naively, taken, worked_out
from recoupe.room.programme.numbers.cohorts import Chapter
from recoupe.room.programme.numbers.tables import Table


@pytest.mark.parametrize("seed", range(6))
def test_sixty_weeks_of_numbers_give_nobody_away(seed):
    told = by_method(seed, 60)
    assert told.tables
    assert worked_out(told) == []
    assert bounded(told) == []


def test_two_and_a_half_years_with_all_chapters_give_nobody_away():
    told = by_method(11, 130)
    assert {table.what for _label, table in told.tables} >= {"entered", "ended", "sessions by facility", "housing"}
    assert told.hidden
    assert worked_out(told) == []
    assert bounded(told) == []


def test_the_same_attack_works_where_small_cells_are_merely_hidden():
    told = naively(0, 20)
    found = worked_out(told)
    assert found
    assert any(len(who) == 1 for who in found)
    assert bounded(told)


def test_the_attacker_sees_through_one_cell_that_is_hidden_alone():
    entered = [(("person", f"p{i}"), "A", "x" if i < 7 else "y") for i in range(10)]
    table = Table("ended", "persons", (("A",),), ("x", "y"), ((7, None),), (10,), (7, None))
    told = Told()
    taken(told, table, Chapter("2025-H1", "how it went", date(2026, 1, 1), 5, (table,)), entered)
    assert worked_out(told) == [frozenset({"p7", "p8", "p9"})]
    assert bounded(told) == [("ended", 3.0, 3.0)]
