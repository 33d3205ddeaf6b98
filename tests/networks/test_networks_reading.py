"""Reading: what of a network is looked at, functions by cell, single sources, ways on a map."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from knots import network, networks, node, of_texts, story, tie

from recoupe.networks import Function, Network, NodeKind, Reading, functions_by_cell, on_one_source, routes
from recoupe.networks.reading import NEVER_SEEN

A, B = node("a", country="BE"), node("b", country="MA")
SYRIA = node("Syria", NodeKind.COUNTRY, country="SY", latitude=33.5, longitude=36.3)
TURKEY = node("Turkey", NodeKind.COUNTRY, country="TR", latitude=39.9, longitude=32.9)


def one(**fields: object) -> Network:
    return Network((A, B), (tie(A, B, **fields),))


@pytest.mark.parametrize(
    ("fields", "reading", "is_kept"),
    [
        ({"begins": "2026-05-03", "ends": "2026-05-03"}, Reading(since="2026-05-01"), True),
        ({"begins": "2026-05-03", "ends": "2026-05-03"}, Reading(since="2026-05-04"), False),
        ({"begins": "2026-05-03", "ends": "2026-05-03"}, Reading(until="2026-05-02"), False),
        ({"begins": "2026-01-01", "ends": "2026-12-31"}, Reading(since="2026-05-01", until="2026-05-02"), True),
        # What goes on with no end is told to last until it was told, and not for ever.
        ({"begins": "2011-03-01", "first": "2014-05-07"}, Reading(since="2014-01-01"), True),
        ({"begins": "2011-03-01", "first": "2014-05-07"}, Reading(since="2015-01-01"), False),
        ({"first": "2026-05-03"}, Reading(until="2026-06-01"), False),
        ({"first": "2026-05-03"}, Reading(until="2026-06-01", by="publication"), True),
        ({"first": "2026-05-03"}, Reading(until="2026-05-02", by="publication"), False),
        ({"begins": "2026-05-03"}, Reading(since="2020-01-01", by="publication"), False),
        ({}, Reading(country="MA"), True),
        ({}, Reading(country="FR"), False),
        ({}, Reading(functions=frozenset({Function.LIAISON})), True),
        ({}, Reading(functions=frozenset({Function.TRAVEL})), False),
        ({"independent": 2}, Reading(independent=2), True),
        ({"independent": 1}, Reading(independent=2), False),
        ({"independent": 2}, Reading(single_source_only=True), False),
        ({"independent": 1}, Reading(single_source_only=True), True),
    ],
)
def test_a_reading_keeps_what_it_asks_for(fields: dict[str, object], reading: Reading, is_kept: bool) -> None:
    assert len(one(**fields).within(reading).ties) == is_kept


def test_a_country_on_the_way_counts_as_much_as_an_end() -> None:
    way = Network((A, SYRIA, TURKEY), (tie(A, SYRIA, Function.TRAVEL, through=(TURKEY.key,)),))
    assert way.within(Reading(country="TR")) == way


@given(networks())
def test_what_is_read_is_a_part_of_the_whole_and_holds_both_ends_of_its_ties(whole: Network) -> None:
    part = whole.within(Reading(country="BE", since="2020-01-01"))
    assert set(part.ties) <= set(whole.ties)
    assert set(part.nodes) <= set(whole.nodes)
    tied = {key for t in part.ties for key in (t.source, t.target, *t.through)}
    assert {n.key for n in part.nodes} == tied
    assert whole.within(Reading()) is whole


def test_functions_are_seen_or_never_seen_in_each_cell_and_never_said_not_to_exist() -> None:
    table = functions_by_cell(of_texts(*story("40", "42")))
    seen = {row.cell.name: {s.function.value for s in row.seen if s.is_seen} for row in table.rows}
    assert seen["a cell in Tétouan"] >= {"recruiting", "indoctrination", "training", "funding", "lodging", "liaison"}
    assert "indoctrination" not in seen["a cell in Lyon"]
    assert all(len(row.seen) == len(Function) for row in table.rows)
    assert table.limits == NEVER_SEEN
    assert "not: does not exist" in NEVER_SEEN


def test_ties_on_one_independent_source_are_told() -> None:
    found = Network((A, B), (tie(A, B, independent=2), tie(B, A, Function.FUNDING, independent=1)))
    assert [t.function for t in on_one_source(found)] == [Function.FUNDING]


def test_a_way_has_its_stops_in_order_with_their_places_on_a_map() -> None:
    found = routes(of_texts(*story("40")))
    assert [[stop.node.country for stop in route.stops] for route in found] == [["MA", "ES", "TR", "SY"]]
    assert found[0].is_whole
    assert all(-90 <= stop.latitude <= 90 and -180 <= stop.longitude <= 180 for stop in found[0].stops)


def test_a_way_of_which_an_end_is_not_known_says_so_and_a_stop_alone_is_no_leg() -> None:
    traveller = node("a traveller", NodeKind.ROLE)
    (route,) = routes(network((traveller, SYRIA, Function.TRAVEL)))
    assert [stop.node for stop in route.stops] == [SYRIA]
    assert not route.is_whole
    told = network((TURKEY, SYRIA, Function.TRAVEL))
    assert routes(Network(told.nodes, tuple(replace(t, is_stop=True) for t in told.ties))) == ()
