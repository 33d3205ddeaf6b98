"""Consent: what a participant agreed to, its versions, the text to be read out, and taking it back: one click, no reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import shown
from .. import wording
from ..actions import consenting
from ..door import InsideAsked, inside
from ..shapes import About, Consent, Participant, Purpose, Scope, State
from ..store import Kept
from .asking import day_said
from .pages import of_participant

SOON = timedelta(days=30)


@inside("GET", "HEAD")
def consent_text(request: InsideAsked) -> HttpResponse:
    """What is read out, in a language, to be printed and signed; opening it leaves nothing behind."""
    language = wording.read_from(request.GET.get("language", ""))
    context = {
        "languages_of_texts": wording.named(),
        "text": wording.consent_of(request.inside.about, language),
    }
    return shown(request, "programme/consent_text.html", context)


@inside("GET", "HEAD", "POST")
def consent(request: InsideAsked, id: str) -> HttpResponse:
    """What one participant consented to, and a new version of it."""
    who = request.inside
    kept = who.mine(id)
    if request.method == "POST":
        consenting.given(who, kept.owner, scopes_said(request), **read_out_said(request, who.about))
        return redirect("consent", kept.id)
    language = request.GET.get("language", "") or kept.shape.language
    versions = sorted(who.store.tagged(Consent.kind, kept.owner), key=lambda one: -one.shape.number)
    now = timezone.now()
    current = versions[0].shape if versions else None
    context = of_participant(request, kept, "consent") | {
        "versions": [(one.shape, texts_of(one.shape)) for one in versions],
        "covers": [(s, is_soon(s)) for s in current.scopes if current.covers(s.purpose, now)] if current else [],
        "people": {pk: row.person.name for pk, (row, _one) in who.colleagues().items()},
        "text": wording.consent_of(who.about, wording.read_from(language)) if request.GET.get("new") else None,
        "languages_of_texts": wording.named(),
        "language": language,
        "is_other": language == "other",
        "state": State,
    }
    return shown(request, "programme/consent.html", context)


@inside("POST")
def withdraw_consent(request: InsideAsked, id: str) -> HttpResponse:
    """A participant took consent back, for the purposes that are named, or for all."""
    who = request.inside
    kept = who.mine(id)
    purposes = () if request.POST.get("of") == "all" else purposes_said(request)
    if not purposes and request.POST.get("of") != "all":
        raise UsageError(_("consent"), _("nothing is chosen there"), _("choose what is taken back, or all of it"))
    shares = consenting.withdrawn(who, kept.owner, purposes)
    messages.success(request, _("It is taken back, from this minute on. What was planned under it has stopped."))
    if shares:
        messages.warning(request, _("What was told to others is recalled: print the letters below, and send them."))
    return redirect("shares" if shares else "consent", kept.id)


def texts_of(version: Consent) -> dict[str, str]:
    """Which way a version is written."""
    return {"direction": wording.direction(version.language)}


def purposes_said(request: InsideAsked) -> tuple[Purpose, ...]:
    """The purposes that a form names. Raises UsageError for one that there is not."""
    try:
        return tuple(Purpose(one) for one in request.POST.getlist("purpose"))
    except ValueError as error:
        raise UsageError(_("Purposes"), _("it does not fit there"), _("go back")) from error


def scopes_said(request: InsideAsked) -> list[Scope]:
    """What a form says yes to, each with whom and until when."""
    said = request.POST
    return [
        consenting.scope(one, said.get(f"with_whom {one.value}", ""), day_said(said.get(f"until {one.value}", "")))
        for one in purposes_said(request)
    ]


def read_out_said(request: InsideAsked, about: About) -> dict[str, Any]:
    """In which language what was read out before whom: our text, or, in a language that has none, what was said instead."""
    said = request.POST
    language, own = said.get("language", ""), said.get("read_out", "").strip()
    if language not in wording.languages():
        if not own:
            raise UsageError(_("Language"), _("there is no text in it"), _("write down what was read out"))
        return {"language": said.get("other_language", "").strip(), "read_out": own, "witness": said.get("witness", "")}
    return {"language": language, "read_out": wording.read_out(about, language), "witness": said.get("witness", "")}


def is_soon(scope: Scope) -> bool:
    """Whether what is consented to is over within a month."""
    return scope.until is not None and scope.until <= timezone.localdate() + SOON


def ending(kept: Kept, found: Kept | None) -> list[Scope]:
    """What of somebody's consent is over within a month, so that they can be asked before."""
    if not isinstance(kept.shape, Participant) or kept.shape.state == State.ENDED:
        return []
    if found is None:
        return []
    return [one for one in found.shape.scopes if is_soon(one) and found.shape.covers(one.purpose, timezone.now())]
