"""Requests: what do we ask of partners, what do they ask of us, and who waits for whom?"""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....model import Tlp
from ...access import visible
from ...people.roles import may
from ...web.page import PAGE_SIZE, Asked, a_day, found, number, page, page_number, shown
from .. import models
from ..actions import requesting
from ..models import AskedState, PartnerState


@page("share.see")
def requests(request: Asked) -> HttpResponse:
    """What we asked and what we are asked; what waits longest past its day first."""
    today, at = timezone.localdate(), page_number(request)
    inquiries = visible(models.Inquiry, request.clearance).select_related("partner", "label", "letter")
    asked = visible(models.Request, request.clearance).select_related("label", "by").prefetch_related("asked__partner")
    some = slice((at - 1) * PAGE_SIZE, at * PAGE_SIZE)
    waiting = list(inquiries.filter(state=AskedState.WAITING).order_by(F("deadline").asc(nulls_last=True), "id"))
    ours = list(asked[some])
    answered = list(inquiries.exclude(state=AskedState.WAITING)[some])
    for row in waiting:
        row.is_late = is_late(row, today)
    for one in ours:
        one.rows = list(one.asked.all())
        one.is_late = any(is_late_at(one, row, today) for row in one.rows)
    context = {
        "here": "requests",
        "waiting": waiting,
        "answered": answered,
        "asked": ours,
        "asked_total": asked.count(),
        "number": at,
        "more": max(asked.count(), inquiries.exclude(state=AskedState.WAITING).count()) > at * PAGE_SIZE,
        "may_request": may(request.user, "request.make"),
    }
    return shown(request, "sharing/requests.html", context)


def is_late(row: Any, today: Any) -> bool:
    """Whether something was to be answered before today, and is not."""
    return bool(row.deadline and row.deadline < today and row.state == AskedState.WAITING)


def is_late_at(row: models.Request, asked: models.Asked, today: Any) -> bool:
    """Whether one partner is late with its answer."""
    return bool(row.deadline and row.deadline < today and asked.state == AskedState.WAITING)


@page("request.make", "GET", "HEAD", "POST")
def new(request: Asked) -> HttpResponse:
    """Ask one partner or several."""
    partners = visible(models.Partner, request.clearance).filter(state=PartnerState.CONFIRMED)
    if request.method == "POST":
        said = request.POST
        chosen = [number(pk) for pk in said.getlist("partners")]
        row = requesting.ask(
            request.user,
            partners.filter(pk__in=chosen),
            title=said.get("title", ""),
            question=said.get("question", ""),
            purpose=said.get("purpose", ""),
            legal_basis=said.get("legal_basis", ""),
            deadline=a_day(said.get("deadline", "")),
            tlp=said.get("tlp", ""),
            is_open=said.get("is_open") == "on",
        )
        return redirect("request", row.pk)
    context = {"here": "requests", "partners": partners, "levels": list(Tlp), "today": timezone.localdate()}
    return shown(request, "sharing/new_request.html", context)


@page("share.see")
def one(request: Asked, id: int) -> HttpResponse:
    """What we asked, and how each partner stands to it."""
    row = found(request, models.Request, pk=id)
    today = timezone.localdate()
    asked = list(visible(models.Asked, request.clearance).filter(request=row).select_related("partner"))
    for partner in asked:
        partner.is_late = is_late_at(row, partner, today)
        partner.bundles = list(visible(models.Received, request.clearance).filter(asked=partner).defer("body"))
    context = {
        "here": "requests",
        "row": row,
        "asked": asked,
        "may_request": may(request.user, "request.make"),
    }
    return shown(request, "sharing/request.html", context, f"request {row.pk}")


@page("request.make", "POST")
def remind(request: Asked, id: int) -> HttpResponse:
    """Remind a partner that we wait."""
    row = found(request, models.Request, pk=id)
    asked = visible(models.Asked, request.clearance).filter(request=row, pk=number(request.POST.get("asked")))
    partner = asked.select_related("partner").first()
    if partner is None:
        raise UsageError(row.title, _("this partner was not asked"), _("load the page again"))
    requesting.remind(request.user, partner, request.POST.get("note", "")[:2000])
    return redirect("request", row.pk)


@page("share.see")
def inquiry(request: Asked, id: int) -> HttpResponse:
    """What a partner asks of us, and what we answered."""
    row = found(request, models.Inquiry, pk=id)
    context = {
        "here": "requests",
        "row": row,
        "is_late": is_late(row, timezone.localdate()),
        "bundles": visible(models.Bundle, request.clearance).filter(inquiry=row).defer("bodies"),
        "may_give": may(request.user, "share.make"),
    }
    return shown(request, "sharing/inquiry.html", context, f"inquiry {row.pk}")


@page("share.make", "POST")
def decline(request: Asked, id: int) -> HttpResponse:
    """Do not answer what a partner asks, and say why."""
    row = found(request, models.Inquiry, pk=id)
    requesting.decline(request.user, row, request.POST.get("why", ""))
    return redirect("inquiry", row.pk)
