"""Ruled: what people ruled, in words, each with the page of the thing that it is about."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from ...crosscheck.rulings import WRONG
from ..access import Clearance, visible
from ..web import words
from . import models
from .masks import of_documents
from .told import disclosed_to

FIELDS = {
    "status": say("status"),
    "begins": say("begins"),
    "ends": say("ends"),
    "as_of": say("as of"),
    "place": say("place"),
    "country": say("country"),
    "low": say("at least"),
    "high": say("at most"),
    "unit": say("unit"),
    "population": say("who is counted"),
    "is_denied": say("denied"),
    "subject": say("who"),
    "object": say("what"),
}
SHOWN: dict[str, Callable[[Any], str]] = {
    "status": lambda value: words.label("status", value),
    "unit": lambda value: words.label("units", value),
    "begins": words.day,
    "ends": words.day,
    "as_of": words.day,
    "country": words.country,
    "low": words.number,
    "high": words.number,
    "is_denied": lambda value: _("yes") if value else _("no"),
}


def corrected(says: str) -> str:
    """The fields of a correction as a person reads them: "begins: 1 September 2026"."""
    fields = json.loads(says or "{}")
    if fields.get(WRONG):
        return _("the text does not say this")
    lines = [(FIELDS.get(name, name), shown(name, value)) for name, value in sorted(fields.items())]
    return "; ".join(f"{name}: {value}" for name, value in lines)


def shown(name: str, value: Any) -> str:
    return _("nothing") if value in (None, "") else str(SHOWN.get(name, str)(value))


def in_words(rows: Sequence[models.Ruling], clearance: Clearance) -> None:
    """Give each ruling that a person sees its `about` and `links`: what it is about, and pages (address, words) of that."""
    taken = visible(models.Ruling, clearance).in_bulk([row.subject for row in rows if row.kind == "take back"])
    every = [*rows, *taken.values()]
    pieces = {row.subject for row in every if row.kind == "correct"}
    of = document_of(pieces, clearance)
    ids = {row.subject for row in every if row.kind == "withdraw"} | set(of.values())
    documents = visible(models.Document, clearance).filter(pk__in=ids).only("title", "name").in_bulk()
    masks = of_documents(documents, disclosed_to(clearance))
    supports = visible(models.Support, clearance).filter(piece__in=pieces) if pieces else models.Support.objects.none()
    findings = dict(supports.order_by("-finding__weight").values_list("piece", "finding__key"))
    for row in every:
        row.about, row.links = row.says, []
        document = documents.get(of.get(row.subject, row.subject))
        if document is not None:
            mask = masks[document.pk]
            page = reverse("document", args=[document.pk]), mask.text(document.title or document.name)
            row.about = mask.text(corrected(row.says)) if row.kind == "correct" else ""
            row.links = [page]
        if row.subject in findings:
            row.links = [*row.links, (reverse("finding", args=[findings[row.subject][:16]]), _("the finding"))]
        if row.kind in ("same", "not same"):
            row.about = f"{row.subject} / {row.other}"
        elif row.kind == "reliability":
            row.about = f"{row.subject}: {row.says}"
    for row in rows:
        if before := taken.get(row.subject):
            row.before = before
            row.about, row.links = before.about, before.links


def document_of(pieces: Iterable[str], clearance: Clearance) -> dict[str, str]:
    """The document of each of these pieces of evidence that a person may see."""
    wanted, found = set(pieces), {}
    for table in (models.Event, models.Figure, models.Link) if wanted else ():
        found.update(visible(table, clearance).filter(pk__in=wanted).values_list("pk", "document"))
    return found
