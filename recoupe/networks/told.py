"""Told: what a finding says, as far as a network is drawn from it; out of a `Finding` of the engine or of its stored JSON body."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..crosscheck.model import Finding
from ..model import plain


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what takes part, in which role. Without an `identity`, `text` is words of a text, and may name a private person;
    `documents` are those that say so.
    """

    role: str
    text: str
    identity: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What one finding says. `documents` are those that still carry it, in the order of publication, `published` their days.

    Who denies it does not carry it. `origins` are the documents of each of its independent sources and `letters` how reliable each
    is; `words` are pairs of a document and those by which it names it; `asserting` counts the sources that vouch for it.
    """

    key: str
    kind: str
    type: str
    status: str
    parties: tuple[Party, ...]
    documents: tuple[str, ...]
    origins: tuple[tuple[str, ...], ...]
    grade: str
    words: tuple[tuple[str, str], ...] = ()
    begins: str | None = None
    ends: str | None = None
    published: tuple[str | None, ...] = ()
    place: str | None = None
    place_name: str = ""
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_contradicted: bool = False
    asserting: int = 1
    letters: tuple[str, ...] = ()

    @property
    def is_standing(self) -> bool:
        """Whether a document is left that carries it."""
        return bool(self.documents)

    def is_placed_by(self, documents: Container[str]) -> bool:
        """Whether one of some documents tells where it is: a place of one text is not that of a house in another."""
        return any(
            party.role == "place" and party.identity == self.place and document in documents
            for party in self.parties
            for document in party.documents
        )

    @property
    def first(self) -> str | None:
        """The day on which it was first published."""
        return min((day for day in self.published if day), default=None)

    @property
    def day(self) -> str | None:
        """The day of the fact, or else that on which it was first published."""
        return self.begins or self.ends or self.first


DENIED = "denied"
ON_ONE_SOURCE = "3"
"""The best credibility that one source alone gives ("possibly true", AJP-2.1)."""


def narrowed(one: Told, documents: frozenset[str]) -> Told:
    """What some of its documents say of a finding, as if they alone did: fewer sources, and no better a grade than they give."""
    kept = [
        (origin, letter) for origin, letter in zip(one.origins, one.letters, strict=True) if documents & set(origin)
    ]
    letter = min((letter for _, letter in kept), default="F")
    credibility = one.grade[1:] if len(kept) > 1 else max(one.grade[1:], ON_ONE_SOURCE)
    days = {document: day for document, day in zip(one.documents, one.published, strict=True) if document in documents}
    return replace(
        one,
        parties=tuple(party for party in one.parties if documents & set(party.documents)),
        documents=tuple(days),
        published=tuple(days.values()),
        words=tuple(pair for pair in one.words if pair[0] in documents),
        origins=tuple(tuple(document for document in origin if document in documents) for origin, _ in kept),
        letters=tuple(letter for _, letter in kept),
        grade=f"{letter}{credibility}",
    )


def of_body(body: Mapping[str, Any], latitude: float | None = None, longitude: float | None = None) -> Told:
    """What a stored finding says, by its `body` (plain JSON); latitude and longitude are of its place, where a row knows them."""
    left = [support for support in body["supports"] if not support["fall"]]
    standing = [support for support in left if support["status"] != DENIED] or left  # who denies it does not carry it
    origins = [origin for origin in body["independent_sources"] if origin["says"] != DENIED] or body[
        "independent_sources"
    ]
    said_in = {support["piece"]: support["document"] for support in standing}
    documents: dict[str, str | None] = {}
    for support in standing:
        documents.setdefault(support["document"], support["published"])
    grade = body["grade"]
    return Told(
        key=body["id"],
        kind=body["kind"],
        type=body["type"],
        status=body["status"],
        parties=tuple(_parties(body["participants"], said_in)),
        documents=tuple(documents),
        origins=tuple(tuple(origin["documents"]) for origin in origins),
        grade=f"{grade['reliability']}{grade['credibility']}",
        words=tuple(dict.fromkeys((support["document"], support["text"].casefold()) for support in standing)),
        begins=body["begins"],
        ends=body["ends"],
        published=tuple(documents.values()),
        place=body["place"],
        place_name=body.get("place_name") or "",
        country=body["country"],
        latitude=latitude,
        longitude=longitude,
        is_contradicted=bool(body["contradicts"]) or bool(grade["denying"]),
        asserting=grade["asserting"],
        letters=tuple(origin["reliability"] for origin in origins),
    )


def _parties(parts: Iterable[Mapping[str, Any]], said_in: Mapping[str, str]) -> Iterator[Party]:
    for part in parts:
        documents = tuple(dict.fromkeys(said_in[piece] for piece in part["pieces"] if piece in said_in))
        if documents:
            yield Party(part["role"], part["text"], part["identity"], documents)


def of_finding(finding: Finding) -> Told:
    """What a finding of the engine says."""
    return of_body(plain(finding))


def told(one: Told | Finding | Mapping[str, Any]) -> Told:
    """What a finding says, in whichever form it comes."""
    if isinstance(one, Told):
        return one
    return of_finding(one) if isinstance(one, Finding) else of_body(one)
