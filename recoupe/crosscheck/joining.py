"""Joining: short names (a surname, an acronym, a name without its middle part) that can be nobody else's in the pile.

Each rule asks for all that bear the short name and joins it only where they are one. A surname also has to fit what is said around
it: the same office, or a document of the same weeks that names some of the same organisations, offices or places.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple, Protocol

from ..model import EntityKind
from .naming import Naming

DAYS = 31
# So many documents of one bearer, the nearest in time, are looked at for what they share with the one in question.
MOST_DOCUMENTS = 64


class Bearer(Protocol):
    """A name that is full: how it is compared, the offices it is said to hold, and its documents with their days."""

    naming: Naming

    @property
    def offices(self) -> Collection[str]: ...

    @property
    def days(self) -> Mapping[str, int | None]: ...


class Pile(NamedTuple):
    """What the rules ask of the pile: the component of a name, and what a document names beside."""

    component: Callable[[str], str]
    beside: Callable[[str], frozenset[str]]


class Joined(NamedTuple):
    """The name that a short one is joined to, and why."""

    target: str
    reason: str


def waits_for(naming: Naming) -> tuple[str, ...]:
    """The keys under which a short name finds full ones; empty where the name is full."""
    if naming.alone:
        return naming.keys
    if naming.kind is EntityKind.PERSON and len(naming.units) == 2:
        return tuple(key for key in naming.keys if key[0] == "m")
    if naming.kind is EntityKind.PLACE and not naming.full:
        return naming.keys
    return ()


def bears(naming: Naming, key: str) -> bool:
    """Whether a name is a full one to what waits for it under this key."""
    if naming.alone:
        return False
    if key[0] == "m":
        return len(naming.units) > 2
    return naming.full if key[0] == "p" else key[0] in "la"


def joined(
    name: str, short: Bearer, bearers: Mapping[str, Bearer], shown: Mapping[str, str], pile: Pile
) -> Joined | None:
    """The one full name that a short name can mean; None where there is none, or more than one."""
    mine = short.naming
    fitting = {n: b for n, b in sorted(bearers.items()) if n != name and agree(mine.country, b.naming.country)}
    if mine.kind is EntityKind.PERSON and not mine.alone:
        fitting = {n: b for n, b in fitting.items() if _is_longer(short, b)}
        return _only(name, fitting, pile, "no other full name has these parts", shown)
    if mine.kind is not EntityKind.PERSON:
        why = "nothing else in the pile has this acronym" if mine.alone else "no other place has this name"
        return _only(name, fitting, pile, why, shown)
    if mine.initial:
        fitting = {n: b for n, b in fitting.items() if b.naming.units[0].startswith(mine.initial)}
    in_office = {n: b for n, b in fitting.items() if set(short.offices) & set(b.offices)}
    if in_office:
        return _only(name, in_office, pile, "the only one of this surname in this office", shown)
    if len({pile.component(n) for n in fitting}) != 1 or any(short.offices and b.offices for b in fitting.values()):
        return None
    if not any(share_context(short, b, pile) for b in fitting.values()):
        return None
    return _only(name, fitting, pile, "the only one of this surname, named in the same weeks and context", shown)


def _only(name: str, fitting: Mapping[str, Bearer], pile: Pile, why: str, shown: Mapping[str, str]) -> Joined | None:
    """The first of the fitting names where all are one component, other than the short name's own."""
    homes = {pile.component(n) for n in fitting} - {pile.component(name)}
    if len(homes) != 1:
        return None
    target = min(n for n in fitting if pile.component(n) in homes)
    return Joined(target, f"« {shown[name]} » is « {shown[target]} »: {why}")


def agree(one: str, other: str) -> bool:
    """Whether two countries may be the same: they are, or one is not told."""
    return not one or not other or one == other


def _is_longer(short: Bearer, long: Bearer) -> bool:
    """Whether a full name is a short one with more in it, and something beside the name speaks for it: no more than an
    initial is added, or office or country are the same."""
    rest = iter(long.naming.units)
    if not all(unit in rest for unit in short.naming.units):
        return False
    added = [unit for unit in long.naming.units if unit not in short.naming.units]
    if set(short.offices) and set(long.offices) and not set(short.offices) & set(long.offices):
        return False
    same_country = bool(short.naming.country) and short.naming.country == long.naming.country
    return all(len(unit) == 1 for unit in added) or same_country or bool(set(short.offices) & set(long.offices))


def share_context(short: Bearer, full: Bearer, pile: Pile) -> bool:
    """Whether a document of each was published within a month and both name the same organisation, office or place."""
    full_days = full.days
    for document, day in sorted(short.days.items())[:MOST_DOCUMENTS]:
        if day is None:
            continue
        near = sorted((abs(d - day), other) for other, d in full_days.items() if d is not None and abs(d - day) <= DAYS)
        mine = pile.beside(document)
        if any(mine & pile.beside(other) for _, other in near[:MOST_DOCUMENTS] if other != document):
            return True
    return False
