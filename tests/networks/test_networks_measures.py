"""Measures: right beside the plain definitions, the same every time, and never of a person nor by way of one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knots import network, networks, node

from recoupe.networks import Function, Network, Node, NodeKind, ground, measures
from recoupe.networks import measures as all_measures  # the function, which stands before the module of its name
from recoupe.networks.communities import louvain, modularity
from recoupe.networks.flows import separate_ways
from recoupe.networks.ground import MEASURED_KINDS, MeasureOfAPerson, measure

MODULE = inspect.getmodule(all_measures)
assert MODULE is not None
PUBLIC: dict[str, Callable[[Network], Any]] = {
    name: one
    for name, one in inspect.getmembers(MODULE, inspect.isfunction)
    if not name.startswith("_") and one.__module__ == MODULE.__name__
}
CELLS = [node(name) for name in "abcdef"]
ROLE = node("a recruiter", NodeKind.ROLE)


def nodes_in(result: Any) -> Iterator[Node]:
    if isinstance(result, Node):
        yield result
    elif is_dataclass(result):
        for field in fields(result):
            yield from nodes_in(getattr(result, field.name))
    elif isinstance(result, tuple | list):
        for one in result:
            yield from nodes_in(one)


def without_roles(whole: Network) -> Network:
    kept = tuple(one for one in whole.nodes if not one.is_role)
    keys = {one.key for one in kept}
    return Network(kept, tuple(t for t in whole.ties if {t.source, t.target} <= keys))


def test_every_public_function_of_the_module_is_a_measure_behind_the_guard() -> None:
    assert set(PUBLIC) == {"components", "communities", "cut_points", "bridges", "betweenness", "flows", "measures"}
    for name, one in PUBLIC.items():
        assert name == "measures" or getattr(one, "is_guarded", False), name


@pytest.mark.parametrize("name", sorted(PUBLIC))
@given(whole=networks())
def test_no_measure_is_of_a_person_or_a_role_and_none_changes_by_one(name: str, whole: Network) -> None:
    result = PUBLIC[name](whole)
    assert all(one.kind in MEASURED_KINDS and not one.is_vague for one in nodes_in(result))
    assert result == PUBLIC[name](without_roles(whole))


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_role_that_is_the_only_connection_connects_nothing(name: str) -> None:
    a, b, c, d = CELLS[:4]
    joined = network((a, b), (c, d), (a, ROLE), (ROLE, c), (b, ROLE, Function.FUNDING))
    assert PUBLIC[name](joined) == PUBLIC[name](network((a, b), (c, d)))
    assert len(all_measures(joined).components.parts) == 2


def test_no_kind_of_node_is_a_person_and_roles_are_not_measured() -> None:
    assert "person" not in set(NodeKind)
    assert NodeKind.ROLE not in MEASURED_KINDS


def test_a_measure_that_names_a_role_all_the_same_is_refused() -> None:
    @measure(frozenset(Function))
    def leaking(_: ground.Ground) -> tuple[Node, ...]:
        return (ROLE,)

    with pytest.raises(MeasureOfAPerson):
        leaking(network((CELLS[0], CELLS[1])))


def test_who_dismantles_cells_does_not_join_them_nor_does_a_country_that_both_send_to() -> None:
    police, syria = node("police", NodeKind.SERVICE), node("Syria", NodeKind.COUNTRY)
    a, b, c, d = CELLS[:4]
    whole = network(
        (a, b),
        (c, d),
        (police, a, Function.DISMANTLING),
        (police, c, Function.DISMANTLING),
        (a, syria, Function.TRAVEL),
        (c, syria, Function.TRAVEL),
    )
    assert len(measures(whole).components.parts) == 2


def test_what_the_texts_do_not_tell_apart_joins_nothing() -> None:
    vague = node("a cell", is_vague=True)
    a, b = CELLS[:2]
    assert measures(network((a, vague), (vague, b))).components.parts == ()


def test_each_measure_has_its_words_and_its_limits() -> None:
    told = all_measures(network((CELLS[0], CELLS[1])))
    for field in fields(told):
        one = getattr(told, field.name)
        assert len(one.explanation) > 30
        assert "what was published and read, not what exists" in one.limits


def parts(count: int, pairs: set[tuple[int, int]], without: int | None = None) -> int:
    of = list(range(count))
    for _ in range(count):
        for one, other in pairs:
            if without not in (one, other):
                of[one] = of[other] = min(of[one], of[other])
    return len({of[at] for at in range(count) if at != without})


GRAPHS = st.integers(2, 9).flatmap(
    lambda count: st.tuples(
        st.just(count), st.sets(st.sampled_from(list(combinations(range(count), 2))), min_size=1, max_size=14)
    )
)


@given(GRAPHS)
def test_cut_points_and_bridges_are_those_without_which_parts_fall_apart(
    graph: tuple[int, set[tuple[int, int]]],
) -> None:
    count, pairs = graph
    cells = [node(str(at)) for at in range(count)]
    told = all_measures(network(*((cells[one], cells[other]) for one, other in pairs)))
    tied = sorted({at for pair in pairs for at in pair})
    apart = count - len(tied)
    whole = parts(count, pairs)
    cut = {at: parts(count, pairs, at) - whole + 1 for at in tied if parts(count, pairs, at) > whole}
    assert {(point.node.name, point.parts) for point in told.cut_points.points} == {(str(k), n) for k, n in cut.items()}
    bridges = {pair for pair in pairs if parts(count, pairs - {pair}) > whole}
    assert {tuple(sorted((b.one.name, b.other.name))) for b in told.bridges.pairs} == {
        (str(one), str(other)) for one, other in bridges
    }
    assert len(told.components.parts) == whole - apart


def test_between_two_friends_of_one_friend_lies_the_friend() -> None:
    a, b, c = CELLS[:3]
    (between,) = measures(network((a, b), (b, c))).betweenness.nodes
    assert (between.node, between.share) == (b, 1.0)


def test_two_close_groups_with_one_tie_between_them_are_two_communities() -> None:
    close = list(combinations(CELLS[:3], 2)) + list(combinations(CELLS[3:], 2)) + [(CELLS[0], CELLS[3])]
    told = measures(network(*close)).communities
    assert [{one.name for one in group} for group in told.groups] == [{"a", "b", "c"}, {"d", "e", "f"}]
    assert told.modularity > 0.3


@given(GRAPHS, st.randoms())
def test_communities_are_the_same_whatever_the_order_of_the_ties(
    graph: tuple[int, set[tuple[int, int]]], chance: Any
) -> None:
    cells = [node(str(at)) for at in range(graph[0])]
    rows = [(cells[one], cells[other]) for one, other in sorted(graph[1])]
    first = measures(network(*rows)).communities
    chance.shuffle(rows)
    assert measures(network(*rows)).communities == first


@given(GRAPHS)
def test_communities_are_never_less_clear_than_no_communities(graph: tuple[int, set[tuple[int, int]]]) -> None:
    count, pairs = graph
    assert modularity(louvain(count, sorted(pairs)), sorted(pairs)) >= -1e-9


LEGS = st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(lambda leg: leg[0] != leg[1]))


@given(LEGS)
def test_separate_ways_share_no_leg_and_are_as_many_as_the_legs_that_all_of_them_need(
    legs: set[tuple[str, str]],
) -> None:
    ways, needed = separate_ways(legs, "a", "e")
    walked = [leg for way in ways for leg in pairwise(way)]
    assert len(walked) == len(set(walked))
    assert set(walked) <= legs
    assert all(way[0] == "a" and way[-1] == "e" for way in ways)
    assert len(ways) == len(needed)  # Menger: as many as the smallest set that closes all
    assert separate_ways(legs - set(needed), "a", "e") == ((), ())


def test_flows_count_ways_by_their_legs_and_not_by_a_stop_that_is_only_named() -> None:
    from knots import tie

    morocco, spain, turkey, syria = (node(name, NodeKind.COUNTRY) for name in ("MA", "ES", "TR", "SY"))
    by_two = tie(morocco, syria, Function.TRAVEL, through=(spain.key, turkey.key))
    straight = tie(morocco, syria, Function.TRAVEL)
    stop = tie(spain, syria, Function.TRAVEL, is_stop=True)
    told = measures(Network((morocco, spain, turkey, syria), (by_two, straight, stop))).flows
    (flow,) = told.flows
    assert [[one.name for one in way] for way in flow.ways] == [["MA", "SY"], ["MA", "ES", "TR", "SY"]]
    assert PUBLIC["flows"](Network((morocco, spain), ()), "country:MA", "country:XX").flows == ()  # type: ignore[call-arg]


def test_a_network_too_large_for_betweenness_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "MOST_FOR_BETWEENNESS", 1)
    told = PUBLIC["betweenness"](network((CELLS[0], CELLS[1])))
    assert told.is_too_large
    assert told.nodes == ()
