"""Trace: why do we believe, and what if not? From a decision down to sentences, from a sentence up to what stands on it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ...access import visible
from ...operations.standing import on_pieces, supposed_on
from ...practices.standing import lines_on
from ...taskforce import models as tf
from ...taskforce.paths import Paths, acted
from ...web.page import Asked, found, number, page, shown
from .. import models
from ..masks import of_documents
from ..told import disclosed_to, with_quotes

MOST = 200


@page("evidence.see")
def trace(request: Asked, id: str) -> HttpResponse:
    """All that stands on a document: sentences, findings, decisions, actions; and what of it would fall with it."""
    row = found(request, models.Document, pk=id)
    if "at" in request.GET:
        return from_sentence(request, row)
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
    starts = {s.sentence_start: s.sentence_end for s in supports}
    context = {
        "document": row,
        "sentences": [(start, mask.text(row.text[start:end])) for start, end in sorted(starts.items())],
        "shown_title": mask.text(row.title or row.name),
        "findings": sorted(findings, key=lambda f: (not f.would_fall, -f.weight)),
        "falling": sum(f.would_fall for f in findings),
        "decisions": decisions,
        "practice_lines": lines_on(request.clearance, pieces.keys(), family),
        "operations": on_pieces(pieces.keys(), request.clearance),
        "hypotheses": supposed_on(pieces.keys(), request.clearance),
        "family": len(family) - 1,
    }
    return shown(request, "evidence/trace.html", context)


def from_sentence(request: Asked, row: models.Document) -> HttpResponse:
    """All that stands on one sentence, drawn from it to the right."""
    path = Paths(request.clearance).up(row.pk, number(request.GET.get("at")))
    if path is None:
        raise Http404(_("There is no such sentence."))
    return shown(request, "taskforce/path.html", {"path": path, "document": row}, f"trace of document {row.pk}")


@page("evidence.see")
def of_decision(request: Asked, id: int) -> HttpResponse:
    """Why a decision was made: what it stands on, down to the sentences, and what came of it."""
    row = found(request, tf.Decision, pk=id)
    actions = visible(tf.Action, request.clearance).filter(decision=row).select_related("owner")
    return drawn(request, row, [acted(action) for action in actions], f"trace of decision {row.pk}")


@page("evidence.see")
def of_action(request: Asked, id: int) -> HttpResponse:
    """Why somebody has to do something, down to the sentences."""
    row = found(request, tf.Action, pk=id)
    decision = found(request, tf.Decision, pk=row.decision_id)
    return drawn(request, decision, [acted(row)], f"trace of action {row.pk}")


def drawn(request: Asked, decision: tf.Decision, actions: list[object], saw: str) -> HttpResponse:
    """The path of a decision, with the actions that are asked for at its end."""
    context = {"decision": Paths(request.clearance).down(decision), "actions": actions}
    return shown(request, "taskforce/path.html", context, saw)
