"""Trail: who opened and changed what in the programme, for those who coordinate it; participants stand in it by number."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...web.page import page_number, shown
from .. import trail as lines
from ..actions.founding import coordinates
from ..door import InsideAsked, inside
from ..terms import kind_words

AT_ONCE = 100
MONTH = re.compile(r"\d{4}-\d{2}")
DID = {
    "opened": _("opened"),
    "wrote": _("wrote"),
    "changed": _("changed"),
    "erased": _("erased"),
    "gave": _("gave"),
    "took out": _("took out"),
    "took along": _("took along on a device"),
    "let in": _("let in"),
    "let out": _("let out"),
    "proposed": _("proposed"),
    "published": _("published"),
}
FAULTS = {
    "missing": _("lines are missing from here on"),
    "changed": _("was changed"),
    "cut short": _("the end is missing"),
}


@inside("GET", "HEAD")
def trail(request: InsideAsked) -> HttpResponse:
    """The trail of a month; with `check`, whether all of it is whole."""
    who = request.inside
    coordinates(who)
    asked = request.GET.get("month", "")
    month = asked if MONTH.fullmatch(asked) else f"{timezone.localdate():%Y-%m}"
    rows, at = lines.lines(who.store, month), page_number(request)
    people = {pk: row.person.name for pk, (row, _one) in who.colleagues().items()}
    context = {
        "month": month,
        "rows": [
            (
                kept.shape,
                people.get(kept.shape.by, "?"),
                DID.get(kept.shape.did, kept.shape.did),
                kind_words(kept.shape.what),
            )
            for kept in rows[(at - 1) * AT_ONCE : at * AT_ONCE]
        ],
        "total": len(rows),
        "number": at,
        "more": len(rows) > at * AT_ONCE,
    }
    if "check" in request.GET:
        context["faults"] = [(fault.number, FAULTS[fault.what]) for fault in lines.faults(who.store)]
        context["is_checked"] = True
    return shown(request, "programme/trail.html", context)
