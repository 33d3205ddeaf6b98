"""Rulings: what was corrected here, by whom, why? And the way back of each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from ....crosscheck.model import RulingKind
from ...access import visible
from ...web.page import PAGE_SIZE, Asked, found, page, page_number, shown
from .. import models
from ..actions import ruling
from ..ruled import in_words


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
    if at := request.GET.get("at"):
        ids = list(rows.values_list("pk", flat=True))
        number = ids.index(at) // PAGE_SIZE + 1 if at in ids else number
    some = list(rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    in_words(some, request.clearance)
    standing = ruling.standing()
    for row in some:
        row.is_in_force = row.pk in standing
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
