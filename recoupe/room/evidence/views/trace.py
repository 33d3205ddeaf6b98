"""Trace: why do we believe, and what if not? From a source to all that stands on it, before it is withdrawn and after."""

from __future__ import annotations

from django.http import HttpResponse

from ...access import visible
from ...taskforce import models as tf
from ...web.page import Asked, found, page, shown
from .. import models
from ..masks import of_documents
from ..told import disclosed_to, with_quotes

MOST = 200


@page("evidence.see")
def trace(request: Asked, id: str) -> HttpResponse:
    """All that stands on a document: sentences, findings, decisions, actions; and what of it would fall with it."""
    row = found(request, models.Document, pk=id)
    supports = (
        visible(models.Support, request.clearance)
        .filter(document=row)
        .select_related("finding")
        .order_by("start")[:MOST]
    )
    family = {row.pk, *visible(models.Copy, request.clearance).filter(original=row).values_list("document", flat=True)}
    findings = with_quotes({s.finding_id: s.finding for s in supports}.values(), request.clearance)
    pieces = {s["piece"]: finding for finding in findings for s in finding.body["supports"]}
    decisions = []
    for decision in (
        visible(tf.Decision, request.clearance)
        .prefetch_related("citations", "actions__owner")
        .select_related("meeting")
    ):
        cited = {pieces[piece].pk for one in decision.citations.all() for piece in one.pieces if piece in pieces}
        if cited:
            decision.cites = cited
            decisions.append(decision)
    for finding in findings:
        left = [s for s in finding.body["supports"] if s["fall"] is None and s["document"] not in family]
        finding.would_fall = finding.is_standing and not left
        finding.would_weaken = finding.is_standing and bool(left)
    mask = of_documents([row.pk], disclosed_to(request.clearance))[row.pk]
    context = {
        "document": row,
        "shown_title": mask.text(row.title or row.name),
        "findings": sorted(findings, key=lambda f: (not f.would_fall, -f.weight)),
        "falling": sum(f.would_fall for f in findings),
        "decisions": decisions,
        "family": len(family) - 1,
    }
    return shown(request, "evidence/trace.html", context)
