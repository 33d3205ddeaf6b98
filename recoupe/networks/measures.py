"""Measures: what the shape of a network tells, each with its words and its limits; never of a person, never by way of one.

Every public function here goes through the one guard of `recoupe.networks.ground`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import rustworkx as rx

from .communities import louvain, modularity
from .flows import separate_ways
from .ground import STRUCTURE, WAYS, Ground, measure
from .model import Network, Node

MOST_FOR_BETWEENNESS = 5000
"""Above this many nodes, betweenness is not worked out: it takes their number times that of the ties."""

DRAWN_FROM = (
    "It measures what was published and read, not what exists: where more is written, more ties are seen. "
    "Persons, roles and services that dismantle take no part in it."
)


@dataclass(frozen=True, slots=True)
class Components:
    """Parts of a network that no tie joins, the largest first."""

    parts: tuple[tuple[Node, ...], ...]
    explanation: str = "Parts that no known tie joins to one another."
    limits: str = f"Two parts may be joined by a tie that nobody has told of. {DRAWN_FROM}"


@dataclass(frozen=True, slots=True)
class Communities:
    """Groups with more ties inside than chance would give, the largest first; `modularity` says how clearly, -0.5 to 1."""

    groups: tuple[tuple[Node, ...], ...]
    modularity: float
    explanation: str = "Groups that have more ties among themselves than chance would give."
    limits: str = (
        "A group is a way to look at the picture, not a body that exists: other methods draw other borders, and below about "
        f"0.3 the borders say little. {DRAWN_FROM}"
    )


@dataclass(frozen=True, slots=True)
class CutPoint:
    """A node without which its part of the network falls apart, and into how many parts."""

    node: Node
    parts: int


@dataclass(frozen=True, slots=True)
class CutPoints:
    """Nodes without which a part of the network falls apart, those first that leave most parts."""

    points: tuple[CutPoint, ...]
    explanation: str = (
        "Without one of these, what is joined here falls apart: all known ties between its sides pass by it."
    )
    limits: str = (
        "It may only be the one that is written about. Taking it away in the picture says nothing of what would happen if it "
        f"were dismantled. {DRAWN_FROM}"
    )


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two nodes whose tie is the only one between two sides; `sources` is by how many independent sources it is told at most."""

    one: Node
    other: Node
    sources: int


@dataclass(frozen=True, slots=True)
class Bridges:
    """Pairs whose tie is the only one between two sides, those on fewest sources first."""

    pairs: tuple[Bridge, ...]
    explanation: str = "Two sides of the picture are joined by this tie alone."
    limits: str = (
        f"If the tie is wrong, the sides are not joined at all: look first at those on a single source. {DRAWN_FROM}"
    )


@dataclass(frozen=True, slots=True)
class Between:
    """How large a share, 0 to 1, of the shortest connections of all others pass by a node."""

    node: Node
    share: float


@dataclass(frozen=True, slots=True)
class Betweenness:
    """Who lies between others, the largest share first; nobody where there are too many nodes (`is_too_large`)."""

    nodes: tuple[Between, ...]
    is_too_large: bool = False
    explanation: str = "The share of the shortest connections between all others that pass by it."
    limits: str = (
        "It takes every tie for equally strong and connections for the shortest, and moves much when one tie is added. It is no "
        f"measure of importance, guilt or danger. {DRAWN_FROM}"
    )


@dataclass(frozen=True, slots=True)
class Flow:
    """Ways from one country or place to another that share no leg, as told, and a smallest set of legs that all of them need."""

    start: Node
    end: Node
    ways: tuple[tuple[Node, ...], ...]
    needed: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class Flows:
    """Ways from country to country, those first of which there are most."""

    flows: tuple[Flow, ...]
    explanation: str = (
        "How many known ways lead from one country to another without sharing a leg, and which legs all need."
    )
    limits: str = (
        "Legs of different texts are put together: nobody may have gone the whole way. It counts ways, not travellers, and a leg "
        f"that nobody wrote of is not there. {DRAWN_FROM}"
    )


@measure(STRUCTURE)
def components(ground: Ground) -> Components:
    """The parts that no tie joins."""
    parts = [tuple(ground.nodes[at] for at in sorted(part)) for part in rx.connected_components(ground.graph)]
    return Components(tuple(sorted(parts, key=lambda part: (-len(part), part[0].key))))


