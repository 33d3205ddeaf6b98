"""Rulings: what was corrected here, by whom, why? And the way back of each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from ....crosscheck.model import RulingKind
from ...access import visible
from ...web.page import PAGE_SIZE, Asked, found, page, page_number, shown
from .. import models
from ..actions import ruling
from ..masks import of_documents
from ..told import disclosed_to


@page("evidence.see", "GET", "HEAD", "POST")
def rulings(request: Asked) -> HttpResponse:
    """The rulings on what one may see, the latest first; POST says that two names are of one, or are not."""
    said = request.POST
    if request.method == "POST":
        kind = RulingKind.NOT_SAME if said.get("kind") == "not same" else RulingKind.SAME
        ruling.names(request.user, kind, said.get("one", "")[:300], said.get("other", "")[:300], said.get("why", ""))
        return redirect("rulings")
    rows = visible(models.Ruling, request.clearance).order_by("-at", "id")
    number = page_number(request)
    some = list(rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    standing = ruling.standing()
    ids = {row.subject for row in some if row.kind == "withdraw"}
    titles = {
        row.pk: row for row in visible(models.Document, request.clearance).filter(pk__in=ids).only("title", "name")
    }
    masks = of_documents(titles, disclosed_to(request.clearance))
    for row in some:
        row.is_in_force = row.pk in standing
        if document := titles.get(row.subject):
            row.about = masks[document.pk].text(document.title or document.name)
        elif row.kind in ("same", "not same"):
            row.about = f"{row.subject} / {row.other}"
        else:
            row.about = row.subject if row.kind == "reliability" else row.says or row.subject[:12]
    context = {
        "rows": some,
        "total": rows.count(),
        "number": number,
        "more": number * PAGE_SIZE < rows.count(),
        "one": request.GET.get("one", "")[:300],
    }
    return shown(request, "evidence/rulings.html", context)


@page("ruling.make", "POST")
def take_back(request: Asked, id: str) -> HttpResponse:
    """Take a ruling back."""
    ruling.take_back(request.user, found(request, models.Ruling, pk=id).pk, request.POST.get("why", ""))
    return redirect("rulings")
