"""Provenance: what cross-checking has to know of a document beside its pieces: when, by whom, after whom, and its imprint."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from ..languages import table
from ..model import (
    ApartKind,
    Document,
    Entity,
    EntityKind,
    Figure,
    Mention,
    Provenance,
    SourceKind,
    Time,
    TimeKind,
)
from ..reading.sources import from_address, from_name
from .imprint import imprint

ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
BRACKETED = re.compile(r"\(([^()\n]{2,60})\)")
ENDS = 260  # characters at either end of a text in which an agency in brackets is whom it is taken from
LONGEST_NAME = 40
DOUBLED = 0.6  # the share of the text that a repeat set apart has to have
PLACED = (
    ApartKind.DATELINE,
    ApartKind.BYLINE,
    ApartKind.SIGNATURE,
    ApartKind.LINK,
    ApartKind.FURNITURE,
    ApartKind.REPEAT,
)
NAMED = {EntityKind.PERSON: "person", EntityKind.PLACE: "place", EntityKind.COUNTRY: "country"}


def provenance(
    document: Document,
    entities: Mapping[str, Entity] | None = None,
    mentions: Sequence[Mention] = (),
    times: Sequence[Time] = (),
    figures: Sequence[Figure] = (),
) -> Provenance:
    """The provenance of a document; the facts that it names where they were found."""
    repeated = sum(len(part.text) for part in document.apart if part.kind is ApartKind.REPEAT)
    return Provenance(
        name=document.name,
        title=document.title,
        url=document.url,
        published=document.published,
        source=document.source,
        language=document.language,
        credits=tuple(dict.fromkeys(credits(document))),
        is_doubled=repeated > DOUBLED * len(document.text) > 0,
        facts=tuple(dict.fromkeys(facts(entities or {}, mentions, times, figures))),
        imprint=imprint(document.text),
    )


def credits(document: Document) -> Iterator[str]:
    """Whom a document says it is taken from: known agencies in its dateline, byline, signature or in brackets at either end
    ("(AFP)", "avec Belga"), and the addresses that stand in it or were set apart. Not its own outlet."""
    own = document.source.name if document.source else None
    agencies = table("common", "sources")["agencies"]
    told = [part.text for part in document.apart if part.kind in PLACED]
    text = document.text
    told += [match[1] for match in BRACKETED.finditer(text[:ENDS])]
    told += [match[1] for match in BRACKETED.finditer(text[max(ENDS, len(text) - ENDS) :])]
    for words in told:
        for name in agencies:
            credited = from_name(name) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) else None
            if credited is not None and credited.name != own:
                yield credited.name
        for named in BRACKETED.findall(words) or [words]:
            inside = from_name(named.strip(" –-—:.,")) if len(named) < LONGEST_NAME else None
            if inside is not None and inside.kind is SourceKind.AGENCY and inside.name != own:
                yield inside.name
    for match in chain(ADDRESS.finditer(text), *(ADDRESS.finditer(part.text) for part in document.apart)):
        address = match[0].rstrip(".,;")
        if address != document.url:
            yield address
            source = from_address(address)
            if source is not None and source.name != own:
                yield source.name


def facts(
    entities: Mapping[str, Entity], mentions: Sequence[Mention], times: Sequence[Time], figures: Sequence[Figure]
) -> Iterator[str]:
    """What a text names and counts, in forms that no language changes, in the order of the text."""
    pieces: list[Mention | Time | Figure] = [*mentions, *times, *figures]
    pieces.sort(key=lambda piece: (piece.start, piece.end))
    for piece in pieces:
        if isinstance(piece, Mention):
            entity = entities.get(piece.entity)
            if entity is None:
                continue
            if entity.kind is EntityKind.PLACE:
                yield f"place:{entity.geonames or folded(entity.name)}"
            elif entity.kind is EntityKind.ORGANISATION and entity.acronym:
                yield f"organisation:{folded(entity.name)}"
            elif entity.kind in NAMED:
                yield f"{NAMED[entity.kind]}:{folded(entity.id)}"
        elif isinstance(piece, Time):
            if piece.kind is TimeKind.DATE and piece.begins and piece.ends:
                yield f"day:{piece.begins}/{piece.ends}"
        elif isinstance(piece, Figure):
            ends = ["" if n is None else f"{n:.15g}" for n in (piece.low, piece.high)]
            yield f"figure:{ends[0]}-{ends[1]}"


def folded(name: str) -> str:
    """A name without case and accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
