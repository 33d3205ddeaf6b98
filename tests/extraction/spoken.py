"""Documents for the tests of speech: sentences and names given by hand instead of found."""

from __future__ import annotations

from array import array

from recoupe.extraction.speech import claims
from recoupe.extraction.view import View
from recoupe.model import Claim, Document, Entity, EntityKind, Mention, OffsetMap, Passage, document_id


def said(*paragraphs: str, names: dict[str, str] | None = None, language: str = "fr") -> tuple[Claim, ...]:
    """The claims of paragraphs, whose sentences are set apart by " | ".

    `names` gives the kind of each name and, after a slash, the office ("person/ministre").
    """
    passages: list[Passage] = []
    text = ""
    for number, paragraph in enumerate(paragraphs):
        for sentence in paragraph.split(" | "):
            text += ("\n" if passages and passages[-1].paragraph != number else " ") if passages else ""
            passages.append(Passage(len(text), len(text) + len(sentence), language=language, paragraph=number))
            text += sentence
    view = View(document(text, tuple(passages), language))
    entities: dict[str, Entity] = {}
    mentions: list[Mention] = []
    for name, kind in (names or {}).items():
        kind, _, office = kind.partition("/")
        entities[name] = Entity(name, EntityKind(kind), name, office=office or None)
        at = text.find(name)
        while at >= 0:
            mentions.append(Mention(**view.piece(at, at + len(name), "given"), kind=EntityKind(kind), entity=name))
            at = text.find(name, at + 1)
    return claims(view, entities, tuple(mentions), ())


def document(text: str, passages: tuple[Passage, ...], language: str) -> Document:
    """A document with given passages, its bytes being the text itself."""
    starts, ends, at = array("l"), array("l"), 0
    for character in text:
        starts.append(at)
        at += len(character.encode())
        ends.append(at)
    raw = text.encode()
    offsets = OffsetMap(starts, ends)
    return Document(document_id(raw), raw, text, offsets, raw, language=language, passages=passages)


def attributed(*paragraphs: str, names: dict[str, str] | None = None, language: str = "fr") -> list[Claim]:
    """The claims that someone other than the document makes."""
    return [claim for claim in said(*paragraphs, names=names, language=language) if claim.kind != "own voice"]


def only(*paragraphs: str, names: dict[str, str] | None = None, language: str = "fr") -> Claim:
    """The one attributed claim of a text."""
    (claim,) = attributed(*paragraphs, names=names, language=language)
    return claim
