"""Linking: which names are one, by what they share; the answer depends on the set of names alone, never on their order.

Names that share a strong key are linked; a component of links is one thing in the world. Where such a component would hold names
of two countries, only names of one country stay linked: a ministry of the interior is that of somebody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from .naming import Naming
from .spelling import same_sound

STRONG = "nrcsp"
# So many names under one key are compared pair by pair; beyond it each with the first alone.
MOST_PAIRS = 64


class Edge(NamedTuple):
    """Two names that are one, and why. Of smaller `strength` first: 0 what a person ruled, 1 a rule, 2 a name that could be
    nobody else's."""

    strength: int
    one: str
    other: str
    reason: str


def strong(key: str) -> bool:
    """Whether sharing a key (with its kind before a blank) is enough to be compared as one."""
    return key[key.index(" ") + 1] in STRONG


def edges(
    names: Collection[str],
    namings: Mapping[str, Naming],
    shown: Mapping[str, str],
    keys: Callable[[str], Iterable[str]],
    pairwise: bool = False,
) -> list[Edge]:
    """The links by strong keys between names (node ids). `pairwise` links every pair, so that no name is the only bridge."""
    under: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        for key in keys(name):
            if strong(key):
                under[key].append(name)
    found: dict[tuple[str, str], Edge] = {}
    for key in sorted(under, key=lambda k: (STRONG.index(k[k.index(" ") + 1]), k)):
        for one, other in _pairs(under[key], pairwise or key[key.index(" ") + 1] == "s"):
            if (one, other) in found:
                continue
            if reason := _reason(key, namings[one], namings[other], shown[one], shown[other]):
                found[one, other] = Edge(1, one, other, reason)
    links = list(found.values())
    # A publicly known person stays one, whatever countries he or she is named with.
    known = [e for e in links if namings[e.one].is_known_person and namings[e.one].row == namings[e.other].row]
    return sorted({*within_country(names, namings, links), *known})


def _pairs(names: list[str], pairwise: bool) -> Iterator[tuple[str, str]]:
    """Each with the first; or each with each."""
    if pairwise and len(names) <= MOST_PAIRS:
        yield from ((one, other) for n, one in enumerate(names) for other in names[n + 1 :])
    else:
        yield from ((names[0], other) for other in names[1:])


def _reason(key: str, one: Naming, other: Naming, first: str, second: str) -> str:
    """Why two names that share a key are one; empty where they are not after all."""
    pair = f"« {first} », « {second} »"
    sort, value = key[key.index(" ") + 1], key[key.index(" ") + 3 :]
    if sort == "n":
        return f"the same name, written differently: {pair}" if first != second else f"the same name: « {first} »"
    if sort == "r":
        return f"listed as names of one: {pair} ({one.row or other.row or value})"
    if sort == "c":
        return f"the same words, in another order or language: {pair}"
    if sort == "p":
        return f"the same place: {pair}" if one.node == other.node or not (one.full and other.full) else ""
    if one.sound is None or other.sound is None or not same_sound(one.sound, other.sound):
        return ""
    return f"one name, spelled after another script: {pair}"


def within_country(names: Collection[str], namings: Mapping[str, Naming], links: list[Edge]) -> list[Edge]:
    """The links that remain where a component would hold names of several countries: those inside one country."""
    several = {
        name
        for component in components(names, links)
        if len({namings[n].country for n in component} - {""}) > 1
        for name in component
    }
    return [e for e in links if e.one not in several or namings[e.one].country == namings[e.other].country]


def components(names: Collection[str], links: Iterable[Edge]) -> list[tuple[str, ...]]:
    """The connected components of names, each in alphabetical order."""
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for edge in links:
        one, other = root(edge.one), root(edge.other)
        if one != other:
            parent[max(one, other)] = min(one, other)
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        found[root(name)].append(name)
    return [tuple(found[key]) for key in sorted(found)]


def kept_apart(
    names: Collection[str], links: Iterable[Edge], apart: Iterable[tuple[str, str]]
) -> tuple[list[tuple[str, ...]], list[Edge]]:
    """Components in which no pair of `apart` stands together, and the links used: strongest first, then alphabetically."""
    home = {name: {name} for name in names}
    foes: dict[str, set[str]] = defaultdict(set)
    for one, other in apart:
        foes[one].add(other)
        foes[other].add(one)
    used = []
    for edge in sorted(links):
        mine, theirs = home[edge.one], home[edge.other]
        if mine is theirs:
            continue
        small, large = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
        if any(foes[name] & large for name in small if name in foes):
            continue
        used.append(edge)
        large |= small
        for name in small:
            home[name] = large
    found = {min(members): tuple(sorted(members)) for members in home.values()}
    return [found[key] for key in sorted(found)], used