@measure(STRUCTURE)
def communities(ground: Ground) -> Communities:
    """The groups that are more tied inside than chance would give; one network has one answer."""
    of = louvain(len(ground.nodes), ground.pairs)
    groups: dict[int, list[Node]] = defaultdict(list)
    for node, community in zip(ground.nodes, of, strict=True):
        groups[community].append(node)
    found = sorted((tuple(group) for group in groups.values()), key=lambda group: (-len(group), group[0].key))
    return Communities(tuple(found), modularity(of, ground.pairs))


@measure(STRUCTURE)
def cut_points(ground: Ground) -> CutPoints:
    """The nodes without which a part falls apart."""
    blocks: dict[int, int] = defaultdict(int)
    for block in _blocks(ground):
        for at in block:
            blocks[at] += 1
    found = [CutPoint(ground.nodes[at], blocks[at]) for at in rx.articulation_points(ground.graph)]
    return CutPoints(tuple(sorted(found, key=lambda one: (-one.parts, one.node.key))))


def _blocks(ground: Ground) -> list[set[int]]:
    """The nodes of each block: of a cut point, as many blocks hold it as parts are left without it."""
    found: dict[int, set[int]] = defaultdict(set)
    for (one, other), block in rx.biconnected_components(ground.graph).items():
        found[block] |= {one, other}
    return list(found.values())


@measure(STRUCTURE)
def bridges(ground: Ground) -> Bridges:
    """The ties that alone join two sides."""
    sources: dict[tuple[int, int], int] = defaultdict(int)
    for tie in ground.ties:
        one, other = sorted((ground.at[tie.source], ground.at[tie.target]))
        sources[one, other] = max(sources[one, other], tie.independent)
    found = []
    for pair in rx.bridges(ground.graph):
        one, other = sorted(pair)
        found.append(Bridge(ground.nodes[one], ground.nodes[other], sources[one, other]))
    return Bridges(tuple(sorted(found, key=lambda pair: (pair.sources, pair.one.key, pair.other.key))))


@measure(STRUCTURE)
def betweenness(ground: Ground) -> Betweenness:
    """Who lies between others."""
    if len(ground.nodes) > MOST_FOR_BETWEENNESS:
        return Betweenness((), is_too_large=True)
    shares = rx.graph_betweenness_centrality(ground.graph, normalized=True)
    found = [Between(node, float(shares[at])) for at, node in enumerate(ground.nodes) if shares[at] > 0]
    return Betweenness(tuple(sorted(found, key=lambda one: (-one.share, one.node.key))))


@measure(WAYS)
def flows(ground: Ground, start: str = "", end: str = "") -> Flows:
    """The ways from one node to another by their keys; without keys, from each beginning of a way to each end that it leads to."""
    by_key = {node.key: node for node in ground.nodes}
    legs: set[tuple[str, str]] = set()
    begins: dict[str, set[str]] = defaultdict(set)
    for tie in ground.ties:
        if tie.is_stop:
            continue
        way = [tie.source, *(key for key in tie.through if key in by_key), tie.target]
        legs |= {(one, other) for one, other in pairwise(way) if one != other}
    heading = {other for _, other in legs}
    leaving = {one for one, _ in legs}
    if not {start, end} <= {*heading, *leaving, ""}:
        return Flows(())
    for one in [start] if start else sorted(leaving - heading):
        begins[one] |= {end} if end else heading - leaving
    found = []
    for one, ends in sorted(begins.items()):
        for other in sorted(ends):
            ways, needed = separate_ways(legs, one, other)
            if ways:
                told = tuple(tuple(by_key[key] for key in way) for way in ways)
                cut = tuple((by_key[a], by_key[b]) for a, b in needed)
                found.append(Flow(by_key[one], by_key[other], told, cut))
    return Flows(tuple(sorted(found, key=lambda flow: (-len(flow.ways), flow.start.key, flow.end.key))))


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of a network."""

    components: Components
    communities: Communities
    cut_points: CutPoints
    bridges: Bridges
    betweenness: Betweenness
    flows: Flows


def measures(network: Network) -> Measures:
    """All measures of a network, each with its words and its limits."""
    return Measures(
        components=components(network),
        communities=communities(network),
        cut_points=cut_points(network),
        bridges=bridges(network),
        betweenness=betweenness(network),
        flows=flows(network),
    )
