"""Bounds: between what a cell that is not shown must lie, for whoever knows all that is shown: exact, as flows in a network.

A table with its margins is a circulation: each cell an arc from its row to its column, each margin an arc too (Gusfield 1988). Two
tables that share a margin are one network, joined where they share it. By how much an arc may grow while nothing that is shown
changes is a maximal flow back from its head to its tail through arcs that are not shown; flows of whole numbers are whole, so
these are the bounds of an integer programme, without one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

Node = Hashable


@dataclass(frozen=True)
class Arc:
    """A number in a table: `value` is what it is, `is_shown` whether the reader is told; one that `stays` is always shown.

    `largest` is the most that one person has to do with it: 1 where persons are counted. `who` are those who have.
    """

    tail: Node
    head: Node
    value: int
    is_shown: bool = True
    stays: bool = False
    largest: int = 1
    who: frozenset[str] = frozenset()

    def hidden(self) -> Arc:
        """The same, not shown."""
        return replace(self, is_shown=False)


def bounds(arcs: Sequence[Arc], which: int) -> tuple[int, int]:
    """The least and the most that one arc can be, for whoever knows all that is shown, and that nothing is below zero."""
    arc = arcs[which]
    if arc.is_shown:
        return arc.value, arc.value
    rest = [one for i, one in enumerate(arcs) if i != which and not one.is_shown]
    limit = 1 + sum(one.value for one in arcs)
    more = flow(rest, arc.head, arc.tail, limit)
    less = min(arc.value, flow(rest, arc.tail, arc.head, limit))
    return arc.value - less, arc.value + more


def flow(hidden: Sequence[Arc], source: Node, sink: Node, limit: int) -> int:
    """How much can be moved from one node to another by changing numbers that are not shown: up without end, down to zero."""
    room: dict[Node, dict[Node, int]] = {}
    for arc in hidden:
        ahead, back = room.setdefault(arc.tail, {}), room.setdefault(arc.head, {})
        ahead[arc.head] = ahead.get(arc.head, 0) + limit
        back[arc.tail] = back.get(arc.tail, 0) + arc.value
    moved = 0
    while moved < limit and (path := way(room, source, sink)):
        step = min(limit - moved, min(room[a][b] for a, b in path))
        for a, b in path:
            room[a][b] -= step
            room[b][a] = room[b].get(a, 0) + step
        moved += step
    return moved


def way(room: dict[Node, dict[Node, int]], source: Node, sink: Node) -> list[tuple[Node, Node]]:
    """The shortest way along which something can be moved; empty where there is none."""
    came: dict[Node, Node] = {source: source}
    waiting = deque([source])
    while waiting and sink not in came:
        here = waiting.popleft()
        for there, free in room.get(here, {}).items():
            if free > 0 and there not in came:
                came[there] = here
                waiting.append(there)
    if sink not in came:
        return []
    path = []
    while sink != source:
        path.append((came[sink], sink))
        sink = came[sink]
    return path[::-1]
