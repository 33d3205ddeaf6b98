"""Our own bundles, read back: documents, pieces and findings as they were sent, each offset held against its text."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from ...crosscheck.model import Contradiction, Finding
from ...errors import DamagedInput
from ...extraction.imprint import imprint
from ...identifiers import piece_id
from ...model import (
    Claim,
    Document,
    Entity,
    Event,
    Evidence,
    Figure,
    Link,
    Marking,
    Mention,
    OffsetMap,
    Piece,
    Provenance,
    Time,
    document_id,
)
from ...reading.mapped import decoded
from ..content import STRICTEST_FIRST, SharedDocument, strictest
from ..excerpts import ABOUT, MEDIA_TYPE, document_of
from .checks import check_document, check_entities, check_finding, check_piece
from .marks import extension
from .nouns import taken, taken_fields
from .parsing import Note, Object, text, texts
from .reports import NOT_OF_DOCUMENTS, NOT_OF_EVIDENCE
from .vocabulary import EVENT, EVENT_TYPE, EVIDENCE, FIGURE, FIGURE_TYPE

Marked = Callable[[str], Marking]
Told = TypeVar("Told", Finding, Contradiction)
OnePiece = TypeVar("OnePiece", bound=Piece)


def tells(row: Object) -> str:
    """What of ours an object tells: "document", "claim", "link", "figure", "event", "finding", "contradiction"; "" of others."""
    for type, definition, kind in ((EVENT_TYPE, EVENT, "event"), (FIGURE_TYPE, FIGURE, "figure")):
        if row["type"] == type and extension(row, definition) is not None:
            return kind
    return text(extension(row, EVIDENCE) or {}, "tells")


def documents(known: dict[str, Object], marked: Marked) -> list[SharedDocument]:
    """The documents of ours in a bundle."""
    return [document(row, known, marked(id)) for id, row in known.items() if is_document(row)]


def is_document(row: Object) -> bool:
    """Whether an object is a document of ours."""
    return row["type"] == "report" and tells(row) == "document"


def document(row: Object, known: dict[str, Object], marking: Marking) -> SharedDocument:
    """A document of ours with the pieces that it refers to, in their order."""
    what, inside = row["id"], extension(row, EVIDENCE) or {}
    held = taken_fields(Document, NOT_OF_DOCUMENTS, inside.get("document"), what)
    said = text(row, "description")
    is_excerpt = held.get("media_type") == MEDIA_TYPE
    made = excerpt_of(held, said, marking, text(inside, "sender")) if is_excerpt else whole(held, said, marking)
    if made.id != held["id"]:
        raise DamagedInput(what, "its text is not the one that was sent: it has another SHA-256", "ask for it again")
    check_document(made, what)
    entities = {entity.id: entity for entity in (taken(Entity, one, what) for one in rows(inside, "entities"))}
    found = [piece(kind, known[ref], ref, made) for ref in refs(row, known) if (kind := KINDS.get(tells(known[ref])))]
    mentions = [piece(Mention, one, what, made) for one in rows(inside, "mentions")]
    times = [piece(Time, one, what, made) for one in rows(inside, "times")]
    provenance = taken_fields(Provenance, {"imprint"}, inside.get("provenance", {}), what)
    evidence = Evidence(
        **taken_fields(Evidence, NOT_OF_EVIDENCE, inside.get("evidence", {}), what),
        document=made.id,
        entities=entities,
        mentions=tuple(mentions),
        times=tuple(times),
        figures=tuple(one for one in found if isinstance(one, Figure)),
        claims=tuple(one for one in found if isinstance(one, Claim)),
        events=tuple(one for one in found if isinstance(one, Event)),
        links=tuple(one for one in found if isinstance(one, Link)),
        provenance=Provenance(**provenance, imprint=imprint(said)),
    )
    check_entities(evidence, what)
    pieces = inside.get("pieces", {})
    if not isinstance(pieces, dict) or not all(isinstance(one, str) for one in pieces.values()):
        raise DamagedInput(what, "what its pieces were at the sender is no table of identifiers")
    return SharedDocument(made, evidence, text(inside, "origin"), pieces, inside.get("is_whole") is True)


def whole(held: dict[str, Any], said: str, marking: Marking) -> Document:
    """A text that passes as it is: its id is the hash of its UTF-8."""
    data = said.encode()
    offsets = decoded(data, "utf-8").offsets()
    return Document(
        **held | {"id": document_id(data)}, original=data, layer=data, text=said, offsets=offsets, marking=marking
    )


def excerpt_of(held: dict[str, Any], said: str, marking: Marking, sender: str) -> Document:
    """An excerpt (see `recoupe.exchange.excerpts`): its id is the hash of the record that passes between partners."""
    plain = Document(**held, original=b"", layer=b"", text=said, offsets=OffsetMap(array("I"), array("I")))
    return document_of(said, {name: getattr(plain, name) for name in ABOUT}, marking, sender)


KINDS: dict[str, type[Piece]] = {"claim": Claim, "link": Link, "figure": Figure, "event": Event}


def piece(kind: type[OnePiece], row: Object, what: str, document: Document) -> OnePiece:
    """A piece of a document, whose text is held against the document's."""
    found = taken(kind, extension(row, EVIDENCE) or row, what, document=document.id)
    check_piece(found, document.text, what)
    return found


