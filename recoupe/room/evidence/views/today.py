"""Today: what needs me?"""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ...access import visible
from ...operations.standing import waiting
from ...people.audit import record
from ...people.roles import first_page, may
from ...practices.standing import for_today
from ...taskforce import models as tf
from ...web.page import Asked, page, shown
from .. import facets, models
from ..actions.retrying import failed
from ..counting import counted, last_turn
from ..told import with_quotes

MOST = 8


def news(clearance, since: int) -> dict[str, tuple[int, list[models.Finding]]]:
    """What became of findings after a turn: how many of each, and the weightiest of them."""
    told = facets.news(clearance, since)
    rows = visible(models.Finding, clearance).filter(pk__in={pk for _, some in told.values() for pk in some})
    by_pk = {row.pk: row for row in with_quotes(rows, clearance)}
    return {what: (n, [by_pk[pk] for pk in some if pk in by_pk]) for what, (n, some) in told.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The address at which one begins: "today", or the first page of whoever reads no evidence."""
    is_asking = request.method in ("GET", "HEAD") and request.user.is_authenticated
    return redirect(first) if is_asking and (first := first_page(request.user)) != "today" else today(request)


@page("evidence.see", "GET", "HEAD", "POST")
def today(request: Asked) -> HttpResponse:
    """What is new since the last visit, what is due, whose basis changed; POST: "I have seen it"."""
    clearance, person = request.clearance, request.user
    last = last_turn()
    if request.method == "POST":
        person.visited = last.pk if last else 0
        person.save(update_fields=["visited"])
        record(person, "saw the news", f"turn {person.visited}")
        return redirect("today")
    now = timezone.now()
    actions = (
        visible(tf.Action, clearance).filter(state="open", owner=person).select_related("decision__meeting__group")
    )
    changed = visible(tf.Decision, clearance).filter(basis="changed").select_related("meeting__group", "owner")
    operations_changed, unfollowed = waiting(clearance)
    context = {
        "title": "today",
        "operations_changed": operations_changed,
        "unfollowed": unfollowed,
        "turn": last,
        "next": visible(tf.Meeting, clearance).filter(begins__gt=now, state="planned").select_related("group").first(),
        "changed": changed.order_by(F("owner").desc(nulls_last=True), "id"),
        "practices": for_today(clearance),
        "actions": actions,
        "now": timezone.localdate(),
        "news": news(clearance, person.visited),
        "failed": failed(clearance)[:MOST] if may(person, "document.add") else [],
        "waiting": models.Job.objects.filter(state__in=("waiting", "running")).count(),
        "documents": counted(visible(models.Document, clearance).order_by("-received", "-id")),
    }
    return shown(request, "evidence/today.html", context)
