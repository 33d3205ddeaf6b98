"""Placing: a piece that a partner tells, on the characters of its document; what does not stand there is not believed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from ...model import Detail, Document, Event, Participant, Piece, Span
from . import fields as named

OFFSET = re.compile(r"\d{1,9}")
RULE = "sent by a partner"
DAYS = ("begins", "ends")
SPANS = ("cue_span", "speaker_span")
MOST_SEARCHED = 2_000_000_000  # characters: what a sender whose offsets are all wrong can make us look through

Part = TypeVar("Part", Participant, Detail)


@dataclass
class Search:
    """Looking for words in texts, until it has been enough."""

    left: int = field(default_factory=lambda: MOST_SEARCHED)

    def find(self, text: str, words: str, after: int = 0) -> int:
        """Where words stand in a text, the first time from `after` on, or the first time at all; -1 for nowhere."""
        if self.left <= 0:
            return -1
        self.left -= len(text)
        at = text.find(words, max(after, 0))
        return at if at >= 0 else text.find(words)


def placed(document: Document, kind: type[Piece], said: Mapping[str, Sequence[str]], search: Search) -> Piece:
    """The piece that named texts tell, where its words stand in the document.

    Its offsets are believed only where the text there is its own; otherwise its words are looked for. So are those of who takes
    part. Raises Misshapen where the words are not in the text, or the fields tell no such piece.
    """
    text = next(iter(said.get("text", ())), "")
    told = (offset(said, "start"), offset(said, "end"))
    span = found(document.text, text, told, search)
    if span is None:
        raise named.Misshapen("its words are not in the text")
    first, last = document.original_span(*span)
    where = {
        "document": [document.id],
        "start": [str(span[0])],
        "end": [str(span[1])],
        "original": [f"[{first},{last}]"],
    }
    piece = named.noun(kind, {"rule": [RULE], "confidence": ["0"]} | dict(said) | where)
    return within(document, piece, span[0] - told[0] if told[0] is not None else 0, search)


def offset(said: Mapping[str, Sequence[str]], name: str) -> int | None:
    """An offset that somebody gives; None for what is none."""
    text = next(iter(said.get(name, ())), "")
    return int(text) if OFFSET.fullmatch(text) else None


def found(text: str, words: str, told: tuple[int | None, int | None], search: Search, after: int = 0) -> Span | None:
    """Where words stand in a text: as told, or where a search finds them."""
    start, end = told
    if not words:
        return None
    if start is not None and end is not None and start >= 0 and text[start:end] == words:
        return start, end
    start = search.find(text, words, after)
    return (start, start + len(words)) if start >= 0 else None


def within(document: Document, piece: Piece, moved: int, search: Search) -> Piece:
    """The piece with every offset in it made true, or left out; `moved` is how far it stands from where it was said to be."""
    changed: dict[str, Any] = {"confidence": min(1.0, max(0.0, piece.confidence))}
    has = {f.name for f in fields(piece)}
    for name in DAYS:
        if name in has and not is_day(getattr(piece, name)):
            changed[name] = None
    for name in SPANS:
        if name in has and (span := getattr(piece, name)) is not None:
            changed[name] = inside(document, span, moved)
    if isinstance(piece, Event):
        spans = (inside(document, span, moved) for span in piece.spans)
        changed["spans"] = tuple(span for span in spans if span)
    for name in ("participants", "details"):
        if name in has:
            changed[name] = tuple(parts(document, getattr(piece, name), moved, piece.start, search))
    return replace(piece, **changed)


def inside(document: Document, span: Span, moved: int) -> Span | None:
    """A span moved; None where it leaves the text."""
    start, end = span[0] + moved, span[1] + moved
    return (start, end) if 0 <= start < end <= len(document.text) else None


def parts(document: Document, told: Sequence[Part], moved: int, near: int, search: Search) -> list[Part]:
    """Those parts whose words stand in the text, where they stand."""
    kept = []
    for part in told:
        span = found(document.text, part.text, (part.start + moved, part.end + moved), search, near)
        if span:
            kept.append(replace(part, start=span[0], end=span[1]))
    return kept


def is_day(text: str | None) -> bool:
    """Whether a text is a day in ISO 8601, with or without a time; nothing is fine too."""
    if text is None:
        return True
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return len(text) == 10 or text[10:11] == "T"
