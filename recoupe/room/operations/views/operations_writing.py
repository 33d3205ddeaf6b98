"""Writing: record an operation or follow a finding as one; its steps and numbers, each with what it stands on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from ...access import visible
from ...taskforce import models as tf
from ...taskforce.views.citing import all_cited, the_cited
from ...web.page import Asked, a_day, found, number, page, shown
from .. import models
from ..actions import following, opening
from ..actions.checking import a_number
from ..countries import choices

EMPTY_LINES = 3


def choices_of(request: Asked, group: tf.Group | None = None) -> dict[str, Any]:
    """What the forms of operations offer; of a group, what it discussed."""
    meetings = visible(tf.Meeting, request.clearance)
    decisions = visible(tf.Decision, request.clearance).select_related("meeting")
    commitments = visible(tf.Commitment, request.clearance)
    if group is not None:
        meetings, commitments = meetings.filter(group=group), commitments.filter(group=group)
        decisions = decisions.filter(meeting__group=group)
    return {
        "kinds": models.OperationKind.choices,
        "roles": models.Cooperation.choices,
        "step_kinds": models.StepKind.choices,
        "outcome_kinds": models.Outcome.choices,
        "all_countries": choices(),
        "meetings": meetings.order_by("-begins"),
        "decisions": decisions.order_by("-id"),
        "commitments": commitments,
    }


def operation_said(request: Asked, group: tf.Group) -> dict[str, Any]:
    """What a form says of an operation."""
    said = request.POST
    names = "title", "kind", "about", "services", "country", "place", "note"
    roles = said.getlist("role")
    pairs = [(code, roles[n] if n < len(roles) else "") for n, code in enumerate(said.getlist("with"))]
    fields: dict[str, Any] = {name: said.get(name, "") for name in names}
    fields |= {name: a_day(said.get(name, "")) for name in ("begins", "ends")}
    for name, table in (("meeting", tf.Meeting), ("decision", tf.Decision), ("commitment", tf.Commitment)):
        asked = number(said.get(name))
        fields[name] = found(request, table, pk=asked) if asked else None
    return fields | {"countries": pairs}


@page("operation.record", "GET", "HEAD", "POST")
def new(request: Asked) -> HttpResponse:
    """Record an operation by hand."""
    if request.method == "POST":
        group = found(request, tf.Group, pk=number(request.POST.get("group")))
        row = opening.opened(request.user, group, all_cited(request, "cite"), **operation_said(request, group))
        return redirect("operation", row.pk)
    context = {
        "operation": models.Operation(),
        "groups": visible(tf.Group, request.clearance),
        "lines": [("", "")] * EMPTY_LINES,
        **choices_of(request),
    }
    return shown(request, "operations/operation_form.html", context)


@page("operation.record", "POST")
def follow(request: Asked) -> HttpResponse:
    """Follow a finding as an operation, in one click."""
    group = found(request, tf.Group, pk=number(request.POST.get("group")))
    row = opening.follow(request.user, the_cited(request, request.POST.get("finding", "")), group)
    return redirect("operation", row.pk)


@page("operation.record", "GET", "HEAD", "POST")
def change(request: Asked, id: int) -> HttpResponse:
    """Change what is said of an operation."""
    row = found(request, models.Operation, pk=id)
    if request.method == "POST":
        opening.change(request.user, row, number(request.POST.get("version")), **operation_said(request, row.group))
        return redirect("operation", row.pk)
    lines = [*map(tuple, row.countries), *[("", "")] * EMPTY_LINES]
    context = {"operation": row, "lines": lines, **choices_of(request, row.group)}
    return shown(request, "operations/operation_form.html", context)


def step_said(request: Asked) -> dict[str, Any]:
    """What a form says of a step."""
    said = request.POST
    fields: dict[str, Any] = {name: said.get(name, "") for name in ("kind", "country", "authority", "said", "speaker")}
    return fields | {name: a_day(said.get(name, "")) for name in ("begins", "ends")}


def count_said(request: Asked) -> dict[str, Any]:
    """What a form says of a number; one number alone is both ends of its range."""
    said = request.POST
    fields: dict[str, Any] = {name: said.get(name, "") for name in ("outcome", "speaker")}
    return fields | {
        "low": a_number(said.get("low", "")),
        "high": a_number(said.get("high", "")),
        "day": a_day(said.get("day", "")),
    }


@page("operation.record", "POST")
def add_step(request: Asked, id: int) -> HttpResponse:
    """Add a step to the case."""
    row = found(request, models.Operation, pk=id)
    following.stepped(request.user, row, all_cited(request, "cite"), **step_said(request))
    return redirect(f"/operations/{row.pk}#steps")


@page("operation.record", "POST")
def add_count(request: Asked, id: int) -> HttpResponse:
    """Add how many met with what, according to whom."""
    row = found(request, models.Operation, pk=id)
    following.counted(request.user, row, all_cited(request, "cite"), **count_said(request))
    return redirect(f"/operations/{row.pk}#numbers")


@page("operation.record", "GET", "HEAD", "POST")
def change_step(request: Asked, id: int) -> HttpResponse:
    """Change a step."""
    return changing(request, models.Step, id, step_said, following.change_step)


@page("operation.record", "GET", "HEAD", "POST")
def change_count(request: Asked, id: int) -> HttpResponse:
    """Change a number."""
    return changing(request, models.Count, id, count_said, following.change_count)


def changing(request: Asked, table: Any, id: int, said: Any, change_it: Any) -> HttpResponse:
    """A step or a number: its form, and what is sent with it."""
    row = found(request, table, pk=id)
    if request.method == "POST":
        change_it(request.user, row, number(request.POST.get("version")), **said(request))
        return redirect("operation", row.operation_id)
    kind = table.__name__.lower()
    context = {"row": row, "kind": kind, "operation": row.operation, **choices_of(request, row.operation.group)}
    return shown(request, "operations/operation_part.html", context)
