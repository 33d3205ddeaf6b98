"""Past: what a record said before each change, and putting one of its versions back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db.models import DateField, DateTimeField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ...people.roles import may
from ...web.page import Asked, found, number, page, shown
from ...web.words import country, day, moment
from .. import models
from ..actions.changing import kind_of, plain, undone
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
Telling = Callable[[Any, str, dict[str, Any]], str]


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
    put_back = f"/decisions/{row.pk}/undo" if kind == "decision" else f"/{kind}s/{row.pk}/put-back"
    context = past_of(row, names, home_of(kind, row), put_back, may(request.user, action))
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


def past_of(
    row: Any, names: Sequence[str], home: str, put_back: str, may_put_back: bool, telling: Telling | None = None
) -> dict[str, Any]:
    """Every version of a record for the page, the latest first; `telling` says what a field said, where that needs more words."""
    table, kind, say = type(row), kind_of(row), telling or told
    revisions = list(models.Revision.objects.filter(kind=kind, record=row.pk).select_related("by"))
    bodies = [plain(row), *(one.body for one in revisions)]  # each with the version that came before it behind it
    versions = [
        {"revision": one, "fields": list(differences(table, names, one.body, bodies[n], say))}
        for n, one in enumerate(revisions)
    ]
    now = [(name_of(table, name), say(table, name, bodies[0])) for name in names]
    own = {"home": home, "put_back": put_back, "may_put_back": may_put_back}
    return {"row": row, "kind": kind, "now": now, "versions": versions, **own}


def told(table: Any, name: str, body: dict[str, Any]) -> str:
    """What a field said, as the page shows it: choices and countries by their names, days as they are written."""
    value, field = body.get(name), table._meta.get_field(name)
    if value and isinstance(field, DateTimeField):
        return moment(datetime.fromisoformat(value), body.get("time_zone", ""))
    if isinstance(field, DateField):
        return day(value)
    if name == "country":
        return country(value)
    choices = dict(field.choices or ())
    return str(choices.get(value, value if value is not None else ""))


def differences(
    table: Any, names: Sequence[str], before: dict[str, Any], after: dict[str, Any], say: Telling
) -> Iterator[tuple[str, SafeString]]:
    """Each field that a change touched: its name and its words before, those taken out and put in marked."""
    for name in names:
        was, became = say(table, name, before), say(table, name, after)
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
