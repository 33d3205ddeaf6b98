"""Copies: which documents repeat which, how, and what is one family; found by what texts contain, not by how alike they are.

A pair is looked at where two texts share sampled shingles that are not everybody's. It is a copy where the shorter one's words
stand in the other: MOSTLY of them, and spread over it, for a long quotation in two articles makes neither a copy of the other.
What is found depends on the documents alone and not on the order in which they came: a shingle that more than MOST_TEXTS
hold is left out everywhere, and whatever is decided is decided on all that is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..extraction.imprint import limit, share
from ..model import Imprint, Provenance
from .lineage import NOWHERE, Known, Overlap, before, in_order, kind, passages, spread, why
from .model import Copy, CopyKind
from .postings import Hashes, Postings, unkeyed
from .translations import Translations

MOST_TEXTS = 400
LEAST_SHARED, LEAST_CONTAINED, EVENLY, WHOLLY = 6, 0.45, 0.75, 0.85
DEPENDS = 0.5  # the share of a copy's words from which it counts as one with its original
LEAST_WORDS = 8  # fewer are nobody's text
BATCH = 4096
LIMITS = np.array([limit(n) for n in range(24)], np.uint32)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text's hashes, sorted and each once, where each first stands; which share of all hashes it could hold (a power of a
    half), and how many of its own are small enough for each smaller share."""

    hashes: Hashes
    places: npt.NDArray[np.uint32]
    share: int
    counts: tuple[int, ...]


def sample(made: Imprint) -> Sample:
    """The sample of an imprint."""
    rows = np.sort(
        (np.frombuffer(made.hashes, np.uint32).astype(np.uint64) << 32) | np.frombuffer(made.places, np.uint32)
    )
    hashes = (rows >> 32).astype(np.uint32)
    first = np.concatenate(([True], hashes[1:] != hashes[:-1])) if len(hashes) else np.zeros(0, bool)
    return sampled(hashes[first], (rows[first] & 0xFFFFFFFF).astype(np.uint32), share(made))


def sampled(hashes: Hashes, places: npt.NDArray[np.uint32], share: int) -> Sample:
    """A sample of hashes that are sorted."""
    return Sample(hashes, places, share, tuple(np.searchsorted(hashes, LIMITS, "right").tolist()))


