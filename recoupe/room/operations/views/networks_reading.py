"""Reading a network: who does what for whom, when, by which way, and on how many sources does each of it rest?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from ....networks.model import Network as Drawn
from ....networks.model import Node, Tie
from ...access import visible
from ...evidence import models as ev
from ...evidence.told import unmasking, with_quotes
from ...people.roles import may
from ...web import words
from ...web.page import Asked, found, page, shown
from ..drawing import Whole, asked, marking, whole
from ..functions import matrix
from ..lens import Lens
from ..models import Hypothesis, HypothesisState, Network
from ..models.networks import SUPPOSABLE, By, FunctionWord
from ..routes import charted
from ..shape import shape
from ..sketch import function_word, grade_words, kind_word, name_of, opened, rows_of, sketched
from ..touching import touching

MOST_ROWS, MOST_FINDINGS = 200, 20
PART = "X-Part"  # the header by which the script asks for what changes alone


@page("evidence.see")
def everything(request: Asked) -> HttpResponse:
    """All that one may see, as one network."""
    return read(request, None)


@page("evidence.see")
def network(request: Asked, id: int) -> HttpResponse:
    """The network of a group's question."""
    return read(request, found(request, Network, pk=id))


def read(request: Asked, row: Network | None) -> HttpResponse:
    """A network as it is looked at."""
    lens, all_of_it = Lens.of(request.GET), whole(request.clearance)
    every = asked(row, all_of_it.network) if row else all_of_it.network
    some = every.within(lens.reading)
    nodes = all_of_it.network.by_key
    hypotheses = thought(request, row)
    still_open = [one for one in hypotheses if one.state == HypothesisState.OPEN]
    context: dict[str, Any] = {
        "network": row,
        "lens": lens,
        "nodes": len(some.nodes),
        "ties": len(some.ties),
        "of_ties": len(every.ties),
        "label": marking(some, all_of_it.scopes),
        "period": period(every, lens),
        "countries": countries(every, lens),
        "functions": FunctionWord.choices,
        "bys": By.choices,
        "independents": (1, 2, 3, 4, 5),
        "open": len(still_open),
        "may_draw": may(request.user, "network.draw"),
        "is_part": PART in request.headers,
        **VIEWS[lens.show](request, lens, every, some, nodes, hypotheses),
        **picked(request, lens, all_of_it),
    }
    saw = None if PART in request.headers else f"network {row.pk if row else 'all'}"
    template = "operations/network_part.html" if PART in request.headers else "operations/network_read.html"
    return shown(request, template, context, saw)


def thought(request: Asked, row: Network | None) -> list[Hypothesis]:
    """The hypotheses on a network; on all of them where none is meant."""
    rows = visible(Hypothesis, request.clearance).select_related("network__group")
    return list(rows.filter(network=row) if row else rows)


# --- the views of a network --------------------------------------------------------------------------------------


def as_picture(
    request: Asked, lens: Lens, every: Drawn, some: Drawn, nodes: dict[str, Node], rows: list[Hypothesis]
) -> Any:
    """The picture, and the same as a table."""
    open_ones = [one for one in rows if one.state == HypothesisState.OPEN]
    wanted = [one for one in open_ones if not lens.functions or one.function in lens.functions]
    ties = sorted(some.ties, key=lambda tie: (function_word(tie.function), name_of(nodes[tie.source]), tie.key))
    return {
        "laid": sketched(some, wanted, lens, nodes),
        "rows": rows_of(ties[:MOST_ROWS], nodes, lens),
        "most_rows": MOST_ROWS,
        "supposed": wanted,
    }


def as_routes(
    request: Asked, lens: Lens, every: Drawn, some: Drawn, nodes: dict[str, Node], rows: list[Hypothesis]
) -> Any:
    """The journeys on the map, and as a list."""
    chart = charted(some)
    drawn = {route.tie.key for route in chart.routes} if chart else set()
    ties = [*(route.tie for route in chart.routes), *chart.unplaced] if chart else []
    journeys = [
        {
            "tie": tie,
            "href": opened(lens, f"t:{tie.key}"),
            "whence": name_of(nodes[tie.source]),
            "through": [name_of(nodes[key]) for key in tie.through if key in nodes],
            "whither": name_of(nodes[tie.target]),
            "is_drawn": tie.key in drawn,
        }
        for tie in ties
    ]
    for stop in chart.stops if chart else ():
        stop.name, stop.href = name_of(stop.node), opened(lens, f"n:{stop.node.key}")
    return {"chart": chart, "journeys": journeys}


