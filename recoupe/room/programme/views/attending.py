"""Attending: a session between two others: what became of it and a note on it, in one form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ...web.page import number, shown
from ..actions.attending import EARLY, TO_SAY, attended
from ..actions.noting import noted, opened, readable
from ..actions.scheduling import session_of
from ..consents import NoConsent, allows
from ..door import Inside, InsideAsked, inside
from ..shapes import Attendance, Note, Purpose, State
from ..store import Kept, Overtaken
from .asking import device_time, said
from .pages import of_participant
from .scheduling import along, choices, overtaken
from .telling import names, rows


@inside()
def session(request: InsideAsked, id: str) -> HttpResponse:
    """A session: when and where, what became of it, what was noted on it."""
    who = request.inside
    kept = session_of(who, id)
    participant = who.participant(kept.owner)
    is_of = who.is_of(participant)
    series = who.store.tagged(f"series:{kept.shape.series}") if kept.shape.series else [kept]
    now = timezone.now()
    has_begun = now >= kept.shape.begins - EARLY
    early = (Attendance.HELD, Attendance.ABSENT)
    context = {
        **of_participant(request, participant, "sessions"),
        "kept": kept,
        "session": kept.shape,
        "row": rows(who, series)[0],
        "is_of": is_of,
        "is_planned": kept.shape.attendance == Attendance.PLANNED and participant.shape.state != State.ENDED,
        "may_attend": is_of
        and allows(who.store, kept.owner, Purpose.TAKING_PART)
        and kept.shape.attendance != Attendance.STOPPED,
        "may_share": allows(who.store, kept.owner, Purpose.TEAM_NOTES),
        "to_say": [one for one in TO_SAY if has_begun or one not in early],
        "notes": told(who, kept.owner, who.store.tagged(f"notes of:{id}", kept.owner)) if is_of else [],
        "past": [(one.shape, number) for number, one in enumerate(who.store.past(kept), 1)],
        **choices(who),
    }
    return shown(request, "programme/session.html", context)


def told(who: Inside, owner: str, notes: list[Kept]) -> list[dict[str, object]]:
    """Notes as they are shown: what they say, by whom, whether the team reads them."""
    called = names(who)
    return [
        {
            "id": one.id,
            "note": one.shape,
            "text": opened(who, one.shape),
            "by": called.get(one.shape.by, "?"),
            "amended_by": called.get(one.shape.amended_by, ""),
            "is_private": bool(one.shape.own),
            "is_mine": one.shape.by == who.row.pk,
            "version": one.version,
        }
        for one in readable(who, owner, notes)
        if isinstance(one.shape, Note)
    ]


@inside("POST")
def attend(request: InsideAsked, id: str) -> HttpResponse:
    """What became of a session, and a note on it. What was typed is never lost: it comes back where it could not be kept."""
    who = request.inside
    kept = session_of(who, id)
    device = device_time(request)
    text, attendance = said(request, "text"), said(request, "attendance")
    is_new = attendance and (attendance, said(request, "because")) != (kept.shape.attendance, kept.shape.because)
    is_noted = False
    try:
        if text:
            noted(who, kept.owner, text, said(request, "for") != "team", id, device)
            request.POST = without(request, "text")
            is_noted = True
        if is_new:
            attended(who, id, attendance, said(request, "because"), number(said(request, "version")), device)
    except NoConsent as error:
        return refused(request, error, kept.owner, text)
    except Overtaken as error:
        if is_noted:
            messages.success(request, _("Your note is kept."))
        return overtaken(request, error.now)
    if text or is_new:
        messages.success(request, _("Kept."))
    return redirect("programme" if said(request, "then") == "week" else request.path.removesuffix("/attend"))


def without(request: InsideAsked, name: str) -> object:
    """A form without what was kept already."""
    fields = request.POST.copy()
    fields.pop(name, None)
    return fields


def refused(request: InsideAsked, error: NoConsent, owner: str, text: str) -> HttpResponse:
    """That something was not kept, plainly why, and what was typed, for its author to copy or to discard."""
    may_be_private = (
        bool(text) and error.purpose == Purpose.TEAM_NOTES and allows(request.inside.store, owner, Purpose.TAKING_PART)
    )
    context = {
        "error": error,
        "text": text,
        "may_be_private": may_be_private,
        "along": [(name, value) for name, value in along(request.POST) if name not in ("text", "for")],
    }
    return render(request, "programme/not_kept.html", context, status=403)
