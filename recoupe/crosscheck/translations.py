"""Translations: texts in two languages that name and count the same, in about the same order.

No dictionary is asked: what a text says of whom, where, when and how many does not change with its language once it has its
normal form (ISO codes, GeoNames ids, days, numbers, names of persons). So only a text with enough of these shows as the
translation of another, and a free one may not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ..model import Provenance

LEAST_SHARED, LEAST_ALIKE, LEAST_TELLING = 6, 0.5, 3
MOST_TEXTS, MOST_DAYS = 300, 10


class Translations:
    """Documents by the facts that they name; pairs of two languages that share most of them."""

    def __init__(self) -> None:
        self._facts: dict[int, frozenset[str]] = {}
        self._known: dict[int, Provenance] = {}
        self._holders: dict[str, list[int]] = defaultdict(list)

    def add(self, number: int, provenance: Provenance) -> None:
        """Add a document's facts."""
        facts = frozenset(provenance.facts)
        if len(facts) < LEAST_SHARED:
            return
        self._facts[number], self._known[number] = facts, provenance
        for fact in facts:
            self._holders[fact].append(number)

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Pairs of documents that tell the same in two languages, with the share of the smaller one's facts in the other."""
        for one, facts in self._facts.items():
            met: Counter[int] = Counter()
            for fact in facts:
                holders = self._holders[fact]
                if len(holders) <= MOST_TEXTS and is_telling(fact):
                    met.update(other for other in holders if other > one)
            for other, telling in met.items():
                if telling < LEAST_TELLING or self._known[one].language == self._known[other].language:
                    continue
                theirs = self._facts[other]
                shared = len(facts & theirs)
                alike = shared / len(facts | theirs)
                if shared >= LEAST_SHARED and alike >= LEAST_ALIKE and near(self._known[one], self._known[other]):
                    yield one, other, shared / min(len(facts), len(theirs))


def is_telling(fact: str) -> bool:
    """Whether a fact is one that few texts share by chance: a person, a day, a place, a number above ten; not a country."""
    kind, _, value = fact.partition(":")
    if kind == "figure":
        return any(part.isdigit() and int(part) > 10 for part in value.replace("-", " ").split())
    return kind in ("person", "day", "place", "organisation")


def near(one: Provenance, other: Provenance) -> bool:
    """Whether two days of publication, where both are known, are no further apart than a translation takes."""
    first, second = one.published.earliest, other.published.earliest
    return first is None or second is None or abs((first - second).days) <= MOST_DAYS
