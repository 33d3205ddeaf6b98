"""Desk: what needs whoever exchanges with partners today, and what can be done about it at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....errors import UsageError
from ...access import visible
from ...evidence import models as ev
from ...web.page import Asked, found, page, shown
from .. import models
from ..actions import recalling
from ..waiting import corrections, waiting


@page("share.see")
def sharing(request: Asked) -> HttpResponse:
    """What waits for me, as a list of things to do."""
    waits = {name: list(rows) for name, rows in waiting(request.clearance).items()}
    context = {
        **waits,
        "total": sum(len(rows) for rows in waits.values()),
        "has_partners": visible(models.Partner, request.clearance).exists(),
        "here": "sharing",
    }
    return shown(request, "sharing/desk.html", context)


@page("share.make", "POST")
def take_back(request: Asked) -> HttpResponse:
    """Take a document back from everyone who got it, in whichever bundle."""
    document = found(request, ev.Document, pk=request.POST.get("document", "")[:64])
    why = request.POST.get("why", "").strip()
    if not why:
        raise UsageError(_("recall"), _("it needs its reason"), _("say why; the partners read it"))
    told = recalling.recall_documents(request.user, [document.pk], why)
    messages.success(request, ngettext("%(n)d partner is told.", "%(n)d partners are told.", told) % {"n": told})
    return redirect("sharing")


@page("share.make", "POST")
def correct(request: Asked) -> HttpResponse:
    """Have a correction that was made here applied by everyone who got the piece."""
    piece = request.POST.get("piece", "")
    row = next((one for one in corrections(request.clearance) if one["piece"] == piece), None)
    if row is None:
        raise Http404(_("There is no such thing here, or it is not for you to see."))
    told = recalling.correct(request.user, piece, row["fields"], request.POST.get("why", ""))
    messages.success(request, ngettext("%(n)d partner is told.", "%(n)d partners are told.", told) % {"n": told})
    return redirect("sharing")
