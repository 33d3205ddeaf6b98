"""Received: documents out of what a partner sent: their texts as passages, and pieces on the characters where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import RefusedInput
from ..extraction import extract
from ..extraction.provenance import provenance
from ..identifiers import piece_id
from ..model import (
    Claim,
    Document,
    Entity,
    Event,
    Evidence,
    Figure,
    Link,
    Marking,
    Mention,
    Passage,
    Piece,
    Source,
)
from ..reading import clean
from ..reading.language import of_passage
from ..reading.limits import DEFAULT
from ..reading.mapped import decoded
from ..reading.passages import kind, sentences
from ..reading.received import Dated, Received
from .content import SharedDocument
from .loading import words

LISTS: dict[type[Piece], str] = {
    Mention: "mentions",
    Figure: "figures",
    Claim: "claims",
    Event: "events",
    Link: "links",
}
KINDS: dict[str, type[Piece]] = {kind.__name__.lower(): kind for kind in LISTS}


@dataclass
class Taken:
    """A document as it is put together: pieces are added to it, then it is told as a SharedDocument."""

    document: Document
    origin: str = ""
    is_whole: bool = False
    entities: dict[str, Entity] = field(default_factory=dict)
    pieces: list[tuple[Piece, str]] = field(default_factory=list)
    """Each piece, with its id at the sender."""
    notes: list[str] = field(default_factory=list)

    def shared(self) -> SharedDocument:
        """What came of it: pieces in the order of the text, each once."""
        once: dict[str, tuple[Piece, str]] = {}
        for piece, origin in self.pieces:
            once.setdefault(piece_id(piece), (piece, origin))
        ordered = sorted(once.values(), key=lambda pair: pair[0].start)
        lists: dict[str, list[Any]] = {name: [] for name in LISTS.values()}
        for piece, _ in ordered:
            lists[LISTS[type(piece)]].append(piece)
        told = {name: tuple(pieces) for name, pieces in lists.items()}
        known = replace(
            provenance(self.document, self.entities, told["mentions"], (), told["figures"]), origin=self.origin
        )
        notes = tuple(dict.fromkeys(self.notes))
        evidence = Evidence(
            self.document.id, self.document.language, self.entities, **told, notes=notes, provenance=known
        )
        origins = {id: origin for id, (_, origin) in once.items() if origin and origin != id}
        return SharedDocument(self.document, evidence, self.origin, origins, self.is_whole)


def passages(text: str, language: str) -> tuple[Passage, ...]:
    """The sentences and headings of a text that is clean already: each of its lines is a paragraph."""
    found: list[Passage] = []
    at = 0
    for paragraph, line in enumerate(text.split("\n")):
        for start, end in sentences(line):
            spoken = of_passage(line[start:end], language)
            found.append(Passage(at + start, at + end, kind(line), spoken, paragraph))
        at += len(line) + 1
    return tuple(found)


def read_anew(
    text: str,
    *,
    name: str,
    title: str,
    url: str | None,
    dated: Sequence[Dated],
    source: Source | None,
    marking: Marking,
    language: str | None = None,
) -> SharedDocument | None:
    """A text that nobody has read yet, as `recoupe read` reads it: cleaned, dated, with its evidence; None where none is left.

    Raises RefusedInput for more text than is read at once."""
    data = words(text).encode()
    if len(data) > DEFAULT.text:
        raise RefusedInput(name, f"its text has more than {DEFAULT.text >> 20} MB", "split it")
    received = Received(
        data,
        data,
        decoded(data, "utf-8"),
        name=name,
        title=title,
        url=url,
        language=language,
        dated=tuple(dated),
        source=source,
        marking=marking,
    )
    document = clean.document(received)
    return SharedDocument(document, extract(document), is_whole=True) if document.text else None
