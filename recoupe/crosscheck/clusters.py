"""Clusters: tellings brought together step by step, never against a day, a place, a person or a number that keeps them apart.

What is joined depends on the set of tellings alone: blocks are joined in the order of their strength and key, and within a
block the tellings in the order of their identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Days = tuple[int, int]

ALWAYS = 1 << 30
EXACT = 2  # days: a telling that spans no more is one of a certain day, or night
NEAR = 10  # days between publications within which an undated telling may be of the same thing
FAR = 30  # and between the first and the last of them: news that is told again and again is not one thing


@dataclass(slots=True)
class Traits:
    """What a telling says, or a cluster's tellings together, by which it can be told from another.

    `days` are the stretches in which it happens (two of a thing that was put off), as ordinals; `kept` are sets of which two
    clusters have to share one where both have any (places, persons, destinations); `sizes` how many each document says;
    `is_firm` whether anyone vouches for it.
    """

    days: tuple[Days, ...] = ()
    recurrence: str = ""
    kept: dict[str, frozenset[str]] = field(default_factory=dict)
    sizes: dict[str, frozenset[str]] = field(default_factory=dict)
    published: Days | None = None
    is_firm: bool = True
    documents: frozenset[str] = frozenset()

    @property
    def is_exact(self) -> bool:
        return any(last - first < EXACT for first, last in self.days)

    def agrees(self, other: Traits) -> bool:
        """Whether nothing keeps two apart."""
        if self.recurrence != other.recurrence and ((self.recurrence and other.recurrence) or self.days or other.days):
            return False
        if self.days and other.days and not overlaps(self.days, other.days):
            return False
        if any(name in other.kept and not mine & other.kept[name] for name, mine in self.kept.items()):
            return False
        return all(
            document not in other.sizes or sizes == other.sizes[document] for document, sizes in self.sizes.items()
        )

    def may_be(self, other: Traits) -> bool:
        """Whether two may be one that have nothing in common but their affair: told by different documents, of the same size."""
        mine, theirs = (frozenset().union(*sizes.values()) for sizes in (self.sizes, other.sizes))
        return not self.documents & other.documents and (not mine or not theirs or bool(mine & theirs))

    def with_other(self, other: Traits) -> Traits:
        """Both together: days as far as they overlap, everything else united."""
        return Traits(
            met(self.days, other.days),
            self.recurrence or other.recurrence,
            _united(self.kept, other.kept),
            _united(self.sizes, other.sizes),
            _around(self.published, other.published),
            self.is_firm or other.is_firm,
            self.documents | other.documents,
        )

    def is_near(self, other: Traits) -> bool:
        """Whether both were published within days of one another, and all of them within weeks, as far as that is known."""
        mine, theirs = self.published, other.published
        if mine is None or theirs is None or mine[0] - theirs[1] > NEAR or theirs[0] - mine[1] > NEAR:
            return False
        return max(mine[1], theirs[1]) - min(mine[0], theirs[0]) <= FAR


def overlaps(one: Iterable[Days], other: Sequence[Days]) -> bool:
    """Whether any stretch of the one meets one of the other."""
    return any(a <= d and c <= b for a, b in one for c, d in other)


def met(one: tuple[Days, ...], other: tuple[Days, ...]) -> tuple[Days, ...]:
    """The stretches that two have in common, and those of either that meet none."""
    if not one or not other:
        return one or other
    common = [(max(a, c), min(b, d)) for a, b in one for c, d in other if a <= d and c <= b]
    alone = [days for days in one if not overlaps([days], other)] + [
        days for days in other if not overlaps([days], one)
    ]
    return tuple(sorted({*common, *alone}))


def _united(one: dict[str, frozenset[str]], other: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in {**one, **other}}


def _around(one: Days | None, other: Days | None) -> Days | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


class Clusters:
    """Tellings by number, each a cluster of its own at first."""

    def __init__(self, traits: Sequence[Traits]) -> None:
        self._parent = list(range(len(traits)))
        self._traits = list(traits)
        self._is_across = False

    def root(self, number: int) -> int:
        """The cluster of a telling."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def members(self) -> list[list[int]]:
        """The clusters, as the numbers of their tellings."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._parent)):
            found.setdefault(self.root(number), []).append(number)
        return list(found.values())

    def join(self, block: Sequence[int], *, is_sure: bool, is_across: bool = False) -> None:
        """Bring together what agrees in a block: what has a day, then what has a stretch of time or none where it can only be one.

        `is_sure` where the block itself says that it is one affair; otherwise what is undated has to be published nearby.
        `is_across` where so little is in common that tellings which one document keeps apart stay apart.
        """
        self._is_across = is_across
        roots = list(dict.fromkeys(map(self.root, block)))
        if len(roots) < 2:
            return
        exact = [root for root in roots if self._traits[root].is_exact or self._traits[root].recurrence]
        vague = [root for root in roots if self._traits[root].days and root not in set(exact)]
        undated = [root for root in roots if not self._traits[root].days and not self._traits[root].recurrence]
        known = self._pairwise(exact)
        for root in vague:
            self._place(root, known, known, is_sure=True)
        dated = list(dict.fromkeys(map(self.root, [*exact, *vague])))
        waiting: list[int] = []
        for root in undated:
            if not self._place(root, dated, waiting, is_sure=is_sure):
                waiting.append(root)

    def _pairwise(self, roots: Sequence[int]) -> list[int]:
        kept: list[int] = []
        for root in roots:
            for other in kept:
                if self._union(other, root):
                    break
            else:
                kept.append(root)
        return kept

    def _place(self, root: int, dated: Sequence[int], others: Sequence[int], *, is_sure: bool) -> bool:
        """Put a telling without a day where it belongs: with the only dated thing it can be, else with its like."""
        mine = self._traits[root]

        def fits(other: int) -> bool:
            theirs = self._traits[other]
            return mine.agrees(theirs) and (is_sure or mine.is_near(theirs))

        found = [other for other in dict.fromkeys(map(self.root, dated)) if other != self.root(root) and fits(other)]
        if not found and not any(mine.agrees(self._traits[self.root(other)]) for other in dated):
            found = [other for other in dict.fromkeys(map(self.root, others)) if fits(other)][:1]
        if len(found) > 1:  # what nobody vouches for does not stand in the way
            found = [other for other in found if self._traits[other].is_firm]
        return len(found) == 1 and self._union(found[0], root)

    def _union(self, one: int, other: int) -> bool:
        one, other = self.root(one), self.root(other)
        if one == other:
            return True
        mine, theirs = self._traits[one], self._traits[other]
        if not mine.agrees(theirs) or (self._is_across and not mine.may_be(theirs)):
            return False
        first, second = min(one, other), max(one, other)
        self._parent[second] = first
        self._traits[first] = mine.with_other(theirs)
        return True
