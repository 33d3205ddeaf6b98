"""Networks: filtering and gathering a large one, graph measures beside networkx in the same run, drawing from findings.

`python -m benchmarks.networks`. The network is made up, by one seed: 50,000 nodes and 500,000 ties in 400 neighbourhoods, of all
kinds and functions, in 30 countries, over three years. Times are of the processor, over all threads, so that what else runs on the
machine changes little; what a person waits for is told beside.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import networkx as nx
import rustworkx as rx

from recoupe.networks import drawn
from recoupe.networks.columns import Columns, packed
from recoupe.networks.communities import louvain, modularity
from recoupe.networks.flows import separate_ways
from recoupe.networks.ground import STRUCTURE, Ground, ground
from recoupe.networks.model import Function, Network, Node, NodeKind, Reading, Tie
from recoupe.networks.scale import DIMENSIONS, gathered
from recoupe.networks.told import Party, Told

NODES, TIES, SEED = 50_000, 500_000, 20140508
NEIGHBOURHOODS = 400
COUNTRIES = "MA DZ TN LY EG JO LB SY IQ TR GR BG RO HU AT DE NL BE FR ES PT IT CH GB IE SE NO DK FI PL".split()
KINDS = [NodeKind.CELL] * 4 + [NodeKind.ORGANISATION] * 2 + [NodeKind.PLACE] * 2 + [NodeKind.ROLE, NodeKind.SERVICE]


def made_up(nodes: int = NODES, ties: int = TIES, seed: int = SEED) -> Network:
    """A network that nobody told of: nine ties in ten stay in a neighbourhood."""
    chance = random.Random(seed)
    day = date(2024, 1, 1)
    around = max(2, nodes // NEIGHBOURHOODS)
    all_nodes = tuple(
        Node(f"n{at:06}", chance.choice(KINDS), f"node {at}", chance.choice(COUNTRIES)) for at in range(nodes)
    )
    functions = tuple(Function)
    all_ties = []
    for at in range(ties):
        one = chance.randrange(nodes)
        other = one // around * around + chance.randrange(around) if chance.random() < 0.9 else chance.randrange(nodes)
        if one == other or other >= nodes:
            other = (one + 1) % nodes
        begins = day + timedelta(days=chance.randrange(1000))
        first = begins + timedelta(days=chance.randrange(60))
        all_ties.append(
            Tie(
                f"t{at:07}",
                all_nodes[one].key,
                all_nodes[other].key,
                chance.choice(functions),
                (f"f{at}",),
                begins.isoformat(),
                begins.isoformat(),
                first.isoformat(),
                chance.choice((1, 1, 1, 2, 3)),
                "B3",
                chance.random() < 0.05,
            )
        )
    return Network(all_nodes, tuple(all_ties))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How much of the processor something takes, in seconds over all its threads, and what it gives."""
    begun = time.process_time()
    done = work()
    return time.process_time() - begun, done


