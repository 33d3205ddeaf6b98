"""Documents for the tests of events and links, with mentions and times given by hand instead of found."""

from __future__ import annotations

import re
from array import array
from datetime import date
from typing import Any

from recoupe.extraction.events import events
from recoupe.extraction.links import links
from recoupe.extraction.view import View
from recoupe.model import (
    Claim,
    Document,
    Entity,
    EntityKind,
    Event,
    Figure,
    Link,
    Mention,
    OffsetMap,
    Passage,
    PassageKind,
    Published,
    Time,
    TimeKind,
    document_id,
)

SENTENCE = re.compile(r"[^\n]+?(?:[.!?](?= |$|\n)|$|(?=\n))", re.MULTILINE)


def document(text: str, language: str = "fr", published: date | None = None) -> Document:
    """A document whose lines without a full stop are headings."""
    data = text.encode()
    starts, at = array("I"), 0
    for character in text:
        starts.append(at)
        at += len(character.encode())
    ends = array("I", [*starts[1:], at])
    passages = []
    for match in SENTENCE.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        kind = PassageKind.SENTENCE if match.group().rstrip()[-1:] in ".!?»:" else PassageKind.HEADING
        passages.append(Passage(start, match.end(), kind, language))
    day = Published(published, published, "given") if published else Published()
    return Document(
        id=document_id(data), original=data, text=text, offsets=OffsetMap(starts, ends), layer=data,
        language=language, published=day, passages=tuple(passages),
    )  # fmt: skip


class Hand:
    """A text with what the other extractors would have found in it.

    `names` maps words of the text to (kind, entity id) or (kind, entity id, country); `when` maps words to a TIMEX3
    value or a list of them, or to (value, begins, ends).
    """

    def __init__(
        self, text: str, names: dict[str, tuple[str, ...]] | None = None, when: dict[str, Any] | None = None,
        language: str = "fr", published: date | None = None, claims: tuple[Claim, ...] = (), figures: tuple[Figure, ...] = (),
    ) -> None:  # fmt: skip
        self.document = document(text, language, published)
        self.view = View(self.document)
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.times: list[Time] = []
        self.claims, self.figures = claims, figures
        for words, (kind, entity, *rest) in (names or {}).items():
            country = rest[0] if rest else entity if kind == "country" else None
            label = rest[1] if len(rest) > 1 else words
            self.entities.setdefault(entity, Entity(entity, EntityKind(kind), label, country=country))
            for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
                if not any(m.start <= match.start() < m.end for m in self.mentions):
                    where = self.view.piece(match.start(), match.end(), "names.hand")
                    self.mentions.append(Mention(**where, kind=EntityKind(kind), entity=entity))
        for words, given in (when or {}).items():
            for match in re.finditer(re.escape(words), text):
                for value in given if isinstance(given, list) else [given]:
                    self.times.append(self._time(match, value))

    def _time(self, match: re.Match[str], value: Any) -> Time:
        value, begins, ends = value if isinstance(value, tuple) else (value, None, None)
        if begins is None and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            begins = ends = value
        if begins is None and re.fullmatch(r"\d{4}-\d\d", value):
            begins, ends = f"{value}-01", f"{value}-28"
        kind = (
            TimeKind.SET
            if value.startswith("RRULE")
            else TimeKind.DURATION
            if value.startswith("P") and value[1:2].isdigit()
            else TimeKind.DATE
        )
        return Time(
            **self.view.piece(match.start(), match.end(), "times.hand"),
            kind=kind,
            value=value,
            begins=begins,
            ends=ends,
        )

    def events(self) -> tuple[Event, ...]:
        return events(self.view, self.entities, tuple(self.mentions), tuple(self.times), self.figures, self.claims)

    def links(self) -> tuple[Link, ...]:
        return links(self.view, self.entities, tuple(self.mentions), self.events())


def roles(event: Event) -> dict[str, set[str]]:
    """Entity ids, or words where nothing is named, by role."""
    found: dict[str, set[str]] = {}
    for p in event.participants:
        found.setdefault(p.role, set()).add(p.entity or p.text)
    return found


def show(event: Event) -> str:
    """An event on one line, for reading."""
    who = "; ".join(f"{role}={sorted(names)}" for role, names in roles(event).items())
    what = "; ".join(f"{d.name}={d.text!r}" + (f"[{d.value}]" if d.value else "") for d in event.details)
    return f"{event.type} {event.status} {event.text!r} {event.times or ''} {event.recurrence or ''} @{event.place} {event.country} | {who} | {what} | x{len(event.spans)} {event.speaker or ''}"
