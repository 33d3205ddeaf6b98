"""Received: what has a partner sent, may we take it, and what became of it here?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect

from ....crosscheck.model import Support
from ....errors import BundleError
from ....exchange.bundles.bodies import BundleBody
from ....exchange.bundles.records import taken
from ....exchange.content import Content, SharedDocument
from ...access import Clearance, visible
from ...evidence import models as ev
from ...evidence.masks import of_documents
from ...evidence.told import disclosed_to, with_quotes
from ...evidence.views.documents import HEAVY
from ...people.roles import may
from ...taskforce.models import Group
from ...web.page import PAGE_SIZE, Asked, found, page, page_number, shown
from .. import models
from ..actions import accepting, partnering
from ..models import ReceivedState
from ..told import as_body
from ..trusting import check, marking_here, noticed


@page("share.see")
def received(request: Asked) -> HttpResponse:
    """Bundles of partners, those that wait first; narrowed to a state."""
    rows = visible(models.Received, request.clearance).defer("body")
    counts = [(state, label, rows.filter(state=state).count()) for state, label in ReceivedState.choices]
    state = request.GET.get("state", "")
    if state in ReceivedState.values:
        rows = rows.filter(state=state)
    number = page_number(request)
    waiting_first = rows.order_by(Case(When(state=ReceivedState.HELD, then=Value(0)), default=Value(1)), "-id")
    at = slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE + 1)
    some = list(waiting_first.select_related("partner", "letter", "label")[at])
    for row in some:
        row.expires, row.is_late = expiry(row)
    context = {
        "here": "received",
        "rows": some[:PAGE_SIZE],
        "total": rows.count(),
        "counts": counts,
        "state": state,
        "number": number,
        "more": len(some) > PAGE_SIZE,
    }
    return shown(request, "sharing/received.html", context)


def expiry(row: models.Received) -> tuple[datetime | None, bool]:
    """Until when a bundle may be accepted, and whether that is past while it is held."""
    said = row.letter.manifest.get("expires")
    until = datetime.fromisoformat(said) if said else None
    return until, bool(until and until < datetime.now(UTC) and row.state == ReceivedState.HELD)


@page("share.see")
def received_one(request: Asked, id: int) -> HttpResponse:
    """One bundle: whose it is and on which terms, what it says, what is here of it already, and what became of it."""
    row = found(request, models.Received, pk=id)
    partner, manifest = row.partner, row.letter.manifest
    number = page_number(request)
    context: dict[str, Any] = {
        "here": "received",
        "row": row,
        "partner": partner,
        "fingerprint": partnering.keys_of(partner).fingerprint,
        "manifest": manifest,
        "groups": visible(Group, request.clearance),
        "may_receive": may(request.user, "share.receive"),
        "number": number,
        **dict(zip(("expires", "is_late"), expiry(row), strict=True)),
    }
    if row.body:
        body = accepting.body_of(row)
        content = taken(body.content, row.title)
        at = slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
        told = tellings(content, at)
        context |= {
            "body": body,
            "warnings": warnings(row, body, content, request.clearance),
            "findings": told,
            "findings_total": len(content.findings),
            "documents": pieces_of(content.documents[at], partner, request.clearance),
            "documents_total": len(content.documents),
            "more": max(len(content.findings), len(content.documents)) > number * PAGE_SIZE,
        }
    if here := dict(row.taken.values_list("document", "is_recalled")):
        context |= became(here, request.clearance)
    return shown(request, "sharing/received_one.html", context, f"received {row.pk}")


def warnings(row: models.Received, body: BundleBody, content: Content, clearance: Clearance) -> list[str]:
    """What whoever accepts a bundle should know, by what is here now and in their language; later, what was known then."""
    if row.state != ReceivedState.HELD:
        return list(row.warnings)
    try:
        return [*check(row.partner, body, content), *noticed(content, clearance)]
    except BundleError as error:
        return [f"{error.why} – {error.remedy}"]


# --- as the partner tells it -------------------------------------------------------------------------------------


@dataclass
class Telling:
    """A finding as a partner sees it: `body` as a line is made of, its grade there, the sentences that it stands on."""

    body: dict[str, Any]
    grade: Any
    sentences: list[tuple[str, str, str]]
    sources: int


def tellings(content: Content, at: slice) -> list[Telling]:
    """Findings of a bundle with their sentences: before, the words, after."""
    by_id = {shared.document.id: shared for shared in content.documents}
    rows = sorted(content.findings, key=lambda finding: (-len(finding.independent_sources), finding.id))
    return [
        Telling(
            as_body(finding, content),
            finding.grade,
            [sentence(by_id[one.document], one) for one in finding.supports[:6]],
            len(finding.independent_sources),
        )
        for finding in rows[at]
    ]


def sentence(shared: SharedDocument, one: Support) -> tuple[str, str, str]:
    """The sentence of a document that a piece stands in, in three parts; the piece is the middle one."""
    text = shared.document.text
    home = next((p for p in shared.document.passages if p.start <= one.start < p.end), None)
    start, end = (home.start, max(home.end, one.end)) if home else (one.start, one.end)
    return text[start : one.start], text[one.start : one.end], text[one.end : end]


@dataclass
class Arrived:
    """A document of a bundle: the label that it would have here, and what is here of the same text already."""

    document: Any
    is_whole: bool
    label: ev.Label
    text: str
    here: list[ev.Document]


def pieces_of(documents: tuple[SharedDocument, ...], partner: models.Partner, clearance: Clearance) -> list[Arrived]:
    """Documents of a bundle, each with what is here of it that one may see: of one origin they count as one source."""
    origins = {shared.origin for shared in documents}
    there = visible(ev.Document, clearance).filter(Q(pk__in=origins) | Q(origin__in=origins)).defer(*HEAVY)
    masks = of_documents([one.pk for one in there], disclosed_to(clearance))
    same: dict[str, list[ev.Document]] = {}
    for one in there:
        one.shown_title = masks[one.pk].text(one.title or one.name)
        same.setdefault(one.origin or one.pk, []).append(one)
    return [
        Arrived(
            shared.document,
            shared.is_whole,
            label_shown(shared, partner),
            shared.document.text[:1200],
            [one for one in same.get(shared.origin, ()) if one.pk != shared.document.id],
        )
        for shared in documents
    ]


def label_shown(shared: SharedDocument, partner: models.Partner) -> ev.Label:
    """The marking that a document would have here, as a page shows it; none is kept by looking."""
    marking = marking_here(shared, partner)
    return ev.Label(tlp=str(marking.tlp), originator=marking.originator, releasable_to=list(marking.releasable_to))


# --- what became of it -------------------------------------------------------------------------------------------


def became(here: dict[str, bool], clearance: Clearance, most: int = 100) -> dict[str, Any]:
    """The documents that were taken in, and the findings of ours that they now stand in: whose sources these have beside them."""
    documents = list(visible(ev.Document, clearance).filter(pk__in=here).select_related("label").defer(*HEAVY)[:most])
    masks = of_documents([one.pk for one in documents], disclosed_to(clearance))
    for one in documents:
        one.shown_title = masks[one.pk].text(one.title or one.name)
        one.is_recalled = here[one.pk]
    rows = visible(ev.Finding, clearance).filter(stands_on__document__in=here).distinct().order_by("-weight", "id")
    findings = with_quotes(rows[:most], clearance)
    for row in findings:
        origins = row.body["independent_sources"]
        row.theirs = [one for one in origins if set(one["documents"]) <= here.keys()]
        row.ours = [one for one in origins if not set(one["documents"]) & here.keys()]
        row.both = [one for one in origins if one not in row.theirs and one not in row.ours]
    return {"taken": documents, "taken_total": len(here), "stands_in": findings, "stands_total": rows.count()}


# --- deciding on it ----------------------------------------------------------------------------------------------


@page("share.receive", "POST")
def accept(request: Asked, id: int) -> HttpResponse:
    """Take a bundle among the evidence, as the partner's."""
    row = found(request, models.Received, pk=id)
    accepting.accept(request.user, row, request.POST.getlist("groups"))
    return redirect("received_one", row.pk)


@page("share.receive", "POST")
def refuse(request: Asked, id: int) -> HttpResponse:
    """Do not take a bundle, and say why."""
    row = found(request, models.Received, pk=id)
    accepting.refuse(request.user, row, request.POST.get("why", ""))
    return redirect("received_one", row.pk)
