"""Past: what an operation, a step or a number said before; what becomes of one whose basis changed; set aside, put back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString

from ...people.roles import may
from ...taskforce.actions.changing import plain
from ...taskforce.models import Revision
from ...taskforce.views.citing import the_cited
from ...taskforce.views.past import compared, name_of
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
    row = found(request, table, pk=id)
    revisions = list(Revision.objects.filter(kind=kind, record=row.pk).select_related("by"))
    bodies = [plain(row), *(one.body for one in revisions)]
    versions = [
        {"revision": one, "fields": list(differences(table, names, one.body, bodies[n]))}
        for n, one in enumerate(revisions)
    ]
    context = {
        "row": row,
        "kind": kind,
        "home": home_of(row),
        "now": [(name_of(table, name), told(table, name, bodies[0])) for name in names],
        "versions": versions,
        "may_put_back": may(request.user, "operation.record"),
        "put_back": f"{address_of(kind, row)}/put-back",
    }
    return shown(request, "taskforce/past.html", context, f"past of {kind} {row.pk}")


def told(table: Any, name: str, body: dict[str, Any]) -> str:
    """What a field said, as the page shows it: countries by name, all else as the task force's records do."""
    if name == "countries":
        roles = dict(models.Cooperation.choices)
        return words.joined(f"{words.country(code)} ({roles.get(role, role)})" for code, role in body.get(name) or ())
    return words.country(body.get(name)) if name == "country" else field_told(table, name, body)


def differences(
    table: Any, names: tuple[str, ...], before: dict[str, Any], after: dict[str, Any]
) -> Iterator[tuple[str, SafeString]]:
    """Each field that a change touched, with its words taken out and put in."""
    for name in names:
        was, became = told(table, name, before), told(table, name, after)
        if was != became:
            yield name_of(table, name), compared(was, became)


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
