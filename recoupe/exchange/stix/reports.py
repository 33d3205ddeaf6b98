"""Reports: a document as a report: its text, who published it, and what of it STIX has no place for, in an extension."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import Any

from stix2.v21 import ExternalReference, Report

from ...model import Document
from ..content import SharedDocument
from ..excerpts import sender_of
from .entities import some
from .nouns import told, value
from .vocabulary import EVIDENCE

NOT_OF_DOCUMENTS = {"original", "layer", "offsets", "encoding", "text", "marking"}
"""What an extension does not repeat: text and marking stand in the report itself, the bytes never leave."""
NOT_OF_EVIDENCE = {"document", "entities", "mentions", "times", "figures", "claims", "events", "links", "provenance"}
HASH = re.compile(r"[0-9a-f]{64}")


def told_report(id: str, shared: SharedDocument, refs: list[str], made: datetime, common: dict[str, Any]) -> Report:
    """A document as a report; `published` is the latest day that it can be of, `made` where nothing dates it."""
    document = shared.document
    day = document.published.latest or document.published.earliest
    language = document.language if document.language != "und" else None
    return Report(
        id=id,
        name=document.title or document.name or "untitled",
        published=datetime.combine(day, time(), UTC) if day else made,
        object_refs=refs,
        allow_custom=True,  # it refers to events and figures
        external_references=[source(document, shared.origin)],
        extensions={EVIDENCE: {"extension_type": "property-extension", "tells": "document"} | inside(shared)},
        **common,
        **some(description=document.text, lang=language),
    )


def source(document: Document, origin: str) -> ExternalReference:
    """Who published a document, and where; the hash is that of the bytes as they were first received from there."""
    name = document.source.name if document.source else ""
    found: dict[str, Any] = {"source_name": name or "unknown source", "external_id": origin or document.id}
    if document.authors:
        found["description"] = f"By {', '.join(document.authors)}."
    if document.url:
        found["url"] = document.url
        if HASH.fullmatch(origin):
            found["hashes"] = {"SHA-256": origin}
    return ExternalReference(**found)


def inside(shared: SharedDocument) -> dict[str, Any]:
    """What an extension says of a document: all but its text and marking, its entities, names, times and where they stand."""
    document, evidence = shared.document, shared.evidence
    return some(
        document=told(document, without=NOT_OF_DOCUMENTS),
        origin=shared.origin,
        sender=sender_of(document),
        pieces=dict(shared.pieces),
        is_whole=shared.is_whole,
        entities=[value(entity) for entity in evidence.entities.values()],
        mentions=[told(mention, without={"document"}) for mention in evidence.mentions],
        times=[told(found, without={"document"}) for found in evidence.times],
        evidence=told(evidence, without=NOT_OF_EVIDENCE),
        provenance=told(evidence.provenance, without={"imprint"}),
    )
