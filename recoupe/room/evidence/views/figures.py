"""Figures: how many, according to whom, as of when?"""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse

from ...sharing.coming import told_from
from ...web import words
from ...web.page import Asked, page, shown
from .. import facets
from ..filters import Filters
from ..told import with_quotes

WIDE, THIN = 1000, 14


@page("evidence.see")
def figures(request: Asked) -> HttpResponse:
    """Numbers of one thing beside one another: a bar for each range, by who says so."""
    filters = replace(Filters.of(request), kind="", type="")
    rows = facets.of_figures(request.clearance, filters)
    several = facets.charts(request.clearance, filters)
    members = rows.in_bulk([pk for _, some in several for pk in some])
    told_from(members.values())
    charts = [chart(bars) for _, some in several if (bars := [members[pk] for pk in some if pk in members])]
    single = rows.exclude(about__in=[about for about, _ in several]).order_by("-weight", "id")[:40]
    context = {
        "charts": charts,
        "single": with_quotes(single, request.clearance),
        "total": facets.how_many(request.clearance, "figures", filters, rows),
        "filters": filters,
    }
    return shown(request, "evidence/figures.html", context)


def chart(rows):
    """Bars on one scale from zero; an open range fades towards its open side."""
    ends = [value for row in rows for value in (row.low, row.high) if value is not None]
    most = max([1.0, *ends])
    bars = []
    for row in rows:
        low = row.low if row.low is not None else 0.0
        high = row.high if row.high is not None else most
        speakers = sorted({s["said_by"] for s in row.body["supports"] if s["said_by"]})
        bars.append(
            {
                "row": row,
                "x": min(round(WIDE * low / most), WIDE - THIN),
                "width": max(THIN, round(WIDE * (high - low) / most)),
                "is_open": row.low is None or row.high is None,
                "label": words.amount(row.low, row.high),
                "who": ", ".join(speakers)
                or ", ".join(o["name"] for o in row.body["independent_sources"][:2] if o["name"]),
            }
        )
    head = rows[0]
    return {
        "bars": bars,
        "most": words.number(most),
        "unit": head.body["population"] or words.label("units", head.body["unit"] or ""),
        "event": head.place_name,
    }
