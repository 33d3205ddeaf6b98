"""Suppress: which numbers of a table are not shown: those of too few, and as many others as it takes that those stay unknown.

A number that is not shown may be anything within bounds that are at least `smallest` apart, and not less than one person can have
to do with it; all that is not shown in one line of a table together is of at least `smallest` persons, for its sum can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .bounds import Arc, Node, bounds


def is_enough(arcs: Iterable[Arc], smallest: int) -> bool:
    """Whether a number is of nobody, or of so many, none of whom is half of it, that it may be told."""
    every = list(arcs)
    value = sum(arc.value for arc in every)
    who = frozenset().union(*(arc.who for arc in every))
    largest = max((arc.largest for arc in every if arc.value), default=0)
    counts = len(who) if any(arc.who for arc in every) else value
    return value == 0 or (value >= smallest and counts >= smallest and 2 * largest <= value)


def suppressed(arcs: Sequence[Arc], smallest: int) -> list[Arc] | None:
    """The same numbers, those that may not be told not shown; None where nothing less than all of it can be kept back."""
    told = [arc if arc.stays or is_enough([arc], smallest) else arc.hidden() for arc in arcs]
    first = {i for i, arc in enumerate(told) if not arc.is_shown}
    while faults := missing(told, smallest):
        i = next_hidden(told, smallest, faults)
        if i is None:
            return None
        told[i] = told[i].hidden()
    for i in sorted(range(len(told)), key=lambda i: -told[i].value):
        if not told[i].is_shown and i not in first:
            without = [*told[:i], arcs[i], *told[i + 1 :]]
            if not missing(without, smallest):
                told = without
    return told


def missing(arcs: Sequence[Arc], smallest: int) -> int:
    """By how much all that is not shown is known too well; 0 where nothing is."""
    lack = 0
    for i, arc in enumerate(arcs):
        if not arc.is_shown:
            low, high = bounds(arcs, i)
            lack += max(0, max(smallest, arc.largest) - (high - low))
    for line in lines(arcs):
        if line and not is_enough(line, smallest):
            lack += 1 + max(0, smallest - sum(arc.value for arc in line))
    return lack


def lines(arcs: Sequence[Arc]) -> list[list[Arc]]:
    """What is not shown of each line of the table, into a node or out of it, where the rest of the line is shown."""
    into: dict[Node, list[Arc]] = {}
    out_of: dict[Node, list[Arc]] = {}
    for arc in arcs:
        if not arc.is_shown:
            into.setdefault(arc.head, []).append(arc)
            out_of.setdefault(arc.tail, []).append(arc)
    nodes = into.keys() | out_of.keys()
    return [into.get(node) or out_of[node] for node in nodes if not (into.get(node) and out_of.get(node))]


def next_hidden(arcs: Sequence[Arc], smallest: int, faults: int) -> int | None:
    """Which number to keep back next: that which mends most, the smallest of those."""
    best: tuple[int, int, int] | None = None
    for i, arc in enumerate(arcs):
        if arc.is_shown and not arc.stays:
            lack = missing([*arcs[:i], arc.hidden(), *arcs[i + 1 :]], smallest)
            if best is None or (lack, arc.value, i) < best:
                best = (lack, arc.value, i)
    return None if best is None else best[2]
