"""Desk: opening the programme with one's passphrase, closing it, and what needs me this week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ...web.page import Asked, page, shown
from .. import clock, closed, copies
from ..actions.scheduling import mine as mine_of
from ..actions.scheduling import of_weeks
from ..actions.syncing import waiting
from ..door import Inside, InsideAsked, found, inside, opened, practitioner_of, remember, shut
from ..sealing import fingerprint
from ..shapes import Attendance, Consent, Purpose
from ..slowing import slowed
from ..store import Kept
from .asking import shown_day
from .telling import Row, is_over, rows

LOOKS_BACK = timedelta(weeks=8)
SOON = timedelta(days=30)


@page("programme.work", "GET", "HEAD", "POST")
def open_programme(request: Asked) -> HttpResponse:
    """Open the programme in this browser."""
    row = practitioner_of(request.user)
    context = {
        "practitioner": row,
        "is_in": row is not None and row.wrapped is not None,
        "fingerprint": fingerprint(row.public) if row else "",
    }
    if request.method == "POST":
        at, kept = closed.carried(request)
        context |= {"kept_at": at, "kept": kept, "texts": closed.texts(kept)}
        try:
            with slowed(request):
                who = opened(request.user, request.POST.get("passphrase", ""))
        except PermissionDenied as error:
            answer = shown(request, "programme/open.html", context | {"wrong": str(error)})
            answer.status_code = 400
            return answer
        who.noted("opened", "programme")
        answer = shown(request, "programme/open_again.html", context | {"at": at}) if kept else redirect("programme")
        answer["Cache-Control"] = "no-store"
        remember(request, answer, who)
        return answer
    if found(request):
        return redirect("programme")
    return shown(request, "programme/open.html", context)


@page("programme.work", "POST")
def close_programme(request: Asked) -> HttpResponse:
    """Close it."""
    answer = redirect("open_programme")
    shut(request, answer)
    return answer


@inside()
def programme(request: InsideAsked) -> HttpResponse:
    """The week of a practitioner: who comes when, and what waits."""
    who = request.inside
    today = timezone.localdate()
    asked = shown_day(request.GET.get("week"), today)
    days = clock.week(asked)
    mine = of_weeks(who, days[0], days[-1], f"of:{who.row.pk}")
    by_day: dict[date, list[Row]] = {day: [] for day in days}
    for row in rows(who, mine):
        by_day[row.day].append(row)
    context = {
        "about": who.about,
        "days": list(by_day.items()),
        "today": today,
        "is_this_week": today in by_day,
        "is_free": not mine,
        "before": days[0] - timedelta(days=7),
        "after": days[-1] + timedelta(days=1),
        "first": days[0],
        "last": days[-1],
        "set_up": set_up(who) if who.me.is_coordinator else [],
        **waits(who, today),
    }
    return shown(request, "programme/programme.html", context)


def set_up(who: Inside) -> list[tuple[bool, str, str]]:
    """What a programme needs before it stands: whether it is done, where that is done, and what; nothing once all is done."""
    others = [one for pk, (row, one) in who.colleagues().items() if pk != who.row.pk and row.wrapped and not one.until]
    steps = [
        (bool(others), reverse("colleagues"), _("Let your colleagues in")),
        (any(one.is_coordinator for one in others), reverse("colleagues"), _("Let a second coordinator in")),
        (
            bool(who.about.facilities and who.about.rooms),
            reverse("about_programme"),
            _("Name the facilities and rooms"),
        ),
        (bool(who.about.complaints_to), reverse("about_programme"), _("Write down where complaints go")),
        (bool(copies.known()), reverse("about_programme"), _("Have a copy of the keys made")),
    ]
    return [] if all(is_done for is_done, _where, _words in steps) else steps


def waits(who: Inside, today: date) -> dict[str, Any]:
    """What waits for a practitioner: sessions without attendance, consents that end, recalls, what was written offline."""
    team = mine_of(who)
    late = [
        one
        for one in of_weeks(who, today - LOOKS_BACK, today, f"of:{who.row.pk}")
        if one.shape.attendance == Attendance.PLANNED and is_over(one.shape, timezone.now())
    ]
    found = who.store.found([Consent.kind], team)
    newest: dict[str, Kept] = {}
    for one in sorted(found, key=lambda kept: kept.shape.number):
        newest[one.owner] = one
    now = timezone.now()
    takes_part = {owner for owner, one in newest.items() if one.shape.covers(Purpose.TAKING_PART, now)}
    recalls = [one for one in who.store.found(["recall that waits"], team) if one.owner in team]
    return {
        "has_team": bool(team),
        "without": rows(who, [one for one in late if one.owner in takes_part]),
        "ending": sorted(ending(newest, team, today), key=lambda one: one[0]),
        "recalls": [(team[one.owner], one.shape) for one in recalls],
        "offline": len(waiting(who)),
    }


def ending(newest: dict[str, Kept], team: dict[str, Kept], today: date) -> Iterator[tuple[date, Kept, Purpose]]:
    """The consents that end within a month: when, of whom, to what."""
    now = timezone.now()
    for owner, kept in newest.items():
        for scope in kept.shape.scopes:
            is_soon = scope.until is not None and today <= scope.until <= today + SOON
            if is_soon and kept.shape.covers(scope.purpose, now):
                yield scope.until, team[owner], scope.purpose
