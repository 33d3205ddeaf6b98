"""Families: of texts that hold one another, which depend on which, which is the original, and what each is a copy of.

One cluster of texts that are linked in whatever way is weighed at a time, and nothing outside of it counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from .lineage import NOWHERE, Known, Overlap, Places, before, in_order, kind, passages, why
from .model import Copy, CopyKind
from .translations import Translations

DEPENDS = 0.5  # the share of a copy's words from which it counts as one with its original
SAME = Overlap(1.0, 1.0, NOWHERE, NOWHERE)


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """What a document repeats: another by number, with what they share; without an overlap the share of a translation's
    facts, or 0 where both only repeat a third."""

    of: int
    overlap: Overlap | None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Linked:
    """Documents by number, and what links them. Documents of the very same words are twins: the first stands for all in
    `links`, where the overlap is seen from the first key."""

    known: list[Known] = field(default_factory=list)
    number: dict[str, int] = field(default_factory=dict)
    twins: dict[int, list[int]] = field(default_factory=dict)
    stands_for: dict[int, int] = field(default_factory=dict)
    links: dict[int, dict[int, Overlap]] = field(default_factory=lambda: defaultdict(dict))
    translations: Translations = field(default_factory=Translations)

    def beside(self, number: int) -> Iterator[int]:
        """The documents that a document is linked with."""
        first = self.stands_for.get(number, number)
        yield first
        yield from self.twins.get(first, ())
        yield from self.links.get(first, ())
        yield from self.translations.of.get(number, ())

    def cluster(self, number: int) -> list[int]:
        """All that hang together with a document, in order of number."""
        found, waiting = {number}, [number]
        while waiting:
            for other in self.beside(waiting.pop()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return sorted(found)

    def weighed(self, cluster: Sequence[int]) -> tuple[dict[int, int], dict[int, list[Origin]]]:
        """The original of each document of a cluster, and what each is a copy of; `told` says how."""
        if len(cluster) == 1:
            return {cluster[0]: cluster[0]}, {}
        family, rank = self._families(cluster)
        rows = {number: list(self._origins(number, family, rank)) for number in cluster}
        return family, {number: found for number, found in rows.items() if found}

    # --- families ---

    def _families(self, cluster: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
        """The original of each document, and which of its family it is in order: texts that depend on one another are one."""
        parent = {number: self.stands_for.get(number, number) for number in cluster}

        def root(number: int) -> int:
            while parent[number] != number:
                parent[number] = parent[parent[number]]
                number = parent[number]
            return number

        heads = {number: self._head(number) for number in cluster if parent[number] == number}
        for one in heads:
            for other, overlap in self.links.get(one, {}).items():
                if self._depends(one, other, overlap, heads):
                    parent[root(one)] = root(other)
        for one in cluster:
            for other in self.translations.of.get(one, ()):
                parent[root(one)] = root(other)
        members: dict[int, list[int]] = defaultdict(list)
        for number in cluster:
            members[root(number)].append(number)
        family: dict[int, int] = {}
        rank: dict[int, int] = {}
        for group in members.values():
            ordered = [self.number[known.id] for known in in_order([self.known[n] for n in group])]
            family.update(dict.fromkeys(group, ordered[0]))
            rank.update((number, n) for n, number in enumerate(ordered))
        return family, rank

    def _head(self, first: int) -> Known:
        """Of documents of the same words the one that was first in the world."""
        twins = self.twins.get(first, ())
        return in_order([self.known[n] for n in twins])[0] if len(twins) > 1 else self.known[first]

    def _depends(self, copy: int, original: int, overlap: Overlap, heads: dict[int, Known]) -> bool:
        """Whether `copy`, of which `overlap.of_one` stands in `original`, is mostly nothing but that."""
        if overlap.of_one < DEPENDS:
            return False
        if overlap.of_other >= DEPENDS:
            return True
        # The shorter stands in the longer. Was it cut out of it, or put into it?
        came_first = before(heads[copy], heads[original])
        if came_first is not None:
            return not came_first
        akin = self.links[copy]
        return all(
            other in akin or other == copy
            for other, held in self.links[original].items()
            if held.of_other >= DEPENDS > held.of_one
        )

    # --- copies ---

    def _origins(self, number: int, family: dict[int, int], rank: dict[int, int]) -> Iterator[Origin]:
        """What a document is a copy of: within its family the earlier one that it holds most of; of each other family that it
        holds something of the original, else the copy of it that it holds most of."""
        own, first = family[number], self.stands_for.get(number, number)
        candidates = [(-1.0, rank[n], n, SAME) for n in self.twins.get(first, ()) if n != number and family[n] == own]
        held: dict[int, tuple[bool, float, str, int, Overlap]] = {}
        for other, overlap in self.links.get(first, {}).items():
            embeds = overlap.of_other >= DEPENDS > overlap.of_one
            contained = -round(max(overlap.of_one, overlap.of_other), 3)
            for twin in self.twins[other]:
                if family[twin] == own:
                    candidates.append((contained, rank[twin], twin, overlap))
                elif embeds:
                    row = (family[twin] != twin, contained, self.known[twin].id, twin, overlap)
                    held[family[twin]] = min(held.get(family[twin], row), row, key=lambda row: row[:3])
        yield from (Origin(twin, overlap) for *_, twin, overlap in held.values())
        candidates = [row for row in candidates if row[1] < rank[number]]
        if candidates:
            _, _, chosen, overlap = min(candidates, key=lambda row: row[:3])
            yield Origin(chosen, overlap)
            return
        told = [
            (-share, rank[n], n) for n, share in self.translations.of.get(number, {}).items() if rank[n] < rank[number]
        ]
        if told:
            share, _, chosen = min(told)
            yield Origin(chosen, None, -share)
        elif rank[number]:
            yield Origin(own, None)

    def told(self, number: int, origin: Origin) -> Copy:
        """How a document repeats another, why that is taken for the original, and where."""
        copy, original, overlap = self.known[number], self.known[origin.of], origin.overlap
        if overlap is None:
            if not origin.share:
                return Copy(copy.id, original.id, CopyKind.EDITED, 0.0, "by another copy of the same text")
            return Copy(copy.id, original.id, CopyKind.TRANSLATED, round(origin.share, 3), why(original, copy))
        here, there = self._own(number, overlap.here), self._own(origin.of, overlap.there)
        overlap = Overlap(overlap.of_one, overlap.of_other, here, there)
        told = CopyKind.EXACT if not len(overlap.here) else kind(original, copy, overlap)
        if copy.provenance.is_doubled and overlap.of_other >= DEPENDS:
            told = CopyKind.DOUBLED
        contained = round(max(overlap.of_one, overlap.of_other), 3)
        return Copy(copy.id, original.id, told, contained, why(original, copy), passages(overlap))

    def _own(self, number: int, places: Places) -> Places:
        """Places in the twin that stands for a document as places in the document itself."""
        first = self.stands_for.get(number, number)
        if first == number:
            return places
        theirs = np.frombuffer(self.known[first].provenance.imprint.places, np.uint32)
        mine = np.frombuffer(self.known[number].provenance.imprint.places, np.uint32)
        return mine[np.searchsorted(theirs, places)]
