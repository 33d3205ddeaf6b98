"""Numbers: what a programme would publish now, what waits for a second look, what it published; for who coordinates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ...web.page import shown
from .. import counting
from ..actions import publishing
from ..door import InsideAsked, inside
from ..models import Published
from ..numbers.cohorts import Chapter
from ..numbers.cohorts import is_due as is_due_now
from . import told


@inside()
def numbers(request: InsideAsked) -> HttpResponse:
    """What was published; for who coordinates also what is due, and what waits."""
    who = request.inside
    rows = Published.objects.filter(programme=who.row.programme_id).order_by("cohort", "id")
    context = {
        "about": who.about,
        "cohorts": told.by_cohort([Chapter.from_json(row.body) for row in rows]),
        "coordinates": who.me.is_coordinator,
    }
    if who.me.is_coordinator:
        proposal = publishing.proposal_of(who)
        is_due = proposal is None and is_due_now(counting.ledger_of(who)[0], timezone.localdate())
        wants = "count" in request.GET  # to open all that is written down takes a while: only where it is asked for
        due = publishing.chapters_of(proposal) if proposal else publishing.due_now(who)[1] if is_due and wants else []
        others = len(publishing.coordinators(who)) > 1
        context |= {
            "proposal": proposal,
            "is_mine": bool(proposal and proposal.shape.by == who.row.pk and others),
            "by": who.colleagues()[proposal.shape.by][0].person.name if proposal else "",
            "due": [told.chapter(one) for one in due],
            "needs_two": others,
            "may_count": is_due and not wants,
        }
    return shown(request, "programme/numbers.html", context)


@inside("POST")
def publish_numbers(request: InsideAsked) -> HttpResponse:
    """Propose, approve, or put a proposal away."""
    do = request.POST.get("do", "")
    if do == "approve":
        publishing.approved(request.inside)
        messages.success(request, _("The numbers are published."))
    elif do == "put away":
        publishing.taken_back(request.inside)
    elif publishing.proposed(request.inside):
        messages.success(request, _("The numbers are published."))
    else:
        messages.success(request, _("Another coordinator has to approve them now."))
    return redirect("numbers")
