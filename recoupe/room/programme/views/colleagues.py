"""Colleagues: who works in the programme; who coordinates it lets others in, after comparing their key, and out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.models import Person
from ...people.roles import Role
from ...web.page import number, shown
from .. import models
from ..actions import founding
from ..door import InsideAsked, inside
from ..sealing import fingerprint
from ..shapes import Discipline


@inside("GET", "HEAD", "POST")
def colleagues(request: InsideAsked) -> HttpResponse:
    """Who works in the programme, and who waits to be let in."""
    who = request.inside
    if request.method == "POST":
        done(request)
        return redirect("colleagues")
    there = sorted(who.colleagues().values(), key=lambda pair: pair[0].person.name)
    known = {row.person_id for row, one in there if row.wrapped is not None or one.until is not None}
    context = {
        "here": [pair for pair in there if pair[1].until is None and pair[0].wrapped is not None],
        "gone": [pair for pair in there if pair[1].until is not None],
        "waiting": [
            (row, fingerprint(row.public)) for row in who_waits(who.row.programme_id) if row.person_id not in known
        ],
        "again": [
            (row, fingerprint(row.public)) for row, one in there if one.until is not None and row.person.is_active
        ],
        "without": without_keys(),
        "disciplines": Discipline.choices,
        "me": who.row.pk,
        "may_change": who.me.is_coordinator,
    }
    return shown(request, "programme/colleagues.html", context)


def who_waits(programme: int) -> list[models.Practitioner]:
    """Practitioners with a key who are in no programme, or made a new key since they were let into this one."""
    rows = models.Practitioner.objects.filter(wrapped=None, person__is_active=True, person__role=Role.PRACTITIONER)
    return [row for row in rows.select_related("person") if row.programme_id in (None, programme)]


def without_keys() -> list[Person]:
    """Practitioners who made no key yet."""
    rows = Person.objects.filter(is_active=True, role=Role.PRACTITIONER, practitioner=None)
    return list(rows.select_related("service"))


def done(request: InsideAsked) -> None:
    """Let somebody in, or out."""
    row = (
        models.Practitioner.objects.filter(pk=number(request.POST.get("practitioner"))).select_related("person").first()
    )
    if row is None:
        raise UsageError(_("colleague"), _("there is none of this number"), _("go back to the list"))
    if request.POST.get("do") == "out":
        founding.let_out(request.inside, row)
        return
    if request.POST.get("is_compared") != "on":
        raise UsageError(
            row.person.name, _("their fingerprint was not compared"), _("call them, let them read it out, and tick it")
        )
    is_coordinator = request.POST.get("is_coordinator") == "on"
    compared = request.POST.get("fingerprint", "")
    founding.admitted(request.inside, row, request.POST.get("discipline", ""), is_coordinator, compared)
