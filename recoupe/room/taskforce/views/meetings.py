"""Meetings: what are we preparing, what did we promise?"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import visible
from ...people.audit import record
from ...people.roles import require
from ...web.page import Asked, found, number, page, shown
from .. import models
from ..actions.changing import changed, made
from ..actions.preparing import agenda_of_news, freeze_brief, hold, next_dates
from ..calendars import calendar
from ..minutes import as_docx, as_pdf, told


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
        meeting = models.Meeting(group=row, **meeting_fields(request, row))
        made(request.user, "meeting.manage", meeting)
        for seat in row.seats.filter(until=None):
            models.Delegation.objects.create(
                meeting=meeting, name=seat.name, role="chair" if seat.presides else "member"
            )
        return redirect("meeting", meeting.pk)
    context = {
        "group": row,
        "seats": visible(models.Seat, request.clearance).filter(group=row),
        "members": visible(models.Member, request.clearance).filter(group=row).select_related("person__service"),
        "meetings": visible(models.Meeting, request.clearance).filter(group=row),
        "commitments": visible(models.Commitment, request.clearance)
        .filter(group=row)
        .prefetch_related("reports__meeting")
        .select_related("meeting"),
        "dates": next_dates(row, timezone.now()),
        "now": timezone.now(),
    }
    return shown(request, "taskforce/group.html", context)


def meeting_fields(request: Asked, group: models.Group) -> dict[str, object]:
    """What a form says of a meeting."""
    text = request.POST.get("begins", "")
    try:
        begins = datetime.fromisoformat(text)
        if not 1990 <= begins.year <= 2200:
            raise ValueError
    except ValueError:
        raise UsageError(text or _("begins"), _("it is no date with an hour"), "2026-12-01T10:00") from None
    if begins.tzinfo is None:
        begins = begins.replace(tzinfo=ZoneInfo(group.time_zone))
    title = request.POST.get("title", "").strip()[:200] or group.name
    place = request.POST.get("place", "").strip()[:200] or group.place
    return {
        "title": title,
        "aim": request.POST.get("aim", "").strip(),
        "place": place,
        "begins": begins,
        "time_zone": group.time_zone,
    }


@page("evidence.see")
def meeting(request: Asked, id: int) -> HttpResponse:
    """One meeting: who comes, the agenda, the brief, decisions, and what is still open from before."""
    row = found(request, models.Meeting, pk=id)
    clearance = request.clearance
    decisions = (
        visible(models.Decision, clearance)
        .filter(meeting=row)
        .prefetch_related("citations", "actions__owner")
        .select_related("owner")
    )
    before = visible(models.Commitment, clearance).filter(
        group=row.group, state__in=("open", "partly"), meeting__begins__lt=row.begins
    )
    context = {
        "meeting": row,
        "items": visible(models.Item, clearance).filter(meeting=row).prefetch_related("citations"),
        "decisions": decisions,
        "delegations": row.delegations.all(),
        "briefs": visible(models.Brief, clearance).filter(meeting=row),
        "commitments": visible(models.Commitment, clearance).filter(meeting=row),
        "still_open": before.select_related("meeting"),
        "actions_open": visible(models.Action, clearance)
        .filter(decision__meeting__group=row.group, state="open")
        .exclude(decision__meeting=row)
        .select_related("owner"),
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    return shown(request, "taskforce/meeting.html", context, f"meeting {row.pk}")


@page("meeting.manage", "POST")
def change_meeting(request: Asked, id: int) -> HttpResponse:
    """What the secretary does to a meeting: points, agenda of news, brief, opening, closing, attendance, delegations."""
    row = found(request, models.Meeting, pk=id)
    person, said = request.user, request.POST
    do = said.get("do", "")
    version = number(said.get("version"))
    back = "live" if said.get("from") == "live" else "meeting"
    if do == "news":
        agenda_of_news(person, row)
    elif do == "brief":
        freeze_brief(person, row)
    elif do in ("open", "held", "planned", "cancelled"):
        hold(person, row, version, do)
        back = "live" if do == "open" else "meeting"
    elif do == "point":
        title = said.get("title", "").strip()[:300]
        if not title:
            raise UsageError(_("point"), _("it has no title"), _("write what it is about"))
        made(
            person,
            "meeting.manage",
            models.Item(meeting=row, title=title, note=said.get("note", "").strip(), position=row.items.count() + 1),
        )
    elif do == "remove":
        item = found(request, models.Item, pk=number(said.get("item")), meeting=row)
        record(person, "removed point", f"item {item.pk}", meeting=row.pk)
        item.delete()
    elif do == "up":
        items = list(row.items.all())
        at = next((n for n, item in enumerate(items) if str(item.pk) == said.get("item")), 0)
        if at:
            items[at - 1], items[at] = items[at], items[at - 1]
        for position, item in enumerate(items, start=1):
            models.Item.objects.filter(pk=item.pk).update(position=position)
        record(person, "ordered agenda", f"meeting {row.pk}")
    elif do == "edit":
        changed(person, "meeting.manage", row, version, **meeting_fields(request, row.group))
    elif do == "delegation":
        name = said.get("name", "").strip()[:120]
        if name:
            roles = dict(models.Delegation._meta.get_field("role").choices)
            role = said.get("role") if said.get("role") in roles else "member"
            models.Delegation.objects.create(meeting=row, name=name, role=role, people=said.get("people", "")[:300])
            record(person, "added delegation", f"meeting {row.pk}", name=name)
    elif do == "attendance":
        there = set(said.getlist("present"))
        for delegation in row.delegations.all():
            delegation.was_there = str(delegation.pk) in there
            delegation.save(update_fields=["was_there"])
        record(person, "noted attendance", f"meeting {row.pk}", present=sorted(there))
    else:
        raise UsageError(do or "?", _("it is nothing that can be done to a meeting"), _("go back and try again"))
    return redirect(back, row.pk)


@page("evidence.see")
def brief(request: Asked, id: int) -> HttpResponse:
    """A brief as it stood when it was frozen."""
    row = found(request, models.Brief, pk=id)
    record(request.user, "saw", f"brief {row.pk}")
    answer = HttpResponse(row.html)
    # The brief is one file with its style within; it holds no script, and none may run in it.
    answer._csp_replace = {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "frame-ancestors": ["'none'"],
        "script-src": ["'none'"],
        "form-action": ["'none'"],
    }
    return answer


@page("evidence.see")
def minutes(request: Asked, id: int) -> HttpResponse:
    """The minutes: a page that prints on one sheet, DOCX or PDF."""
    row = found(request, models.Meeting, pk=id)
    form = request.GET.get("format", "html")
    said = told(row, request.clearance)
    if form in ("docx", "pdf"):
        require(request.user, "export.make")
        record(request.user, "took the minutes of", f"meeting {row.pk}", format=form)
        kinds = {
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "pdf": "application/pdf",
        }
        answer = HttpResponse(as_docx(said) if form == "docx" else as_pdf(said), content_type=kinds[form])
        answer.headers["Content-Disposition"] = f'attachment; filename="minutes-{row.pk}.{form}"'
        return answer
    return shown(request, "taskforce/minutes.html", {"meeting": row, "said": said}, f"minutes {row.pk}")


@page("evidence.see")
def ical(request: Asked, id: int) -> HttpResponse:
    """The meetings of a group and one's own actions, as iCalendar."""
    row = found(request, models.Group, pk=id)
    actions = visible(models.Action, request.clearance).filter(owner=request.user, decision__meeting__group=row)
    record(request.user, "took the calendar of", f"group {row.pk}")
    answer = HttpResponse(
        calendar(visible(models.Meeting, request.clearance).filter(group=row), actions),
        content_type="text/calendar; charset=utf-8",
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="group-{row.pk}.ics"'
    return answer
