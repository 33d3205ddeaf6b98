"""Checks of what comes in: characters that the text has, days that are days, letters and grades of the Admiralty code."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...crosscheck.model import Finding
from ...errors import DamagedInput
from ...model import Document, Evidence, Piece
from ..excerpts import spans

DAYS = ("begins", "ends", "published", "on")
LETTERS = "ABCDEF"


def check_document(document: Document, what: str) -> None:
    """Refuse a document whose passages stand outside its text, or whose source has no letter of the code."""
    for passage in document.passages:
        check_span((passage.start, passage.end), document.text, what)
    if document.source:
        check_letter(document.source.reliability, what)


def check_piece(piece: Piece, text: str, what: str) -> None:
    """Refuse a piece that says something else than the text at its offsets, or stands on characters that are not there."""
    if text[piece.start : piece.end] != piece.text:
        raise DamagedInput(what, "its text is not what stands in the document at its offsets", "ask for it again")
    for span in spans(piece):
        check_span(span, text, what)
    first, last = piece.original
    if not 0 <= first <= last:
        raise DamagedInput(what, f"bytes {first} to {last} stand nowhere")
    if not 0 <= piece.confidence <= 1:
        raise DamagedInput(what, f"{piece.confidence} is no share of 1")
    check_days(piece, what)


def check_finding(finding: Finding, texts: dict[str, str], what: str) -> None:
    """Refuse a finding with impossible characters, days or grades."""
    for support in finding.supports:
        if support.document in texts:
            check_span((support.start, support.end), texts[support.document], what)
    for part in (finding, *finding.supports, *finding.history):
        check_days(part, what)
    for letter in (finding.grade.reliability, *(origin.reliability for origin in finding.independent_sources)):
        check_letter(letter, what)
    if not 1 <= finding.grade.credibility <= 6:
        raise DamagedInput(what, f"{finding.grade.credibility} is no credibility from 1 to 6")


def check_letter(letter: str, what: str) -> None:
    """Refuse what is no reliability of the Admiralty code."""
    if len(letter) != 1 or letter not in LETTERS:
        raise DamagedInput(what, f"{letter!r} is no reliability from A to F")


def check_days(noun: Any, what: str) -> None:
    """Refuse a day that is none."""
    for name in DAYS:
        if day := getattr(noun, name, None):
            try:
                date.fromisoformat(day[:10])
            except ValueError:
                raise DamagedInput(what, f"{name}: {day!r} is no day in ISO 8601") from None


def check_span(span: tuple[int, int], text: str, what: str) -> None:
    """Refuse characters that the text does not have."""
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise DamagedInput(what, f"characters {start} to {end} stand outside its {len(text)} characters")


def check_entities(evidence: Evidence, what: str) -> None:
    """Refuse what names an entity that is not there."""
    named = {mention.entity for mention in evidence.mentions}
    named |= {event.place for event in evidence.events if event.place}
    named |= {part.entity for event in evidence.events for part in event.participants if part.entity}
    if missing := sorted(named - set(evidence.entities)):
        raise DamagedInput(what, f"it names {missing[0]!r}, which is none of its entities")
