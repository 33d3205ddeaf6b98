"""Overlaps: what each of many pairs of texts shares, all pairs of a batch in one pass over their sorted hashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..extraction.imprint import limit, share
from ..model import Imprint
from .lineage import Overlap
from .postings import Hashes, Met, member

LEAST_SHARED, LEAST_CONTAINED, EVENLY, WHOLLY = 6, 0.45, 0.75, 0.85
PARTS = 8  # of a text, over which what is shared has to be spread
BATCH = 4096  # pairs at once
LIMITS = np.array([limit(n) for n in range(24)], np.uint64)
LOW = np.uint64(32)

Rows = npt.NDArray[np.int64]


class Table:
    """The hashes of some texts in one sorted array, each with its text above it, without those that too many texts hold."""

    def __init__(self, imprints: Sequence[Imprint], frequent: Hashes) -> None:
        hashes = np.frombuffer(b"".join([made.hashes.tobytes() for made in imprints]), np.uint32)
        places = np.frombuffer(b"".join([made.places.tobytes() for made in imprints]), np.uint32)
        texts = np.repeat(np.arange(len(imprints), dtype=np.uint64), [len(made.hashes) for made in imprints])
        if len(frequent):
            rare = ~member(hashes, frequent)
            hashes, places, texts = hashes[rare], places[rare], texts[rare]
        keys = (texts << LOW) | hashes
        order = np.argsort(keys)
        keys = keys[order]
        first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
        self.keys = keys[first]
        # A hash that stands in a text twice counts where it first stands.
        self.places = np.minimum.reduceat(places[order], first) if len(first) else places
        self.starts: Rows = np.searchsorted(self.keys, np.arange(len(imprints) + 1, dtype=np.uint64) << LOW)
        self.shares = np.array([share(made) for made in imprints], np.int64)

    def counts(self, texts: Rows, levels: Rows) -> Rows:
        """How many hashes each text has that are small enough for a share."""
        bounds = (texts.astype(np.uint64) << LOW) | LIMITS[levels]
        return np.asarray(np.searchsorted(self.keys, bounds, "right") - self.starts[texts])

    def lengths(self) -> Rows:
        """One past the last place of each text."""
        found = np.ones(len(self.shares), np.int64)
        filled = np.flatnonzero(self.starts[1:] > self.starts[:-1])
        if len(filled):
            found[filled] = np.maximum.reduceat(self.places, self.starts[filled]).astype(np.int64) + 1
        return found


def overlaps(imprints: Mapping[int, Imprint], met: Met, frequent: Hashes) -> Iterator[tuple[int, int, Overlap]]:
    """Of pairs (one, other, what they share at most) those of which one is a copy, the one with fewer hashes first."""
    met = met[promising(imprints, met, frequent)]
    met = met[np.lexsort((met[:, 1], met[:, 0]))]  # so that a batch is of few texts
    for begun in range(0, len(met), BATCH):
        yield from overlapping(imprints, met[begun : begun + BATCH], frequent)


def promising(imprints: Mapping[int, Imprint], met: Met, frequent: Hashes) -> npt.NDArray[np.bool_]:
    """Which pairs share enough if they share all that they may; most do not, and need no closer look."""
    numbers = np.flatnonzero(np.bincount(met[:, :2].ravel())) if len(met) else np.zeros(0, np.int64)
    counts = []
    for begun in range(0, len(numbers), BATCH):
        table = Table([imprints[number] for number in numbers[begun : begun + BATCH].tolist()], frequent)
        texts = np.repeat(np.arange(len(table.shares)), len(LIMITS))
        levels = np.tile(np.arange(len(LIMITS)), len(table.shares))
        held = table.counts(texts, levels).reshape(-1, len(LIMITS))
        counts.append((held, table.shares))
    if not counts:
        return np.zeros(len(met), bool)
    held, shares = np.concatenate([row[0] for row in counts]), np.concatenate([row[1] for row in counts])
    ones, others = np.searchsorted(numbers, met[:, 0]), np.searchsorted(numbers, met[:, 1])
    levels = np.maximum(shares[ones], shares[others])
    few = np.minimum(held[ones, levels], held[others, levels])
    return np.asarray((few >= LEAST_SHARED) & (met[:, 2] >= LEAST_CONTAINED * few))


def overlapping(imprints: Mapping[int, Imprint], met: Met, frequent: Hashes) -> Iterator[tuple[int, int, Overlap]]:
    """The copies among the pairs of one batch: all of the shorter is shared, or most of it and not in one place only."""
    numbers, index = np.unique(met[:, :2], return_inverse=True)
    table = Table([imprints[number] for number in numbers.tolist()], frequent)
    if not len(table.keys):
        return
    ones, others = index.reshape(-1, 2).T
    levels = np.maximum(table.shares[ones], table.shares[others])
    mine, theirs = table.counts(ones, levels), table.counts(others, levels)
    swapped = mine > theirs
    few, many = np.minimum(mine, theirs), np.maximum(mine, theirs)
    short, long = np.where(swapped, others, ones), np.where(swapped, ones, others)
    enough = (few >= LEAST_SHARED) & (met[:, 2] >= LEAST_CONTAINED * few)
    near = enough.nonzero()[0]
    near = near[np.argsort(long[near], kind="stable")]  # what is looked up in one text, one after the other
    few, many, short, long = few[near], many[near], short[near], long[near]
    # Each hash of the shorter one is looked up in the longer one.
    pairs = np.repeat(np.arange(len(few)), few)
    sources = np.arange(len(pairs)) + np.repeat(table.starts[short] - np.cumsum(few) + few, few)
    wanted = (long[pairs].astype(np.uint64) << LOW) | (table.keys[sources] & np.uint64(0xFFFFFFFF))
    at = np.minimum(np.searchsorted(table.keys, wanted), len(table.keys) - 1)
    hits = np.flatnonzero(table.keys[at] == wanted)
    pairs, here, there = pairs[hits], table.places[sources[hits]], table.places[at[hits]]
    shared = np.bincount(pairs, minlength=len(few))
    held = np.zeros((len(few), PARTS), bool)
    held[pairs, np.minimum(PARTS - 1, here.astype(np.int64) * PARTS // table.lengths()[short][pairs])] = True
    contained = shared / few
    spread = (contained >= WHOLLY) | ((contained >= LEAST_CONTAINED) & (held.sum(axis=1) >= EVENLY * PARTS))
    good = (shared >= LEAST_SHARED) & spread
    kept = np.flatnonzero(good[pairs])
    pairs, here, there = pairs[kept], here[kept], there[kept]
    order = np.argsort((pairs.astype(np.uint64) << LOW) | here)
    here, there = here[order], there[order]
    rows = np.flatnonzero(good)
    ends = np.cumsum(shared[rows]).tolist()
    firsts, seconds = numbers[short[rows]].tolist(), numbers[long[rows]].tolist()
    of_one, of_other = contained[rows].tolist(), (shared[rows] / many[rows]).tolist()
    for n, (one, other) in enumerate(zip(firsts, seconds, strict=True)):
        begun = ends[n - 1] if n else 0
        yield one, other, Overlap(of_one[n], of_other[n], here[begun : ends[n]], there[begun : ends[n]])
