"""Past: what an operation, a step or a number said before; what becomes of one whose basis changed; set aside, put back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from ...people.roles import may
from ...taskforce.views.citing import the_cited
from ...taskforce.views.past import past_of
from ...taskforce.views.past import told as field_told
from ...web import words
from ...web.page import Asked, found, number, page, shown
from .. import models
from ..actions import following, reviewing

KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "operation": (
        models.Operation,
        ("title", "kind", "about", "services", "country", "place", "begins", "ends", "countries", "note"),
    ),
    "step": (models.Step, ("kind", "begins", "ends", "country", "authority", "speaker", "said", "state")),
    "count": (models.Count, ("outcome", "low", "high", "speaker", "day", "state")),
}
"""Of each kind of record: its table, and the fields that people wrote."""


def home_of(row: Any) -> str:
    """The page on which a record stands."""
    return f"/operations/{row.pk if isinstance(row, models.Operation) else row.operation_id}"


def address_of(kind: str, row: Any) -> str:
    """The beginning of the addresses of a record."""
    return f"/{kind}s/{row.pk}"


@page("evidence.see")
def past(request: Asked, id: int, kind: str) -> HttpResponse:
    """Every version of a record, the latest first, with what each change added and took out."""
    table, names = KINDS[kind]
    row, may_put_back = found(request, table, pk=id), may(request.user, "operation.record")
    context = past_of(row, names, home_of(row), f"{address_of(kind, row)}/put-back", may_put_back, told)
    return shown(request, "taskforce/past.html", context, f"past of {kind} {row.pk}")


def told(table: Any, name: str, body: dict[str, Any]) -> str:
    """What a field said, as the page shows it: countries by name, all else as the task force's records do."""
    if name == "countries":
        roles = dict(models.Cooperation.choices)
        return words.joined(f"{words.country(code)} ({roles.get(role, role)})" for code, role in body.get(name) or ())
    return field_told(table, name, body)


@page("operation.record", "POST")
def put_back(request: Asked, id: int, kind: str) -> HttpResponse:
    """Put a version back: the one that is named, or the last."""
    row = found(request, KINDS[kind][0], pk=id)
    reviewing.put_back(request.user, row, number(request.POST.get("version")), number(request.POST.get("to")) or None)
    return redirect(home_of(row))


@page("operation.record", "POST")
def review(request: Asked, id: int, kind: str) -> HttpResponse:
    """Say what becomes of a record whose basis changed."""
    row = found(request, KINDS[kind][0], pk=id)
    said = request.POST
    reviewing.review(request.user, row, number(said.get("version")), said.get("outcome", ""), said.get("why", ""))
    return redirect(home_of(row))


@page("operation.record", "POST")
def set_aside(request: Asked, id: int, kind: str) -> HttpResponse:
    """Have a step or a number count no more."""
    row = found(request, KINDS[kind][0], pk=id)
    reviewing.set_aside(request.user, row, number(request.POST.get("version")), request.POST.get("why", ""))
    return redirect(home_of(row))


@page("operation.record", "POST")
def cite(request: Asked, id: int, kind: str) -> HttpResponse:
    """Have a record stand on one more finding."""
    row = found(request, KINDS[kind][0], pk=id)
    finding = the_cited(request, request.POST.get("cite", ""))
    following.cited_too(request.user, row, number(request.POST.get("version")), finding)
    return redirect(home_of(row))
