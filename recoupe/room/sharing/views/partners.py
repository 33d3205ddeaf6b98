"""Partners: who they are, whether their cards are confirmed, what is on its way to them; and our own card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....exchange.bundles.card import LARGEST
from ....exchange.bundles.messages import LARGEST as LARGEST_MESSAGE
from ...access import visible
from ...people.models import Entry
from ...people.verbs import verb
from ...web.page import PAGE_SIZE, Asked, found, page, shown
from .. import models, own
from ..actions import handing, partnering
from ..fetching import card_at
from ..models import PartnerState, PostState


@page("share.see")
def partners(request: Asked) -> HttpResponse:
    """Our card with its fingerprint, and all partners."""
    rows = list(visible(models.Partner, request.clearance))
    context: dict[str, Any] = {"rows": rows, "here": "partners"}
    try:
        card = own.card()
        context |= {"card": card, "groups": card.keys.fingerprint.split()}
    except UsageError as error:
        context["no_card"] = error
    return shown(request, "sharing/partners.html", context)


@page("partner.manage", "POST")
def take_card(request: Asked) -> HttpResponse:
    """Take a partner's card in, as a file or from its address."""
    file, url = request.FILES.get("file"), request.POST.get("address", "").strip()
    if file is None and not url:
        raise UsageError(_("card"), _("there is none"), _("choose its file, or write its address"))
    if file is not None and (file.size or 0) > LARGEST:
        raise UsageError(_("card"), _("it is larger than a card"), _("choose the file that the partner calls its card"))
    partner = partnering.take_card(request.user, file.read() if file is not None else card_at(url))
    messages.success(request, _("The card of %(name)s is here.") % {"name": partner.name})
    return redirect("partner", partner.pk)


@page("partner.manage", "POST")
def change_keys(request: Asked) -> HttpResponse:
    """Make new keys of ours."""
    if request.POST.get("sure") != "yes":
        raise UsageError(_("keys"), _("you did not say that you are sure"), _("tick that you have read the warning"))
    partnering.change_keys(request.user)
    messages.success(request, _("Our keys are new; every confirmed partner is told."))
    return redirect("partners")


@page("share.see")
def partner(request: Asked, id: int) -> HttpResponse:
    """One partner: its card and fingerprint, how far it is trusted, what is on its way to it, its history."""
    row: models.Partner = found(request, models.Partner, pk=id)
    posts = visible(models.Post, request.clearance).filter(partner=row).defer("data")
    given = visible(models.Sent, request.clearance).filter(partner=row).select_related("bundle").order_by("-id")
    history = list(Entry.objects.filter(subject=f"partner {row.pk}")[:PAGE_SIZE])
    for entry in history:
        entry.verb, entry.moment = verb(entry.action), datetime.fromisoformat(entry.at)
    context = {
        "partner": row,
        "groups": partnering.keys_of(row).fingerprint.split(),
        "open_posts": posts.exclude(state=PostState.DELIVERED)[:PAGE_SIZE],
        "delivered": posts.filter(state=PostState.DELIVERED)[:10],
        "turned_away": visible(models.Letter, request.clearance).filter(partner=row, is_let_in=False)[:10],
        "given": given[:PAGE_SIZE],
        "history": history,
        "here": "partners",
    }
    return shown(request, "sharing/partner.html", context, f"partner {row.pk}")


@page("partner.manage", "POST")
def change_partner(request: Asked, id: int) -> HttpResponse:
    """Confirm, suspend or resume a partner."""
    row: models.Partner = found(request, models.Partner, pk=id)
    do = request.POST.get("do", "")
    if do == "confirm":
        confirmed(request, row)
    elif do == "suspend":
        partnering.suspend(request.user, row, request.POST.get("why", ""))
    elif do == "resume":
        partnering.resume(request.user, row)
    else:
        raise UsageError(do or "?", _("it is nothing that can be done to a partner"), _("go back and try again"))
    return redirect("partner", row.pk)


def confirmed(request: Asked, row: models.Partner) -> None:
    """Confirm a partner by what was heard. Whoever suspended it has to let it in again first."""
    if row.state == PartnerState.SUSPENDED:
        raise UsageError(row.name, _("it is suspended"), _("let it in again first"))
    partnering.confirm(request.user, row, request.POST.get("heard", ""))
    messages.success(request, _("%(name)s is confirmed: you can exchange now.") % {"name": row.name})


# --- messages as files -------------------------------------------------------------------------------------------


@page("share.make")
def post_file(request: Asked, id: int) -> HttpResponse:
    """A sealed message, as a file to carry to its partner."""
    row = found(request, models.Post, pk=id)
    answer = HttpResponse(handing.taken_out(request.user, row), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="message-{row.uid[:12]}.recoupe"'
    return answer


@page("share.make", "POST")
def change_post(request: Asked, id: int) -> HttpResponse:
    """Note that a message was delivered by hand, or have it tried again."""
    row = found(request, models.Post, pk=id)
    do = request.POST.get("do", "")
    if do == "delivered":
        handing.by_hand(request.user, row)
    elif do == "again":
        handing.again(request.user, row)
    else:
        raise UsageError(do or "?", _("it is nothing that can be done to a message"), _("go back and try again"))
    return redirect("sharing") if request.POST.get("from") == "sharing" else redirect("partner", row.partner_id)


@page("share.receive", "POST")
def take_in(request: Asked) -> HttpResponse:
    """Take in a sealed message that a partner handed over as a file."""
    file = request.FILES.get("file")
    if file is None:
        raise UsageError(_("file"), _("there is none"), _("choose the file that the partner gave you"))
    if (file.size or 0) > LARGEST_MESSAGE:
        raise UsageError(_("file"), _("it is larger than a message may be"), _("ask for it in parts"))
    letter = handing.take_in(request.user, file.read())
    name = letter.partner.name if letter.partner else "?"
    messages.success(request, _("The message of %(name)s is here.") % {"name": name})
    return redirect("sharing")
