"""Bundles: what we give: chosen, looked at just as it will read at each partner, approved, given, and recalled."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import RecoupeError, UsageError
from ...access import visible
from ...evidence import models as ev
from ...evidence.masks import of_documents
from ...evidence.told import disclosed_to
from ...evidence.views.documents import HEAVY
from ...web import words
from ...web.page import PAGE_SIZE, Asked, a_day, found, number, page, page_number, shown
from .. import models
from ..actions import giving, recalling
from ..choosing import Chosen
from ..models import BundleState, PartnerState
from ..told import approved, previewed
from .choices import Choices, chosen_by

WORDS = ("title", "purpose", "conditions", "note", "expires", "may_pass_on")


@page("share.see")
def bundles(request: Asked) -> HttpResponse:
    """What we gave, the newest first."""
    rows = visible(models.Bundle, request.clearance).select_related("by").prefetch_related("sent__partner")
    if (state := request.GET.get("state", "")) in BundleState.values:
        rows = rows.filter(state=state)
    at = page_number(request)
    some = list(rows[(at - 1) * PAGE_SIZE : at * PAGE_SIZE + 1])
    context = {
        "rows": some[:PAGE_SIZE],
        "total": rows.count(),
        "number": at,
        "more": len(some) > PAGE_SIZE,
        "state": state,
        "states": BundleState.choices,
        "here": "bundles",
    }
    return shown(request, "sharing/bundles.html", context)


@page("share.make", "GET", "HEAD", "POST")
def new(request: Asked) -> HttpResponse:
    """Choose what to give and to whom, look at exactly what will leave, and give it."""
    said = request.POST if request.method == "POST" else request.GET
    inquiry = None
    if number(said.get("inquiry")):
        inquiry = found(request, models.Inquiry, pk=number(said["inquiry"]))
    chosen = chosen_by(request, said)
    partners = list(visible(models.Partner, request.clearance).filter(state=PartnerState.CONFIRMED))
    wanted = {number(one) for one in said.getlist("partner")} | ({inquiry.partner_id} if inquiry else set())
    to = [one for one in partners if one.pk in wanted]
    context: dict[str, Any] = {
        "partners": partners,
        "wanted": wanted,
        "inquiry": inquiry,
        "said": filled(said, inquiry),
        "here": "bundles",
    }
    status, do = 200, said.get("do", "") if request.method == "POST" else ""
    try:
        if do == "give":
            return redirect("bundle", given(request, to, chosen, inquiry).pk)
        if do == "look":
            context |= looked_at(request, to, chosen)
    except UsageError as error:
        context["error"], status = error, 400
        if do == "give" and to and chosen:
            context |= looked_at(request, to, chosen)
    context["choices"] = Choices.of(request, chosen, said.get("q", ""))
    answer = shown(request, "sharing/new_bundle.html", context)
    answer.status_code = status
    return answer


def filled(said: Any, inquiry: models.Inquiry | None) -> dict[str, str]:
    """What the form holds; at first, of an inquiry that is answered, its title and purpose."""
    words_said = {name: said.get(name, "") for name in WORDS}
    if inquiry:
        words_said["title"] = words_said["title"] or inquiry.title[:200]
        words_said["purpose"] = words_said["purpose"] or inquiry.purpose
    return words_said


def looked_at(request: Asked, to: list[models.Partner], chosen: Chosen) -> dict[str, Any]:
    """The preview: exactly what would leave, and the hash of it."""
    made = giving.made_ready(request.user, to, chosen, may_pass_on=request.POST.get("may_pass_on") == "on")
    return {
        "previews": previewed(made, chosen, request.clearance, words.language()),
        "seen": giving.seen_as(made),
        "leaves": any(one.content.documents for one in made),
        "needs_second": any(one.needs_second for one in made),
    }


def given(request: Asked, to: list[models.Partner], chosen: Chosen, inquiry: models.Inquiry | None) -> models.Bundle:
    """Give just what was seen in the preview."""
    said = request.POST
    return giving.give(
        request.user,
        to,
        chosen,
        title=said.get("title", ""),
        purpose=said.get("purpose", ""),
        conditions=said.get("conditions", ""),
        note=said.get("note", ""),
        expires=a_day(said.get("expires", "")),
        may_pass_on=said.get("may_pass_on") == "on",
        seen=said.get("seen") or "nothing",
        inquiry=inquiry,
        language=words.language(),
    )


@page("share.see")
def bundle(request: Asked, id: int) -> HttpResponse:
    """A bundle: what was given to whom, what became of it there, who confirmed its recall and who did not."""
    row: models.Bundle = found(request, models.Bundle, pk=id)
    sent = list(visible(models.Sent, request.clearance).filter(bundle=row).select_related("partner"))
    rows = visible(models.Given, request.clearance).filter(sent__in=sent).select_related("sent__partner")
    recalls = visible(models.Recall, request.clearance).filter(sent__in=sent).select_related("sent__partner", "by")
    posts = visible(models.Post, request.clearance).filter(uid__in=[one.uid for one in sent if one.uid]).defer("data")
    by_uid = {one.uid: one for one in posts}
    for one in sent:
        one.post = by_uid.get(one.uid)
    waits = row.state == BundleState.WAITING
    context = {
        "bundle": row,
        "sent": sent,
        "documents": documents_given(request, list(rows)),
        "recalls": recalls,
        "previews": shown_for_approval(row, [one.partner for one in sent]) if waits else [],
        "is_own": row.by_id == request.user.pk,
        "here": "bundles",
    }
    return shown(request, "sharing/bundle.html", context, f"bundle {row.pk}")


def shown_for_approval(row: models.Bundle, partners: list[models.Partner]) -> list[Any]:
    """What waits, as it will be sent; nothing where it cannot be read, which is told by the page."""
    try:
        return approved(row, partners)
    except RecoupeError:
        return []


def documents_given(request: Asked, rows: list[models.Given]) -> list[dict[str, Any]]:
    """The documents of a bundle that one may see, with who has each and who had to give it back."""
    known = visible(ev.Document, request.clearance).defer(*HEAVY).select_related("label")
    by_pk = known.in_bulk(list({one.document for one in rows}))
    masks = of_documents(by_pk, disclosed_to(request.clearance))
    made: dict[str, dict[str, Any]] = {}
    for one in rows:
        if document := by_pk.get(one.document):
            title = masks[document.pk].text(document.title or document.name)
            at = made.setdefault(document.pk, {"document": document, "title": title, "has": [], "had": []})
            at["had" if one.is_recalled else "has"].append(one.sent.partner.name)
    return list(made.values())


@page("share.approve", "POST")
def decide(request: Asked, id: int) -> HttpResponse:
    """Approve a bundle that somebody else made, or do not let it leave."""
    row: models.Bundle = found(request, models.Bundle, pk=id)
    do = request.POST.get("do", "")
    if do == "approve":
        giving.approve(request.user, row)
    elif do == "refuse":
        giving.refuse(request.user, row, request.POST.get("why", ""))
    else:
        raise UsageError(do or "?", _("it is nothing that can be done to a bundle"), _("go back and try again"))
    return redirect("bundle", row.pk)


@page("share.make", "POST")
def recall(request: Asked, id: int) -> HttpResponse:
    """Take back a bundle, or the documents of it that were ticked."""
    row: models.Bundle = found(request, models.Bundle, pk=id)
    documents = request.POST.getlist("document") if request.POST.get("do") == "some" else []
    if request.POST.get("do") == "some" and not documents:
        raise UsageError(row.title, _("no document was ticked"), _("tick those to take back"))
    recalling.recall(request.user, row, request.POST.get("why", ""), documents)
    return redirect("bundle", row.pk)
