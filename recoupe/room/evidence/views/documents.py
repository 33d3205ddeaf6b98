"""Documents: what came in? And the door by which it comes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....model import Tlp
from ...access import visible
from ...sharing.coming import senders
from ...taskforce.models import Group
from ...web import words
from ...web.page import PAGE_SIZE, Asked, found, page, page_number, shown
from .. import models
from ..actions import retrying
from ..actions.marking import handed_in
from ..counting import counted
from ..masks import of_documents
from ..told import disclosed_to
from ..withdrawals import withdrawn_of

HEAVY = ("original", "layer", "text", "starts", "ends", "apart", "imprint_hashes", "imprint_places")
MOST_CALLED = 400
RECENT = timedelta(minutes=10)


@page("evidence.see")
def documents(request: Asked) -> HttpResponse:
    """The documents that one may see, narrowed by a few questions in the address."""
    asked = {
        name: request.GET.get(name, "").strip()[:200]
        for name in ("source", "country", "language", "since", "until", "copies", "q")
    }
    rows = visible(models.Document, request.clearance)
    if asked["source"]:
        rows = rows.alias(short=models.SHORT_SOURCE).filter(short=asked["source"])
    for name, field in (("country", "source_country"), ("language", "language")):
        if asked[name]:
            rows = rows.filter(**{field: asked[name]})
    for name, field in (("since", "published_latest__gte"), ("until", "published_earliest__lte")):
        try:
            rows = rows.filter(**{field: date.fromisoformat(asked[name])}) if asked[name] else rows
        except ValueError:
            asked[name] = ""
    if asked["q"]:
        rows = rows.filter(pk__in=called(rows, asked["q"], disclosed_to(request.clearance)))
    if asked["copies"] == "no":
        rows = rows.exclude(pk__in=visible(models.Copy, request.clearance).values("document"))
    rows, number = rows.order_by("-received", "-id"), page_number(request)
    ids = list(rows.values_list("pk", flat=True)[(number - 1) * PAGE_SIZE :][: PAGE_SIZE + 1])
    by_id = visible(models.Document, request.clearance).select_related("label").defer(*HEAVY).in_bulk(ids[:PAGE_SIZE])
    some = [by_id[id] for id in ids[:PAGE_SIZE] if id in by_id]
    carried = dict(
        visible(models.Support, request.clearance)
        .filter(document__in=[row.pk for row in some])
        .order_by()
        .values_list("document")
        .annotate(Count("finding", distinct=True))
    )
    copies = dict(
        visible(models.Copy, request.clearance)
        .filter(original__in=[row.pk for row in some])
        .order_by()
        .values_list("original")
        .annotate(Count("document", distinct=True))
    )
    withdrawn, came = withdrawn_of(row.pk for row in some), senders(row.pk for row in some)
    masks = of_documents([row.pk for row in some], disclosed_to(request.clearance))
    for row in some:
        row.carried, row.copies, row.fall = carried.get(row.pk, 0), copies.get(row.pk, 0), withdrawn.get(row.pk)
        row.senders = came.get(row.pk, [])
        row.shown_title = masks[row.pk].text(row.title or row.name)
        row.shown_name = masks[row.pk].address(row.name)
    context = {
        "rows": some,
        "total": counted(rows),
        "asked": asked,
        "number": number,
        "more": len(ids) > PAGE_SIZE,
        "groups": visible(Group, request.clearance),
        "levels": list(Tlp),
        "asked_for": asked_for(asked),
        **last_uploads(request),
    }
    return shown(request, "evidence/documents.html", context)


def asked_for(asked: dict[str, str]) -> list[tuple[str, str]]:
    """What the list is narrowed to, part by part, each with the address without it: "from Morocco", "since 3 March"."""
    told = {
        "q": _("“%(words)s” in the title") % {"words": asked["q"]},
        "source": _("by %(source)s") % {"source": asked["source"]},
        "country": _("from %(country)s") % {"country": words.country(asked["country"])},
        "language": words.language_name(asked["language"]),
        "since": _("from %(day)s") % {"day": words.day(asked["since"])},
        "until": _("until %(day)s") % {"day": words.day(asked["until"])},
        "copies": _("without copies"),
    }
    kept = {name: value for name, value in asked.items() if value}
    return [(told[name], urlencode({n: v for n, v in kept.items() if n != name})) for name in kept]


def last_uploads(request: Asked) -> dict[str, Any]:
    """What the person handed in last, whether something is still in hand, and whether that was just now."""
    rows = list(visible(models.Upload, request.clearance).defer("data")[:10])
    busy = models.Job.objects.filter(state__in=("waiting", "running")).exists()
    recent = timezone.now() - RECENT
    return {"uploads": rows, "busy": busy, "is_recent": any(row.made > recent for row in rows)}


def called(rows: QuerySet[models.Document], text: str, disclosed: set[str]) -> list[str]:
    """The documents with this in their title or name as they are shown, so that nobody finds a private person by them."""
    asked = rows.filter(Q(title__icontains=text) | Q(name__icontains=text)).order_by("-received", "-id")
    some = list(asked.values_list("id", "title", "name")[:MOST_CALLED])
    masks = of_documents([id for id, _, _ in some], disclosed)
    shown = {id: f"{masks[id].text(title)}\n{masks[id].address(name)}" for id, title, name in some}
    return [id for id, told in shown.items() if text.lower() in told.lower()]


@page("document.add", "POST")
def upload(request: Asked) -> HttpResponse:
    """Hand files in, marked and filed: they are read in the background."""
    files = request.FILES.getlist("files")
    if not files:
        raise UsageError(_("files"), _("none was chosen"), _("choose one or more"))
    said = request.POST
    handed_in(
        request.user, files, said.get("tlp", ""), said.get("releasable_to", "").split(","), said.getlist("groups")
    )
    return redirect("documents")


@page("document.retry", "POST")
def retry_upload(request: Asked, id: int) -> HttpResponse:
    """Have a file that could not be read read again."""
    retrying.retry(request.user, found(request, models.Upload, pk=id).pk)
    return redirect("documents" if request.POST.get("back") == "documents" else "today")


@page("document.retry", "POST")
def dismiss_upload(request: Asked, id: int) -> HttpResponse:
    """Put a file that could not be read aside."""
    retrying.dismiss(request.user, found(request, models.Upload, pk=id).pk)
    return redirect("documents" if request.POST.get("back") == "documents" else "today")


@page("evidence.see")
def uploads(request: Asked) -> HttpResponse:
    """What was handed in last, and how far it has come: the part of the page that is asked for again."""
    return render(request, "evidence/uploads.html", last_uploads(request))
