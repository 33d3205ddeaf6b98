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
LEAST_LENGTH = 0.6  # the shorter's words, of the longer's: a translation is about as long


class Translations:
    """Documents by the facts that they name; `of` holds, once `link` was called, for each those that tell the same in another
    language, with the share of the smaller one's facts in the other."""

    def __init__(self) -> None:
        self.of: dict[int, dict[int, float]] = defaultdict(dict)
        self._facts: dict[int, frozenset[str]] = {}
        self._known: dict[int, Provenance] = {}
        self._holders: dict[str, dict[str, list[int]]] = defaultdict(dict)  # by fact and language
        self._waiting: set[int] = set()

    def add(self, number: int, provenance: Provenance) -> None:
        """Add a document's facts. A fact that becomes too frequent by it tells nothing more of those that hold it."""
        facts = frozenset(provenance.facts)
        if len(facts) < LEAST_SHARED:
            return
        self._facts[number], self._known[number] = facts, provenance
        self._waiting.add(number)
        for fact in facts:
            if is_telling(fact):
                held = self._holders[fact]
                held.setdefault(provenance.language, []).append(number)
                if sum(map(len, held.values())) == MOST_TEXTS + 1:
                    self._waiting.update(*held.values())

    def link(self) -> set[int]:
        """Find the pairs of those that wait; gives the documents of which something may have changed."""
        waiting, self._waiting = self._waiting, set()
        changed = set(waiting)
        for one in waiting:
            for other in self.of.pop(one, ()):
                self.of[other].pop(one, None)
                changed.add(other)
        for one in waiting:
            for other, share in self._pairs(one, waiting):
                self.of[one][other] = self.of[other][one] = share
        return changed

    def _pairs(self, one: int, waiting: set[int]) -> Iterator[tuple[int, float]]:
        """The documents that tell the same as one in another language; of those that wait only the later ones."""
        facts, known = self._facts[one], self._known[one]
        met: Counter[int] = Counter()
        for fact in facts:
            held = self._holders.get(fact, {})
            if len(held) > 1 and sum(map(len, held.values())) <= MOST_TEXTS:
                for language, holders in held.items():
                    if language != known.language:
                        met.update(holders)
        for other, telling in met.items():
            if telling < LEAST_TELLING:
                continue
            if other < one and other in waiting:
                continue
            theirs = self._facts[other]
            shared = len(facts & theirs)
            alike = shared / len(facts | theirs)
            if shared >= LEAST_SHARED and alike >= LEAST_ALIKE and near(known, self._known[other]):
                yield other, shared / min(len(facts), len(theirs))


def is_telling(fact: str) -> bool:
    """Whether a fact is one that few texts share by chance: a person, a day, a place, a number above ten; not a country."""
    kind, _, value = fact.partition(":")
    if kind == "figure":
        return any(part.isdigit() and int(part) > 10 for part in value.replace("-", " ").split())
    return kind in ("person", "day", "place", "organisation")


def near(one: Provenance, other: Provenance) -> bool:
    """Whether two texts are about as long, and their days, where both are known, no further apart than a translation takes."""
    shorter, longer = sorted((one.imprint.words, other.imprint.words))
    if shorter < LEAST_LENGTH * longer:
        return False
    first, second = one.published.earliest, other.published.earliest
    return first is None or second is None or abs((first - second).days) <= MOST_DAYS