def findings(
    known: dict[str, Object], documents: list[SharedDocument], note: Note
) -> tuple[tuple[Finding, ...], tuple[Contradiction, ...]]:
    """The findings and contradictions of ours. What a finding stands on and is not here is left out of it, and noted."""
    texts_of = {shared.document.id: shared.document.text for shared in documents}
    pieces = {piece_id(one) for shared in documents for one in every_piece(shared.evidence)}
    found = []
    for id, finding in taken_all(Finding, "finding", known):
        check_finding(finding, texts_of, id)
        held = tuple(one for one in finding.supports if one.document in texts_of and one.piece in pieces)
        if len(held) < len(finding.supports):
            note(f"{id}: {len(finding.supports) - len(held)} pieces that it stands on are not in the bundle")
        if held:
            found.append(replace(finding, supports=held))
    ids = {finding.id for finding in found}
    contradictions = [one for _, one in taken_all(Contradiction, "contradiction", known) if set(one.findings) <= ids]
    return tuple(found), tuple(contradictions)


def taken_all(kind: type[Told], name: str, known: dict[str, Object]) -> Iterator[tuple[str, Told]]:
    """All of a kind that stand in extensions, with the object of each."""
    for id, row in known.items():
        if tells(row) == name:
            yield id, taken(kind, extension(row, EVIDENCE), id)


def every_piece(evidence: Evidence) -> Iterator[Piece]:
    """All the pieces on which a finding can stand."""
    yield from (*evidence.claims, *evidence.figures, *evidence.events, *evidence.links)


def tightened(known: dict[str, Object], documents: list[SharedDocument], marked: Marked) -> list[SharedDocument]:
    """The documents, each as strict as the strictest piece in it, and as the findings on it: whoever passed them on may have
    marked a part more strictly than the whole."""
    reports = [(row, id) for id, row in known.items() if is_document(row)]
    out = []
    for shared, (row, _) in zip(documents, reports, strict=True):
        parts = {marked(ref) for ref in refs(row, known) if tells(known[ref]) in KINDS} | {shared.marking}
        if len(parts) > 1 and (marking := strictest([shared.marking, *sorted(parts - {shared.marking}, key=repr)])):
            shared = replace(shared, document=replace(shared.document, marking=marking))
        out.append(shared)
    at = {id: number for number, (_, id) in enumerate(reports)}
    for id, row in known.items():
        on = [at[ref] for ref in refs(row, known) if ref in at] if tells(row) == "finding" else []
        level = min((out[n].marking.tlp for n in on), key=STRICTEST_FIRST.index, default=None)
        if level is None or STRICTEST_FIRST.index(marked(id).tlp) >= STRICTEST_FIRST.index(level):
            continue
        for n in on:
            marking = strictest([out[n].marking, replace(out[n].marking, tlp=marked(id).tlp)])
            out[n] = replace(out[n], document=replace(out[n].document, marking=marking or Marking()))
    return out


def refs(row: Object, known: dict[str, Object]) -> list[str]:
    """The objects of the bundle that an object refers to."""
    return [ref for ref in texts(row, "object_refs") if ref in known]


def rows(inside: Object, name: str) -> list[Any]:
    """A list in an extension."""
    found = inside.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise DamagedInput("the STIX bundle", f"{name} is no list of objects")
    return found
