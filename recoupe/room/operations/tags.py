"""Tags: the label of each strand, placed along it where it hides least of boxes, headings and other labels.

First each by itself, in order; then those that hide something are moved again, as far as the others leave room. Nothing here knows
of Django or of findings.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

Point = tuple[float, float]
Area = tuple[float, float, float, float]  # left, top, right, bottom
ALONG = [n / 100 for n in range(12, 89, 4)]  # where on a strand its label may stand
SHIFTS = (0.0, -0.5, 0.5)  # how far off its strand, of its own height: it still touches it
PASSES = 4
APART = 2  # so much room is left around a label
FAN = 0.1  # where many strands come together, labels stand so much nearer to where each is alone


class Tagged(Protocol):
    """A strand with its curve (four points) and the size of its label."""

    source: str
    target: str
    points: tuple[Point, ...]
    label_x: float
    label_y: float

    @property
    def label_width(self) -> float: ...

    @property
    def label_height(self) -> int: ...


def place_tags(ties: Sequence[Tagged], walls: Sequence[Area], width: float) -> None:
    """Give each label its place; `walls` are what no label should hide, `width` that of the paper."""
    leaves, comes = Counter(tie.source for tie in ties), Counter(tie.target for tie in ties)
    places = [list(spots(tie, comes[tie.target] - leaves[tie.source], width)) for tie in ties]
    areas: list[Area | None] = [None] * len(ties)
    order = sorted(range(len(ties)), key=lambda n: (bezier(ties[n].points, 0.5), n))
    for n in order:
        areas[n] = best(places[n], walls, areas, n)
    for _ in range(PASSES):
        stuck = [n for n in order if cost(areas[n], walls, areas, n)]
        if not stuck:
            break
        for n in stuck:
            areas[n] = best(places[n], walls, areas, n)
    for tie, area in zip(ties, areas, strict=True):
        if area:
            tie.label_x, tie.label_y = round((area[0] + area[2]) / 2, 1), round((area[1] + area[3]) / 2, 1)


def spots(tie: Tagged, fan: int, width: float) -> Iterator[Area]:
    """The places where a label may stand, the likeliest first."""
    middle = 0.5 - FAN * (fan > 1) + FAN * (fan < -1)
    across, down = tie.label_width / 2 + APART, tie.label_height / 2 + APART
    for shift in SHIFTS:
        for t in sorted(ALONG, key=lambda t: abs(t - middle)):
            x, y = bezier(tie.points, t)
            x, y = min(max(x, across + 1), width - across - 1), y + shift * tie.label_height
            yield x - across, y - down, x + across, y + down


def best(places: Sequence[Area], walls: Sequence[Area], areas: Sequence[Area | None], own: int) -> Area:
    """The first of some places that hides nothing, or the one that hides least."""
    least, found = math.inf, places[0]
    for area in places:
        if (hidden := cost(area, walls, areas, own)) < least:
            least, found = hidden, area
        if not hidden:
            break
    return found


def cost(area: Area | None, walls: Sequence[Area], areas: Sequence[Area | None], own: int) -> float:
    """How much of walls and of other labels a label hides."""
    if area is None:
        return 0.0
    others = sum(common(area, other) for n, other in enumerate(areas) if other is not None and n != own)
    return others + sum(common(area, wall) for wall in walls)


def common(one: Area, other: Area) -> float:
    """How much two areas have in common."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0


def bezier(points: Sequence[Point], t: float) -> Point:
    """A point of a cubic curve."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        sum(w * x for w, (x, _) in zip(weights, points, strict=True)),
        sum(w * y for w, (_, y) in zip(weights, points, strict=True)),
    )
