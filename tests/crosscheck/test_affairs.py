"""Affairs: documents that name the same few things are of one affair; neighbours of neighbours are not."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from recoupe.crosscheck.affairs import affairs

TRIAL = {"t1": {"Aerts", "Gand", "BE"}, "t2": {"Aerts", "Gand", "BE", "Van Hove"}, "t3": {"Aerts", "Gand"}}
RAID = {"r1": {"Tanger", "Tazi", "MA"}, "r2": {"Tanger", "Tazi", "BE"}}
OTHERS = {f"o{n}": {"BE", "MA", f"name {n}", f"place {n}"} for n in range(200)}


def test_documents_that_name_the_same_few_are_of_one_affair() -> None:
    found = affairs({**TRIAL, **RAID, **OTHERS}, {})
    assert found == {"t1": "t1", "t2": "t1", "t3": "t1", "r1": "r1", "r2": "r1"}


def test_countries_that_everybody_names_make_no_affair() -> None:
    assert affairs(OTHERS, {}) == {}


def test_months_apart_are_two_affairs() -> None:
    days = {"t1": 1000, "t2": 1010, "t3": 1200}
    assert affairs({**TRIAL, **OTHERS}, days) == {"t1": "t1", "t2": "t1"}


def test_a_chain_of_neighbours_is_not_one_affair() -> None:
    chain = {f"c{n}": {f"x{n}", f"y{n}", f"x{n + 1}", f"y{n + 1}"} for n in range(8)}
    found = affairs({**chain, **OTHERS}, {})
    assert len(set(found.values())) > 1


@given(st.integers(0, 1000))
def test_the_order_of_documents_changes_nothing(seed: int) -> None:
    rows = list({**TRIAL, **RAID, **OTHERS}.items())
    random.Random(seed).shuffle(rows)
    assert affairs(dict(rows), {}) == affairs({**TRIAL, **RAID, **OTHERS}, {})
