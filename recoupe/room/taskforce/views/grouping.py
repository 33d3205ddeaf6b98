"""Grouping: who sits at the table, who needs to know, in which rhythm?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.models import Person, Service
from ...web.page import Asked, a_day, found, number, page, shown
from .. import models
from ..actions import grouping


def fields_said(request: Asked) -> dict[str, Any]:
    """What a form says of a group."""
    return {name: request.POST[name] for name in grouping.FIELDS if name in request.POST}


@page("group.manage", "GET", "HEAD", "POST")
def new(request: Asked) -> HttpResponse:
    """Found a group."""
    if request.method == "POST":
        return redirect("change_group", grouping.found_group(request.user, **fields_said(request)).pk)
    return shown(request, "taskforce/grouping.html", {"kinds": models.GroupKind.choices, "group": models.Group()})


@page("group.manage", "GET", "HEAD", "POST")
def change(request: Asked, id: int) -> HttpResponse:
    """Change a group, its seats and its members."""
    row: models.Group = found(request, models.Group, pk=id)
    if request.method == "POST":
        changed_as_said(request, row)
        return redirect("change_group", row.pk)
    context = {
        "group": row,
        "kinds": models.GroupKind.choices,
        "seats": row.seats.all(),
        "members": row.members.select_related("person__service"),
        "others": Person.objects.filter(is_active=True).exclude(memberships__group=row).select_related("service"),
        "services": Service.objects.all(),
        "today": timezone.localdate(),
    }
    return shown(request, "taskforce/grouping.html", context)


def changed_as_said(request: Asked, row: models.Group) -> None:
    """Do to a group what a form asks for."""
    person, said = request.user, request.POST
    numbers = {name: number(said.get(name)) for name in ("seat", "member", "person", "service", "version")}
    do = said.get("do", "")
    if do == "edit":
        grouping.change_group(person, row, numbers["version"], **fields_said(request))
    elif do == "seat":
        service = Service.objects.filter(pk=numbers["service"]).first()
        since = a_day(said.get("since", ""))
        grouping.seat(
            person, row, said.get("name", ""), service, said.get("country", ""), since, said.get("presides") == "on"
        )
    elif do in ("leave", "preside", "step down"):
        one = found(request, models.Seat, pk=numbers["seat"], group=row)
        if do == "leave":
            grouping.leave(person, one, timezone.localdate())
        else:
            grouping.preside(person, one, do == "preside")
    elif do == "admit":
        who = Person.objects.filter(pk=numbers["person"], is_active=True).first()
        if who is None:
            raise UsageError(_("member"), _("there is no such account"), _("choose from the list"))
        grouping.admit(person, row, who, said.get("is_recipient") == "on")
    elif do == "dismiss":
        grouping.dismiss(person, found(request, models.Member, pk=numbers["member"], group=row))
    else:
        raise UsageError(do or "?", _("it is nothing that can be done to a group"), _("go back and try again"))
