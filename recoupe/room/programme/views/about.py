"""About: what the programme is: its months, facilities and rooms, where complaints go, how long records are kept."""

from __future__ import annotations

from typing import Any

import pyrage
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from ....errors import UsageError
from ...web.page import Asked, number, shown
from ...web.words import countries_to_choose
from .. import copies, models
from ..actions.founding import changed_about
from ..checking import made, of_lines, one_line
from ..door import InsideAsked, inside
from ..shapes import About
from ..store import Overtaken

LABELS = {
    "name": say("Name of the programme"),
    "country": say("Country"),
    "months": say("How many months it lasts"),
    "facilities": say("Facilities"),
    "rooms": say("Rooms"),
    "complaints_to": say("Where complaints go"),
    "complaints_key": say("Public key of that body"),
    "smallest": say("Smallest number that is told outside"),
    "kept_months": say("How many months records are kept after the end"),
}


@inside("GET", "HEAD", "POST")
def about_programme(request: InsideAsked) -> HttpResponse:
    """What the programme is; who coordinates it changes that here."""
    who = request.inside
    version = models.Programme.objects.get(pk=who.row.programme_id).version
    context: dict[str, Any] = {
        "about": who.about,
        "version": version,
        "labels": LABELS,
        "countries": countries_to_choose(),
        "may_change": who.me.is_coordinator,
    }
    if request.method == "POST":
        about = made(About, LABELS, **said_of_it(request))
        try:
            changed_about(who, number(request.POST.get("version")), about)
        except Overtaken as error:
            answer = shown(request, "programme/about.html", context | {"about": about, "now": error.now.shape})
            answer.status_code = 400
            return answer
        messages.success(request, _("Kept."))
        return redirect("about_programme")
    if who.me.is_coordinator:
        context |= {"copies": copies.known(), "owing": copies.owing()}
    return shown(request, "programme/about.html", context)


def said_of_it(request: Asked) -> dict[str, Any]:
    """What a form says of the programme. Raises UsageError for a key that is none."""
    said = request.POST
    key = said.get("complaints_key", "").strip()
    if key:
        try:
            pyrage.x25519.Recipient.from_str(key)
        except pyrage.RecipientError:
            raise UsageError(
                str(LABELS["complaints_key"]), _("it is no public key"), _("it begins with age1; ask that body for it")
            ) from None
    numbers = {
        name: number(said.get(name)) for name in ("months", "smallest", "kept_months") if said.get(name, "").strip()
    }
    return {
        "name": one_line(said.get("name", "")),
        "country": one_line(said.get("country", "")).upper(),
        "facilities": of_lines(said.get("facilities", "")),
        "rooms": of_lines(said.get("rooms", "")),
        "complaints_to": said.get("complaints_to", "").strip(),
        "complaints_key": key,
    } | numbers
