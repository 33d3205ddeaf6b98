"""Comments: what others say on a row or a line, answered and settled; and asking for what is not known."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import visible
from ...people.roles import may
from ...sharing.models import Request
from ...taskforce import models as tf
from ...taskforce.views.deciding import a_member, members
from ...web.page import Asked, a_day, found, number, page, shown
from .. import models
from ..actions import asking, commenting
from ..adoptions import decisions_to_choose


@page("practice.comment", "POST")
def comment(request: Asked, id: int) -> HttpResponse:
    """Comment a row, or a line of it."""
    practice, said = found(request, models.Practice, pk=id), request.POST
    lines = lines_of(request, practice)
    row, line = said.get("row", ""), None
    if said.get("line"):
        line = lines.filter(pk=number(said["line"])).first()
        if line is None:
            raise UsageError(_("line"), _("there is no such line"), _("load the page again"))
        row = line.row
    made = commenting.comment(request.user, practice, row, said.get("text", ""), lines.filter(row=row), line)
    return redirect(f"/practices/{practice.pk}#c{made.pk}")


def lines_of(request: Asked, practice: models.Practice) -> Any:
    """The lines of a practice that somebody sees who says something on it."""
    rows = visible(models.Line, request.clearance).filter(practice=practice, adoption=None, state="kept")
    return rows.select_related("scope")


@page("practice.comment", "POST")
def answer(request: Asked, id: int) -> HttpResponse:
    """Answer a comment."""
    row = found(request, models.Comment, pk=id)
    lines = lines_of(request, row.practice).filter(row=row.row)
    commenting.answer(request.user, row, request.POST.get("text", ""), lines)
    return redirect(f"/practices/{row.practice_id}#c{row.pk}")


@page("practice.comment", "POST")
def settle(request: Asked, id: int) -> HttpResponse:
    """Settle a comment, or open it again."""
    row = found(request, models.Comment, pk=id)
    commenting.settle(request.user, row, request.POST.get("state") != "open")
    return redirect(f"/practices/{row.practice_id}#c{row.pk}")


@page("practice.comment", "GET", "HEAD", "POST")
def ask(request: Asked, id: int) -> HttpResponse:
    """Ask for what is not known in a row: by an action of one of us, or by a request to partners."""
    practice = found(request, models.Practice, pk=id)
    row = request.POST.get("row") or request.GET.get("row") or str(models.OF_PRACTICES[0])
    if row not in models.OF_PRACTICES:
        raise UsageError(row[:40], _("there is no such row"), _("choose from the list"))
    requests = visible(Request, request.clearance)
    decisions = visible(tf.Decision, request.clearance).filter(meeting__group=practice.group_id)
    if request.method == "POST":
        said = request.POST
        asking.ask(
            request.user, practice, row,
            request=requests.filter(pk=number(said.get("request"))).first(),
            decision=decisions.filter(pk=number(said.get("decision"))).first(),
            text=said.get("text", ""),
            owner=a_member(practice.group, said.get("owner", "")),
            due=a_day(said.get("due", "")),
        )  # fmt: skip
        return redirect(f"/practices/{practice.pk}#r-{row.replace(' ', '-')}")
    context = {
        "practice": practice,
        "row": models.Row(row),
        "requests": requests,
        "decisions": decisions_to_choose(request.clearance, practice.group_id),
        "members": members(practice.group),
        "may_act": may(request.user, "action.record"),
        "may_request": may(request.user, "request.make"),
    }
    return shown(request, "practices/ask.html", context)