class CopyIndex:
    """Documents by what they contain. Adding one looks up its own shingles only; `copies` and `families` weigh what was met."""

    def __init__(self) -> None:
        self._known: list[Known] = []
        self._number: dict[str, int] = {}
        self._same: dict[
            tuple[int, bytes], list[int]
        ] = {}  # documents of the very same words, the first stands for all
        self._waiting: list[int] = []
        self._postings = Postings(MOST_TEXTS)
        self._translations = Translations()
        self._met: dict[int, int] = {}
        self._found: tuple[dict[str, str], tuple[Copy, ...]] | None = None

    def __len__(self) -> int:
        return len(self._number)

    def add(self, document: str, provenance: Provenance) -> None:
        """Add a document; one that is there already is left as it is."""
        if document in self._number:
            return
        number = len(self._known)
        self._number[document] = number
        self._known.append(Known(document, provenance))
        made = provenance.imprint
        if made.words >= LEAST_WORDS:
            twins = self._same.setdefault((made.words, made.hashes.tobytes()), [])
            twins.append(number)
            if len(twins) == 1:
                self._waiting.append(number)
        self._translations.add(number, provenance)
        self._found = None
        if len(self._waiting) >= BATCH:
            self._join()

    def remove(self, document: str) -> None:
        """Forget a document. This one does start anew; what is withdrawn is not removed, for its copies have to be known."""
        fresh = CopyIndex()
        for known in self._known:
            if known.id != document:
                fresh.add(known.id, known.provenance)
        self.__dict__ = fresh.__dict__

    def copies(self) -> tuple[Copy, ...]:
        """Every document that repeats another, by identifier; a longer text that holds several has a row for each."""
        return self._weighed()[1]

    def families(self) -> dict[str, str]:
        """For each document the original of its family; a document that is no copy is its own."""
        return self._weighed()[0]

    # --- finding pairs ---

    def _join(self) -> None:
        """Look up the texts that wait, and remember with whom they share."""
        texts = [
            (number, np.frombuffer(self._known[number].provenance.imprint.hashes, np.uint32))
            for number in self._waiting
        ]
        self._waiting = []
        self._met.update(self._postings.add(texts, LEAST_SHARED))

    def _pairs(self) -> Iterator[tuple[int, int, Overlap]]:
        """Pairs of texts of which one holds enough of the other."""
        self._join()
        frequent = self._postings.frequent()
        bare: dict[int, Sample] = {}
        for pair, count in self._met.items():
            one, other = unkeyed(pair)
            for number in (one, other):
                if number not in bare:
                    bare[number] = without(sample(self._known[number].provenance.imprint), frequent)
            overlap = overlapping(bare[one], bare[other], count)
            if overlap is not None and is_copy(bare[one], bare[other], overlap):
                yield one, other, overlap

    # --- weighing them ---

    def _weighed(self) -> tuple[dict[str, str], tuple[Copy, ...]]:
        if self._found is None:
            links = self._links()
            family = self._families(links)
            self._found = (
                {known.id: self._known[family[number]].id for number, known in enumerate(self._known)},
                tuple(sorted(self._copies(links, family), key=lambda c: (c.document, c.copy_of))),
            )
        return self._found

    def _links(self) -> dict[int, list[tuple[int, Overlap]]]:
        """For each text those that it shares enough with, the overlap seen from it; twins share everything."""
        links: dict[int, list[tuple[int, Overlap]]] = defaultdict(list)
        for one, other, overlap in self._pairs():
            links[one].append((other, overlap))
            links[other].append((one, overlap.turned()))
        return links

    def _depends(self, copy: int, original: int, overlap: Overlap, links: dict[int, list[tuple[int, Overlap]]]) -> bool:
        """Whether `copy`, of which `overlap.of_one` stands in `original`, is mostly nothing but that."""
        if overlap.of_one < DEPENDS:
            return False
        if overlap.of_other >= DEPENDS:
            return True
        # The shorter stands in the longer. Was it cut out of it, or put into it?
        if before(self._known[copy], self._known[original]):
            return False
        others = [n for n, held in links[original] if held.of_other >= DEPENDS and held.of_one < DEPENDS and n != copy]
        akin = {n for n, _ in links[copy]}
        return before(self._known[original], self._known[copy]) is True or all(n in akin for n in others)

    def _families(self, links: dict[int, list[tuple[int, Overlap]]]) -> dict[int, int]:
        """The original of each document, by number: texts that depend on one another are one family."""
        parent = list(range(len(self._known)))

        def root(number: int) -> int:
            while parent[number] != number:
                parent[number] = parent[parent[number]]
                number = parent[number]
            return number

        for twins in self._same.values():
            for twin in twins[1:]:
                parent[root(twin)] = root(twins[0])
        for one, found in links.items():
            for other, overlap in found:
                if self._depends(one, other, overlap, links):
                    parent[root(one)] = root(other)
        for one, other, _ in self._translations.pairs():
            parent[root(one)] = root(other)
        members: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._known)):
            members[root(number)].append(number)
        family = {}
        for group in members.values():
            original = self._number[in_order([self._known[n] for n in group])[0].id] if len(group) > 1 else group[0]
            family.update(dict.fromkeys(group, original))
        return family

    def _copies(self, links: dict[int, list[tuple[int, Overlap]]], family: dict[int, int]) -> Iterator[Copy]:
        stands_for = {n: twins[0] for twins in self._same.values() for n in twins}
        twins_of = {twins[0]: twins for twins in self._same.values()}
        translated: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for one, other, held in self._translations.pairs():
            translated[one].append((other, held))
            translated[other].append((one, held))
        members: dict[int, list[int]] = defaultdict(list)
        for number, original in family.items():
            members[original].append(number)
        for group in members.values():
            rank = (
                {self._number[one.id]: n for n, one in enumerate(in_order([self._known[m] for m in group]))}
                if len(group) > 1
                else {group[0]: 0}
            )
            for number in group:
                yield from self._origins(number, links, stands_for, twins_of, translated, rank, family)

    def _origins(
        self,
        number: int,
        links: dict[int, list[tuple[int, Overlap]]],
        stands_for: dict[int, int],
        twins_of: dict[int, list[int]],
        translated: dict[int, list[tuple[int, float]]],
        rank: dict[int, int],
        family: dict[int, int],
    ) -> Iterator[Copy]:
        """What a document is a copy of: within its family the earlier one that it holds most of; elsewhere all that it holds."""
        copy, first = self._known[number], stands_for.get(number, number)
        candidates: list[tuple[float, int, int, Overlap | None]] = []
        for twin in twins_of.get(first, ()):
            if twin != number and rank[twin] < rank[number]:
                candidates.append((-1.0, rank[twin], twin, Overlap(1.0, 1.0, NOWHERE, NOWHERE)))
        for other, overlap in links.get(first, ()):
            for twin in twins_of.get(other, (other,)):
                if twin in rank and rank[twin] < rank[number]:
                    candidates.append((-round(max(overlap.of_one, overlap.of_other), 3), rank[twin], twin, overlap))
                elif (
                    family[twin] != family[number]
                    and family[twin] == twin
                    and overlap.of_other >= DEPENDS > overlap.of_one
                ):
                    yield self._row(copy, self._known[twin], overlap)
        if not candidates:
            for other, share in sorted(translated.get(number, ())):
                if other in rank and rank[other] < rank[number]:
                    original = self._known[other]
                    reason = why(original, copy)
                    yield Copy(copy.id, original.id, CopyKind.TRANSLATED, round(share, 3), reason)
                    return
        if candidates:
            _, _, chosen, best = min(candidates, key=lambda row: row[:3])
            yield self._row(copy, self._known[chosen], best or Overlap(1.0, 1.0, NOWHERE, NOWHERE))
        elif rank[number] and number not in translated:
            original = self._known[family[number]]
            yield Copy(copy.id, original.id, CopyKind.EDITED, 0.0, "by another copy of the same text")

    def _row(self, copy: Known, original: Known, overlap: Overlap) -> Copy:
        told = CopyKind.EXACT if not len(overlap.here) else kind(original, copy, overlap)
        if copy.provenance.is_doubled and overlap.of_other >= DEPENDS:
            told = CopyKind.DOUBLED
        contained = round(max(overlap.of_one, overlap.of_other), 3)
        return Copy(copy.id, original.id, told, contained, why(original, copy), passages(overlap))


