"""One invented story for the tests of the brief, with evidence given by hand: nothing here hangs on what extraction finds."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from recoupe.model import (
    Claim,
    ClaimKind,
    Detail,
    Document,
    Entity,
    EntityKind,
    Event,
    EventStatus,
    Evidence,
    Figure,
    Marking,
    Mention,
    Modality,
    Participant,
    Source,
    SourceKind,
    SpeakerKind,
)
from recoupe.reading import read_text

TEXT = (
    "Réunion à Bruxelles sur les faux visas.\n"
    "Les ministres se réuniront à Bruxelles le 8 mai 2031 pour « partager leurs fichiers ». "
    "Le Maroc et les États-Unis sont invités.\n"
    "Anne Colin, ministre belge de la Justice, a dit que la police manque de moyens. "
    "Selon elle, le réseau aurait vendu entre 40 et 60 visas. "
    "Paul Verdier, un voisin, dément avoir vendu des visas. "
    "M. Verdier habite à Liège.\n"
)


class Telling:
    """A text with what was found in it: each method adds a piece on words of the text and gives itself back."""

    def __init__(
        self,
        text: str,
        *,
        published: date | None = date(2031, 4, 2),
        language: str = "fr",
        source: str = "",
        **fields: Any,
    ) -> None:
        made = read_text(text, published=published, language=language)
        if source:
            fields["source"] = Source(source, SourceKind.PRESS)
        self.document: Document = dataclasses.replace(made, **fields)
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.claims: list[Claim] = []
        self.events: list[Event] = []
        self.figures: list[Figure] = []

    def at(self, words: str) -> tuple[int, int]:
        start = self.document.text.index(words)
        return start, start + len(words)

    def where(self, words: str) -> dict[str, Any]:
        start, end = self.at(words)
        span = self.document.original_span(start, end)
        return {
            "document": self.document.id,
            "text": words,
            "start": start,
            "end": end,
            "original": span,
            "rule": "hand.given",
            "confidence": 0.5,
        }

    def named(self, words: str, kind: str, id: str = "", **fields: Any) -> Telling:
        key = id or words
        self.entities.setdefault(key, Entity(key, EntityKind(kind), fields.pop("name", words), **fields))
        self.mentions.append(Mention(**self.where(words), kind=EntityKind(kind), entity=key))
        return self

    def said(self, words: str, speaker: str, modality: str = "asserted", kind: str = "indirect") -> Telling:
        who = (
            SpeakerKind.UNNAMED
            if speaker.startswith("unnamed")
            else SpeakerKind.DOCUMENT
            if speaker == "document"
            else SpeakerKind.NAMED
        )
        self.claims.append(
            Claim(
                **self.where(words),
                speaker=speaker,
                speaker_kind=who,
                kind=ClaimKind(kind),
                modality=Modality(modality),
            )
        )
        return self

    def happens(
        self,
        words: str,
        type: str,
        status: str = "reported",
        roles: tuple[tuple[str, str, str | None], ...] = (),
        details: tuple[tuple[str, str], ...] = (),
        **fields: Any,
    ) -> Telling:
        people = tuple(
            Participant(role=role, text=text, start=self.at(text)[0], end=self.at(text)[1], entity=entity)
            for role, text, entity in roles
        )
        told = tuple(
            Detail(name=name, text=text, start=self.at(text)[0], end=self.at(text)[1]) for name, text in details
        )
        event = Event(
            **self.where(words), type=type, status=EventStatus(status), participants=people, details=told, **fields
        )
        self.events.append(event)
        return self

    def counts(self, words: str, low: float | None, high: float | None, **fields: Any) -> Telling:
        self.figures.append(Figure(**self.where(words), low=low, high=high, **fields))
        return self

    @property
    def pair(self) -> tuple[Document, Evidence]:
        evidence = Evidence(
            self.document.id,
            self.document.language,
            self.entities,
            tuple(self.mentions),
            (),
            tuple(self.figures),
            tuple(self.claims),
            tuple(self.events),
        )
        return self.document, evidence


def story(text: str = TEXT, **fields: Any) -> Telling:
    """The story as one document tells it."""
    made = Telling(text, **{"source": "La Gazette", **fields})
    made.named("Bruxelles", "place", "geonames:2800866", country="BE", geonames=2800866, latitude=50.85, longitude=4.35)
    made.named("Maroc", "country", "MA").named("États-Unis", "country", "US")
    made.named("Anne Colin", "person", office="ministre de la Justice", country="BE", is_public=True)
    made.named("Paul Verdier", "person", aliases=("Verdier",)).named(
        "Liège", "place", "geonames:2792413", country="BE", latitude=50.63, longitude=5.57
    )
    made.happens(
        "se réuniront", "consult/meeting", "planned", (("invited", "Maroc", "MA"), ("invited", "États-Unis", "US")), (("aim", "partager leurs fichiers"),),
        times=("2031-05-08",), begins="2031-05-08", ends="2031-05-08", place="geonames:2800866", country="BE",
    )  # fmt: skip
    made.said("la police manque de moyens", "Anne Colin")
    made.said("le réseau aurait vendu entre 40 et 60 visas", "Anne Colin", "reported conditional")
    made.said("avoir vendu des visas", "Paul Verdier", "denied")
    made.counts("entre 40 et 60", 40, 60, unit="document", population="visas", speaker="Anne Colin")
    return made


def marked(telling: Telling, marking: Marking) -> Telling:
    """The telling with a marking that somebody chose."""
    telling.document = dataclasses.replace(telling.document, marking=marking)
    return telling
