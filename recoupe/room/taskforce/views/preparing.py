"""Preparing: what the secretary does to a meeting, one verb at a time: agenda, brief, hour, delegations, papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.audit import record
from ...web.page import Asked, found, number, page
from .. import models
from ..actions import arranging
from ..actions.briefing import freeze_brief
from ..actions.changing import made, removed
from ..actions.preparing import agenda_of_news, hold
from .meetings import meeting_fields


@page("meeting.manage", "POST")
def change_meeting(request: Asked, id: int) -> HttpResponse:
    """Do one thing to a meeting, and go back to where it was asked for."""
    row = found(request, models.Meeting, pk=id)
    do = request.POST.get("do", "")
    verb = VERBS.get(do)
    if verb is None:
        raise UsageError(do or "?", _("it is nothing that can be done to a meeting"), _("go back and try again"))
    verb(request, row)
    return back(request, row)


def back(request: Asked, row: models.Meeting) -> HttpResponse:
    """To the meeting; to the live page, at the same point, where that is where one was or now is."""
    do, is_live = request.POST.get("do"), request.POST.get("from") == "live"
    if do == "open" or (is_live and do != "held"):
        item = number(request.POST.get("at"))
        query = "?" + urlencode({"item": item}) if item else ""
        return redirect(f"/meetings/{row.pk}/live{query}")
    return redirect("meeting", row.pk)


@page("meeting.manage", "POST")
def change_item(request: Asked, id: int) -> HttpResponse:
    """Change the words of a point of the agenda."""
    item = found(request, models.Item, pk=id)
    said = request.POST
    version = number(said.get("version"))
    arranging.change_point(request.user, item, version, said.get("title", ""), said.get("note", ""))
    return redirect(f"/meetings/{item.meeting_id}#i{item.pk}")


def add_point(request: Asked, row: models.Meeting) -> None:
    title = request.POST.get("title", "").strip()[:300]
    if not title:
        raise UsageError(_("point"), _("it has no title"), _("write what it is about"))
    note = request.POST.get("note", "").strip()
    made(
        request.user,
        "meeting.manage",
        models.Item(meeting=row, title=title, note=note, position=row.items.count() + 1),
    )


def remove_point(request: Asked, row: models.Meeting) -> None:
    item = found(request, models.Item, pk=number(request.POST.get("item")), meeting=row)
    removed(request.user, "meeting.manage", item, number(request.POST.get("version")))


def move_up(request: Asked, row: models.Meeting) -> None:
    items = list(row.items.all())
    at = next((n for n, item in enumerate(items) if str(item.pk) == request.POST.get("item")), 0)
    if at:
        items[at - 1], items[at] = items[at], items[at - 1]
    for position, item in enumerate(items, start=1):
        models.Item.objects.filter(pk=item.pk).update(position=position)
    record(request.user, "ordered agenda", f"meeting {row.pk}")


def edit(request: Asked, row: models.Meeting) -> None:
    arranging.edit(request.user, row, number(request.POST.get("version")), **meeting_fields(request, row.group))


def cancel(request: Asked, row: models.Meeting) -> None:
    arranging.cancel(request.user, row, number(request.POST.get("version")), request.POST.get("why", ""))


def hold_as(state: str) -> Callable[[Asked, models.Meeting], None]:
    """What opens, closes or restores a meeting."""

    def verb(request: Asked, row: models.Meeting) -> None:
        hold(request.user, row, number(request.POST.get("version")), state)

    return verb


def delegation_said(request: Asked) -> tuple[str, str, str]:
    said = request.POST
    return said.get("name", ""), said.get("role", "member"), said.get("people", "")


def add_delegation(request: Asked, row: models.Meeting) -> None:
    arranging.add_delegation(request.user, row, *delegation_said(request))


def the_delegation(request: Asked, row: models.Meeting) -> Any:
    return found(request, models.Delegation, pk=number(request.POST.get("delegation")), meeting=row)


def change_delegation(request: Asked, row: models.Meeting) -> None:
    one, version = the_delegation(request, row), number(request.POST.get("version"))
    arranging.change_delegation(request.user, one, version, *delegation_said(request))


def remove_delegation(request: Asked, row: models.Meeting) -> None:
    one = the_delegation(request, row)
    arranging.remove_delegation(request.user, one, number(request.POST.get("version")))


def note_attendance(request: Asked, row: models.Meeting) -> None:
    present, absent = ({number(pk) for pk in request.POST.getlist(name)} for name in ("present", "absent"))
    arranging.note_attendance(request.user, row, present, absent)


def attach(request: Asked, row: models.Meeting) -> None:
    arranging.attach(request.user, row, request.POST.get("document", ""))


def detach(request: Asked, row: models.Meeting) -> None:
    arranging.detach(request.user, found(request, models.Paper, pk=number(request.POST.get("paper")), meeting=row))


VERBS: dict[str, Callable[[Asked, models.Meeting], Any]] = {
    "news": lambda request, row: agenda_of_news(request.user, row),
    "brief": lambda request, row: freeze_brief(request.user, row),
    "open": hold_as("open"),
    "held": hold_as("held"),
    "planned": hold_as("planned"),
    "cancelled": cancel,
    "edit": edit,
    "point": add_point,
    "remove": remove_point,
    "up": move_up,
    "delegation": add_delegation,
    "change delegation": change_delegation,
    "remove delegation": remove_delegation,
    "attendance": note_attendance,
    "attach": attach,
    "detach": detach,
}
