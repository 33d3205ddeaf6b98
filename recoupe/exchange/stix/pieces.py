"""Pieces: claims as notes, links as relationships, events and figures as objects of our own, each in its document's marking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stix2.v21 import Note, Relationship

from ...model import Claim, Event, Evidence, Figure, Link, Piece, SpeakerKind
from .entities import some
from .nouns import told
from .vocabulary import EVENT, EVENT_TYPE, EVIDENCE, FIGURE, FIGURE_TYPE

Refs = Callable[[str], str]
"""Leads from the id of an entity of the document, or its words, to the object that tells it."""

STIX_TYPE = {Claim: "note", Event: EVENT_TYPE, Figure: FIGURE_TYPE}


def stix_type(piece: Piece) -> str:
    """The type of object that tells a piece. A link that is denied is a note: a relationship would say that it holds."""
    if isinstance(piece, Link):
        return "note" if piece.is_denied else "relationship"
    return STIX_TYPE[type(piece)]


def told_piece(piece: Piece, id: str, report: str, evidence: Evidence, refs: Refs, common: dict[str, Any]) -> Any:
    """A piece as an object; `report` is the document that it stands in."""
    common = common | {"id": id}
    if isinstance(piece, Claim):
        return note_of_claim(piece, report, evidence, refs, common)
    if isinstance(piece, Link):
        return denial(piece, report, refs, common) if piece.is_denied else relationship(piece, refs, common)
    rows = {
        **common,
        "type": stix_type(piece),
        "spec_version": "2.1",
        "name": piece.text or "?",
        "document_ref": report,
    }
    if isinstance(piece, Event):
        rows["name"] = f"{piece.type}: {piece.text}"
        involved = dict.fromkeys(part.entity for part in piece.participants if part.entity in evidence.entities)
        rows |= some(participant_refs=[refs(entity) for entity in involved if entity])
        rows |= some(place_ref=refs(piece.place) if piece.place in evidence.entities else None)
    definition = EVENT if isinstance(piece, Event) else FIGURE
    return rows | inside(piece) | {"extensions": {definition: {"extension_type": "new-sdo"}}}


def inside(piece: Piece) -> dict[str, Any]:
    """All that a piece says, but for its document, which the report is."""
    return told(piece, without={"document"})


def extended(piece: Piece) -> dict[str, Any]:
    """All that a piece says, in an extension of a standard object."""
    kind = type(piece).__name__.lower()
    return {EVIDENCE: {"extension_type": "property-extension", "tells": kind} | inside(piece)}


def note_of_claim(claim: Claim, report: str, evidence: Evidence, refs: Refs, common: dict[str, Any]) -> Note:
    """A claim as a note whose author is who speaks, or the outlet where the document speaks for itself."""
    if claim.speaker_kind is SpeakerKind.DOCUMENT:
        source = evidence.provenance.source
        speaker = source.name if source else ""
    else:
        entity = evidence.entities.get(claim.speaker)
        speaker = entity.name if entity else claim.speaker.removeprefix("unnamed: ")
    spoken_by = refs(claim.speaker) if claim.speaker in evidence.entities else None
    return Note(
        abstract=f"{claim.kind}, {claim.modality}",
        content=claim.text or "?",
        object_refs=[report, *([spoken_by] if spoken_by else [])],
        extensions=extended(claim),
        **common,
        **some(authors=[speaker] if speaker else []),
    )


def relationship(link: Link, refs: Refs, common: dict[str, Any]) -> Relationship:
    """A link that is said to hold: "related-to", which everybody takes; its own type stands in the words and the extension."""
    return Relationship(
        relationship_type="related-to",
        source_ref=refs(link.subject),
        target_ref=refs(link.object),
        description=f"{link.type}: {link.text}",
        extensions=extended(link),
        **common,
    )


def denial(link: Link, report: str, refs: Refs, common: dict[str, Any]) -> Note:
    """A link that is denied."""
    return Note(
        abstract=f"denied: {link.subject} {link.type} {link.object}",
        content=link.text or "?",
        object_refs=[report, refs(link.subject), refs(link.object)],
        extensions=extended(link),
        **common,
    )
