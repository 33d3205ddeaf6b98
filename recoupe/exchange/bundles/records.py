"""Records: documents, evidence and findings as the JSON that passes, and back: checked field by field, and against one another.

A document's id is worked out from what passed, never taken; every piece has to stand in its text just as it says.
"""

from __future__ import annotations

import base64
from array import array
from dataclasses import fields, is_dataclass
from datetime import date
from math import isfinite
from typing import Annotated, Any

from pydantic import Field, ValidationError

from ...crosscheck.model import Contradiction, Finding
from ...errors import BundleError
from ...identifiers import piece_id
from ...model import (
    Claim,
    Entity,
    Event,
    Evidence,
    Figure,
    Imprint,
    Link,
    Marking,
    Mention,
    Passage,
    Piece,
    Provenance,
    Published,
    Source,
    Span,
    Time,
    plain,
)
from ..content import Content, SharedDocument
from ..excerpts import LISTS, document_of, offsets_of, spans
from .strict import Hash, Line, Long, Shape

Texts = tuple[Line, ...]
MOST_DOCUMENTS, MOST_FINDINGS, MOST_HASHES = 50_000, 200_000, 4_096


DAYS = frozenset({"begins", "ends", "as_of"})
# As long as what keeps them: an index takes no more of a name.
SHORT = dict.fromkeys(("language", "country", "modality"), 40) | {
    "reliability": 1, "trend": 20, "modifier": 20, "type": 80, "role": 80, "rule": 200, "originator": 1_000, "name": 500,
    "id": 500, "entity": 500, "speaker": 500, "place": 500, "subject": 500, "object": 500, "unit": 500,
}  # fmt: skip
LONGEST, MOST_IN_A_LIST, MOST_NAMED = 5_000, 100_000, 500


class ImprintRecord(Shape):
    """A sample of a text's shingles: 32-bit numbers, little-endian, in base64."""

    words: Annotated[int, Field(ge=0, lt=2**31)] = 0
    hashes: Annotated[str, Field(max_length=MOST_HASHES * 6)] = ""
    places: Annotated[str, Field(max_length=MOST_HASHES * 6)] = ""


class DocumentRecord(Shape):
    """A document as it passes. `sender` is whose reading it is; `pieces` leads from the ids here to those of the sender."""

    sender: Line
    text: Long
    name: Line
    title: Annotated[str, Field(max_length=2_000)]
    url: Annotated[str, Field(max_length=4_000)] | None
    language: Annotated[str, Field(max_length=40)]
    published: Published
    source: Source | None
    passages: tuple[Passage, ...]
    marking: Marking
    is_whole: bool
    origin: Hash
    credits: Texts
    is_doubled: bool
    imprint: ImprintRecord
    entities: dict[str, Entity]
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
    links: tuple[Link, ...]
    pieces: dict[Hash, Hash]


class ContentRecord(Shape):
    """What a bundle is about."""

    documents: Annotated[tuple[DocumentRecord, ...], Field(max_length=MOST_DOCUMENTS)] = ()
    findings: Annotated[tuple[Finding, ...], Field(max_length=MOST_FINDINGS)] = ()
    contradictions: Annotated[tuple[Contradiction, ...], Field(max_length=MOST_FINDINGS)] = ()


# --- out ---------------------------------------------------------------------------------------------------------


def told(content: Content) -> dict[str, Any]:
    """Content as plain JSON, of the shape of `ContentRecord`."""
    return {
        "documents": [document_told(shared) for shared in content.documents],
        "findings": plain(content.findings),
        "contradictions": plain(content.contradictions),
    }


def document_told(shared: SharedDocument) -> dict[str, Any]:
    """One document as plain JSON, of the shape of `DocumentRecord`."""
    document, evidence = shared.document, shared.evidence
    known, imprint = evidence.provenance, evidence.provenance.imprint
    about = {name: getattr(document, name) for name in ABOUT}
    return {
        "sender": sender_of(shared),
        "text": document.text,
        **plain(about),
        "marking": plain(document.marking),
        "is_whole": shared.is_whole,
        "origin": shared.origin,
        "credits": list(known.credits),
        "is_doubled": known.is_doubled,
        "imprint": {"words": imprint.words, "hashes": packed(imprint.hashes), "places": packed(imprint.places)},
        "entities": plain(evidence.entities),
        **{field: plain(getattr(evidence, field)) for field in LISTS},
        "pieces": shared.pieces,
    }


ABOUT = ("name", "title", "url", "language", "published", "source", "passages")


def sender_of(shared: SharedDocument) -> str:
    """Whose reading an excerpt is, as its bytes say."""
    return sender_in(shared.document.original)


def sender_in(original: bytes) -> str:
    """Whose reading an excerpt is, by its bytes; nobody's where they are none of an excerpt."""
    try:
        return Sender.model_validate_json(original).sender
    except ValidationError:
        return ""


class Sender(Shape, extra="ignore"):
    """The one field of an excerpt's bytes that its document has not."""

    sender: str


def packed(numbers: array[int]) -> str:
    """32-bit numbers in base64."""
    return base64.b64encode(numbers.tobytes()).decode()


def unpacked(data: str, what: str) -> array[int]:
    """Numbers out of base64. Raises BundleError where they are none."""
    try:
        return array("I", base64.b64decode(data, validate=True))
    except ValueError as error:
        raise BundleError(what, "its imprint is damaged", "ask its sender", "malformed") from error


# --- in ----------------------------------------------------------------------------------------------------------


