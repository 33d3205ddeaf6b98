"""Reading a network: who does what for whom, when, by which way, and on how many sources does each of it rest?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from ....networks.model import Function, Network, Node, NodeKind
from ...access import visible
from ...people.roles import may
from ...web import words
from ...web.page import Asked, found, page, shown
from .. import models
from ..drawing import still, whole
from ..functions import MOST_ROWS as MOST_CELLS
from ..functions import Row, Seen, matrix
from ..groups import crumbs, grouped
from ..lens import Lens
from ..models.networks import SUPPOSABLE, By, FunctionWord, HypothesisState
from ..opening import opened_node, opened_tie
from ..routes import MOST_ROUTES, charted
from ..shape import shape
from ..sight import Sight
from ..sketch import function_word, name_of, opened, rows_of, sketched
from ..touching import touching
from ..whole import Whole

MOST_ROWS = 200
MOST_TIES, MOST_NODES = 90, 60  # beyond either, nodes are gathered into groups
MOST_MEASURED = 20_000  # ties beyond which nobody waits for the measures
PART = "X-Part"  # the header by which the script asks for what changes alone


@page("evidence.see")
def everything(request: Asked) -> HttpResponse:
    """All that one may see, as one network."""
    return read(request, None)


@page("evidence.see")
def network(request: Asked, id: int) -> HttpResponse:
    """The network of a group's question."""
    return read(request, found(request, models.Network, pk=id))


class Number(int):
    """A number that is shown as people of the reader's language write it; templates choose the plural by it."""

    def __str__(self) -> str:
        return words.number(int(self))


@dataclass(frozen=True)
class Looked:
    """What is looked at: all that a question asks for (`every`), what the lens keeps of it (`some`), and what is thought on it."""

    request: Asked
    lens: Lens
    whole: Whole
    every: Sight
    some: Sight
    hypotheses: list[models.Hypothesis]

    @property
    def open(self) -> list[models.Hypothesis]:
        """The hypotheses that nothing has settled yet."""
        return [one for one in self.hypotheses if one.state == HypothesisState.OPEN]

    def drawn(self, sight: Sight, most: int | None = None) -> Network:
        """A part of it as nouns, as far as its reader may see it now."""
        return still(sight.network(most), self.request.clearance)


def read(request: Asked, row: models.Network | None) -> HttpResponse:
    """A network as it is looked at."""
    lens, all_of_it = Lens.of(request.GET), whole(request.clearance)
    every = Sight.of(all_of_it).asked(row) if row else Sight.of(all_of_it)
    rows = visible(models.Hypothesis, request.clearance).select_related("network__group")
    thought = list(rows.filter(network=row) if row else rows)
    look = Looked(request, lens, all_of_it, every, every.within(lens.reading), thought)
    is_part = PART in request.headers
    context: dict[str, Any] = {
        "network": row,
        "lens": lens,
        "nodes": Number(len(look.some.nodes)),
        "ties": Number(len(look.some.ties)),
        "of_ties": Number(len(every.ties)),
        "label": look.some.marking({one.scope_id for one in thought if one.scope_id}),
        "period": every.period(lens.by) if lens.is_of_a_time or not is_part else {},
        "functions": FunctionWord.choices,
        "open": len(look.open),
        "may_draw": may(request.user, "network.draw"),
        **VIEWS[lens.show](look),
        **picked(look),
    }
    if not is_part:
        codes = {*every.countries, *([lens.country] if lens.country else [])}
        context["countries"] = sorted((words.country(code), code) for code in codes)
        context |= {"bys": By.choices, "independents": (1, 2, 3, 4, 5)}
    saw = None if is_part else f"network {row.pk if row else 'all'}"
    return shown(request, f"operations/network_{'part' if is_part else 'read'}.html", context, saw)


# --- the views of a network --------------------------------------------------------------------------------------