def quickest(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The quickest of several runs, since other work goes on beside; one run of what takes long."""
    took, done = timed(work)
    for _ in range(times - 1 if took < 10 else 0):
        again, done = timed(work)
        took = min(took, again)
    return took, done


def readings() -> list[tuple[str, Reading]]:
    """What an analyst asks for."""
    return [
        ("all of it", Reading()),
        ("a year, by fact", Reading(since="2025-01-01", until="2025-12-31")),
        ("until a day, by publication", Reading(until="2025-06-30", by="publication")),
        ("one country", Reading(country="BE")),
        ("two functions", Reading(functions=frozenset({Function.FUNDING, Function.LIAISON}))),
        ("two independent sources", Reading(independent=2)),
        ("single sources of one country", Reading(country="MA", single_source_only=True)),
    ]


def of_scale(network: Network) -> None:
    """Building, keeping, filtering and gathering."""
    building, columns = timed(lambda: packed(network))
    writing, data = timed(columns.to_bytes)
    opening, columns = timed(lambda: Columns.from_bytes(data))
    print(
        f"{columns.nodes:,} nodes, {columns.ties:,} ties. Built once in {building:.1f} s, its communities included; ",
        end="",
    )
    print(f"kept as {len(data) / 1e6:.0f} MB in {writing * 1000:.0f} ms, taken up again in {opening * 1000:.0f} ms.\n")
    print("| read | p50, ms | p95, ms | p95 by the clock, ms | drawn nodes | drawn ties | of ties |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    every: list[tuple[float, float]] = []
    for name, reading in readings():
        took, told = repeatedly(
            [lambda by=by, reading=reading: gathered(columns, reading, by) for by in DIMENSIONS * 5]
        )
        every += took
        print(row(name, took, told))
    top = gathered(columns)["nodes"][0]["key"]
    took, told = repeatedly([lambda: gathered(columns, opened=[top])] * 20)
    print(row("the largest group opened", took, told))
    every += took
    spent, waited = zip(*every, strict=True)
    print(f"\nOver all of them: p50 {statistics.median(spent):.0f} ms, p95 {percentile(spent, 0.95):.0f} ms; ", end="")
    print(f"by the clock p50 {statistics.median(waited):.0f} ms, p95 {percentile(waited, 0.95):.0f} ms, ", end="")
    print(f"with {os.getloadavg()[0]:.0f} programs that wanted {os.cpu_count()} processors. To be under 200 ms.\n")


def repeatedly(works: Sequence[Callable[[], dict[str, Any]]]) -> tuple[list[tuple[float, float]], dict[str, Any]]:
    """Milliseconds of the processor and by the clock of each, and what the last gives."""
    took, told = [], {}
    for work in works:
        begun = time.perf_counter()
        spent, told = timed(work)
        took.append((spent * 1000, (time.perf_counter() - begun) * 1000))
    return took, told


def row(name: str, took: Sequence[tuple[float, float]], told: dict[str, Any]) -> str:
    """One line of the table."""
    nodes, ties, totals = told["nodes"], told["ties"], told["totals"]
    spent, waited = zip(*took, strict=True)
    return (
        f"| {name} | {statistics.median(spent):.0f} | {percentile(spent, 0.95):.0f} | {percentile(waited, 0.95):.0f} "
        f"| {len(nodes)} | {len(ties)} | {totals['ties']:,} |"
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def beside(network: Network, title: str, with_betweenness: bool) -> None:
    """Each measure beside networkx, on the same graph."""
    here = ground(network, STRUCTURE)
    theirs: nx.Graph[int] = nx.Graph()
    theirs.add_nodes_from(range(len(here.nodes)))
    theirs.add_edges_from(here.pairs)
    print(f"{title}: {len(here.nodes):,} nodes and {len(here.pairs):,} pairs, what may not be measured left out.\n")
    print("| measure | recoupe, s | networkx, s | times | agree |\n|---|---:|---:|---:|---|")
    _ = here.graph
    told(
        "components", lambda: parts(rx.connected_components(here.graph)), lambda: parts(nx.connected_components(theirs))
    )
    told("cut points", lambda: set(rx.articulation_points(here.graph)), lambda: set(nx.articulation_points(theirs)))
    told("bridges", lambda: pairs(rx.bridges(here.graph)), lambda: pairs(nx.bridges(theirs)))
    if with_betweenness:
        told(
            "betweenness",
            lambda: rounded(dict(rx.graph_betweenness_centrality(here.graph, normalized=True))),
            lambda: rounded(nx.betweenness_centrality(theirs, normalized=True)),
        )
    groups(here, theirs)
    print()


def groups(here: Ground, theirs: nx.Graph[int]) -> None:
    """Communities: two methods of chance and order cannot give the same groups; how clear they are is compared."""
    took, of = quickest(lambda: louvain(len(here.nodes), here.pairs))
    other, found = quickest(lambda: nx.community.louvain_communities(theirs, seed=SEED))
    ours, clear = modularity(of, here.pairs), nx.community.modularity(theirs, found)
    again = louvain(len(here.nodes), here.pairs)
    print(
        f"| communities (Louvain) | {took:.2f} | {other:.2f} | {other / took:.1f} | modularity {ours:.3f} and {clear:.3f}; "
        f"ours twice the same: {'yes' if of == again else 'no'} |"
    )


def told(name: str, ours: Callable[[], Any], theirs: Callable[[], Any]) -> None:
    """A line of the table: how long both take, and whether they say the same."""
    took, one = quickest(ours)
    other, two = quickest(theirs)
    print(f"| {name} | {took:.3f} | {other:.3f} | {other / took:.0f} | {'yes' if one == two else 'NO'} |")


def ways(seed: int = SEED) -> None:
    """Separate ways between countries, beside the edge connectivity of networkx."""
    chance = random.Random(seed)
    legs = sorted({(chance.choice(COUNTRIES), chance.choice(COUNTRIES)) for _ in range(260)})
    legs = [(one, other) for one, other in legs if one != other]
    graph = nx.DiGraph(legs)
    ends = [(one, other) for one in COUNTRIES[:12] for other in COUNTRIES[12:24]]
    took, ours = quickest(lambda: [len(separate_ways(legs, *pair)[0]) for pair in ends])
    other, theirs = quickest(lambda: [nx.edge_connectivity(graph, *pair) for pair in ends])
    print(
        f"Separate ways between {len(ends)} pairs of {len(COUNTRIES)} countries over {len(legs)} legs: {took:.2f} s, networkx ",
        end="",
    )
    print(f"{other:.2f} s ({other / took:.1f} times); agree: {'yes' if ours == theirs else 'NO'}.\n")


def parts(found: Any) -> set[frozenset[int]]:
    """Groups without their order."""
    return {frozenset(part) for part in found}


def pairs(found: Any) -> set[tuple[int, int]]:
    """Pairs without their order."""
    return {(min(pair), max(pair)) for pair in found}


def rounded(found: dict[int, float]) -> dict[int, float]:
    """Shares, to nine places."""
    return {key: round(value, 9) for key, value in found.items()}


def findings(count: int, seed: int = SEED) -> list[Told]:
    """What findings say, made up: cells that recruit, collect and are dismantled, in towns, over documents."""
    chance = random.Random(seed)
    towns = [("geonames:2790471", "Namur"), ("geonames:2996944", "Lyon"), ("geonames:2530335", "Tanger")]
    types = ["recruit", "fund", "coerce/dismantle", "lodge", "recruit/indoctrinate", "train/precautions"]
    made = []
    for at in range(count):
        document = f"d{at // 6}"
        place, name = towns[at // 6 % len(towns)]
        type_ = types[at % len(types)]
        role = "target" if type_ == "coerce/dismantle" else "actor"
        day = (date(2026, 1, 1) + timedelta(days=at // 6 % 300)).isoformat()
        made.append(
            Told(
                f"f{at}",
                "event",
                type_,
                "reported",
                (
                    Party(role, chance.choice(("cellule", "cell", "cellule de six personnes")), None, (document,)),
                    Party("place", name, place, (document,)),
                ),
                (document,),
                ((document,),),
                "B3",
                ((document, "collectait"),),
                published=(day,),
                place=place,
                place_name=name,
                letters=("B",),
            )
        )
    return made


def of_drawing() -> None:
    """Drawing from findings."""
    print("| findings | drawn in, s | findings/s | nodes | ties |\n|---:|---:|---:|---:|---:|")
    for count in (1_000, 10_000, 50_000):
        rows = findings(count)
        took, network = timed(lambda rows=rows: drawn(rows))
        print(f"| {count:,} | {took:.2f} | {count / took:,.0f} | {len(network.nodes):,} | {len(network.ties):,} |")


def main() -> None:
    """All of it."""
    network = made_up()
    of_scale(network)
    beside(network, "The same network", with_betweenness=False)
    beside(made_up(3_000, 12_000), "A smaller one, since betweenness takes nodes times ties", with_betweenness=True)
    ways()
    of_drawing()


if __name__ == "__main__":
    main()
