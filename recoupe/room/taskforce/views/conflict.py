"""Conflict: two changed one thing; the second sees the other's words beside their own, merges them, and saves again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..actions.changing import Overtaken, plain
from ..models import Revision
from .past import name_of, told

WRITTEN = (
    "title", "text", "aim", "place", "note", "minutes", "why", "said", "people", "name", "begins", "presides",
    "about", "services", "authority", "speaker", "low", "high", "words", "confirms", "refutes", "because",
)  # fmt: skip
"""Fields in which people write; the others of a form go along as they are, and are told where they differ."""
HIDDEN = ("csrfmiddlewaretoken", "version")


def conflict(request: HttpRequest, error: Overtaken) -> HttpResponse:
    """Both texts side by side, in a form that saves over the version that is shown here."""
    row = error.row
    names = {field.name: field for field in row._meta.concrete_fields}
    written: list[dict[str, Any]] = []
    along: list[tuple[str, str]] = []
    chosen: list[dict[str, str]] = []
    now = plain(row)
    for name, values in request.POST.lists():
        if name in HIDDEN:
            continue
        if name in names and name in WRITTEN and len(values) == 1:
            theirs = getattr(row, name)
            theirs = as_typed(theirs, row) if isinstance(theirs, datetime) else "" if theirs is None else str(theirs)
            label = names[name].verbose_name
            written.append(
                {"name": name, "label": label, "mine": values[0], "theirs": theirs, "differs": values[0] != theirs}
            )
            continue
        along += [(name, value) for value in values]
        if name in names and not names[name].is_relation and len(values) == 1:
            theirs, mine = told(type(row), name, now), told(type(row), name, now | {name: values[0]})
            if theirs != mine:
                label = name_of(type(row), name)
                chosen.append({"name": name, "label": label, "mine": mine, "theirs": theirs})
    last = Revision.objects.filter(kind=type(row).__name__.lower(), record=row.pk).select_related("by").first()
    state = row.get_state_display() if "state" in names else ""
    context = {
        "error": error,
        "row": row,
        "written": written,
        "along": along,
        "chosen": chosen,
        "state": state,
        "last": last,
    }
    return render(request, "taskforce/conflict.html", context, status=400)


def as_typed(moment: datetime, row: Any) -> str:
    """A moment as the field of a form holds it, on the clock of its meeting."""
    return moment.astimezone(ZoneInfo(row.time_zone)).strftime("%Y-%m-%dT%H:%M")