def is_copy(one: Sample, other: Sample, overlap: Overlap) -> bool:
    """Whether what is shared makes one a copy: all of the shorter, or most of it and not in one place only."""
    contained = max(overlap.of_one, overlap.of_other)
    if contained >= WHOLLY or contained < LEAST_CONTAINED:
        return contained >= WHOLLY
    shorter, seen = (one, overlap) if overlap.of_one >= overlap.of_other else (other, overlap.turned())
    return spread(seen, int(shorter.places.max()) + 1) >= EVENLY


def without(whole: Sample, frequent: Hashes) -> Sample:
    """A sample without the hashes that too many texts hold."""
    if not len(frequent):
        return whole
    rare = ~np.isin(whole.hashes, frequent, assume_unique=True)
    return sampled(whole.hashes[rare], whole.places[rare], whole.share)


def overlapping(one: Sample, other: Sample, met: int) -> Overlap | None:
    """What two samples share, of what both could hold; None for too little, which `met`, what they share at most, may tell."""
    level = max(one.share, other.share)
    mine, theirs = one.counts[level], other.counts[level]
    if not mine or not theirs or met < LEAST_CONTAINED * min(mine, theirs):
        return None
    if mine > theirs:
        found = overlapping_sorted(other, theirs, one, mine)
        return found.turned() if found else None
    return overlapping_sorted(one, mine, other, theirs)


def overlapping_sorted(short: Sample, mine: int, long: Sample, theirs: int) -> Overlap | None:
    """What the first hashes of the sample that has fewer share with those of the other."""
    hashes = short.hashes[:mine]
    at = np.minimum(np.searchsorted(long.hashes[:theirs], hashes), theirs - 1)
    shared = np.flatnonzero(long.hashes[at] == hashes)
    if len(shared) < LEAST_SHARED:
        return None
    return Overlap(len(shared) / mine, len(shared) / theirs, short.places[shared], long.places[at[shared]])


def copies(provenances: Iterable[tuple[str, Provenance]]) -> tuple[Copy, ...]:
    """The copies among documents given by id and provenance."""
    index = CopyIndex()
    for document, provenance in provenances:
        index.add(document, provenance)
    return index.copies()
