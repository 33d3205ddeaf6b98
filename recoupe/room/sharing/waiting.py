"""Waiting: what waits for whoever shares: to decide, to answer, to take back, to correct, to deliver, to confirm."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from ...crosscheck.rulings import in_force
from ..access import Clearance, visible
from ..evidence import models as ev
from ..evidence.masks import of_documents
from ..evidence.store import as_rulings
from ..evidence.told import disclosed_to
from ..evidence.views.documents import HEAVY
from . import models
from .actions.recalling import to_take_back
from .models import AskedState, BundleState, PartnerState, PostState, ReceivedState

MOST = 50
NEVER = datetime.min.replace(tzinfo=UTC)


def waiting(clearance: Clearance) -> dict[str, Any]:
    """What waits, by kind, of what one may see, the oldest first."""
    bundles = visible(models.Bundle, clearance).filter(state=BundleState.WAITING).select_related("by").order_by("id")
    posts = visible(models.Post, clearance).exclude(state=PostState.DELIVERED).select_related("partner").defer("data")
    stuck = Q(state=PostState.FAILED) | Q(tries__gt=1) | Q(partner__endpoint="")
    return {
        "held": visible(models.Received, clearance)
        .filter(state=ReceivedState.HELD)
        .select_related("partner", "label")
        .defer("body")
        .order_by("id")[:MOST],
        "bundles": bundles[:MOST],
        "inquiries": visible(models.Inquiry, clearance)
        .filter(state=AskedState.WAITING)
        .select_related("partner", "label")
        .order_by("deadline", "id")[:MOST],
        "releases": visible(models.Release, clearance)
        .filter(is_ours=False, state="asked")
        .select_related("partner", "label")
        .order_by("id")[:MOST],
        "to_take_back": withdrawn(clearance),
        "to_correct": corrections(clearance),
        "refused_there": visible(models.Recall, clearance)
        .filter(state="not done")
        .select_related("sent__partner", "sent__bundle")[:MOST],
        "posts": posts.filter(stuck).order_by("id")[:MOST],
        "new_partners": visible(models.Partner, clearance).filter(state=PartnerState.NEW),
    }


def titles(documents: Iterable[str], clearance: Clearance) -> dict[str, str]:
    """The titles of documents that one may see, private persons masked."""
    rows = visible(ev.Document, clearance).defer(*HEAVY).in_bulk(list(set(documents)))
    masks = of_documents(rows, disclosed_to(clearance))
    return {pk: masks[pk].text(row.title or row.name) for pk, row in rows.items()}


def withdrawn(clearance: Clearance) -> list[dict[str, Any]]:
    """Documents that are withdrawn here and that partners still have: each with who has it, and why it was withdrawn."""
    rows = to_take_back()
    known = titles([one["given"].document for one in rows], clearance)
    found: dict[str, dict[str, Any]] = {}
    for one in rows:
        document = one["given"].document
        if document in known:
            at = found.setdefault(
                document, {"document": document, "title": known[document], "why": one["why"], "partners": []}
            )
            if one["given"].sent.partner.name not in at["partners"]:
                at["partners"].append(one["given"].sent.partner.name)
    return list(found.values())


def corrections(clearance: Clearance) -> list[dict[str, Any]]:
    """Corrections of pieces that partners have, and that they were not told of since: the piece, what it says now, who has it."""
    force = in_force(as_rulings(ev.Ruling.objects.filter(kind__in=("correct", "take back")))).corrected
    if not force:
        return []
    told = {
        (row.sent_id, row.piece): row.made for row in models.Recall.objects.filter(kind="correction").order_by("made")
    }
    given = visible(models.Given, clearance).filter(is_recalled=False).exclude(sent__uid="")
    has: dict[str, tuple[str, list[str]]] = {}
    for sent, document, pieces, partner in given.values_list("sent", "document", "pieces", "sent__partner__name"):
        for piece in set(pieces.values()) & force.keys():
            ruled = datetime.fromisoformat(force[piece][-1].at)
            partners = has.setdefault(piece, (document, []))[1]
            if told.get((sent, piece), NEVER) < ruled and partner not in partners:
                partners.append(partner)
    known = titles([document for document, _partners in has.values()], clearance)
    return [
        {
            "piece": piece,
            "document": document,
            "title": known[document],
            "fields": json.loads(force[piece][-1].says or "{}"),
            "why": force[piece][-1].why,
            "partners": partners,
        }
        for piece, (document, partners) in has.items()
        if partners and document in known
    ]
