"""Compare: how do several countries do it? One page, row by row; on paper, and as a table for a spreadsheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import visible
from ...labels import in_a_name
from ...people.audit import record
from ...people.roles import may, require
from ...taskforce.printing import as_docx, as_pdf
from ...taskforce.views.sheets import KINDS as SHEETS
from ...web.page import Asked, number, page, shown
from .. import models
from ..comparing import side_by_side
from ..sheets import as_csv, as_sheet
from ..telling import marking_of_all, practices_told

MOST = 6  # columns that a page can still be read with


@page("evidence.see")
def compare(request: Asked) -> HttpResponse:
    """Practices side by side, in the order in which they were chosen."""
    chosen = list(dict.fromkeys(number(pk) for pk in request.GET.getlist("practice")))
    every = visible(models.Practice, request.clearance)
    by_pk = every.filter(pk__in=chosen[: MOST + 1]).in_bulk()
    if len(by_pk) > MOST:
        raise UsageError(_("comparison"), _("these are too many to stand side by side"), _("choose fewer"))
    told = practices_told([by_pk[pk] for pk in chosen if pk in by_pk], request.clearance)
    rows = side_by_side(told)
    marking = marking_of_all(told)
    form = request.GET.get("format", "html")
    if told and form in (*SHEETS, "csv"):
        require(request.user, "export.make")
        numbers = ",".join(str(one.practice.pk) for one in told)
        record(request.user, "took the comparison of", f"practices {numbers}", format=form)
        if form == "csv":
            answer = HttpResponse(as_csv(told, rows, marking), content_type="text/csv; charset=utf-8")
        else:
            sheet = as_sheet(told, rows, marking)
            answer = HttpResponse(as_docx(sheet) if form == "docx" else as_pdf(sheet), content_type=SHEETS[form])
        answer.headers["Content-Disposition"] = f'attachment; filename="practices-{in_a_name(marking)}.{form}"'
        return answer
    context = {
        "told": told,
        "rows": rows,
        "marking": marking,
        "every": every,
        "chosen": [one.practice.pk for one in told],
        "may_export": may(request.user, "export.make"),
        "may_comment": may(request.user, "practice.comment"),
    }
    saw = f"practices {','.join(str(one.practice.pk) for one in told)}" if told else None
    return shown(request, "practices/compare.html", context, saw)
