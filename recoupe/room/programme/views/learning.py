"""Learning: what programmes published of themselves, for those outside: numbers of at least so many, and how to read them."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponse

from ...web.page import Asked, page, shown, visible
from ..models import Published
from ..numbers.cohorts import Chapter
from . import told


@page("evidence.see")
def learning(request: Asked) -> HttpResponse:
    """The numbers of all programmes; as a file with ?format=csv."""
    rows = list(visible(Published, request.clearance).order_by("name", "cohort", "id"))
    chapters = [(row, Chapter.from_json(row.body)) for row in rows]
    if request.GET.get("format") == "csv":
        return as_file([(row.name, one) for row, one in chapters])
    ids = dict.fromkeys(row.programme_id for row in rows)  # two may be called alike, and one may get another name
    programmes = [
        {
            "name": mine[-1][0].name,
            "at": max(row.at for row, _one in mine),
            "smallest": sorted({one.smallest for _row, one in mine}),
            "cohorts": told.by_cohort([one for _row, one in mine]),
        }
        for mine in ([pair for pair in chapters if pair[0].programme_id == id] for id in ids)
    ]
    return shown(
        request, "programme/learning.html", {"programmes": programmes, "total": len(rows)}, "numbers of programmes"
    )


def as_file(chapters: list[tuple[str, Chapter]]) -> HttpResponse:
    """The numbers as CSV, in codes, one number a line."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([safe(cell) for cell in line] for line in told.lines(chapters))
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="numbers.csv"'
    return answer


def safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