def taken(record: ContentRecord, what: str) -> Content:
    """Content out of a record. Raises BundleError where it does not hold together."""
    documents = tuple(document_taken(one, what) for one in record.documents)
    by_id = {shared.document.id: shared for shared in documents}
    pieces = {
        piece_id(piece): (shared.document.id, piece)
        for shared in documents
        for field in LISTS
        for piece in getattr(shared.evidence, field)
    }
    known = {finding.id for finding in record.findings}
    for finding in record.findings:
        for support in finding.supports:
            there = pieces.get(support.piece)
            if there is None or there[0] != support.document:
                raise wrong(what, f"finding {finding.id[:12]} stands on evidence that is not in it")
            if (support.start, support.end, support.text) != (there[1].start, there[1].end, there[1].text):
                raise wrong(what, f"finding {finding.id[:12]} quotes its evidence wrongly")
        if not finding.supports or not set(finding.sources) <= by_id.keys():
            raise wrong(what, f"finding {finding.id[:12]} names documents that are not in it")
    for against in record.contradictions:
        if not set(against.findings) <= known:
            raise wrong(what, f"contradiction {against.id[:12]} is between findings that are not in it")
    if len(by_id) != len(documents) or len(known) != len(record.findings):
        raise wrong(what, "it holds the same thing twice")
    return Content(documents, record.findings, record.contradictions)


def document_taken(record: DocumentRecord, what: str) -> SharedDocument:
    """A document with its evidence out of a record. Raises BundleError where a piece does not stand in it as it says."""
    text = record.text
    for one in (record.marking, record.source, record.published, record.passages, list(record.entities.values())):
        within_bounds(one, what)
    for passage in record.passages:
        inside((passage.start, passage.end), text, what)
    about = {name: getattr(record, name) for name in ABOUT}
    document = document_of(text, about, record.marking, record.sender)
    offsets = offsets_of(text)
    found = {field: getattr(record, field) for field in LISTS}
    for rows in found.values():
        for piece in rows:
            check(piece, document.id, text, what)
            if piece.original != offsets.original(piece.start, piece.end):
                raise wrong(what, "a piece of evidence says other bytes than its words")
    for mention in record.mentions:
        if mention.entity not in record.entities:
            raise wrong(what, "it mentions somebody or something that it does not describe")
    provenance = Provenance(
        name=record.name,
        title=record.title,
        url=record.url,
        published=record.published,
        source=record.source,
        language=record.language,
        credits=record.credits,
        is_doubled=record.is_doubled,
        origin=record.origin,
        imprint=imprint_taken(record.imprint, text, what),
    )
    evidence = Evidence(document.id, record.language, record.entities, **found, provenance=provenance)
    return SharedDocument(document, evidence, record.origin, record.pieces, record.is_whole)


def imprint_taken(record: ImprintRecord, text: str, what: str) -> Imprint:
    """An imprint out of a record; places beyond the text are at its end."""
    hashes, places = unpacked(record.hashes, what), unpacked(record.places, what)
    if len(hashes) != len(places):
        raise wrong(what, "its imprint is damaged")
    return Imprint(record.words, hashes, array("I", [min(place, len(text)) for place in places]))


def check(piece: Piece, document: str, text: str, what: str) -> None:
    """Raises BundleError where a piece is not of this document, or not in its text as it says."""
    if piece.document != document:
        raise wrong(what, "a piece of evidence is of another document than it stands in")
    within_bounds(piece, what)
    for span in spans(piece):
        inside(span, text, what)
    below = (*getattr(piece, "participants", ()), *getattr(piece, "details", ()))
    for part in (piece, *below):
        if text[part.start : part.end] != part.text:
            raise wrong(what, "a piece of evidence says other words than its document")


def within_bounds(value: Any, what: str) -> None:
    """Raises BundleError for a text longer than anybody keeps, a number that is none or of any size, a day that is none."""
    if isinstance(value, (tuple, list)):
        if len(value) > MOST_IN_A_LIST:
            raise wrong(what, "a list in it is longer than lists are")
        for item in value:
            within_bounds(item, what)
    elif isinstance(value, float) and not isfinite(value):
        raise wrong(what, "a number in it is none")
    elif isinstance(value, int) and abs(value) >= 2**31:
        raise wrong(what, "a number in it is larger than numbers are")
    elif isinstance(value, str) and len(value) > LONGEST:
        raise wrong(what, "a word in it is longer than words are")
    elif is_dataclass(value):
        if isinstance(value, Source) and value.country is not None and len(value.country) != 2:
            raise wrong(what, "the country of its source is none")
        if isinstance(value, Marking) and len(value.releasable_to) > MOST_NAMED:
            raise wrong(what, f"it is releasable to more than {MOST_NAMED}")
        for field in fields(value):
            item = getattr(value, field.name)
            if isinstance(item, str) and field.name in SHORT and len(item) > SHORT[field.name]:
                raise wrong(what, f"its {field.name} is longer than {SHORT[field.name]} characters")
            if isinstance(item, str) and field.name in DAYS and not all(map(is_day, item.split("/"))):
                raise wrong(what, f"its {field.name} is no day")
            if field.name == "confidence" and not 0 <= item <= 1:
                raise wrong(what, "its confidence is not between 0 and 1")
            if field.name != "text":
                within_bounds(item, what)


def is_day(said: str) -> bool:
    """Whether this is a day in ISO 8601, or an end that is open."""
    try:
        return said == ".." or bool(date.fromisoformat(said))
    except ValueError:
        return False


def inside(span: Span, text: str, what: str) -> None:
    """Raises BundleError where a stretch is not inside a text."""
    if not 0 <= span[0] <= span[1] <= len(text):
        raise wrong(what, "a piece of evidence stands outside its text")


def wrong(what: str, why: str) -> BundleError:
    """The error for content that does not hold together."""
    return BundleError(what, why, "ask its sender", "malformed")
