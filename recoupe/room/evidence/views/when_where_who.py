"""Timeline, map, network: when, where, who with whom? Three views of the same findings, with the same filters."""

from __future__ import annotations

import calendar
import math
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.http import HttpResponse

from ....briefing.atlas import frame, land, shape
from ....briefing.model import Point
from ...access import visible
from ...web import words
from ...web.page import Asked, page, shown
from .. import facets, models
from ..filters import Filters
from ..told import with_quotes

MOST_LINES, MOST_NEIGHBOURS = 60, 14
CENTRE, RADIUS = (480, 330), 240
BAR_HEIGHT = 60
LABEL = (110, 16)  # how far apart two dots of the map must be for both to be named beside them


@page("evidence.see")
def timeline(request: Asked) -> HttpResponse:
    """Events by month, with how many there are in each."""
    filters = Filters.of(request)
    rows, total = facets.dated(request.clearance, filters)
    some = with_quotes(rows[:MOST_LINES], request.clearance)
    months = [(month, list(group)) for month, group in groupby(some, key=lambda row: row.begins[:7])]
    context = {
        "months": months,
        "bars": bars(facets.months(request.clearance, filters)),
        "total": total,
        "shown": len(some),
        "filters": filters,
        "types": facets.types(request.clearance),
        "undated": facets.undated(request.clearance, filters),
    }
    return shown(request, "evidence/timeline.html", context)


def bars(counts: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """Months as bars beside one another, on a scale of their own; each leads to its month."""
    most = max((n for _, n in counts), default=1)
    made = []
    for month, n in counts:
        last = calendar.monthrange(int(month[:4]), int(month[5:7]))[1]
        height = round(BAR_HEIGHT * n / most)
        made.append({"month": month, "n": n, "first": f"{month}-01", "last": f"{month}-{last:02d}",
                     "y": BAR_HEIGHT - height, "height": height})  # fmt: skip
    return made


@page("evidence.see")
def atlas(request: Asked) -> HttpResponse:
    """Events by place, drawn here: no tile comes from outside."""
    filters = Filters.of(request)
    rows = filters.findings(request.clearance).filter(kind="event").exclude(latitude=None)
    places, total = facets.places(request.clearance, filters)
    points = [Point(row["place_name"], row["latitude"], row["longitude"], ()) for row in places]
    context = {"filters": filters, "total": total, "types": facets.types(request.clearance)}
    if points:
        view = frame(points)
        most = max(row["n"] for row in places)
        dots = []
        for row, point in zip(places, points, strict=True):
            x, y = view.place(point.longitude, point.latitude)
            is_labelled = all(
                abs(x - dot["x"]) > LABEL[0] or abs(y - dot["y"]) > LABEL[1] for dot in dots if dot["is_labelled"]
            )
            radius = round(4 + 8 * math.sqrt(row["n"] / most), 1)
            dots.append({**row, "x": x, "y": y, "r": radius, "is_labelled": is_labelled})
        context |= {"dots": dots, "height": round(view.height), "land": "".join(shape(ring, view) for ring in land())}
        context["rows"] = with_quotes(rows.order_by("-weight", "id")[:40], request.clearance)
    return shown(request, "evidence/map.html", context)


@page("evidence.see")
def network(request: Asked) -> HttpResponse:
    """Who is named with whom: one in the middle, those around; each leads on. Links and shared events alike."""
    filters = Filters.of(request)
    wanted = replace(filters, actor="").findings(request.clearance)
    parts = visible(models.Part, request.clearance).exclude(identity="")
    named = {}
    most = facets.named(request.clearance)
    actor = filters.actor or (most[0][0] if most else "")
    around: dict[str, list[tuple[str, models.Finding]]] = defaultdict(list)
    if actor:
        theirs = wanted.filter(pk__in=parts.filter(identity=actor).values("finding"), is_standing=True)
        by_pk = {row.pk: row for row in theirs.order_by("-weight", "id").only("kind", "type")[:200]}
        for part in parts.filter(finding__in=list(by_pk)).exclude(identity=actor).order_by("finding"):
            around[part.identity].append((part.role, by_pk[part.finding_id]))
    ranked = sorted(around, key=lambda key: (-len(around[key]), key))[:MOST_NEIGHBOURS]
    keys = {actor, *ranked, *(key for key, _ in most)}
    for row in visible(models.Identity, request.clearance).filter(key__in=keys):
        named[row.key] = row
    nodes = []
    for n, key in enumerate(ranked):
        angle = 2 * math.pi * n / len(ranked) - math.pi / 2
        x, y = CENTRE[0] + 1.45 * RADIUS * math.cos(angle), CENTRE[1] + RADIUS * math.sin(angle)
        kinds = Counter(row.type if row.kind == "link" else row.kind for _, row in around[key])
        nodes.append(
            {
                "key": key,
                "name": words.named(named[key].name if key in named else key, key),
                "kind": named[key].kind if key in named else "",
                "x": round(x),
                "y": round(y),
                "n": len(around[key]),
                "width": min(6, 1 + len(around[key])),
                "is_link": any(row.kind == "link" for _, row in around[key]),
                "kinds": kinds.most_common(3),
                "query": filters.query(actor=key),
            }
        )
    unique = list(dict.fromkeys(row.pk for key in ranked for _, row in around[key]))[:30]
    whole = visible(models.Finding, request.clearance).in_bulk(unique)
    context = {
        "filters": filters,
        "types": facets.types(request.clearance),
        "actor": named.get(actor),
        "actor_key": actor,
        "centre": CENTRE,
        "nodes": nodes,
        "rows": with_quotes([whole[pk] for pk in unique if pk in whole], request.clearance),
        "most": [(named[key], n) for key, n in most if key in named],
    }
    return shown(request, "evidence/network.html", context)
