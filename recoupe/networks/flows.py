"""Flows: how many ways lead from one country to another that share no leg, and which legs all of them need (Menger 1927)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Leg = tuple[str, str]


def separate_ways(legs: Iterable[Leg], start: str, end: str) -> tuple[tuple[tuple[str, ...], ...], tuple[Leg, ...]]:
    """Ways from start to end that share no leg, as many as there are, and a smallest set of legs that every way needs one of.

    By shortest augmenting ways (Edmonds and Karp 1972), in the order of the names, so that one network has one answer.
    """
    onward: dict[str, dict[str, int]] = defaultdict(dict)
    for one, other in sorted(set(legs)):
        onward[one][other] = 1
        onward[other].setdefault(one, 0)
    if start == end or start not in onward or end not in onward:
        return (), ()
    while way := _way(onward, start, end):
        for one, other in pairwise(way):
            onward[one][other] -= 1
            onward[other][one] = onward[other].get(one, 0) + 1
    used = _used(legs, onward)
    reached = _reached(onward, start)
    needed = tuple(sorted({(a, b) for a, b in set(legs) if a in reached and b not in reached}))
    return _walked(used, start, end), needed


def _way(onward: Mapping[str, Mapping[str, int]], start: str, end: str) -> tuple[str, ...]:
    before = {start: ""}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            way = [end]
            while before[way[-1]]:
                way.append(before[way[-1]])
            return tuple(reversed(way))
        for there in sorted(onward[here]):
            if onward[here][there] > 0 and there not in before:
                before[there] = here
                waiting.append(there)
    return ()


def _reached(onward: Mapping[str, Mapping[str, int]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        more = [there for there, room in onward[here].items() if room > 0 and there not in found]
        found.update(more)
        waiting += more
    return found


def _used(legs: Iterable[Leg], onward: Mapping[str, Mapping[str, int]]) -> dict[str, list[str]]:
    """The legs that the ways go by: those whose room is used up, and not given back."""
    known = set(legs)
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(known):
        room = onward[one][other]
        if (room == 0 and (other, one) not in known) or (room == 0 and onward[other][one] == 2):
            found[one].append(other)
    return found


def _walked(used: Mapping[str, Sequence[str]], start: str, end: str) -> tuple[tuple[str, ...], ...]:
    """The ways, leg by leg."""
    left = {key: list(rows) for key, rows in used.items()}
    found = []
    while left.get(start):
        way = [start]
        while way[-1] != end and left.get(way[-1]):
            way.append(left[way[-1]].pop(0))
        if way[-1] != end:
            break
        found.append(tuple(way))
    return tuple(sorted(found, key=lambda way: (len(way), way)))
