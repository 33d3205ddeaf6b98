"""Releases: which documents do others want to pass on that are ours, and which of theirs do we?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from ...access import Clearance, visible
from ...evidence import models as ev
from ...evidence.masks import of_documents
from ...evidence.told import disclosed_to
from ...people.roles import may
from ...web.page import PAGE_SIZE, Asked, found, page, page_number, shown
from .. import models
from ..actions import releasing

LIGHT = ("title", "name", "label__tlp", "label__originator", "label__releasable_to")


@page("share.see")
def releases(request: Asked) -> HttpResponse:
    """What is asked of us, what waits first; and what we asked, with the answers."""
    rows = visible(models.Release, request.clearance).select_related("partner", "label", "by")
    at = page_number(request)
    some = slice((at - 1) * PAGE_SIZE, at * PAGE_SIZE)
    theirs, ours = rows.filter(is_ours=False), rows.filter(is_ours=True)
    asked_of_us = [*theirs.filter(state="asked"), *theirs.exclude(state="asked")[some]]
    asked_by_us = list(ours[some])
    named(asked_of_us, request.clearance)
    named(asked_by_us, request.clearance)
    context = {
        "here": "releases",
        "asked_of_us": asked_of_us,
        "asked_by_us": asked_by_us,
        "number": at,
        "more": max(theirs.exclude(state="asked").count(), ours.count()) > at * PAGE_SIZE,
        "may_give": may(request.user, "share.make"),
    }
    return shown(request, "sharing/releases.html", context)


@dataclass
class Named:
    """A document of a release: None, and a title that says so, where it is not here or not for the reader."""

    pk: str
    title: str
    label: Any


def named(rows: Iterable[models.Release], clearance: Clearance) -> None:
    """Tell releases which documents they are of, by the ids and titles that these have here; `hidden` counts the others."""
    some = list(rows)
    ids = {document for row in some for document in row.documents}
    given = visible(models.Given, clearance).filter(shared__in=ids).values_list("shared", "sent__partner", "document")
    here = {(shared, partner): document for shared, partner, document in given}
    wanted = ids | set(here.values())
    documents = visible(ev.Document, clearance).filter(pk__in=wanted).select_related("label").only(*LIGHT).in_bulk()
    masks = of_documents(documents, disclosed_to(clearance))
    for row in some:
        mine = [document if row.is_ours else here.get((document, row.partner_id), "") for document in row.documents]
        row.named = [
            Named(pk, masks[pk].text(one.title or one.name), one.label)
            for pk in dict.fromkeys(mine)
            if (one := documents.get(pk))
        ]
        row.hidden = len(set(row.documents)) - len(row.named)


@page("share.make", "POST")
def answer(request: Asked, id: int) -> HttpResponse:
    """Let documents of ours pass to others, or not."""
    row = found(request, models.Release, pk=id)
    releasing.answer_release(request.user, row, request.POST.get("answer") == "grant", request.POST.get("why", ""))
    return redirect("releases")


@page("share.make", "POST")
def ask(request: Asked, id: str) -> HttpResponse:
    """Ask whoever sent a document to let it pass to others."""
    row = found(request, ev.Document, pk=id)
    releasing.ask_release(request.user, [row.pk], request.POST.get("to", "").split(","), request.POST.get("why", ""))
    return redirect("document", row.pk)
