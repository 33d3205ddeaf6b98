"""Statistics: how did operations end, by country and year? With sources and gaps; as a page, and as a table to take along."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ....exchange.csv import cell
from ...labels import in_a_name, written
from ...people.audit import record
from ...people.roles import may, require
from ...web import words
from ...web.page import Asked, page, shown
from .. import models, reckoning, telling
from .. import outcomes as out
from ..case import Case, cases, marking_over

COLUMNS = (
    "table", "country", "year", "operations", "outcome", "is_final_judgment", "low", "high", "operations_known",
    "operations_unknown", "operations_disputed", "nothing_known_after_arrests", "sources", "numbers_without_source",
    "marking",
)  # fmt: skip


def heading(column: str) -> str:
    """What a column is called."""
    own = {"nothing known": _("of those, nothing known since"), "not final": _("judged, not final")}
    return own.get(column) or str(models.Outcome(column).label)


@page("evidence.see")
def statistics(request: Asked) -> HttpResponse:
    """Outcomes by country and year, of what one may see."""
    every = cases(request.clearance)
    if request.GET.get("format") == "csv":
        return taken_along(request, every)
    context = {
        "operations": [told(row) for row in reckoning.by_operation(every)],
        "judgments": [told(row) for row in reckoning.by_judgment(every)],
        "of_operations": [(column, heading(column)) for column in reckoning.OF_OPERATIONS],
        "of_judgments": [(column, heading(column)) for column in reckoning.OF_JUDGMENTS],
        "total": len(every),
        "silent": sum(case.is_silent_after_arrests for case in every),
        "undated": sum(case.year is None for case in every),
        "marking": marking_over(every),
        "may_export": may(request.user, "export.make"),
    }
    return shown(request, "operations/operation_statistics.html", context)


def told(row: reckoning.Row) -> dict[str, Any]:
    """A row in words: each cell with its range, of how many it is not known, and whether speakers differ."""
    cells = [
        {
            "column": column,
            "heading": heading(column),
            "is_final": column in reckoning.OUTCOMES,
            "group": "final"
            if column in out.FINAL
            else "not-final"
            if column in (*out.FIRST, "not final")
            else "suspects",
            "amount": telling.amount(total.range) if total.known else "",
            "total": total,
            "documents": len(row.sources[column]),
            "unsourced": row.unsourced[column],
        }
        for column, total in row.totals.items()
    ]
    return {
        "row": row,
        "country": words.country(row.country) or _("no country"),
        "cells": cells,
        "gaps": telling.gaps_told(row),
    }


def taken_along(request: Asked, every: list[Case]) -> HttpResponse:
    """The same as CSV (RFC 4180): a line a cell, the marking on each; nothing in it is run as a formula."""
    require(request.user, "export.make")
    marking = marking_over(every)
    record(request.user, "took the statistics of", "operations", operations=len(every))
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="operations-{in_a_name(marking)}.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    marked = written(marking)
    tables = (("year of the operation", reckoning.by_operation), ("year of the judgment", reckoning.by_judgment))
    for table, rows in tables:
        for row in rows(every):
            for column, total in row.totals.items():
                writer.writerow([cell(value) for value in line(table, row, column, total, marked)])
    return answer


def line(table: str, row: reckoning.Row, column: str, total: out.Total, marked: str) -> list[Any]:
    """One cell as a line of the table."""
    low, high = (total.range.low, total.range.high) if total.known else (None, None)
    known = [total.known, total.missing, total.disputed, len(row.silent)]
    known += [len(row.sources[column]), row.unsourced[column]]
    is_final = "yes" if column in reckoning.OUTCOMES else "no"
    return [table, row.country, row.year, len(row.cases), column, is_final, low, high, *known, marked]
