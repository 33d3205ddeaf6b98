"""Reading: a STIX bundle as content: our own as it was sent, that of others as documents with what they say in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ...model import Marking
from ...reading.limits import DEFAULT, Limits
from ..content import Content
from . import foreign, own
from .marks import marking
from .parsing import objects


def read(data: bytes, *, limits: Limits = DEFAULT, on_note: Callable[[str], None] | None = None) -> Content:
    """What a bundle, a TAXII envelope or an object says; `on_note` hears what was left aside or restricted, and why.

    Raises EmptyInput, RefusedInput, DamagedInput or UnsupportedFormat, all of which are ReadingErrors.
    """
    note = on_note or (lambda said: None)
    known = objects(data, limits, note)

    @cache
    def marked(id: str) -> Marking:
        return marking(known[id], known, note)

    ours = own.documents(known, marked)
    findings, contradictions = own.findings(known, ours, note)
    tightened = own.tightened(known, ours, marked)
    return Content((*tightened, *foreign.documents(known, marked, note)), findings, contradictions)
