"""Offline: the week that a device takes along, what comes back from it, and what has to be looked at by whoever wrote it.

The page itself holds nothing of anybody: a browser keeps it, to be opened without a network. What it works with comes as JSON, to
whoever has opened the programme, and is kept on the device under a key of its own (docs/programme-offline.md).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ...web.page import Asked, number, page, shown
from .. import clock
from ..actions.noting import opened
from ..actions.scheduling import mine, of_weeks
from ..actions.syncing import Sent, settled, taken_in, waiting
from ..consents import allows
from ..door import InsideAsked, inside
from ..sealing import tag
from ..shapes import Attendance, Entry, Purpose, Session
from ..store import Kept, Overtaken
from .asking import said, told_off

DAYS = 10
LARGEST = 2 << 20
"""Bytes of what a device sends at once; it sends the rest after."""


@page("programme.work")
def offline(request: Asked) -> HttpResponse:
    """The page that works without a network. It says nothing of anybody, so that a browser may keep it."""
    context = {"words": words(), "days": DAYS, "zone": settings.LOCAL_TIME_ZONE}
    return shown(request, "programme/offline.html", context)


@page("programme.work")
def worker(request: Asked) -> HttpResponse:
    """The service worker, for the pages under /programme/ alone."""
    path = finders.find("room/programme-worker.js")
    answer = HttpResponse(Path(str(path)).read_bytes(), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@inside()
def take_along(request: InsideAsked) -> HttpResponse:
    """The coming ten days of a practitioner, as little as is needed: pseudonyms, times, rooms, versions."""
    who = request.inside
    today = timezone.localdate()
    team = mine(who)
    takes_part = {owner for owner in team if allows(who.store, owner, Purpose.TAKING_PART)}
    shares = {owner for owner in takes_part if allows(who.store, owner, Purpose.TEAM_NOTES)}
    coming = of_weeks(who, today - timedelta(days=1), today + timedelta(days=DAYS), f"of:{who.row.pk}")
    told = [session(one, team[one.owner], one.owner in shares) for one in coming if one.owner in takes_part]
    who.noted("took along", Session.kind)
    return JsonResponse(
        {
            "box": tag(who.key, f"box\0{who.row.pk}")[:32],
            "token": get_token(request),
            "now": timezone.now().isoformat(),
            "until": (timezone.now() + timedelta(days=DAYS)).isoformat(),
            "sessions": told,
        }
    )


def session(kept: Kept, participant: Kept, may_share: bool) -> dict[str, Any]:
    """A session as a device keeps it."""
    one: Session = kept.shape
    return {
        "id": kept.id,
        "participant": kept.owner,
        "version": kept.version,
        "name": participant.shape.pseudonym,
        "begins": clock.here(one.begins).isoformat(),
        "minutes": one.minutes,
        "room": one.room,
        "what": str(one.what.label),
        "attendance": one.attendance.value,
        "because": one.because,
        "may_share": may_share,
    }


@inside("POST")
def sync(request: InsideAsked) -> HttpResponse:
    """Take in what a device sends; the answer says what became of each entry, and whether the device's clock is wrong."""
    who = request.inside
    try:
        if len(request.body) > LARGEST:
            raise ValueError
        sent = Sent.model_validate_json(request.body)
    except ValueError:  # pydantic's is one
        return JsonResponse({"error": _("This is not what a device sends.")}, status=400)
    became = taken_in(who, sent)
    wrong = clock.off_by(sent.now.isoformat())
    return JsonResponse(
        {
            "now": timezone.now().isoformat(),
            "clock": told_off(wrong.total_seconds()) if wrong else "",
            "entries": [{"id": one.id, "became": one.became, "why": one.why} for one in became],
        }
    )


@inside("GET", "HEAD", "POST")
def waits(request: InsideAsked) -> HttpResponse:
    """What was written down offline and stands against what was changed here meanwhile: both sides, to be looked at."""
    who = request.inside
    if request.method == "POST":
        with suppress(Overtaken):  # it changed once more: both sides are shown as they are now
            settled(who, said(request, "entry"), said(request, "takes") == "mine", number(said(request, "version")))
        return redirect("offline_waits")
    entries = waiting(who)
    sessions = who.store.some([one.shape.session for one in entries])
    team = mine(who)
    context = {
        "entries": [
            {
                "id": one.id,
                "entry": one.shape,
                "text": opened(who, one.shape) if one.shape.attendance is None else "",
                "now": sessions.get(one.shape.session),
                "participant": team[one.owner],
                "is_stopped": is_stopped(one.shape, sessions.get(one.shape.session)),
            }
            for one in entries
            if one.owner in team
        ]
    }
    return shown(request, "programme/waits.html", context)


def is_stopped(entry: Entry, session: Kept | None) -> bool:
    """Whether what was written cannot be said any more: its session was stopped, or is not there."""
    if entry.attendance is None:
        return False
    return session is None or session.shape.attendance == Attendance.STOPPED


def words() -> dict[str, str]:
    """What the page says by itself, in the language in which it was taken along."""
    return {
        "wrong": _("This passphrase opens nothing on this device."),
        "short": _("Take at least 12 characters: four words that you will remember."),
        "differs": _("The two are not the same."),
        "taken": _("Your week is on this device."),
        "closed": _("Open the programme first, then come back: what you wrote stays on this device."),
        "no_network": _("There is no network. What you wrote stays on this device."),
        "none": _("No session in these days."),
        "unsent": _("Written here, not sent yet"),
        "sent": _("Everything is sent."),
        "some_wait": _("Something was changed meanwhile: look at both."),
        "not_kept": _("Not kept"),
        "copy": _("Copy it if you need it, then throw it away here."),
        "discard": _("Throw it away here"),
        "forgotten": _("Nothing is left on this device."),
        "forget_unsent": _("There are things on this device that were not sent. Throw them away?"),
        "expired": _(
            "The sessions were kept here for ten days and are gone. What you wrote and did not send is still here."
        ),
        "kept_here": _("Kept on this device."),
        "write": _("Write it down"),
        "attendance": _("What became of it"),
        "note": _("Note"),
        "private": _("for me alone"),
        "team": _("for the team"),
        "because": _("Because (if there is something to say)"),
        "readers": _("Who reads the note"),
        "keep": _("Keep"),
        "until": _("Kept on this device until"),
        "other": _("Somebody else is signed in here: what you wrote stays on this device until you are."),
        "nothing": _("Say what became of it, or write a note."),
        **{f"is {one.value}": str(one.label) for one in Attendance},
    }
