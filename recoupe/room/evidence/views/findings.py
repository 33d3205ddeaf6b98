"""Findings: what holds, and according to whom? Listed, and one by one."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....model import EventStatus
from ...access import visible
from ...operations.actions.opening import FOLLOWED
from ...operations.standing import on_pieces, supposed_on
from ...people.roles import may
from ...practices.standing import lines_on
from ...sharing.coming import senders, told_from
from ...taskforce import models as tf
from ...web.page import PAGE_SIZE, Asked, page, page_number, shown
from .. import facets, models
from ..actions import ruling
from ..filters import Filters
from ..masks import of_documents
from ..told import disclosed_to, unmasking, with_quotes

ORDERS = {
    "weight": ("-weight", "id"),
    "day": ("begins", "id"),
    "latest": ("-begins", "id"),
    "changed": ("-turn", "-weight", "id"),
}
BEGINNING = re.compile("[0-9a-f]{12,64}")
CORRECTABLE = (models.Event, models.Figure, models.Link)


@page("evidence.see")
def findings(request: Asked) -> HttpResponse:
    """What holds over all documents that one may see, the weightiest first."""
    filters = Filters.of(request)
    order = request.GET.get("order", "weight")
    rows = filters.findings(request.clearance).order_by(*ORDERS.get(order, ORDERS["weight"]))
    number = page_number(request)
    some = with_quotes(rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE + 1], request.clearance)
    context = {
        "rows": some[:PAGE_SIZE],
        "total": facets.how_many(request.clearance, "all", filters, rows),
        "number": number,
        "more": len(some) > PAGE_SIZE,
        "filters": filters,
        "order": order,
        "types": facets.types(request.clearance),
        "unmask": unmasking(request.clearance),
    }
    return shown(request, "evidence/findings.html", context)


def the_finding(request: Asked, key: str) -> models.Finding:
    """The telling of a finding that one may see, by its key or the beginning of it."""
    is_one = BEGINNING.fullmatch(
        key
    )  # the range is what an index answers; it holds what begins so, for "g" follows "f"
    rows = visible(models.Finding, request.clearance).filter(key__gte=key, key__lt=f"{key}g")[:2] if is_one else []
    if len(rows) != 1:
        raise Http404(
            _(
                "There is no such finding, or it is not for you to see. It may have become part of another: search for it."
            )
        )
    return rows[0]


@page("evidence.see")
def finding(request: Asked, key: str) -> HttpResponse:
    """One finding: grade, sources with their sentences, who differs, its history, what stands on it."""
    row = the_finding(request, key)
    (row,) = with_quotes([row], request.clearance)
    supports = list(
        visible(models.Support, request.clearance)
        .filter(finding=row)
        .select_related("document", "document__label")
        .defer(*(f"document__{name}" for name in ("original", "layer", "starts", "ends", "apart")))
        .order_by("position")
    )
    masks = of_documents({s.document_id for s in supports}, disclosed_to(request.clearance))
    told = {support["piece"]: support for support in row.body["supports"]}
    by_document: dict[str, list[dict[str, Any]]] = {}
    for support in supports:
        document = support.document
        mask = masks[document.pk]
        by_document.setdefault(document.pk, []).append(
            {
                "support": support,
                "told": told.get(support.piece, {}),
                "before": mask.text(document.text[support.sentence_start : support.start]),
                "words": mask.text(document.text[support.start : support.end]),
                "after": mask.text(document.text[support.end : support.sentence_end]),
                "document": document,
                "title": mask.text(document.title or document.name),
            }
        )
    came = senders(by_document)
    for document, some in by_document.items():
        for one in some:
            one["senders"] = came.get(document, [])
    origins = [
        {
            **origin,
            "senders": sorted({name for id in origin["documents"] for name in came.get(id, ())}),
            "first": by_document.get(origin["documents"][0], []),
            "rest": [by_document.get(id, []) for id in origin["documents"][1:]],
        }
        for origin in row.body["independent_sources"]
    ]
    fallen = [one for some in by_document.values() for one in some if not one["support"].is_standing]
    against = [
        (one.body, list(visible(models.Finding, request.clearance).filter(against=one).exclude(pk=row.pk)))
        for one in visible(models.Against, request.clearance).filter(findings=row)
    ]
    told_from([other for _body, others in against for other in others])
    citing = [
        decision
        for decision, pieces in visible(tf.Decision, request.clearance).values_list("pk", "citations__pieces")
        if not told.keys().isdisjoint(pieces or ())
    ]
    context = {
        "finding": row,
        "origins": origins,
        "fallen": fallen,
        "against": against,
        "decisions": visible(tf.Decision, request.clearance).filter(pk__in=citing).select_related("meeting"),
        "practice_lines": lines_on(request.clearance, pieces=told.keys()),
        "operations": on_pieces(told.keys(), request.clearance),
        "hypotheses": supposed_on(told.keys(), request.clearance),
        "may_follow": row.type in FOLLOWED and row.is_standing and may(request.user, "operation.record"),
        "groups": visible(tf.Group, request.clearance),
        "statuses": [str(status) for status in EventStatus],
        "unmask": unmasking(request.clearance),
        "meetings": visible(tf.Meeting, request.clearance).filter(state__in=("planned", "open")),
    }
    return shown(request, "evidence/finding.html", context, f"finding {row.key}")


@page("ruling.make", "POST")
def correct(request: Asked, key: str) -> HttpResponse:
    """Correct what one of its sentences says, rule it out, or take such a ruling back."""
    row = the_finding(request, key)
    support = (
        visible(models.Support, request.clearance).filter(finding=row, piece=request.POST.get("piece", "")).first()
    )
    if support is None:
        raise Http404(_("There is no such sentence."))
    piece = next(p for kind in CORRECTABLE if (p := kind.objects.filter(pk=support.piece).first()))
    names = ("status", "begins", "ends", "unit", "population")
    fields: dict[str, Any] = {name: request.POST[name] for name in names if request.POST.get(name)}
    for name in ("low", "high"):
        if request.POST.get(name):
            try:
                fields[name] = float(request.POST[name].replace(",", "."))
            except ValueError:
                raise UsageError(request.POST[name], _("it is no number"), _("write it in digits")) from None
    if request.POST.get("is_wrong"):
        fields = {"is_wrong": True}
    ruling.correct(request.user, piece, request.POST.get("why", ""), fields)
    return redirect("finding", row.key[:16])
