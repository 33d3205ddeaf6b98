"""Communities: groups with more ties inside than chance would give, by the method of Louvain (Blondel et al. 2008).

Without chance: nodes are visited in their order, and of moves that gain as much the first is taken, so that one network gives one
answer. rustworkx has no method for it, and igraph, which has, is under the GPL.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST_GAIN = 1e-7
MOST_SWEEPS = 20


def louvain(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The community of each of `count` nodes, numbered by their first member; `pairs` are who is tied to whom, each two once."""
    near: list[dict[int, float]] = [{} for _ in range(count)]
    for one, other in pairs:
        near[one][other] = near[one].get(other, 0.0) + 1.0
        near[other][one] = near[other].get(one, 0.0) + 1.0
    of = list(range(count))
    loops = [0.0] * count
    while True:
        moved, found = _moved(near, loops)
        of = [found[community] for community in of]
        if not moved:
            return _numbered(of)
        near, loops = _folded(near, loops, found)


def _moved(near: Sequence[dict[int, float]], loops: Sequence[float]) -> tuple[bool, list[int]]:
    """Nodes moved to the neighbour's community that gains most, until none gains; whether any moved, and the communities."""
    weight = [sum(row.values()) + 2 * loop for row, loop in zip(near, loops, strict=True)]
    total = sum(weight) or 1.0
    of = list(range(len(near)))
    inside = list(weight)
    any_moved = False
    for _ in range(MOST_SWEEPS):
        is_still = True
        for node, row in enumerate(near):
            own, mine = of[node], weight[node]
            to: dict[int, float] = {}
            for other, tied in row.items():
                community = of[other]
                to[community] = to.get(community, 0.0) + tied
            inside[own] -= mine
            share = mine / total
            best, gain = own, to.get(own, 0.0) - inside[own] * share
            for community, tied in to.items():
                gained = tied - inside[community] * share
                if gained > gain + LEAST_GAIN or (gained > gain - LEAST_GAIN and community < best and best != own):
                    best, gain = community, gained
            inside[best] += mine
            if best != own:
                of[node] = best
                is_still, any_moved = False, True
        if is_still:
            break
    return any_moved, _numbered(of)


def _folded(
    near: Sequence[dict[int, float]], loops: Sequence[float], of: Sequence[int]
) -> tuple[list[dict[int, float]], list[float]]:
    """Communities as nodes, tied as their members are."""
    count = max(of, default=-1) + 1
    folded: list[dict[int, float]] = [{} for _ in range(count)]
    inner = [0.0] * count
    for node, row in enumerate(near):
        own = of[node]
        inner[own] += loops[node]
        into = folded[own]
        for other, tied in row.items():
            community = of[other]
            if community == own:
                inner[own] += tied / 2
            else:
                into[community] = into.get(community, 0.0) + tied
    return folded, inner


def _numbered(of: Sequence[int]) -> list[int]:
    """Communities numbered 0, 1, 2 by their first member."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(community, len(numbers)) for community in of]


def modularity(of: Sequence[int], pairs: Sequence[tuple[int, int]]) -> float:
    """How much more is tied inside communities than chance would give, -0.5 to 1 (Newman and Girvan 2004)."""
    if not pairs:
        return 0.0
    inside = sum(1 for one, other in pairs if of[one] == of[other])
    weight: dict[int, int] = {}
    for pair in pairs:
        for node in pair:
            weight[of[node]] = weight.get(of[node], 0) + 1
    total = len(pairs)
    return float(inside / total - sum((ends / (2 * total)) ** 2 for ends in weight.values()))
