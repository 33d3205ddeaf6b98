"""Sheets: what leaves the room on paper: a frozen brief, the agenda and the minutes as a page, DOCX or PDF; the calendar."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ...access import visible
from ...people.audit import record
from ...people.roles import require
from ...web.page import Asked, found, page, shown
from .. import models
from ..calendars import calendar
from ..minutes import agenda_told, minutes_told
from ..printing import as_docx, as_pdf

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@page("evidence.see")
def brief(request: Asked, id: int) -> HttpResponse:
    """A brief as it stood when it was frozen."""
    row = found(request, models.Brief, pk=id)
    record(request.user, "saw", f"brief {row.pk}")
    answer = HttpResponse(row.html)
    # The brief is one file with its style within; it holds no script, and none may run in it.
    answer._csp_replace = {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "frame-ancestors": ["'none'"],
        "script-src": ["'none'"],
        "form-action": ["'none'"],
    }
    return answer


def sheet(request: Asked, row: models.Meeting, name: str, title: str, said: dict[str, Any]) -> HttpResponse:
    """A sheet as it was asked for: a page that prints on one sheet, DOCX or PDF."""
    form = request.GET.get("format", "html")
    if form in KINDS:
        require(request.user, "export.make")
        record(request.user, f"took the {name} of", f"meeting {row.pk}", format=form)
        answer = HttpResponse(as_docx(said) if form == "docx" else as_pdf(said), content_type=KINDS[form])
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{row.pk}.{form}"'
        return answer
    context = {"meeting": row, "said": said, "sheet_title": title}
    return shown(request, "taskforce/sheet.html", context, f"{name} {row.pk}")


@page("evidence.see")
def minutes(request: Asked, id: int) -> HttpResponse:
    """The minutes of a meeting."""
    row = found(request, models.Meeting, pk=id)
    return sheet(request, row, "minutes", _("Minutes"), minutes_told(row, request.clearance))


@page("evidence.see")
def agenda(request: Asked, id: int) -> HttpResponse:
    """The agenda of a meeting, as it is sent out or lies on the table."""
    row = found(request, models.Meeting, pk=id)
    return sheet(request, row, "agenda", _("Agenda"), agenda_told(row, request.clearance))


@page("evidence.see")
def ical(request: Asked, id: int) -> HttpResponse:
    """The meetings of a group and one's own actions, as iCalendar."""
    row = found(request, models.Group, pk=id)
    actions = visible(models.Action, request.clearance).filter(owner=request.user, decision__meeting__group=row)
    record(request.user, "took the calendar of", f"group {row.pk}")
    answer = HttpResponse(
        calendar(visible(models.Meeting, request.clearance).filter(group=row), actions),
        content_type="text/calendar; charset=utf-8",
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="group-{row.pk}.ics"'
    return answer
