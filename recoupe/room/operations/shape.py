"""Shape: how a network hangs together, each measure with its words and its limits; of no person and no role.

The measures are the engine's (`recoupe.networks.measures`), which leaves persons, roles and the services that dismantle out before
it works anything out; here they get the words of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from ...networks.measures import measures
from ...networks.model import Network, Node, NodeKind
from ..web import words
from .lens import Lens
from .sketch import name_of, opened

MOST = 12  # of each measure so many rows are shown
MOST_NAMED = 16  # of each row so many nodes
CLEAR = 0.3  # below this, borders between communities say little

TOLD = {
    "components": (
        say("Parts that nothing joins"),
        say("Parts of the picture that no known tie joins to one another."),
        say("Two parts may be joined by a tie that nobody has told of."),
    ),
    "communities": (
        say("Communities"),
        say("Groups that have more ties among themselves than chance would give."),
        say("A way to look at the picture, not a body that exists: another method draws other borders."),
    ),
    "cut_points": (
        say("Cut points"),
        say("Without one of these, what is joined falls apart: all known ties between its sides pass by it."),
        say(
            "It may only be the one that is written about. What would happen if it were gone, the picture does not say."
        ),
    ),
    "bridges": (
        say("Ties that alone join two sides"),
        say("Two sides of the picture are joined by what ties these two alone."),
        say("If the tie is wrong, the sides are not joined at all: look first at those on a single source."),
    ),
    "betweenness": (
        say("What lies between others"),
        say("The share of the shortest connections between all others that pass by it."),
        say(
            "It takes every tie for equally strong, and moves much when one is added. It measures no importance and no guilt."
        ),
    ),
    "flows": (
        say("Ways from country to country"),
        say("How many known ways lead from one to another without sharing a leg, and which legs all of them need."),
        say(
            "Legs of different texts are put together: nobody may have gone the whole way. It counts ways, not travellers."
        ),
    ),
}
"""Each measure: its name, what it says, and its limits."""


def shape(network: Network, lens: Lens) -> list[dict[str, Any]]:
    """Each measure as the page shows it: what it is, its limits, and its rows; one that finds nothing has none."""
    told = measures(network)
    groups = {"components": told.components.parts, "communities": told.communities.groups}
    made = []
    for code, parts in groups.items():
        several = [part for part in parts if len(part) > 1]
        made.append(
            measure(code, len(several), ({"nodes": some(part, lens), "n": len(part)} for part in several[:MOST]))
        )
    clearness = words.number(round(told.communities.modularity, 2))
    form = (
        _("The borders are weak here (modularity %(n)s): they say little.")
        if told.communities.modularity < CLEAR
        else _("How clear the borders are: modularity %(n)s, of 1 at most.")
    )
    made[-1]["limits"] += " " + form % {"n": clearness}
    cuts, pairs, between, flows = told.cut_points.points, told.bridges.pairs, told.betweenness, told.flows.flows
    into, ways = _("into %(n)s parts"), _("ways that share no leg: %(n)s")
    made.append(
        measure(
            "cut_points",
            len(cuts),
            ({"nodes": some([one.node], lens), "note": into % {"n": words.number(one.parts)}} for one in cuts[:MOST]),
        )
    )
    made.append(
        measure(
            "bridges",
            len(pairs),
            (
                {"nodes": some([pair.one, pair.other], lens), "is_pair": True, "is_single": pair.sources <= 1}
                for pair in pairs[:MOST]
            ),
        )
    )
    made.append(
        measure(
            "betweenness",
            len(between.nodes),
            ({"nodes": some([one.node], lens), "note": percent(one.share)} for one in between.nodes[:MOST]),
        )
    )
    if between.is_too_large:
        made[-1]["limits"] = _("There are too many nodes to work it out: narrow what is looked at.")
    made.append(
        measure(
            "flows",
            len(flows),
            (
                {
                    "nodes": some([flow.start, flow.end], lens),
                    "is_pair": True,
                    "note": ways % {"n": words.number(len(flow.ways))},
                    "needed": [f"{name_of(one)} {arrow()} {name_of(other)}" for one, other in flow.needed],
                }
                for flow in flows[:MOST]
            ),
        )
    )
    return made


def measure(code: str, total: int, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A measure with its words."""
    name, says, limits = TOLD[code]
    return {"code": code, "name": name, "says": says, "limits": str(limits), "total": total, "rows": list(rows)}


def some(nodes: Sequence[Node], lens: Lens) -> list[dict[str, Any]]:
    """Nodes by their names, each with the address that opens it. A role here would be a fault of the engine: it is not shown."""
    named = [(name_of(node), node) for node in nodes if node.kind is not NodeKind.ROLE]
    if len(named) > 2:  # of two, their order says something
        named.sort(key=lambda row: row[0])
    return [{"key": node.key, "name": name, "href": opened(lens, f"n:{node.key}")} for name, node in named[:MOST_NAMED]]


def arrow() -> str:
    """The sign that leads on, in the direction in which the language is written."""
    return "←" if get_language_bidi() else "→"


def percent(share: float) -> str:
    """A share of one, in hundredths, as people of that language write it."""
    return _("%(n)s %%") % {"n": words.number(round(100 * share, 1))}
