"""Told: what a finding says, as far as a network is drawn from it; out of a `Finding` of the engine or of its stored JSON body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..crosscheck.model import Finding
from ..model import plain


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what takes part, in which role. Without an `identity`, `text` is words of a text, and may name a private person."""

    role: str
    text: str
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one finding says. `documents` are those that still carry it, in the order of publication; `origins` the documents of
    each of its independent sources; `words` the words by which the texts name it."""

    key: str
    kind: str
    type: str
    status: str
    parties: tuple[Party, ...]
    documents: tuple[str, ...]
    origins: tuple[tuple[str, ...], ...]
    grade: str
    words: tuple[str, ...] = ()
    begins: str | None = None
    ends: str | None = None
    first: str | None = None
    place: str | None = None
    place_name: str = ""
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_contradicted: bool = False
    asserting: int = 1

    @property
    def is_standing(self) -> bool:
        """Whether a document is left that carries it."""
        return bool(self.documents)

    @property
    def day(self) -> str | None:
        """The day of the fact, or else that on which it was first published."""
        return self.begins or self.ends or self.first


def of_body(body: Mapping[str, Any], latitude: float | None = None, longitude: float | None = None) -> Told:
    """What a stored finding says, by its `body` (plain JSON); latitude and longitude are of its place, where a row knows them."""
    standing = [support for support in body["supports"] if not support["fall"]]
    documents = tuple(dict.fromkeys(support["document"] for support in standing))
    grade = body["grade"]
    return Told(
        key=body["id"],
        kind=body["kind"],
        type=body["type"],
        status=body["status"],
        parties=tuple(Party(part["role"], part["text"], part["identity"]) for part in body["participants"]),
        documents=documents,
        origins=tuple(tuple(origin["documents"]) for origin in body["independent_sources"]),
        grade=f"{grade['reliability']}{grade['credibility']}",
        words=tuple(dict.fromkeys(support["text"].casefold() for support in standing)),
        begins=body["begins"],
        ends=body["ends"],
        first=min((support["published"] for support in standing if support["published"]), default=None),
        place=body["place"],
        place_name=body.get("place_name") or "",
        country=body["country"],
        latitude=latitude,
        longitude=longitude,
        is_contradicted=bool(body["contradicts"]) or bool(grade["denying"]),
        asserting=grade["asserting"],
    )


def of_finding(finding: Finding) -> Told:
    """What a finding of the engine says."""
    return of_body(plain(finding))


def told(one: Told | Finding | Mapping[str, Any]) -> Told:
    """What a finding says, in whichever form it comes."""
    if isinstance(one, Told):
        return one
    return of_finding(one) if isinstance(one, Finding) else of_body(one)
