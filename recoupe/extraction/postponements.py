"""Postponements: that something planned was put off, and to which day: "est reportée au 22 mai", "was postponed to 22 May"."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages import table
from ..model import Detail, EventStatus, Time
from .chunks import Kind, Sources
from .phrases import Reader
from .triggers import Found, support

POSTPONED = "postponed"


def postponements(reader: Reader, found: Found, sources: Sources, told: EventStatus) -> list[Detail]:
    """The words that put an event off; the value is the new day where one is told behind them. None where it may yet be so."""
    if not found.is_noun or told not in (EventStatus.PLANNED, EventStatus.CANCELLED):
        return []
    at = moving_verb(reader, found.at)
    if at is None:
        return []
    chunk, base = reader.chunks[at], reader.sentence.start
    later = sorted(sources.times_in(chunk.start, reader.sentence.end), key=lambda time: time.start)
    text = reader.sentence.text[chunk.start - base : chunk.end - base]
    return [Detail(name=POSTPONED, text=text, start=chunk.start, end=chunk.end, value=new_day(later))]


def moving_verb(reader: Reader, noun: int) -> int | None:
    """The verb that puts the event of a noun off: a passive behind it in its clause, or what it is the object of."""
    moving = table(reader.sentence.language, "events")["status"]["moving"]
    carrier = support(reader, noun)
    for at in (carrier, *range(noun + 1, len(reader.chunks))):
        if at is None:
            continue
        if reader.kind(at) in (Kind.STOP, Kind.BREAK, Kind.RELATIVE):
            return None
        verb = reader.chunks[at].verb
        if verb is not None and verb.lemma in moving and (at == carrier or verb.is_passive):
            return None if verb.is_negated or verb.is_conditional or verb.modal == "possible" else at
    return None


def new_day(later: Sequence[Time]) -> str | None:
    """The first day told: itself, or the end of "until 22 May"."""
    for time in later:
        day = time.begins if time.begins == time.ends else time.ends if time.begins is None else None
        if day:
            return day
    return None
