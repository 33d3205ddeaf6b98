"""Meetings: what are we preparing, what did we promise?"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import visible
from ...people.roles import may
from ...web.page import Asked, found, number, page, shown
from .. import models, rhythm
from ..actions.preparing import call, next_dates, presiding
from ..papers import attachable, papers, with_markings


@page("evidence.see")
def meetings(request: Asked) -> HttpResponse:
    """The groups that one is in, each with its meetings from past to coming."""
    rows = visible(models.Meeting, request.clearance).order_by("begins")
    groups = visible(models.Group, request.clearance).prefetch_related(Prefetch("meetings", rows), "seats")
    now = timezone.now()
    return shown(request, "taskforce/meetings.html", {"groups": groups, "now": now})


@page("evidence.see", "GET", "HEAD", "POST")
def group(request: Asked, id: int) -> HttpResponse:
    """A group: who sits in it, its rhythm, its meetings, what was promised; POST calls a meeting."""
    row = found(request, models.Group, pk=id)
    if request.method == "POST":
        return redirect("meeting", call(request.user, row, **meeting_fields(request, row)).pk)
    seen = visible(models.Meeting, request.clearance).filter(group=row)
    context = {
        "group": row,
        "seats": visible(models.Seat, request.clearance).filter(group=row),
        "members": visible(models.Member, request.clearance).filter(group=row).select_related("person__service"),
        "meetings": seen,
        "past_meetings": seen.filter(begins__lte=timezone.now()).order_by("-begins"),
        "commitments": visible(models.Commitment, request.clearance)
        .filter(group=row)
        .prefetch_related("reports__meeting")
        .select_related("meeting"),
        "states": models.Commitment._meta.get_field("state").choices,
        "dates": next_dates(row, timezone.now()),
        "presides": presiding(row),
        "rhythm": rhythm.said(row.rhythm),
        "now": timezone.now(),
        "may_commit": may(request.user, "commitment.record"),
    }
    return shown(request, "taskforce/group.html", context)


def meeting_fields(request: Asked, group: models.Group) -> dict[str, Any]:
    """What a form says of a meeting; what it does not speak of stays as it is."""
    said = request.POST
    zone = said.get("time_zone", "").strip()[:60] or group.time_zone
    fields: dict[str, Any] = {
        "title": said.get("title", "").strip()[:200] or group.name,
        "place": said.get("place", "").strip()[:200] or group.place,
        "aim": said.get("aim", "").strip(),
        "time_zone": zone,
        "begins": a_moment(said.get("begins", ""), zone),
    }
    if "minutes_long" in said:
        fields["minutes_long"] = number(said["minutes_long"])
    if "presides" in said:
        fields["presides"] = said["presides"].strip()[:200]
    return fields


def a_moment(text: str, zone: str) -> datetime:
    """A day and hour as a form gives them, on the clock of a time zone."""
    try:
        begins = datetime.fromisoformat(text)
        if not 1990 <= begins.year <= 2200:
            raise ValueError
    except ValueError:
        raise UsageError(text or _("begins"), _("it is no date with an hour"), "2026-12-01T10:00") from None
    try:
        return begins if begins.tzinfo else begins.replace(tzinfo=ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        raise UsageError(zone, _("it is no time zone"), "Europe/Brussels") from None


@page("evidence.see")
def meeting(request: Asked, id: int) -> HttpResponse:
    """A meeting: delegations, agenda, papers, brief, decisions, commitments still open from before."""
    clearance = request.clearance
    row = found(request, models.Meeting, pk=id)
    decisions = (
        visible(models.Decision, clearance)
        .filter(meeting=row)
        .prefetch_related("citations", "actions__owner")
        .select_related("owner")
    )
    before = visible(models.Commitment, clearance).filter(
        group=row.group, state__in=("open", "partly"), meeting__begins__lt=row.begins
    )
    here = row.begins.astimezone(ZoneInfo(row.time_zone))
    context = {
        "meeting": row,
        "begins_typed": here.strftime("%Y-%m-%dT%H:%M"),
        "zones": sorted(zone for zone in available_timezones() if zone.startswith(("Europe/", "Africa/", "Asia/"))),
        "roles": models.Delegation._meta.get_field("role").choices,
        "items": visible(models.Item, clearance).filter(meeting=row).prefetch_related("citations"),
        "decisions": decisions,
        "delegations": visible(models.Delegation, clearance).filter(meeting=row),
        "briefs": with_markings(visible(models.Brief, clearance).filter(meeting=row).select_related("scope")),
        "papers": papers(clearance, row),
        "attachable": attachable(clearance, row) if may(request.user, "meeting.manage") else [],
        "commitments": visible(models.Commitment, clearance).filter(meeting=row),
        "still_open": before.select_related("meeting"),
        "actions_open": visible(models.Action, clearance)
        .filter(decision__meeting__group=row.group, decision__meeting__begins__lt=row.begins, state="open")
        .exclude(decision__state="revoked")
        .exclude(decision__meeting=row)
        .select_related("owner"),
        "now": timezone.now(),
        "today": timezone.localdate(),
        "may_commit": may(request.user, "commitment.record"),
    }
    return shown(request, "taskforce/meeting.html", context, f"meeting {row.pk}")
