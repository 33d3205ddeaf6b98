"""Noting: the notes on a participant, one of them with what it was before, and what was put before supervisors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ...web.page import number, shown
from ..actions.noting import (
    amended,
    before_supervisors,
    note_of,
    noted,
    opened,
    put_before_supervisors,
)
from ..consents import NoConsent, allows
from ..door import InsideAsked, inside
from ..shapes import Note, Purpose
from ..store import Overtaken
from .asking import both, device_time, said
from .attending import refused, told
from .pages import of_participant
from .telling import names


@inside("GET", "HEAD", "POST")
def notes(request: InsideAsked, id: str) -> HttpResponse:
    """All notes on a participant that one may read, and a new one that belongs to no session."""
    who = request.inside
    participant = who.mine(id)
    if request.method == "POST":
        text = said(request, "text")
        try:
            noted(who, id, text, said(request, "for") != "team", device=device_time(request))
        except NoConsent as error:
            return refused(request, error, id, text)
        messages.success(request, _("Kept."))
        return redirect("notes", id=id)
    context = {
        **of_participant(request, participant, "notes"),
        "notes": told(who, id, who.store.tagged(Note.kind, id)),
        "may_note": allows(who.store, id, Purpose.TAKING_PART),
        "may_share": allows(who.store, id, Purpose.TEAM_NOTES),
    }
    return shown(request, "programme/notes.html", context)


@inside("GET", "HEAD", "POST")
def note(request: InsideAsked, id: str) -> HttpResponse:
    """One note: to amend, to put before supervisors, and as it was before."""
    who = request.inside
    kept = note_of(who, id)
    text, version = said(request, "text"), number(said(request, "version"))
    if request.method == "POST":
        try:
            if said(request, "do") == "supervision":
                put_before_supervisors(who, id, text, version)
            else:
                amended(who, id, text, version)
        except NoConsent as error:
            return refused(request, error, kept.owner, text)
        except Overtaken as error:
            is_copy = said(request, "do") == "supervision"
            theirs = error.now.shape.supervision if is_copy else opened(who, error.now.shape)
            return both(request, error, {"text": _("Note")}, {"text": theirs or ""}, request.path)
        messages.success(request, _("Kept."))
        return redirect(request.path)
    called = names(who)
    before = [
        {
            "text": opened(who, one.shape),
            "by": called.get(one.shape.amended_by or one.shape.by, "?"),
            "version": one.version,
        }
        for one in who.store.past(kept)
    ]
    context = {
        **of_participant(request, who.mine(kept.owner), "notes"),
        "kept": kept,
        "one": told(who, kept.owner, [kept])[0],
        "before": before,
        "may_note": allows(who.store, kept.owner, Purpose.TAKING_PART),
        "may_share": allows(who.store, kept.owner, Purpose.TEAM_NOTES),
    }
    return shown(request, "programme/note.html", context)


@inside()
def supervision(request: InsideAsked) -> HttpResponse:
    """What colleagues put before those who supervise; of whom it is, is not said: they read no records."""
    who = request.inside
    called = names(who)
    found = [
        {"text": one.shape.supervision, "by": called.get(one.shape.by, "?"), "at": one.shape.at}
        for one in before_supervisors(who)
    ]
    return shown(request, "programme/supervision.html", {"notes": found})
