"""Releasing: what is arranged for the day of release, in words, and the letters to those who may be told something."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from ...web.page import number, shown
from ..actions.handing_over import arranged, handover_of, letters, recipients, told
from ..consents import NoConsent, allows
from ..door import InsideAsked, inside
from ..shapes import Area, Arranged, Purpose, Share
from ..store import Overtaken
from .asking import both, day_said, said
from .attending import refused
from .pages import of_participant
from .telling import names

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "ps", "ku")


@inside("GET", "HEAD", "POST")
def handover(request: InsideAsked, id: str) -> HttpResponse:
    """What is arranged, who may be told, what was told."""
    who = request.inside
    participant = who.mine(id)
    if request.method == "POST":
        try:
            if said(request, "do") == "tell":
                told(who, id, said(request, "to"), said(request, "text")[:20_000], said(request, "language")[:35])
            else:
                keep(request, id)
        except NoConsent as error:
            return refused(request, error, id, said(request, "text"))
        except Overtaken as error:
            now = {one.area: one.words for one in error.now.shape.arrangements}
            return both(
                request,
                error,
                {f"words {area.value}": area.label for area in Area},
                {f"words {area.value}": now.get(area, "") for area in Area},
                request.path,
            )
        messages.success(request, _("Kept."))
        return redirect("handover", id=id)
    kept = handover_of(who, id)
    there = {one.area: one for one in kept.shape.arrangements} if kept else {}
    called = names(who)
    context = {
        **of_participant(request, participant, "handover"),
        "kept": kept,
        "release": kept.shape.release if kept else None,
        "areas": [(area, there.get(area)) for area in Area],
        "states": Arranged.choices,
        "recipients": recipients(who, id),
        "letters": [(one, called.get(one.shape.by, "?")) for one in letters(who, id)],
        "may_write": allows(who.store, id, Purpose.TAKING_PART),
    }
    return shown(request, "programme/handover.html", context)


def keep(request: InsideAsked, id: str) -> None:
    """What is arranged."""
    stated = {
        area.value: (
            said(request, f"words {area.value}")[:4000],
            said(request, f"state {area.value}") or Arranged.OPEN.value,
        )
        for area in Area
    }
    arranged(request.inside, id, day_said(said(request, "release")), stated, number(said(request, "version")))


@inside()
def letter(request: InsideAsked, id: str) -> HttpResponse:
    """What a recipient is told, as a letter in their language; one that was recalled is not written out any more."""
    who = request.inside
    kept = who.store.get(id, Share)
    who.mine(kept.owner)
    share: Share = kept.shape
    if share.recalled or not allows(who.store, kept.owner, share.purpose, whom=share.to):
        raise Http404(_("What was told here was recalled."))
    language = share.language.split("-")[0] or translation.get_language() or "en"
    who.noted("opened", Share.kind, id, kept.owner)
    with translation.override(language):
        context = {
            "share": share,
            "language": language,
            "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
            "by": names(who).get(share.by, "?"),
            "about": who.about,
        }
        return render(request, "programme/letter.html", context)
