"""Reading: which part of a network is looked at, and what is to be read off it: functions by cell, single sources, routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Function, Network, Node, NodeKind, Reading, Tie

NEVER_SEEN = "Never seen is not: does not exist. It says only that no document read so far tells of it."


def within(network: Network, reading: Reading) -> Network:
    """The part of a network that a reading keeps; nodes at no tie that is kept are left out.

    Days are of ties as they stand on all their findings: what a reader could have known on a day is `drawn` from the findings that
    were published by then.
    """
    if reading.is_all:
        return network
    ties = tuple(tie for tie in network.ties if keeps(reading, tie, network.by_key))
    kept = {key for tie in ties for key in (tie.source, tie.target, *tie.through)}
    return Network(tuple(node for node in network.nodes if node.key in kept), ties)


def keeps(reading: Reading, tie: Tie, by_key: Mapping[str, Node]) -> bool:
    """Whether a reading keeps a tie."""
    if reading.functions and tie.function not in reading.functions:
        return False
    if tie.independent < reading.independent or (reading.single_source_only and tie.independent > 1):
        return False
    if reading.country and not any(
        by_key[key].country == reading.country for key in (tie.source, tie.target, *tie.through)
    ):
        return False
    return not (reading.since or reading.until) or _is_in_time(reading, *days(tie, reading.by))


def days(tie: Tie, by: str) -> tuple[str | None, str | None]:
    """The first and the last day of a tie, of the fact or of publication. A fact with no end is told to last until it was told."""
    if by == "publication":
        return tie.first, tie.first
    begins = tie.begins or tie.ends
    ends = tie.ends or (max(tie.begins, tie.first or tie.begins) if tie.begins else None)
    return begins, ends


def _is_in_time(reading: Reading, begins: str | None, ends: str | None) -> bool:
    if begins is None or ends is None:
        return False
    return not (reading.since and ends < reading.since) and not (reading.until and begins[:10] > reading.until)


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a function is seen in a cell: the ties by which it is; none: never seen."""

    function: Function
    ties: tuple[Tie, ...]

    @property
    def is_seen(self) -> bool:
        """Whether any finding tells of it."""
        return bool(self.ties)


@dataclass(frozen=True, slots=True)
class Row:
    """A cell and each function, seen in it or never seen."""

    cell: Node
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class FunctionTable:
    """Functions by cell; `limits` is what has to stand beside it."""

    functions: tuple[Function, ...]
    rows: tuple[Row, ...]
    limits: str = NEVER_SEEN


def functions_by_cell(network: Network) -> FunctionTable:
    """Which functions are seen in which cell, and which are never seen."""
    functions = tuple(Function)
    rows = []
    for cell in (node for node in network.nodes if node.kind is NodeKind.CELL):
        ties = network.at.get(cell.key, ())
        rows.append(Row(cell, tuple(Seen(one, tuple(t for t in ties if t.function is one)) for one in functions)))
    return FunctionTable(functions, tuple(sorted(rows, key=lambda row: (row.cell.name, row.cell.key))))


def on_one_source(network: Network) -> tuple[Tie, ...]:
    """The ties that rest on a single independent source, in the order of their first publication."""
    return tuple(sorted((t for t in network.ties if t.independent == 1), key=lambda t: (t.first or "9999", t.key)))


@dataclass(frozen=True, slots=True)
class Stop:
    """A place or country on a way, as a node with its coordinates."""

    node: Node
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Route:
    """A way as it is told: its stops in their order. `is_whole` is false where an end of it is not known or has no place on a map.

    It is as told, stop after stop: no road is meant by the line between two.
    """

    tie: Tie
    stops: tuple[Stop, ...]
    is_whole: bool


def routes(network: Network) -> tuple[Route, ...]:
    """The journeys of a network, those with most stops first."""
    found = []
    for tie in network.ties:
        if tie.function is not Function.TRAVEL or tie.is_stop:
            continue
        nodes = [network.by_key[key] for key in (tie.source, *tie.through, tie.target)]
        stops = tuple(
            Stop(node, node.latitude, node.longitude)
            for node in nodes
            if not node.is_role and node.latitude is not None and node.longitude is not None
        )
        if stops:
            found.append(Route(tie, stops, len(stops) == len(nodes)))
    return tuple(sorted(found, key=lambda route: (-len(route.stops), route.tie.key)))