def as_picture(look: Looked) -> dict[str, Any]:
    """The picture, and the same as a table; of what is too much for a screen, groups that open."""
    lens, nodes = look.lens, look.whole.nodes
    supposed = [one for one in look.open if not lens.functions or one.function in lens.functions]
    listed = look.drawn(look.some, MOST_ROWS)
    ties = sorted(listed.ties, key=lambda tie: (function_word(tie.function), name_of(nodes[tie.source]), tie.key))
    told: dict[str, Any] = {"rows": rows_of(ties, nodes, lens), "most_rows": MOST_ROWS, "supposed": supposed}
    if len(look.some.ties) <= MOST_TIES and len(look.some.nodes) <= MOST_NODES:
        return told | {"laid": sketched(listed, supposed, lens, nodes)}
    laid, totals = grouped(look.some, lens)
    return told | {"laid": laid, "gathered": totals, "crumbs": crumbs(lens)}


def as_routes(look: Looked) -> dict[str, Any]:
    """The journeys on the map, and as a list."""
    lens, nodes = look.lens, look.whole.nodes
    travel = look.some.of_function(Function.TRAVEL)
    chart = charted(look.drawn(travel, MOST_ROUTES))
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
    return {"chart": chart, "journeys": journeys, "journeys_total": len(travel.ties)}


def as_functions(look: Looked) -> dict[str, Any]:
    """Which function is seen in which cell."""
    every, places = look.whole, look.every.of_kind(NodeKind.CELL)
    some = sorted(places.tolist(), key=lambda at: (every.columns.name(at), at))[:MOST_CELLS]
    cells = [every.node(at) for at in some]
    here, beside = (look.drawn(sight.at_any(some)) for sight in (look.some, look.every))
    known = beside.by_key
    rows = matrix(here, beside, [node for node in cells if node.key in known])
    told = [
        {
            "name": name_of(known[row.key]),
            "country": row.country,
            "never": row.never,
            "href": opened(look.lens, f"n:{row.key}"),
            "seen": [{"one": one, "href": opened(look.lens, pick_of(one, row))} for one in row.seen],
        }
        for row in rows
    ]
    heads = [function_word(one.function) for one in rows[0].seen] if rows else []
    return {"cells": told, "cells_total": len(places), "heads": heads}


def pick_of(one: Seen, row: Row) -> str:
    """What opens of a function in a cell: its tie, or the cell where there are several."""
    return f"t:{one.ties[0].key}" if len(one.ties) == 1 else f"n:{row.key}"


def as_structure(look: Looked) -> dict[str, Any]:
    """How it hangs together; never of a person."""
    if len(look.some.ties) > MOST_MEASURED:
        return {"is_too_large": True, "most_measured": MOST_MEASURED}
    return {"measures": shape(look.drawn(look.some), look.lens)}


def as_hypotheses(look: Looked) -> dict[str, Any]:
    """What is only thought, with what to look for; and the form that writes it down."""
    near = touching(look.open, look.whole.nodes, look.request.clearance)
    for one in look.hypotheses:
        one.near = near.get(one.pk, [])
    named = [look.whole.node(at) for at in look.every.nodes.tolist()] if len(look.every.nodes) <= MOST_ROWS else []
    return {
        "hypotheses": sorted(look.hypotheses, key=lambda one: (one.state != HypothesisState.OPEN, one.made)),
        "kinds": SUPPOSABLE,
        "names": sorted({name_of(node) for node in named if not node.is_role}),
    }


VIEWS: dict[str, Callable[[Looked], dict[str, Any]]] = {
    "picture": as_picture,
    "routes": as_routes,
    "functions": as_functions,
    "structure": as_structure,
    "hypotheses": as_hypotheses,
}


def picked(look: Looked) -> dict[str, Any]:
    """The node or tie that is opened, with what it stands on."""
    kind, _colon, key = look.lens.pick.partition(":")
    if kind not in ("t", "n"):
        return {}
    at = look.whole.tie_at(key) if kind == "t" else look.whole.node_at(key)
    if at is None:
        return {"is_gone": True}
    nodes = look.whole.nodes
    if kind == "t":
        told = opened_tie(look.request, look.whole.tie(at), nodes)
        return {"tie": told} if told["total"] else {"is_gone": True}
    node: Node = look.whole.node(at)
    ties = look.drawn(Sight.of(look.whole).at(at), MOST_ROWS).ties
    told = opened_node(look.request, node, rows_of(ties, nodes, look.lens))
    return {"node": told} if told["total"] else {"is_gone": True}
