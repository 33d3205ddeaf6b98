"""Rows: the nouns of the engine as rows of the workspace, and back; what is stored comes back equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ... import model
from ...identifiers import piece_id
from ...query import folded_words
from ...store import Entry, excerpts, once
from . import models
from .packing import numbers, packed, plain_bytes, unpacked

PIECES: dict[str, type[models.Piece]] = {
    "mentions": models.Mention,
    "times": models.Time,
    "figures": models.Figure,
    "claims": models.Claim,
    "events": models.Event,
    "links": models.Link,
}
NOUNS: dict[str, type[model.Piece]] = {
    "mentions": model.Mention,
    "times": model.Time,
    "figures": model.Figure,
    "claims": model.Claim,
    "events": model.Event,
    "links": model.Link,
}
ENUMS: dict[str, dict[str, type]] = {
    "mentions": {"kind": model.EntityKind},
    "times": {"kind": model.TimeKind},
    "claims": {"kind": model.ClaimKind, "modality": model.Modality, "speaker_kind": model.SpeakerKind},
    "events": {"status": model.EventStatus},
}
BELOW = (models.Passage, models.Entity, *PIECES.values())

Below = dict[tuple[type, str], list[Any]]


# --- nouns to rows -----------------------------------------------------------------------------------------------


def of(
    document: model.Document, evidence: model.Evidence, engine: str, label: int | None = None
) -> Iterator[tuple[Any, list[Any]]]:
    """All the rows of a document and its evidence, table by table, parents first."""
    evidence = once(evidence)
    id = document.id
    yield models.Document, [document_row(document, evidence, engine, label)]
    yield (
        models.Passage,
        [
            models.Passage(
                document_id=id,
                position=n,
                start=p.start,
                end=p.end,
                kind=str(p.kind),
                language=p.language,
                paragraph=p.paragraph,
            )
            for n, p in enumerate(document.passages)
        ],
    )
    yield models.Entity, [entity_row(id, n, key, e) for n, (key, e) in enumerate(evidence.entities.items())]
    for field, kind in PIECES.items():
        yield kind, [piece_row(kind, n, piece) for n, piece in enumerate(getattr(evidence, field))]
    yield (
        models.Participant,
        [
            models.Participant(event_id=piece_id(event), position=n, **values(p))
            for event in evidence.events
            for n, p in enumerate(event.participants)
        ],
    )
    yield (
        models.Detail,
        [
            models.Detail(event_id=piece_id(event), position=n, **values(d))
            for event in evidence.events
            for n, d in enumerate(event.details)
        ],
    )
    yield (
        models.Excerpt,
        [
            models.Excerpt(
                document_id=id,
                position=n,
                kind=hit.kind,
                start=hit.start,
                end=hit.end,
                original_start=hit.original[0],
                original_end=hit.original[1],
                text=hit.text,
                folded=" ".join(folded_words(hit.text)),
                speaker=hit.speaker,
                modality=hit.modality,
            )
            for n, hit in enumerate(excerpts(document, evidence))
        ],
    )


def document_row(document: model.Document, evidence: model.Evidence, engine: str, label: int | None) -> models.Document:
    publisher, known = document.source, evidence.provenance
    return models.Document(
        credits=list(known.credits),
        facts=list(known.facts),
        is_doubled=known.is_doubled,
        origin=known.origin,
        words=known.imprint.words,
        imprint_hashes=plain_bytes(known.imprint.hashes),
        imprint_places=plain_bytes(known.imprint.places),
        id=document.id,
        engine=engine,
        label_id=label,
        original=document.original,
        layer=None if document.layer == document.original else document.layer,
        encoding=document.encoding,
        text=document.text,
        starts=packed(document.offsets.starts),
        ends=packed(document.offsets.ends),
        size=len(document.original),
        name=document.name,
        media_type=document.media_type,
        title=document.title,
        authors=list(document.authors),
        url=document.url,
        language=document.language,
        published_earliest=document.published.earliest,
        published_latest=document.published.latest,
        published_reason=document.published.reason,
        source_name=publisher.name if publisher else None,
        source_kind=str(publisher.kind) if publisher else None,
        source_country=publisher.country if publisher else None,
        source_reliability=publisher.reliability if publisher else None,
        tlp=str(document.marking.tlp),
        originator=document.marking.originator,
        releasable_to=list(document.marking.releasable_to),
        is_default_marking=document.marking.is_default,
        apart=[[str(a.kind), a.text, list(a.original), a.reason] for a in document.apart],
        pages=list(document.pages),
        notes=list(document.notes),
        evidence_language=evidence.language,
        evidence_notes=list(evidence.notes),
    )


def entity_row(document: str, position: int, key: str, entity: model.Entity) -> models.Entity:
    made = values(entity)
    made.pop("id")
    return models.Entity(document_id=document, position=position, key=key, **made)


def piece_row(kind: type[models.Piece], position: int, piece: model.Piece) -> models.Piece:
    made = values(piece)
    original = made.pop("original")
    made["document_id"] = made.pop("document")
    for below in ("participants", "details"):
        made.pop(below, None)
    return kind(id=piece_id(piece), position=position, original_start=original[0], original_end=original[1], **made)


def values(noun: Any) -> dict[str, Any]:
    """The fields of a noun as a row holds them: words for enumerations, lists for tuples."""
    return {f.name: model.plain(getattr(noun, f.name)) for f in fields(noun)}


# --- rows to nouns -----------------------------------------------------------------------------------------------


def below(alias: str, ids: list[str]) -> Below:
    """All that belongs to these documents, by table and document; participants and details by event."""
    found: Below = defaultdict(list)
    for kind in BELOW:
        for row in kind.objects.using(alias).filter(document_id__in=ids).order_by("document_id", "position"):
            found[kind, row.document_id].append(row)
    for kind in (models.Participant, models.Detail):
        for row in kind.objects.using(alias).filter(event__document_id__in=ids).order_by("event_id", "position"):
            found[kind, row.event_id].append(row)
    return found


def document(row: models.Document, below: Below) -> model.Document:
    original = bytes(row.original)
    return model.Document(
        id=row.id,
        original=original,
        text=row.text,
        offsets=model.OffsetMap(unpacked(bytes(row.starts)), unpacked(bytes(row.ends))),
        layer=original if row.layer is None else bytes(row.layer),
        encoding=row.encoding,
        name=row.name,
        media_type=row.media_type,
        title=row.title,
        authors=tuple(row.authors),
        url=row.url,
        language=row.language,
        published=published(row),
        source=source(row),
        marking=marking(row),
        passages=tuple(
            model.Passage(p.start, p.end, model.PassageKind(p.kind), p.language, p.paragraph)
            for p in below[models.Passage, row.id]
        ),
        apart=tuple(
            model.Apart(model.ApartKind(kind), text, (span[0], span[1]), reason)
            for kind, text, span, reason in row.apart
        ),
        pages=tuple(row.pages),
        notes=tuple(row.notes),
    )


def source(row: models.Document) -> model.Source | None:
    if row.source_name is None:
        return None
    kind = model.SourceKind(row.source_kind)
    return model.Source(row.source_name, kind, row.source_country, row.source_reliability)


def published(row: models.Document) -> model.Published:
    return model.Published(row.published_earliest, row.published_latest, row.published_reason)


def marking(row: models.Document) -> model.Marking:
    return model.Marking(model.Tlp(row.tlp), row.originator, tuple(row.releasable_to), row.is_default_marking)


def entry(row: models.Document, counts: dict[str, int]) -> Entry:
    return Entry(
        id=row.id,
        name=row.name,
        title=row.title,
        language=row.language,
        published=published(row),
        source=row.source_name,
        url=row.url,
        marking=marking(row),
        engine=row.engine,
        size=row.size,
        counts=counts,
        notes=(*row.notes, *row.evidence_notes),
    )


def evidence(row: models.Document, below: Below) -> model.Evidence:
    entities = {e.key: entity(e) for e in below[models.Entity, row.id]}
    found = {field: tuple(piece(field, made, below) for made in below[kind, row.id]) for field, kind in PIECES.items()}
    notes = tuple(row.evidence_notes)
    return model.Evidence(row.id, row.evidence_language, entities, **found, notes=notes, provenance=provenance(row))


def provenance(row: models.Document) -> model.Provenance:
    hashes, places = (numbers(bytes(data)) for data in (row.imprint_hashes, row.imprint_places))
    return model.Provenance(
        name=row.name,
        title=row.title,
        url=row.url,
        published=published(row),
        source=source(row),
        language=row.language,
        credits=tuple(row.credits),
        is_doubled=row.is_doubled,
        origin=row.origin,
        facts=tuple(row.facts),
        imprint=model.Imprint(row.words, hashes, places),
    )


def entity(row: models.Entity) -> model.Entity:
    made = {f.name: getattr(row, f.name) for f in fields(model.Entity) if f.name != "id"}
    made |= {"kind": model.EntityKind(row.kind), "aliases": tuple(row.aliases)}
    return model.Entity(id=row.key, **made)


def piece(field: str, row: Any, below: Below) -> Any:
    noun = NOUNS[field]
    own = {"document": row.document_id, "original": (row.original_start, row.original_end)}
    for f in fields(noun):
        if f.name in ("document", "original", "participants", "details"):
            continue
        own[f.name] = frozen(getattr(row, f.name))
    for name, enumeration in ENUMS.get(field, {}).items():
        own[name] = enumeration(own[name])
    if field == "events":
        own["participants"] = tuple(part(model.Participant, p) for p in below[models.Participant, row.id])
        own["details"] = tuple(part(model.Detail, d) for d in below[models.Detail, row.id])
    return noun(**own)


def part(noun: type, row: Any) -> Any:
    return noun(**{f.name: getattr(row, f.name) for f in fields(noun)})


def frozen(value: Any) -> Any:
    """Lists of JSON as the tuples that they were."""
    return tuple(map(frozen, value)) if isinstance(value, list) else value
