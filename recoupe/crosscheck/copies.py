"""Copies: which documents repeat which, how, and what is one family; found by what texts contain, not by how alike they are.

A pair is looked at where two texts share sampled shingles that are not everybody's. It is a copy where the shorter one's words
stand in the other: MOSTLY of them, and spread over it, for a long quotation in two articles makes neither a copy of the other.
What is found depends on the documents alone and not on the order in which they came: a shingle that more than MOST_TEXTS
hold is left out everywhere, and whatever is decided is decided on all that is known. What one more document can have changed is
weighed anew, and nothing else: the clusters it joins, and those of the texts of which it made a shingle too frequent.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..model import Imprint, Provenance
from .families import Linked, Origin
from .lineage import Known
from .model import Copy
from .overlaps import LEAST_SHARED, overlaps
from .postings import Met, Postings

MOST_TEXTS = 400
LEAST_WORDS = 8  # fewer are nobody's text
BATCH = 4096
MANY = 256  # parts of what was met, before they are put together


class CopyIndex:
    """Documents by what they contain. Adding one looks up its own shingles only; `copies` and `families` weigh what was met."""

    def __init__(self) -> None:
        self._linked = Linked()
        self._same: dict[tuple[int, bytes], int] = {}  # by its words, the first document of them
        self._imprints: dict[int, Imprint] = {}
        self._waiting: list[int] = []
        self._postings = Postings(MOST_TEXTS)
        self._met: list[Met] = []  # what two texts share at most
        self._new: list[Met] = []  # the same of those that are not linked yet
        self._changed: set[int] = set()  # texts whose clusters have to be weighed
        self._family: dict[str, str] = {}
        self._origins: dict[int, list[Origin]] = {}
        self._rows: dict[int, list[Copy]] = {}  # those of `_origins` that were told
        self._copies: tuple[Copy, ...] | None = ()

    def __len__(self) -> int:
        return len(self._linked.known)

    def add(self, document: str, provenance: Provenance) -> None:
        """Add a document; one that is there already is left as it is."""
        linked = self._linked
        if document in linked.number:
            return
        number = len(linked.known)
        linked.number[document] = number
        linked.known.append(Known(document, provenance))
        self._changed.add(number)
        made = provenance.imprint
        if made.words >= LEAST_WORDS:
            first = self._same.setdefault((made.words, made.hashes.tobytes()), number)
            linked.stands_for[number] = first
            linked.twins.setdefault(first, []).append(number)
            if first == number:
                self._imprints[number] = made
                self._waiting.append(number)
        linked.translations.add(number, provenance)
        if len(self._waiting) >= BATCH:
            self._join()

    def remove(self, document: str) -> None:
        """Forget a document. This one does start anew; what is withdrawn is not removed, for its copies have to be known."""
        fresh = CopyIndex()
        for known in self._linked.known:
            if known.id != document:
                fresh.add(known.id, known.provenance)
        self.__dict__ = fresh.__dict__

    def copies(self) -> tuple[Copy, ...]:
        """Every document that repeats another, by identifier; a longer text that holds several has a row for each."""
        self._weigh()
        if self._copies is None:
            for number, origins in self._origins.items():
                if number not in self._rows:
                    self._rows[number] = [self._linked.told(number, origin) for origin in origins]
            rows = [row for found in self._rows.values() for row in found]
            self._copies = tuple(sorted(rows, key=lambda row: (row.document, row.copy_of)))
        return self._copies

    def pairs(self) -> set[tuple[str, str]]:
        """Every document that repeats another, with that; as `copies`, for who does not ask how, why and where."""
        self._weigh()
        known = self._linked.known
        return {(known[n].id, known[one.of].id) for n, origins in self._origins.items() for one in origins}

    def families(self) -> dict[str, str]:
        """For each document the original of its family; a document that is no copy is its own."""
        self._weigh()
        return dict(self._family)

    def _join(self) -> None:
        """Look up the texts that wait, and remember with whom they share."""
        imprints = self._imprints
        texts = [(number, np.frombuffer(imprints[number].hashes, np.uint32)) for number in self._waiting]
        self._new.append(self._postings.add(texts, LEAST_SHARED))
        self._waiting = []

    def _link(self) -> None:
        """Find what the texts that are new, or of which a shingle became too frequent, share with those that they met."""
        self._join()
        links, met = self._linked.links, self._new
        again = np.zeros(len(self._linked.known), bool)
        again[self._postings.touched()] = True
        if again.any():
            met = met + [rows[again[rows[:, 0]] | again[rows[:, 1]]] for rows in self._met]
        for one in np.flatnonzero(again).tolist():
            for other in links.pop(one, ()):
                links[other].pop(one, None)
                self._changed.add(other)
            self._changed.add(one)
        for one, other, overlap in overlaps(self._imprints, np.concatenate(met), self._postings.frequent):
            links[one][other], links[other][one] = overlap, overlap.turned()
        self._met += self._new
        if len(self._met) > MANY:
            self._met = [np.concatenate(self._met)]
        self._new = []

    def _weigh(self) -> None:
        """Weigh the clusters that have changed since they were last asked for."""
        if not self._changed:
            return
        linked = self._linked
        self._link()
        self._changed |= linked.translations.link()
        done: set[int] = set()
        for number in self._changed:
            if number in done:
                continue
            cluster = linked.cluster(number)
            done.update(cluster)
            family, origins = linked.weighed(cluster)
            for one in cluster:
                self._family[linked.known[one].id] = linked.known[family[one]].id
                self._origins.pop(one, None)
                self._rows.pop(one, None)
            self._origins.update(origins)
        self._changed, self._copies = set(), None


def copies(provenances: Iterable[tuple[str, Provenance]]) -> tuple[Copy, ...]:
    """The copies among documents given by id and provenance."""
    index = CopyIndex()
    for document, provenance in provenances:
        index.add(document, provenance)
    return index.copies()
