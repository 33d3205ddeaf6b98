"""Routes: the journeys of a network on the map, through the countries and places by which they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...briefing.atlas import WIDTH, frame, land, shape
from ...briefing.model import Point
from ...networks.model import Function, Network, Node, Tie

MOST_ROUTES = 40
LABEL = (96, 15)  # how far apart two points must be for both to be named beside them
BOW = 0.16  # how far a leg bends from the straight line, of its length
ON_THE_WAY = 2
SQUARE = 9


@dataclass(slots=True)
class Stop:
    """A place or country on the map; `is_transit` where journeys only pass."""

    node: Node
    x: float
    y: float
    is_transit: bool = False
    is_labelled: bool = True
    name: str = ""
    href: str = ""

    @property
    def left(self) -> float:
        return self.x - SQUARE / 2

    @property
    def top(self) -> float:
        return self.y - SQUARE / 2


@dataclass(frozen=True, slots=True)
class Route:
    """A journey: its tie, its stops in their order, and its line on the map."""

    tie: Tie
    stops: tuple[Node, ...]
    path: str

    @property
    def transit(self) -> tuple[Node, ...]:
        return self.stops[1:-1] if len(self.stops) > ON_THE_WAY else ()


@dataclass(frozen=True, slots=True)
class Charted:
    """The map: land, stops and routes, and the journeys of which no two places are known."""

    land: str
    width: int
    height: int
    stops: list[Stop]
    routes: list[Route]
    unplaced: list[Tie]


def charted(network: Network) -> Charted | None:
    """The journeys of a network; None where there is none."""
    nodes = {node.key: node for node in network.nodes}
    journeys = [tie for tie in network.ties if tie.function is Function.TRAVEL][:MOST_ROUTES]
    if not journeys:
        return None
    ways = [(tie, way(tie, nodes)) for tie in journeys]
    placed = {node.key: node for _, stops in ways if len(stops) > 1 for node in stops}
    unplaced = [tie for tie, stops in ways if len(stops) < ON_THE_WAY]
    if not placed:
        return Charted("", WIDTH, 0, [], [], unplaced)
    at = {key: where(node) for key, node in placed.items()}
    points = [Point(placed[key].name, place[0], place[1], ()) for key, place in at.items() if place]
    view = frame(points)
    xy = {key: view.place(place[1], place[0]) for key, place in at.items() if place}
    passed = {key for tie, _ in ways for key in tie.through}
    shown: list[Stop] = []
    for key, node in sorted(placed.items(), key=lambda row: (row[0] in passed, row[1].name)):
        stop = Stop(node, *xy[key], is_transit=key in passed)
        others = (other for other in shown if other.is_labelled)
        stop.is_labelled = all(abs(stop.x - one.x) > LABEL[0] or abs(stop.y - one.y) > LABEL[1] for one in others)
        shown.append(stop)
    routes = [Route(tie, tuple(stops), line([xy[node.key] for node in stops])) for tie, stops in ways if len(stops) > 1]
    coast = "".join(shape(ring, view) for ring in land())
    return Charted(coast, WIDTH, round(view.height), shown, routes, unplaced)


def way(tie: Tie, nodes: dict[str, Node]) -> list[Node]:
    """The stops of a journey of which it is known where they lie, in their order: whence, through, whither."""
    keys = dict.fromkeys((tie.source, *tie.through, tie.target))
    return [nodes[key] for key in keys if key in nodes and where(nodes[key])]


def where(node: Node) -> tuple[float, float] | None:
    """Latitude and longitude of a node, where they are known."""
    return (node.latitude, node.longitude) if node.latitude is not None and node.longitude is not None else None


def line(points: Sequence[tuple[float, float]]) -> str:
    """A line through points, each leg bent a little to one side, so that a way there and a way back lie apart."""
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for (x1, y1), (x2, y2) in pairwise(points):
        x, y = (x1 + x2) / 2 + (y2 - y1) * BOW, (y1 + y2) / 2 - (x2 - x1) * BOW
        path += f"Q{x:.1f} {y:.1f} {x2:g} {y2:g}"
    return path
