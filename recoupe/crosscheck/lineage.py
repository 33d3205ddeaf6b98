"""Lineage: of two texts that hold the same words, how the one repeats the other, and which of them was first.

The order is that of the world where it is known: who names another as its source comes after it, then days of publication, then
what kind of source it is; only then what the texts themselves tell. Where nothing does, the identifier decides, and the reason
says so: an original has to be the same whatever order the documents arrived in.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..model import Provenance, SourceKind
from .model import CopyKind, Shared

# Shares of a text that stand in the other, and ratios of lengths: where a part, a frame or an edit begins.
WHOLE, MOSTLY, FRAME, LONGER, ORDERED, TWICE = 0.9, 0.5, 0.85, 3.0, 0.8, 0.6
# How near to the facts a kind of source is, where days do not tell.
NEARNESS = {SourceKind.AGENCY: 0, SourceKind.OFFICIAL: 1, SourceKind.PRESS: 2, SourceKind.FORUM: 4, SourceKind.MAIL: 4}
GAP, TAIL = 400, 24  # characters between two shared shingles of one passage; about the length of a shingle


Places = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """What two texts share: the share of each one's sample that the other holds, and the places of it in either."""

    of_one: float
    of_other: float
    here: Places
    there: Places

    def turned(self) -> Overlap:
        """The same, seen from the other text."""
        return Overlap(self.of_other, self.of_one, self.there, self.here)

    def in_order(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The places in either, in the order of the one."""
        order = self.here.argsort(kind="stable")
        return self.here[order].astype(np.int64), self.there[order].astype(np.int64)


NOWHERE: Places = np.zeros(0, np.uint32)


@dataclass(frozen=True)
class Known:
    """A document as its lineage sees it."""

    id: str
    provenance: Provenance

    @property
    def words(self) -> int:
        return self.provenance.imprint.words

    @cached_property
    def order(self) -> tuple[date, date, int, int, int, str]:
        """Where it stands among its copies: by day, then agencies and officials, then the longer by more than a frame, then the
        one with less of a frame, then the identifier."""
        published = self.provenance.published
        last = published.latest or published.earliest or date.max
        first = published.earliest or published.latest or date.max
        source = self.provenance.source.kind if self.provenance.source else SourceKind.UNKNOWN
        length = round(math.log(max(1, self.words), 1 / FRAME))
        return last, first, NEARNESS.get(source, 3), -length, self.words, self.id


def credits_of(one: Known) -> set[str]:
    """Whom a document names as its source, folded."""
    return {folded(credit) for credit in one.provenance.credits}


def names_of(one: Known) -> set[str]:
    """By what another may name a document as its source: its outlet and its address."""
    told = [one.provenance.source.name if one.provenance.source else "", one.provenance.url or ""]
    return {folded(name) for name in told if name}


def folded(name: str) -> str:
    """A name or address for comparing."""
    return name.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/ ")


def is_credited_by(original: Known, copy: Known) -> bool:
    """Whether `copy` names the outlet or address of `original`, which does not name itself so."""
    if not copy.provenance.credits:
        return False
    return bool(names_of(original) & (credits_of(copy) - names_of(copy)))


def in_order(members: Iterable[Known]) -> list[Known]:
    """The documents of one family, the original first: those that name none of the others as their source, by their `order`."""
    rows = sorted(members, key=lambda one: one.order)
    if not any(one.provenance.credits for one in rows):
        return rows
    named = {name: one.id for one in rows for name in names_of(one)}
    copying = {one.id for one in rows if any(named.get(c, one.id) != one.id for c in credits_of(one) - names_of(one))}
    return [one for one in rows if one.id not in copying] + [one for one in rows if one.id in copying]


def why(original: Known, copy: Known) -> str:
    """In words, why `original` is taken for the original of `copy`."""
    if is_credited_by(original, copy):
        return f"it names {original.provenance.source.name if original.provenance.source else 'it'} as its source"
    ours, theirs = original.order, copy.order
    if ours[0] != theirs[0]:
        return f"published first, {ours[0].isoformat()}" if theirs[0] != date.max else "the only one with a date"
    if ours[1] != theirs[1]:
        return f"published first, {ours[1].isoformat()}"
    if ours[2] != theirs[2]:
        return "its source is nearer to the facts"
    if ours[3] != theirs[3]:
        return "the longer text"
    if ours[4] != theirs[4]:
        return "the other only adds to it"
    return "nothing tells them apart: taken by its identifier"


def before(one: Known, other: Known) -> bool | None:
    """Whether a document surely came before another, by what it names or by its day; None where nothing says."""
    if is_credited_by(one, other) != is_credited_by(other, one):
        return is_credited_by(one, other)
    ours, theirs = one.order[:2], other.order[:2]
    if date.max in (ours[0], theirs[0]) or ours == theirs:
        return None
    return ours < theirs


def kind(original: Known, copy: Known, overlap: Overlap) -> CopyKind:
    """How `copy` repeats `original`; `overlap` is seen from the copy."""
    ratio = copy.words / max(1, original.words)
    if copy.provenance.is_doubled or (overlap.of_other >= WHOLE and ratio > 2 * FRAME and repeats(copy) >= TWICE):
        return CopyKind.DOUBLED
    if overlap.of_one >= WHOLE or overlap.of_other >= WHOLE:
        if overlap.of_one >= WHOLE and overlap.of_other >= WHOLE and share_in_order(overlap) < ORDERED:
            return CopyKind.REORDERED
        if overlap.of_one >= WHOLE and ratio < FRAME:
            return CopyKind.TRUNCATED
        if overlap.of_other >= WHOLE and ratio > 1 / FRAME:
            return CopyKind.EMBEDDED if ratio > 1.5 else CopyKind.FRAMED
        is_same = overlap.of_one > 0.999 and overlap.of_other > 0.999 and original.words == copy.words
        return CopyKind.EXACT if is_same else CopyKind.FRAMED if ratio >= 1 else CopyKind.EDITED
    return CopyKind.REORDERED if share_in_order(overlap) < MOSTLY else CopyKind.EDITED


def repeats(one: Known) -> float:
    """The share of a text's sample that stands in it twice."""
    hashes = one.provenance.imprint.hashes
    return 2 * (len(hashes) - len(set(hashes))) / max(1, len(hashes))


def share_in_order(overlap: Overlap) -> float:
    """The share of what is shared that stands in the same order in both (longest increasing run, Fredman 1975)."""
    _, there = overlap.in_order()
    if not len(there) or (there[1:] >= there[:-1]).all():
        return 1.0
    tails: list[int] = []
    for place in there.tolist():
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails) / len(there)


def spread(overlap: Overlap, length: int, parts: int = 8) -> float:
    """How evenly what is shared lies over the text: the share of its eighths that hold some of it."""
    held = np.unique(np.minimum(parts - 1, overlap.here.astype(np.int64) * parts // max(1, length)))
    return len(held) / parts


def passages(overlap: Overlap) -> tuple[Shared, ...]:
    """The passages that are shared, from the sampled places: those that follow one another in both texts as one."""
    here, there = overlap.in_order()
    if not len(here):
        return ()
    onward = there[1:] - there[:-1]
    breaks = np.flatnonzero((here[1:] - here[:-1] > GAP) | (onward < 0) | (onward > GAP)).tolist()
    rows = zip([0, *(at + 1 for at in breaks)], [*breaks, len(here) - 1], strict=True)
    return tuple(Shared((int(here[a]), int(here[b]) + TAIL), (int(there[a]), int(there[b]) + TAIL)) for a, b in rows)