def as_functions(
    request: Asked, lens: Lens, every: Drawn, some: Drawn, nodes: dict[str, Node], rows: list[Hypothesis]
) -> Any:
    """Which function is seen in which cell."""
    cells, total = matrix(some, every)
    told = [
        {
            "name": name_of(nodes[cell.key]),
            "country": cell.country,
            "never": cell.never,
            "href": opened(lens, f"n:{cell.key}"),
            "seen": [
                {
                    "ties": one.ties,
                    "elsewhere": one.elsewhere,
                    "is_never": one.is_never,
                    "is_single": one.is_single,
                    "is_contradicted": one.is_contradicted,
                    "href": opened(lens, f"t:{one.ties[0].key}" if len(one.ties) == 1 else f"n:{cell.key}")
                    if one.ties
                    else "",
                }
                for one in cell.seen
            ],
        }
        for cell in cells
    ]
    heads = [function_word(one.function) for one in cells[0].seen] if cells else []
    return {"cells": told, "cells_total": total, "heads": heads}


def as_structure(
    request: Asked, lens: Lens, every: Drawn, some: Drawn, nodes: dict[str, Node], rows: list[Hypothesis]
) -> Any:
    """How it hangs together; never of a person."""
    return {"measures": shape(some, lens)}


def as_hypotheses(
    request: Asked, lens: Lens, every: Drawn, some: Drawn, nodes: dict[str, Node], rows: list[Hypothesis]
) -> Any:
    """What is only thought, with what to look for; and the form that writes it down."""
    near = touching([one for one in rows if one.state == HypothesisState.OPEN], every, request.clearance)
    for one in rows:
        one.near = near.get(one.pk, [])
    return {
        "hypotheses": sorted(rows, key=lambda one: (one.state != HypothesisState.OPEN, one.made)),
        "kinds": SUPPOSABLE,
        "names": sorted({name_of(node) for node in every.nodes if node.kind != "role"})[:MOST_ROWS],
    }


VIEWS = {
    "picture": as_picture,
    "routes": as_routes,
    "functions": as_functions,
    "structure": as_structure,
    "hypotheses": as_hypotheses,
}


# --- what is around it -------------------------------------------------------------------------------------------


def period(network: Drawn, lens: Lens) -> dict[str, Any]:
    """The days over which the ties are spread, and how many of them have no day."""
    days = [tie.begins if lens.by == By.FACT else tie.first for tie in network.ties]
    last = [tie.ends or tie.begins if lens.by == By.FACT else tie.first for tie in network.ties]
    dated = [day for day in days if day]
    return {
        "first": min(dated, default="")[:10],
        "last": max((day for day in last if day), default="")[:10],
        "undated": len(days) - len(dated),
    }


def countries(network: Drawn, lens: Lens) -> list[tuple[str, str]]:
    """The countries of a network, by name."""
    known = {node.country for node in network.nodes if node.country} | ({lens.country} if lens.country else set())
    return sorted((words.country(code), code) for code in known)


def picked(request: Asked, lens: Lens, every: Whole) -> dict[str, Any]:
    """The node or tie that is opened, with what it stands on."""
    kind, _colon, key = lens.pick.partition(":")
    nodes = every.network.by_key
    if kind == "t":
        tie = next((one for one in every.network.ties if one.key == key), None)
        return {"tie": opened_tie(request, tie, nodes)} if tie else {"is_gone": True}
    if kind == "n":
        return (
            {"node": opened_node(request, nodes[key], every.network, nodes, lens)}
            if key in nodes
            else {"is_gone": True}
        )
    return {}


def opened_tie(request: Asked, tie: Tie, nodes: dict[str, Node]) -> dict[str, Any]:
    """A tie with its ends, its grade and the findings that it stands on."""
    return {
        "tie": tie,
        "source_name": name_of(nodes[tie.source]),
        "target_name": name_of(nodes[tie.target]),
        "through": [name_of(nodes[key]) for key in tie.through if key in nodes],
        "function": function_word(tie.function),
        "grade_words": grade_words(tie.grade),
        **stands_on(request, tie.findings),
    }


def opened_node(request: Asked, node: Node, network: Drawn, nodes: dict[str, Node], lens: Lens) -> dict[str, Any]:
    """A node with its ties and the findings that it stands on."""
    ties = network.at.get(node.key, ())
    return {
        "node": node,
        "name": name_of(node),
        "kind": kind_word(node.kind),
        "rows": rows_of(ties[:MOST_ROWS], nodes, lens),
        "n": len(ties),
        **stands_on(request, node.findings),
    }


def stands_on(request: Asked, keys: tuple[str, ...]) -> dict[str, Any]:
    """The findings of these keys, the weightiest first."""
    rows = visible(ev.Finding, request.clearance).filter(key__in=keys[:MOST_ROWS]).order_by("-weight", "id")
    return {
        "findings": with_quotes(rows[:MOST_FINDINGS], request.clearance),
        "total": len(keys),
        "unmask": unmasking(request.clearance),
    }
