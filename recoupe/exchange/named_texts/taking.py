"""Taking: documents and entities out of named texts, with nothing in them that a document or an entity may not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...model import Entity, EntityKind, Marking, Passage, Published, Source, Tlp
from ...reading.language import of_document
from ..excerpts import document_of
from ..loading import COUNTRY, words
from ..received import Taken, passages
from .fields import Misshapen, noun

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
HTTP = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
HEX = re.compile(r"[0-9a-f]{64}")
LONGEST = 2000  # characters of a title or a name

UNDATED = Published()


@dataclass(frozen=True, slots=True)
class About:
    """What a sender says of a document beside its text."""

    name: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str = ""
    published: Published = UNDATED
    source: Source | None = None
    notes: tuple[str, ...] = ()
    origin: str = ""
    is_whole: bool = False
    sender: str = ""
    passages: tuple[Passage, ...] = ()


def taken(said: Mapping[str, Sequence[str]], marking: Marking) -> Taken:
    """A document that named texts tell. Raises Misshapen where it has no text, or a field holds what it may not."""
    text = words(next(iter(said.get("text", ())), ""))
    if not text.strip():
        raise Misshapen("it has no text")
    told = noun(About, said)
    language = told.language if LANGUAGE.fullmatch(told.language) else of_document(text)
    about = {
        "name": told.name[:LONGEST],
        "title": told.title[:LONGEST],
        "url": told.url if told.url and HTTP.fullmatch(told.url) else None,
        "language": language,
        "published": published(told.published),
        "source": source(told.source),
        "passages": told.passages if are_of(text, told.passages) else passages(text, language),
    }
    document = replace(
        document_of(text, about, marked(marking), told.sender[:LONGEST]),
        authors=tuple(author[:LONGEST] for author in told.authors),
        notes=told.notes,
    )
    return Taken(document, told.origin if HEX.fullmatch(told.origin) else "", told.is_whole)


def are_of(text: str, told: Sequence[Passage]) -> bool:
    """Whether these are the passages of a text: one after the other, none outside it."""
    at = 0
    for passage in told:
        if not at <= passage.start < passage.end <= len(text):
            return False
        at = passage.end
    return bool(told)


def entity(said: Mapping[str, Sequence[str]]) -> Entity:
    """An entity that named texts tell; its coordinates are on the earth, its country has two letters. Raises Misshapen."""
    one = noun(Entity, said)
    if not one.id or not one.name:
        raise Misshapen("it has no name")
    if one.kind is EntityKind.COUNTRY and not COUNTRY.fullmatch(one.id):
        raise Misshapen(f"{one.id[:20]!r} is no country")
    is_somewhere = one.latitude is not None and one.longitude is not None
    if is_somewhere and not (abs(one.latitude or 0) <= 90 and abs(one.longitude or 0) <= 180):
        is_somewhere = False
    return replace(
        one,
        name=one.name[:LONGEST],
        country=one.country if one.country and COUNTRY.fullmatch(one.country) else None,
        latitude=one.latitude if is_somewhere else None,
        longitude=one.longitude if is_somewhere else None,
    )


def published(told: Published) -> Published:
    """An interval that does not end before it begins."""
    if told.earliest and told.latest and told.earliest > told.latest:
        return Published()
    return told


def source(told: Source | None) -> Source | None:
    """A source; what the sender thinks of its reliability is the sender's: here nobody has judged it yet, unless by a letter."""
    if told is None or not told.name.strip():
        return None
    letter = told.reliability if told.reliability in "ABCDEF" and len(told.reliability) == 1 else "F"
    country = told.country if told.country and COUNTRY.fullmatch(told.country) else None
    return replace(told, name=told.name[:LONGEST], reliability=letter, country=country)


def marked(marking: Marking) -> Marking:
    """A marking; a default one is as strict as a default has to be."""
    return replace(marking, is_default=marking.is_default and marking.tlp is Tlp.AMBER_STRICT)
