"""Received: one text as it came in, before cleaning: its bytes, its readable layer, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ..model import Marking, Source
from .mapped import MappedText


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that something says the text was published on, with the reason in words; `is_creation` marks the date of a
    file's making (PDF, DOCX), which only bounds the publication."""

    day: date
    reason: str
    is_creation: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """One text as received.

    `original` are the bytes, `layer` those in which offsets count (see model.Document), `readable` the text of the layer,
    paragraphs separated by line breaks. `keeps_lines` says that each line of `readable` is a paragraph of its own (HTML,
    DOCX); in plain text, mail and PDF a line break may stand inside a sentence.
    """

    original: bytes = field(repr=False)
    layer: bytes = field(repr=False)
    readable: MappedText = field(repr=False)
    encoding: str = "utf-8"
    name: str = ""
    media_type: str = "text/plain"
    title: str = ""
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    dated: tuple[Dated, ...] = ()
    source: Source | None = None
    marking: Marking = field(default=Marking())
    pages: tuple[int, ...] = ()
    keeps_lines: bool = False
    notes: tuple[str, ...] = ()
