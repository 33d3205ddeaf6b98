"""Store: what may be asked of a workspace and written to it; beside the contract, a store in memory.

The durable adapter is the Django app `recoupe.room.evidence`; `tests/store/` holds every adapter to the same contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Protocol

from .crosscheck.copies import CopyIndex
from .crosscheck.model import Fall, Ruling, ruling_id
from .crosscheck.rulings import in_force
from .crosscheck.withdrawal import Fallen, fallen
from .errors import StoreError
from .identifiers import piece_id
from .model import Document, Evidence, Marking, Piece, Provenance, Published, plain
from .query import Query, count


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as a list shows it: everything but its text, and how much was found in it."""

    id: str
    name: str
    title: str
    language: str
    published: Published
    source: str | None
    url: str | None
    marking: Marking
    engine: str
    size: int
    counts: dict[str, int]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage or a claim that answers a query; offsets in the clean text of its document.

    `fall` says why it no longer stands, where it was withdrawn.
    """

    kind: str
    document: str
    name: str
    title: str
    start: int
    end: int
    original: tuple[int, int]
    text: str
    speaker: str | None = None
    modality: str | None = None
    fall: Fall | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: which, why, and what to do."""

    what: str
    why: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came out of one file, written once all of it is stored: it need not be opened again by the same engine."""

    key: str
    engine: str
    documents: tuple[str, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An export with the names of private persons: when, in which format, why, and how many documents it held."""

    at: str
    format: str
    reason: str
    documents: int


class Store(Protocol):
    """What may be asked of a workspace and written to it. Each write is one transaction: all of it, or nothing."""

    def has(self, document: str, engine: str) -> bool:
        """Whether a document is stored as this engine reads it."""

    def save(self, document: Document, evidence: Evidence, engine: str) -> bool:
        """Keep a document and its evidence; False where this engine's are there. Another engine's evidence is replaced."""

    def entries(self) -> list[Entry]:
        """The documents, by day of publication (undated last), name and id."""

    def find(self, key: str) -> list[Entry]:
        """The documents that a person means by an id or its beginning (6 characters or more), a name, a path or its end."""

    def document(self, id: str) -> Document:
        """The document with this id. Raises StoreError where there is none."""

    def evidence(self, id: str) -> Evidence:
        """The evidence of the document with this id. Raises StoreError where there is none."""

    def pairs(self, ids: Iterable[str] | None = None) -> Iterator[tuple[Document, Evidence]]:
        """Documents with their evidence, streamed: those named, in that order, or all, in the order of `entries`."""

    def search(self, query: Query, limit: int = 50) -> list[Hit]:
        """Passages and claims that answer a query, best first, those that no longer stand after all others."""

    def provenances(self) -> Iterator[tuple[str, Provenance]]:
        """What cross-checking has to know of each document beside its pieces, by id; without reading texts."""

    def receipt(self, key: str, engine: str) -> Receipt | None:
        """What came out of a file, where this engine has read all of it."""

    def keep_receipt(self, receipt: Receipt) -> None:
        """Remember that all of a file is stored."""

    def disclose(self, disclosure: Disclosure) -> None:
        """Remember that names of private persons left the workspace, and why."""

    def disclosures(self) -> list[Disclosure]:
        """The exports with names, in the order in which they were made."""

    def keep_ruling(self, ruling: Ruling) -> str:
        """Remember what a person ruled; the same ruling twice is kept once. Its id, by which it can be taken back."""

    def rulings(self) -> list[Ruling]:
        """What people ruled, by when and id."""

    def close(self) -> None:
        """Let go of the workspace."""


