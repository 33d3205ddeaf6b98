"""Figures: how many, according to whom, as of when?"""

from __future__ import annotations

from django.db.models import Count, Max, QuerySet
from django.http import HttpResponse

from ...web import words
from ...web.page import Asked, page, shown
from .. import models
from ..counting import counted, kept
from ..filters import Filters
from ..told import with_quotes

MOST_CHARTS, MOST_ROWS = 12, 12
WIDE = 1000


@page("evidence.see")
def figures(request: Asked) -> HttpResponse:
    """Numbers of one thing beside one another: a bar for each range, by who says so."""
    filters = Filters.of(request)
    rows = filters.findings(request.clearance).filter(kind="figure")
    several = kept(request.clearance, ["figures", filters.query()], lambda: beside_one_another(rows))
    members = rows.in_bulk([pk for _, some in several for pk in some])
    charts = [chart(bars) for _, some in several if (bars := [members[pk] for pk in some if pk in members])]
    single = rows.exclude(about__in=[about for about, _ in several]).order_by("-weight", "id")[:40]
    context = {
        "charts": charts,
        "single": with_quotes(single, request.clearance),
        "total": counted(rows),
        "filters": filters,
    }
    return shown(request, "evidence/figures.html", context)


def beside_one_another(rows: QuerySet[models.Finding]) -> list[tuple[str, list[int]]]:
    """What several figures are about, the weightiest first, each with the numbers of the figures in their order."""
    groups = rows.exclude(about="").order_by().values("about").annotate(n=Count("id"), best=Max("weight")).filter(n__gt=1)
    some = [group["about"] for group in groups.order_by("-best", "-n", "about")[:MOST_CHARTS]]
    ordered = rows.order_by("first", "low", "id").values_list("pk", flat=True)
    return [(about, list(ordered.filter(about=about)[:MOST_ROWS])) for about in some]


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
                "x": round(WIDE * low / most),
                "width": max(8, round(WIDE * (high - low) / most)),
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
