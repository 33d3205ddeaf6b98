"""Postings: which texts hold which hash, in sorted runs that are merged as they grow, so that adding one touches few of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]

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

    def add(self, texts: Sequence[tuple[int, Hashes]], least: int) -> Iterator[tuple[int, int]]:
        """Add texts by number; yields pairs that have at least `least` hashes in common, as keys (see `key`), with how many.

        A text's hashes stand in one run, so that each pair comes once.
        """
        filled = [(number, hashes) for number, hashes in texts if len(hashes)]
        if not filled:
            return
        hashes = np.concatenate([hashes for _, hashes in filled]).astype(np.uint64)
        numbers = np.repeat(np.array([n for n, _ in filled], np.uint64), [len(h) for _, h in filled])
        rows = np.sort((hashes << np.uint64(32)) | numbers)
        rows = rows[np.concatenate(([True], rows[1:] != rows[:-1]))]
        new = (rows >> np.uint64(32)).astype(np.uint32), rows.astype(np.uint32).astype(np.int32)
        for run in (*self.runs, new):
            for keys, shared in self._joined(new, run):
                enough = shared >= least
                yield from zip(keys[enough].tolist(), shared[enough].tolist(), strict=True)
        self.runs.append(new)
        self._merge()

    def frequent(self) -> Hashes:
        """The hashes that more than `most` texts hold, sorted."""
        self._merge(whole=True)
        if not self.runs:
            return np.zeros(0, np.uint32)
        values, counts = np.unique(self.runs[0][0], return_counts=True)
        return values[counts > self.most]

    def _joined(
        self, new: tuple[Hashes, Numbers], run: tuple[Hashes, Numbers]
    ) -> Iterator[tuple[Keys, npt.NDArray[np.int64]]]:
        """Pairs of a new text with one of a run (or with another new one, where the run is the new one itself)."""
        first = np.searchsorted(run[0], new[0], "left")
        counts = np.searchsorted(run[0], new[0], "right") - first
        useful = np.flatnonzero((counts > (run is new)) & (counts <= self.most))
        useful = useful[np.argsort(new[1][useful], kind="stable")]  # all of a text in one chunk
        texts, work = new[1][useful], np.cumsum(counts[useful])
        ends = (np.flatnonzero(np.concatenate((texts[1:] != texts[:-1], [True]))) + 1).tolist() if len(useful) else []
        begun = 0
        for n, end in enumerate(ends):
            if n + 1 < len(ends) and work[ends[n + 1] - 1] - (work[begun - 1] if begun else 0) <= CHUNK:
                continue
            chunk, begun = useful[begun:end], end
            many = counts[chunk]
            ones = np.repeat(new[1][chunk], many)
            steps = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
            others = run[1][np.repeat(first[chunk], many) + steps]
            pairs = ones > others if run is new else ones != others
            yield np.unique(key(ones[pairs], others[pairs]), return_counts=True)

    def _merge(self, whole: bool = False) -> None:
        self.runs.sort(key=lambda run: -len(run[0]))
        while len(self.runs) > 1 and (
            whole
            or (len(self.runs) >= FEW_RUNS and len(self.runs[-FEW_RUNS][0]) < 4 * len(self.runs[-1][0]) * FEW_RUNS)
        ):
            taken = self.runs if whole else self.runs[-FEW_RUNS:]
            hashes = np.concatenate([run[0] for run in taken])
            numbers = np.concatenate([run[1] for run in taken])
            order = np.argsort(hashes, kind="stable")
            self.runs[len(self.runs) - len(taken) :] = [(hashes[order], numbers[order])]
            self.runs.sort(key=lambda run: -len(run[0]))


def key(ones: Numbers, others: Numbers) -> Keys:
    """Pairs of numbers as one number each, the smaller first."""
    low, high = np.minimum(ones, others).astype(np.uint64), np.maximum(ones, others).astype(np.uint64)
    return (low << np.uint64(32)) | high


def unkeyed(pair: int) -> tuple[int, int]:
    """The two numbers of a key."""
    return pair >> 32, pair & 0xFFFFFFFF
