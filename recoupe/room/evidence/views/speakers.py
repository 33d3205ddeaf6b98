"""Speakers: who says what? Claims by whoever is on record with them, and by the words that they use."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpResponse

from ....query import folded
from ...access import visible
from ...sharing.coming import senders
from ...web.page import PAGE_SIZE, Asked, page, page_number, shown
from .. import facets, models
from ..counting import Count
from ..masks import of_documents
from ..told import disclosed_to
from ..withdrawals import withdrawn_of

MOST = 400  # claims of one speaker, the last first
LIGHT = ("document__title", "document__name", "document__source_name", "document__published_earliest")


@page("evidence.see")
def speakers(request: Asked) -> HttpResponse:
    """Who is on record, the most heard first, and what one of them said. Private persons are not listed."""
    clearance = request.clearance
    claims = visible(models.Claim, clearance).exclude(kind="own voice")
    ranked = facets.speakers(clearance)
    who, topic = request.GET.get("who", "")[:300], request.GET.get("q", "").strip()[:100]
    known = {
        row.key: row for row in visible(models.Identity, clearance).filter(key__in=[who, *(key for key, _ in ranked)])
    }
    who = who if who in known else next((key for key, _ in ranked if key in known), "")
    is_theirs = Exists(
        visible(models.Named, clearance).filter(document=OuterRef("document"), entity=OuterRef("speaker"), identity=who)
    )
    where = visible(models.Named, clearance).filter(identity=who, is_speaker=True).values("document")
    rows = claims.filter(is_theirs, document__in=where).order_by("-document__published_earliest", "document", "start")
    ordered = list(rows.select_related("document").only("text", "start", "modality", "speaker", *LIGHT)[:MOST])
    masks = of_documents({row.document_id for row in ordered}, disclosed_to(clearance))
    for row in ordered:
        row.shown = masks[row.document_id].text(row.text)
        row.shown_title = masks[row.document_id].text(row.document.title or row.document.name)
    told = [row for row in ordered if all(word in folded(row.shown) for word in folded(topic).split())]
    number = page_number(request)
    some = told[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    gone, came = withdrawn_of({row.document_id for row in some}), senders(row.document_id for row in some)
    for row in some:
        row.fall, row.senders = gone.get(row.document_id), came.get(row.document_id, [])
    context = {
        "who": known.get(who),
        "speakers": [(known[key], n) for key, n in ranked if key in known],
        "rows": some,
        "total": Count(len(told), is_more=len(ordered) == MOST),
        "topic": topic,
        "number": number,
        "more": number * PAGE_SIZE < len(told),
    }
    return shown(request, "evidence/speakers.html", context)
