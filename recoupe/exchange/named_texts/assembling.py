"""Assembling: content out of rows of named texts, whatever format they came in: texts first, then what stands on them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ...crosscheck.model import Contradiction, Finding
from ...identifiers import piece_id
from ...model import Entity, EntityKind, Marking, Mention
from ..content import Content, SharedDocument, strictest
from ..received import KINDS, Taken
from .fields import Misshapen
from .placing import Search, placed
from .retelling import Arrived
from .taking import entity, taken

NAMING = ("entity", "speaker", "via", "place", "subject", "object")

OnNote = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A noun as it came: what it is called where it came from, which noun it is, the texts of its fields, and its marking."""

    ref: str
    noun: str
    said: Mapping[str, Sequence[str]]
    marking: Marking

    def first(self, name: str) -> str:
        """The first text of a field; "" for none."""
        return next(iter(self.said.get(name, ())), "")


def assembled(rows: Iterable[Row], others: Iterable[SharedDocument], note: OnNote) -> Content:
    """The content that rows tell, and documents of `others` beside it; what is left out, and why, goes to `note`."""
    of: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of[row.noun].append(row)
    documents, arrived = documents_of(of["document"], note)
    give_entities(of, documents, note)
    search = Search()
    for noun in KINDS:
        for row in of[noun]:
            put(row, documents, arrived, search, note)
    findings = findings_of(of["finding"], arrived, note)
    contradictions = list(contradictions_of(of["contradiction"], arrived, set(findings), note))
    shared: dict[str, SharedDocument] = {}
    for one in chain((document.shared() for document in documents.values()), others):
        held = shared.get(one.document.id)
        shared[one.document.id] = under_both(held, one.marking) if held else one
    return Content(tuple(shared.values()), tuple(findings.values()), tuple(contradictions))


def under_both(held: SharedDocument, marking: Marking) -> SharedDocument:
    """A text that came twice: once, under the stricter of its marks."""
    both = strictest([held.marking, marking]) or held.marking
    return replace(held, document=replace(held.document, marking=both))


def documents_of(rows: Iterable[Row], note: OnNote) -> tuple[dict[str, Taken], Arrived]:
    """The documents, by what they are called at the sender."""
    found: dict[str, Taken] = {}
    arrived = Arrived()
    for row in rows:
        id = row.first("document") or row.ref
        try:
            one = taken(row.said, row.marking)
        except Misshapen as why:
            note(f"{row.ref}: no document: {why}")
            continue
        if id in found:
            note(f"{row.ref}: a document is called so already; it is left out")
            continue
        found[id] = one
        arrived.documents[id] = one.document.id
    return found, arrived


def give_entities(of: Mapping[str, list[Row]], documents: Mapping[str, Taken], note: OnNote) -> None:
    """Gives each document the entities that its own pieces name; a person who holds no office is given to none."""
    known: dict[str, Entity] = {}
    for row in of.get("entity", ()):
        try:
            one = entity(row.said)
        except Misshapen as why:
            note(f"{row.ref}: no entity: {why}")
            continue
        if one.kind is EntityKind.PERSON and not one.is_public:
            note(f"{row.ref}: a person who holds no office is not taken in")
            continue
        known.setdefault(one.id, one)
    for noun in KINDS:
        for row in of.get(noun, ()):
            if document := documents.get(row.first("document")):
                for id in named_in(row):
                    if id in known:
                        document.entities[id] = known[id]


def named_in(row: Row) -> Iterator[str]:
    """The ids of entities that a piece names."""
    for name in NAMING:
        yield from row.said.get(name, ())
    for text in row.said.get("participants", ()):
        try:
            part = json.loads(text)
        except (ValueError, RecursionError):  # said again, with its reason, where the piece is put together
            continue
        if isinstance(part, dict) and isinstance(part.get("entity"), str):
            yield part["entity"]


def put(row: Row, documents: Mapping[str, Taken], arrived: Arrived, search: Search, note: OnNote) -> None:
    """Puts a piece on its document."""
    document = documents.get(row.first("document"))
    if document is None:
        note(f"{row.ref}: its document is not here")
        return
    try:
        piece = placed(document.document, KINDS[row.noun], row.said, search)
        if isinstance(piece, Mention) and piece.entity not in document.entities:
            raise Misshapen("whom it names is not here")
    except Misshapen as why:
        document.notes.append(f"a {row.noun} of the sender is left out: {why}")
        note(f"{row.ref}: no {row.noun}: {why}")
        return
    id = row.first("piece") or piece_id(piece)
    document.pieces.append((piece, row.first("origin") or id))
    arrived.pieces[id] = piece_id(piece), piece


def findings_of(rows: Iterable[Row], arrived: Arrived, note: OnNote) -> dict[str, Finding]:
    """The findings, by their ids."""
    found: dict[str, Finding] = {}
    for row in rows:
        try:
            one = arrived.finding(row.said)
        except Misshapen as why:
            note(f"{row.ref}: no finding: {why}")
            continue
        found.setdefault(one.id, one)
    return found


def contradictions_of(rows: Iterable[Row], arrived: Arrived, known: set[str], note: OnNote) -> Iterator[Contradiction]:
    """The contradictions between findings that are known."""
    for row in rows:
        try:
            yield arrived.contradiction(row.said, known)
        except Misshapen as why:
            note(f"{row.ref}: no contradiction: {why}")
