"""Figures: which numbers of several documents count one thing, and which of these say the same.

A number counts what its event is about ("fourteen persons were arrested" counts the arrests of that event), or a population that
documents of one affair name alike. Numbers of one context are compared; equal ones are one finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from ..model import Figure
from .events import event
from .scripts import folded
from .tellings import Telling

LEAST_TELLING = 3  # words of a population that make it one over affairs
SHORTEST = 4  # letters of a word that tells
Context = tuple[str, ...]
Happened = tuple[str, Sequence[Telling]]  # an event's finding by its id, with its tellings


def clustered(
    rows: Sequence[Telling], happened: Sequence[Happened], families: Mapping[str, str], affairs: Mapping[str, str]
) -> list[tuple[Context, list[Telling]]]:
    """Tellings of figures that say the same of the same, each with what it counts."""
    at = counted_at(happened)
    found: dict[tuple[Context, float | None, float | None], list[Telling]] = defaultdict(list)
    for telling in rows:
        one = figure(telling)
        if one.low is None and one.high is None:
            continue
        found[context(telling, at, families, affairs), one.low, one.high].append(telling)
    return [(key[0], members) for key, members in found.items()]


def figure(telling: Telling) -> Figure:
    """The figure of a telling."""
    return cast(Figure, telling.piece)


def counted_at(happened: Sequence[Happened]) -> dict[str, list[tuple[int, int, str, str]]]:
    """Where documents name or count the parties of an event: document -> (start, end, event finding, role)."""
    found: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for id, members in happened:
        for telling in members:
            one = event(telling)
            for p in one.participants:
                if p.role != "place":
                    found[one.document].append((p.start, p.end, id, p.role))
    return {document: sorted(rows) for document, rows in found.items()}


def context(
    telling: Telling,
    at: Mapping[str, list[tuple[int, int, str, str]]],
    families: Mapping[str, str],
    affairs: Mapping[str, str],
) -> Context:
    """What a figure counts: the parties of an event, else its population within its affair, or anywhere where it says enough."""
    one = figure(telling)
    unit = one.unit or ""
    for start, end, finding, role in at.get(one.document, ()):
        if start <= one.start < end or one.start <= start < one.end:
            return "event", unit, finding, role
    words = population(one)
    family = families.get(one.document, one.document)
    if len(words) >= LEAST_TELLING:
        return "population", unit, *words
    if words and one.document in affairs:
        return "affair", unit, affairs[one.document], *words
    return "document", unit, family, *(words or (str(one.start),))


def population(one: Figure) -> tuple[str, ...]:
    """The words that say who or what is counted, as a key: without short words, each without a plural's ending."""
    words = folded(one.population or "").split()
    return tuple(sorted({word.rstrip("sx") for word in words if len(word) >= SHORTEST}))
