"""Postings: which texts hold which hash, in sorted runs that are merged as they grow, so that adding one touches few of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]
Met = npt.NDArray[np.int32]  # rows of two numbers of texts and how many hashes they share at most

FEW_RUNS = 6
CHUNK = 4_000_000  # pairs of hashes that are counted at once


class Postings:
    """Hashes of numbered texts. A hash that more than `most` texts hold tells nothing apart and joins no pair.

    Runs of about one size are merged when there are FEW_RUNS of them (a log-structured merge), so that each hash is copied a
    logarithmic number of times.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.runs: list[tuple[Hashes, Numbers]] = []
        self.frequent: Hashes = np.zeros(0, np.uint32)  # the hashes that more than `most` texts hold, sorted
        self._risen: list[Hashes] = []

    def add(self, texts: Sequence[tuple[int, Hashes]], least: int) -> Met:
        """Add texts by number; gives pairs that have at least `least` hashes in common, with how many.

        A text's hashes stand in one run, so that each pair comes once; of an earlier text only what is not too frequent counts.
        """
        filled = [(number, hashes) for number, hashes in texts if len(hashes)]
        if not filled:
            return np.zeros((0, 3), np.int32)
        hashes = np.concatenate([hashes for _, hashes in filled]).astype(np.uint64)
        numbers = np.repeat(np.array([n for n, _ in filled], np.uint64), [len(h) for _, h in filled])
        rows = np.sort((hashes << np.uint64(32)) | numbers)
        rows = rows[np.concatenate(([True], rows[1:] != rows[:-1]))]
        new = (rows >> np.uint64(32)).astype(np.uint32), rows.astype(np.uint32).astype(np.int32)
        self.runs.append(new)
        ranges = [ranged(run[0], new[0]) if run is not new else repeated(new[0]) for run in self.runs]
        totals = np.sum([counts for _, counts in ranges], axis=0)
        found = [np.zeros((0, 3), np.int32)]
        for run, (first, counts) in zip(self.runs, ranges, strict=True):
            useful = np.flatnonzero((counts > (run is new)) & (totals <= self.most))
            for keys, shared in self._joined(new, run, useful, first, counts):
                enough = shared >= least
                found.append(unkeyed(keys[enough], shared[enough]))
        frequent = np.setdiff1d(new[0][totals > self.most], self.frequent)
        if len(frequent):
            self.frequent = np.union1d(self.frequent, frequent)
            self._risen.append(frequent)
        self._merge()
        return np.concatenate(found)

    def touched(self) -> Numbers:
        """The texts of which a hash has become too frequent since this was last asked."""
        if not self._risen:
            return np.zeros(0, np.int32)
        hashes = np.unique(np.concatenate(self._risen))
        self._risen = []
        held = []
        for run in self.runs:
            first, counts = ranged(run[0], hashes)
            held.append(run[1][np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)])
        return np.unique(np.concatenate(held))

    def _joined(
        self, new: tuple[Hashes, Numbers], run: tuple[Hashes, Numbers], useful: Rows, first: Rows, counts: Rows
    ) -> Iterator[tuple[Keys, Rows]]:
        """Pairs of a new text with one of a run (or with another new one, where the run is the new one itself)."""
        if counts[useful].sum() <= CHUNK:
            yield self._paired(new, run, useful, first, counts)
            return
        useful = useful[np.argsort(new[1][useful], kind="stable")]  # all of a text in one chunk
        texts, work = new[1][useful], np.cumsum(counts[useful])
        ends = (np.flatnonzero(np.concatenate((texts[1:] != texts[:-1], [True]))) + 1).tolist() if len(useful) else []
        begun = 0
        for n, end in enumerate(ends):
            if n + 1 < len(ends) and work[ends[n + 1] - 1] - (work[begun - 1] if begun else 0) <= CHUNK:
                continue
            yield self._paired(new, run, useful[begun:end], first, counts)
            begun = end

    def _paired(
        self, new: tuple[Hashes, Numbers], run: tuple[Hashes, Numbers], chunk: Rows, first: Rows, counts: Rows
    ) -> tuple[Keys, Rows]:
        """The pairs of some new rows, and how many hashes each shares."""
        many = counts[chunk]
        others = run[1][np.arange(many.sum()) + np.repeat(first[chunk] - np.cumsum(many) + many, many)]
        ones = np.repeat(new[1][chunk], many)
        pairs = (ones > others if run is new else ones != others).nonzero()[0]
        keys = np.sort(key(ones[pairs], others[pairs]))
        begins = np.concatenate((np.zeros(min(1, len(keys)), np.int64), (keys[1:] != keys[:-1]).nonzero()[0] + 1))
        return keys[begins], np.diff(begins, append=len(keys))

    def _merge(self) -> None:
        self.runs.sort(key=lambda run: -len(run[0]))
        while len(self.runs) >= FEW_RUNS and len(self.runs[-FEW_RUNS][0]) < 4 * len(self.runs[-1][0]) * FEW_RUNS:
            taken = self.runs[-FEW_RUNS:]
            hashes = np.concatenate([run[0] for run in taken])
            numbers = np.concatenate([run[1] for run in taken])
            order = np.argsort(hashes, kind="stable")
            self.runs[len(self.runs) - len(taken) :] = [(hashes[order], numbers[order])]
            self.runs.sort(key=lambda run: -len(run[0]))


def ranged(held: Hashes, wanted: Hashes) -> tuple[Rows, Rows]:
    """Where each hash begins in a sorted run, and how often it stands there; both are sorted."""
    first = np.searchsorted(held, wanted, "left")
    return first, np.searchsorted(held, wanted, "right") - first


def repeated(held: Hashes) -> tuple[Rows, Rows]:
    """The same for the hashes of a run in the run itself."""
    begins = np.concatenate(([0], (held[1:] != held[:-1]).nonzero()[0] + 1))
    counts = np.diff(begins, append=len(held))
    return np.repeat(begins, counts), np.repeat(counts, counts)


def key(ones: Numbers, others: Numbers) -> Keys:
    """Pairs of numbers as one number each, the smaller first."""
    low, high = np.minimum(ones, others).astype(np.uint64), np.maximum(ones, others).astype(np.uint64)
    return (low << np.uint64(32)) | high


def unkeyed(keys: Keys, shared: Rows) -> Met:
    """Rows of the two numbers of a key and how many hashes they share."""
    return np.stack((keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF), shared.astype(np.uint64)), axis=1).astype(
        np.int32
    )


def member(hashes: Hashes, held: Hashes) -> npt.NDArray[np.bool_]:
    """Which hashes are among others that are sorted."""
    if not len(held):
        return np.zeros(len(hashes), bool)
    return np.asarray(held[np.minimum(np.searchsorted(held, hashes), len(held) - 1)] == hashes)
