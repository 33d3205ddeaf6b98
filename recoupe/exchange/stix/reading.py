"""Reading: a STIX bundle as content: our own as it was sent, that of others as documents with what they say in them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ...model import Marking
from ...reading.limits import DEFAULT, Limits
from ..content import STRICTEST_FIRST, Content, SharedDocument, strictest
from . import foreign, own
from .marks import marking, references
from .parsing import Note, Object, objects, texts


def read(data: bytes, *, limits: Limits = DEFAULT, on_note: Note | None = None) -> Content:
    """What a bundle, a TAXII envelope or an object says; `on_note` hears what was left aside or restricted, and why.

    Raises EmptyInput, RefusedInput, DamagedInput or UnsupportedFormat, all of which are ReadingErrors.
    """
    note = on_note or (lambda said: None)
    known = objects(data, limits, note)

    around = surroundings(known)

    @cache
    def alone(id: str) -> Marking:
        return marking(known[id], known, note)

    @cache
    def marked(id: str) -> Marking:
        is_marked = any(references(known[id]))
        return alone(id) if is_marked else restricted(alone(id), [alone(other) for other in around.get(id, [])])

    ours = own.documents(known, marked)
    findings, contradictions = own.findings(known, ours, note)
    tightened = own.tightened(known, ours, marked)
    every = once([*tightened, *foreign.documents(known, marked, note)], note)
    return Content(tuple(every), findings, contradictions)


def surroundings(known: dict[str, Object]) -> dict[str, list[str]]:
    """For each object, the reports and groupings that it stands in, and what it is a note or an opinion on."""
    found: dict[str, list[str]] = {}
    for id, row in known.items():
        for ref in texts(row, "object_refs"):
            if ref in known and row["type"] in ("report", "grouping"):
                found.setdefault(ref, []).append(id)
            elif ref in known and row["type"] in ("note", "opinion"):
                found.setdefault(id, []).append(ref)
    return found


def restricted(alone: Marking, around: list[Marking]) -> Marking:
    """The marking of an object that carries none: no more open than what it stands in, since marks get lost on the way."""
    level = min((alone.tlp, *(one.tlp for one in around)), key=STRICTEST_FIRST.index)
    return replace(alone, tlp=level, is_default=level is alone.tlp)


def once(documents: list[SharedDocument], note: Note) -> list[SharedDocument]:
    """Each text once, as the first tells it, in the strictest marking of all that have it."""
    found: dict[str, SharedDocument] = {}
    for shared in documents:
        first = found.setdefault(shared.document.id, shared)
        if first is not shared:
            note(f"{shared.document.name} has the text of {first.document.name}, and is left aside")
            if first.marking != shared.marking:
                marking = strictest([first.marking, shared.marking]) or Marking()
                found[first.document.id] = replace(first, document=replace(first.document, marking=marking))
    return list(found.values())
