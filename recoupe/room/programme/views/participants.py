"""Participants: those one works with, a new one together with their consent, their cards. No page here asks for a name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...web.page import number, page_number, shown
from .. import keyring, wording
from ..actions import founding, participating
from ..actions.consenting import as_said
from ..actions.planning import plan_of
from ..actions.scheduling import sessions_of
from ..consents import allows, latest, latest_of
from ..door import Inside, InsideAsked, inside
from ..shapes import Attendance, Participant, Purpose, State
from ..store import Kept, Overtaken
from .consent import ending, read_out_said, scopes_said
from .pages import of_participant
from .telling import names

AT_ONCE = 50
STATES = (("", _("taking part")), ("ended", _("ended")), ("all", _("all")))


@inside("GET", "HEAD", "POST")
def participants(request: InsideAsked) -> HttpResponse:
    """Those one works with; who coordinates may see the cards of all. What is searched for goes by POST, to be in no address."""
    who = request.inside
    said = request.POST if request.method == "POST" else request.GET
    wants_all = who.me.is_coordinator and said.get("of") == "all"
    rows = who.store.tagged(Participant.kind if wants_all else f"team:{who.row.pk}")
    state, sought = said.get("state", ""), said.get("pseudonym", "").strip()
    if state != "all":
        rows = [kept for kept in rows if (kept.shape.state == State.ENDED) == (state == "ended")]
    if sought:
        rows = [kept for kept in rows if sought.casefold() in kept.shape.pseudonym.casefold()]
    rows.sort(key=lambda kept: (kept.shape.pseudonym.casefold(), kept.id))
    at = page_number(request)
    shown_now = rows[(at - 1) * AT_ONCE : at * AT_ONCE]
    mine = {kept.id for kept in shown_now if who.is_of(kept)}
    consents = latest_of(who.store, mine)
    context = {
        "rows": [(kept, kept.id in mine, ending(kept, consents.get(kept.id))) for kept in shown_now],
        "total": len(rows),
        "number": at,
        "more": len(rows) > at * AT_ONCE,
        "states": STATES,
        "state": state,
        "sought": sought,
        "wants_all": wants_all,
        "may_see_all": who.me.is_coordinator,
    }
    return shown(request, "programme/participants.html", context)


@inside("GET", "HEAD", "POST")
def new_participant(request: InsideAsked) -> HttpResponse:
    """Somebody begins to take part: their consent and their card, written down together or not at all."""
    who = request.inside
    language = request.POST.get("language") or request.GET.get("language", "")
    if request.method == "POST":
        consent = as_said(who, 1, scopes_said(request), **read_out_said(request, who.about))
        kept = participating.entered(who, consent, language=consent.language, **card_said(request))
        return redirect("participant", kept.id)
    taken = [kept.shape.pseudonym for kept in who.store.tagged(Participant.kind)] if language else []
    context = {
        "languages_of_texts": wording.named(),
        "language": language,
        "text": wording.consent_of(who.about, wording.read_from(language)) if language else None,
        "about": who.about,
        "proposals": wording.proposals(language, taken),
        "is_other": language == "other",
    }
    return shown(request, "programme/new_participant.html", context)


def card_said(request: InsideAsked) -> dict[str, Any]:
    """What a form says of a card."""
    return {name: request.POST[name] for name in ("pseudonym", "facility", "reference") if name in request.POST}


@inside("GET", "HEAD")
def participant(request: InsideAsked, id: str) -> HttpResponse:
    """The overview of one participant; for who coordinates and is not of the team, the card alone."""
    who = request.inside
    kept = who.participant(id)
    who.noted("opened", "participant", kept.id, kept.owner)
    people = who.colleagues()
    due = keyring.due_of([kept.owner]).get(kept.owner)
    consent = latest(who.store, kept.owner) if who.is_of(kept) else None
    context = of_participant(request, kept, "participant") | {
        "team": [people[pk] for pk in kept.shape.team if pk in people],
        "gone_by": keyring.last_day_of(due) if due else None,
        **coming(who, kept),
        "consent": consent.shape if consent else None,
        "covers": [s for s in consent.shape.scopes if consent.shape.covers(s.purpose, timezone.now())]
        if consent
        else [],
        "ending": ending(kept, consent),
    }
    return shown(request, "programme/participant.html", context)


def coming(who: Inside, kept: Kept) -> dict[str, Any]:
    """What comes next for somebody: the next session, and the plan; for their team."""
    if not who.is_of(kept):
        return {}
    now = timezone.now()
    there = [one for one in sessions_of(who, kept.id) if one.shape.ends > now]
    planned = [one for one in there if one.shape.attendance == Attendance.PLANNED]
    return {
        "next_session": min(planned, key=lambda one: one.shape.begins, default=None),
        "plan": plan_of(who, kept.id),
        "called": names(who),
        "may_plan": kept.shape.state != State.ENDED and allows(who.store, kept.id, Purpose.TAKING_PART),
    }


@inside("GET", "HEAD", "POST")
def change_participant(request: InsideAsked, id: str) -> HttpResponse:
    """Change the card, the team and the language; write down that the programme has ended for them."""
    who = request.inside
    kept = who.participant(id)
    if request.method == "POST":
        if request.POST.get("do") == "end":
            participating.ended(who, kept.owner)
            return redirect("participant", kept.id)
        return changed(request, who, kept)
    return card_form(request, who, kept, kept.version, {})


def changed(request: InsideAsked, who: Inside, kept: Kept) -> HttpResponse:
    """Write a card as the form says; where somebody wrote it in between, both are shown."""
    team = participating.team_of(who, map(number, request.POST.getlist("team")))
    said: dict[str, Any] = card_said(request) | {
        "team": team,
        "language": request.POST.get("language", kept.shape.language),
    }
    version = number(request.POST.get("version"))
    try:
        participating.changed(who, Kept(kept.id, kept.owner, version, kept.shape), **said)
    except Overtaken as error:
        answer = card_form(
            request, who, Kept(kept.id, kept.owner, version, error.wanted), error.now.version, {"now": error.now}
        )
        answer.status_code = 400
        return answer
    sees_it = who.row.pk in team or who.me.is_coordinator
    return redirect("participant", kept.id) if sees_it else redirect("participants")


def card_form(request: InsideAsked, who: Inside, kept: Kept, version: int, more: dict[str, Any]) -> HttpResponse:
    """The form of a card."""
    people = [(row, one) for row, one in who.colleagues().values() if row.wrapped is not None and one.until is None]
    context = of_participant(request, kept, "participant") | {
        "people": sorted(people, key=lambda pair: pair[0].person.name),
        "about": who.about,
        "languages_of_texts": wording.named(),
        "version": version,
        "today": founding.today(),
    }
    return shown(request, "programme/change_participant.html", context | more)