@dataclass
class MemoryStore:
    """A store that lives as long as its process: for notebooks and tests."""

    _documents: dict[str, tuple[Document, Evidence, str]] = field(default_factory=dict)
    _receipts: dict[tuple[str, str], Receipt] = field(default_factory=dict)
    _disclosures: list[Disclosure] = field(default_factory=list)
    _rulings: dict[str, Ruling] = field(default_factory=dict)

    def has(self, document: str, engine: str) -> bool:
        return document in self._documents and self._documents[document][2] == engine

    def save(self, document: Document, evidence: Evidence, engine: str) -> bool:
        if self.has(document.id, engine):
            return False
        self._documents[document.id] = (document, once(evidence), engine)
        return True

    def entries(self) -> list[Entry]:
        return sorted((entry(*stored) for stored in self._documents.values()), key=entry_order)

    def find(self, key: str) -> list[Entry]:
        return named(self.entries(), key)

    def document(self, id: str) -> Document:
        return self._stored(id)[0]

    def evidence(self, id: str) -> Evidence:
        return self._stored(id)[1]

    def pairs(self, ids: Iterable[str] | None = None) -> Iterator[tuple[Document, Evidence]]:
        for id in [entry.id for entry in self.entries()] if ids is None else ids:
            document, evidence, _ = self._stored(id)
            yield document, evidence

    def search(self, query: Query, limit: int = 50) -> list[Hit]:
        found: list[tuple[int, Hit]] = []
        for document, evidence in self.pairs():
            found += [(-count(query, hit.text), hit) for hit in excerpts(document, evidence) if count(query, hit.text)]
        return standing_first([hit for _, hit in sorted(found, key=lambda pair: pair[0])], self)[:limit]

    def provenances(self) -> Iterator[tuple[str, Provenance]]:
        for id, (_, evidence, _) in self._documents.items():
            yield id, evidence.provenance

    def receipt(self, key: str, engine: str) -> Receipt | None:
        return self._receipts.get((key, engine))

    def keep_receipt(self, receipt: Receipt) -> None:
        self._receipts[receipt.key, receipt.engine] = receipt

    def disclose(self, disclosure: Disclosure) -> None:
        self._disclosures.append(disclosure)

    def disclosures(self) -> list[Disclosure]:
        return list(self._disclosures)

    def keep_ruling(self, ruling: Ruling) -> str:
        id = ruling_id(ruling)
        self._rulings[id] = ruling
        return id

    def rulings(self) -> list[Ruling]:
        return sorted(self._rulings.values(), key=lambda ruling: (ruling.at, ruling_id(ruling)))

    def close(self) -> None:
        pass

    def _stored(self, id: str) -> tuple[Document, Evidence, str]:
        if id not in self._documents:
            raise missing(id)
        return self._documents[id]


def missing(id: str) -> StoreError:
    """The error for a document that is not in the workspace."""
    return StoreError(id, "there is no such document in the workspace", "`recoupe list` shows what there is")


def entry(document: Document, evidence: Evidence, engine: str) -> Entry:
    """A document as a list shows it."""
    kinds = ("mentions", "times", "figures", "claims", "events", "links")
    return Entry(
        id=document.id,
        name=document.name,
        title=document.title,
        language=document.language,
        published=document.published,
        source=document.source.name if document.source else None,
        url=document.url,
        marking=document.marking,
        engine=engine,
        size=len(document.original),
        counts={kind: len(getattr(evidence, kind)) for kind in kinds},
        notes=(*document.notes, *evidence.notes),
    )


def entry_order(entry: Entry) -> tuple[date, str, str]:
    """Documents by day of publication, undated last, then by name and id."""
    return entry.published.earliest or entry.published.latest or date.max, entry.name, entry.id


def named(entries: list[Entry], key: str) -> list[Entry]:
    """The entries that a person means by a key; an exact name or id wins over a beginning or an end."""
    exact = [e for e in entries if key in (e.id, e.name, e.url)]
    if exact:
        return exact
    end = "/" + key.lstrip("./")
    ends = [e for e in entries if ("/" + e.name).endswith(end) or e.name.endswith("!" + key)]
    begins = [e for e in entries if len(key) >= 6 and e.id.startswith(key.lower())]
    return ends or begins


def excerpts(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """What of a document can be found by searching: its passages and its claims, as hits."""
    about: dict[str, Any] = {"document": document.id, "name": document.name, "title": document.title}
    for passage in document.passages:
        start, end = passage.start, passage.end
        span = document.original_span(start, end)
        yield Hit(kind="passage", start=start, end=end, original=span, text=document.text[start:end], **about)
    for claim in evidence.claims:
        yield Hit(
            kind="claim",
            start=claim.start,
            end=claim.end,
            original=claim.original,
            text=claim.text,
            speaker=claim.speaker,
            modality=str(claim.modality),
            **about,
        )


def withdrawn(store: Store) -> Fallen:
    """What does not stand by what people ruled: documents, their copies, and passages of others that are taken from them."""
    ruled = in_force(store.rulings())
    index = CopyIndex()
    for document, known in store.provenances() if ruled.withdrawn else ():
        index.add(document, known)
    return fallen(ruled, index)


def standing_first(hits: Iterable[Hit], store: Store) -> list[Hit]:
    """Hits that stand before those withdrawn with their document, its copies or the passage that they are in."""
    gone = withdrawn(store)
    marked = [replace(hit, fall=gone.at(hit.document, hit.start, hit.end)) for hit in hits]
    return sorted(marked, key=lambda hit: hit.fall is not None)


def once(evidence: Evidence) -> Evidence:
    """The evidence without pieces that say exactly the same on the same characters."""
    kept: dict[str, Any] = {}
    for f in fields(evidence):
        value = getattr(evidence, f.name)
        if isinstance(value, tuple) and value and isinstance(value[0], Piece):
            value = tuple({piece_id(piece): piece for piece in reversed(value)}.values())[::-1]
        kept[f.name] = value
    return Evidence(**kept)
