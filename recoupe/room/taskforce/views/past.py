"""Past: what a record said before each change, and putting one of its versions back."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ...people.roles import may
from ...web.page import Asked, found, number, page, shown
from .. import models
from ..actions.changing import plain, undone
from ..actions.deciding import put_back as decision_put_back

KINDS: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "item": (models.Item, "meeting.manage", ("title", "note", "minutes")),
    "decision": (models.Decision, "decision.record", ("text", "why", "state")),
    "action": (models.Action, "action.record", ("text", "state", "said", "due")),
    "meeting": (
        models.Meeting,
        "meeting.manage",
        ("title", "aim", "place", "begins", "minutes_long", "time_zone", "presides", "state", "cancelled_because"),
    ),
}
"""Of each kind of record: its table, the action that puts it back, and the fields that people wrote."""


def home_of(kind: str, row: Any) -> str:
    """The page on which a record stands."""
    return {
        "item": lambda: f"/meetings/{row.meeting_id}#i{row.pk}",
        "decision": lambda: f"/decisions/{row.pk}",
        "action": lambda: f"/decisions/{row.decision_id}",
        "meeting": lambda: f"/meetings/{row.pk}",
    }[kind]()


@page("evidence.see")
def past(request: Asked, id: int, kind: str) -> HttpResponse:
    """Every version of a record, the latest first, with what each change added and took out."""
    table, action, names = KINDS[kind]
    row = found(request, table, pk=id)
    revisions = list(models.Revision.objects.filter(kind=kind, record=row.pk).select_related("by"))
    bodies = [plain(row), *(one.body for one in revisions)]  # each with the version that came before it behind it
    versions = [
        {"revision": one, "fields": list(differences(table, names, one.body, bodies[n]))}
        for n, one in enumerate(revisions)
    ]
    context = {
        "row": row,
        "kind": kind,
        "home": home_of(kind, row),
        "now": [(name_of(table, name), told(table, name, bodies[0])) for name in names],
        "versions": versions,
        "may_put_back": may(request.user, action),
        "put_back": f"/decisions/{row.pk}/undo" if kind == "decision" else f"/{kind}s/{row.pk}/put-back",
    }
    return shown(request, "taskforce/past.html", context, f"past of {kind} {row.pk}")


@page("meeting.manage", "POST")
def put_back(request: Asked, id: int, kind: str) -> HttpResponse:
    """Put a version of a record back."""
    table, action, _names = KINDS[kind]
    row = found(request, table, pk=id)
    version, to = number(request.POST.get("version")), number(request.POST.get("to"))
    if kind == "decision":
        decision_put_back(request.user, row, version, to)
    else:
        undone(request.user, action, row, version, to)
    return redirect(home_of(kind, row))


def name_of(table: Any, name: str) -> str:
    """What a field is called."""
    return str(table._meta.get_field(name).verbose_name) if name != "state" else str(_("State"))


def told(table: Any, name: str, body: dict[str, Any]) -> str:
    """What a field said, as the page shows it."""
    value = body.get(name)
    choices = dict(table._meta.get_field(name).choices or ())
    return str(choices.get(value, value if value is not None else ""))


def differences(table: Any, names: tuple[str, ...], before: dict[str, Any], after: dict[str, Any]) -> Any:
    """Each field that a change touched: its name and its words before, those taken out and put in marked."""
    for name in names:
        was, became = told(table, name, before), told(table, name, after)
        if was != became:
            yield name_of(table, name), compared(was, became)


def compared(was: str, became: str) -> SafeString:
    """Two texts as one: what was taken out and what was put in, by words."""
    first, second = was.split(" "), became.split(" ")
    parts: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        out, new = " ".join(first[a:b]), " ".join(second[c:d])
        if what == "equal":
            parts.append(out)
        else:
            parts += [format_html("<del>{}</del>", out)] if out else []
            parts += [format_html("<ins>{}</ins>", new)] if new else []
    return format_html_join(" ", "{}", ((part,) for part in parts))
