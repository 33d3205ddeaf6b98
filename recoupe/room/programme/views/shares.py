"""Shares: what was told to whom outside the team, under which consent, and what was recalled since."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import shown
from ...web.words import day
from .. import wording
from ..actions import telling
from ..consents import latest
from ..door import InsideAsked, inside
from ..shapes import Participant, Purpose, Share
from ..store import Kept
from .pages import of_participant


@inside("GET", "HEAD", "POST")
def shares(request: InsideAsked, id: str) -> HttpResponse:
    """What was told outside about one participant."""
    who = request.inside
    kept = who.mine(id)
    if request.method == "POST":
        if request.POST.get("do") == "confirm":
            telling.confirmed(who, share_of(request, request.POST.get("share", ""), kept.owner))
        else:
            purpose, _colon, to = request.POST.get("to", "").partition(":")
            if purpose not in Purpose.values:
                raise UsageError(
                    _("To whom"), _("nobody outside is named"), _("choose whom the participant consented to")
                )
            telling.told(who, kept.owner, Purpose(purpose), to, request.POST.get("what", ""))
        return redirect("shares", kept.id)
    rows = sorted(who.store.of(kept.owner, Share), key=lambda one: one.shape.at, reverse=True)
    consent, now = latest(who.store, kept.owner), timezone.now()
    allowed = [
        (scope.purpose, to)
        for scope in (consent.shape.scopes if consent else ())
        for to in scope.with_whom
        if scope.purpose in telling.OUTSIDE and consent and consent.shape.covers(scope.purpose, now, to)
    ]
    context = of_participant(request, kept, "shares") | {
        "rows": rows,
        "allowed": allowed,
        "people": {pk: row.person.name for pk, (row, _one) in who.colleagues().items()},
    }
    return shown(request, "programme/shares.html", context)


def share_of(request: InsideAsked, id: str, owner: str = "") -> Kept:
    """Something that was told, of a participant whom one works with. Raises UsageError where there is none."""
    found = request.inside.store.get(id, Share)
    request.inside.mine(found.owner)
    if owner and found.owner != owner:
        raise UsageError(_("record"), _("there is none of this number"), _("go back to the list"))
    return found


@inside("GET", "HEAD")
def recall_letter(request: InsideAsked, id: str) -> HttpResponse:
    """The letter that recalls what was told, to be printed and sent; it says neither who it is about nor why."""
    share = share_of(request, id)
    if share.shape.recalled is None:
        raise UsageError(share.shape.to, _("it was not recalled"), _("go back to the list"))
    language = request.GET.get("language", "") or translation.get_language() or wording.OTHERWISE
    language = language if language in wording.languages() else wording.OTHERWISE
    said = wording.texts(language)
    with translation.override(language):
        on, today = day(share.shape.at), day(timezone.localdate())
    context = {
        "share": share,
        "title": said["recall"]["title"],
        "body": [one.format(day=on) for one in said["recall"]["body"]],
        "confirm": said["recall"]["confirm"],
        "from": request.inside.about.name,
        "on": today,
        "language": language,
        "text_direction": wording.direction(language),
        "languages_of_texts": wording.named(),
        "number": share.id[:8],
    }
    return shown(request, "programme/recall_letter.html", context)


@inside("GET", "HEAD")
def recalls(request: InsideAsked) -> HttpResponse:
    """What was recalled, and nobody confirmed yet."""
    who = request.inside
    rows = [(kept, who.store.get(kept.owner, Participant)) for kept in telling.waiting(who)]
    return shown(request, "programme/recalls.html", {"rows": rows})
