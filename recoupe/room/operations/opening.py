"""Opening: a node or a tie of a network, with the findings that it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...networks.model import Node, Tie
from ..access import visible
from ..evidence import models as ev
from ..evidence.told import unmasking, with_quotes
from ..web.page import Asked
from .sketch import function_word, grade_words, kind_word, name_of

MOST_FINDINGS, MOST_KEYS = 20, 500


def opened_tie(request: Asked, tie: Tie, nodes: Mapping[str, Node]) -> dict[str, Any]:
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


def opened_node(request: Asked, node: Node, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A node with its ties and the findings that it stands on."""
    told = stands_on(request, node.findings)
    return {"node": node, "name": name_of(node), "kind": kind_word(node.kind), "rows": rows, "n": len(rows), **told}


def stands_on(request: Asked, keys: tuple[str, ...]) -> dict[str, Any]:
    """The findings of these keys that the reader may see, the weightiest first, and how many they are."""
    rows = visible(ev.Finding, request.clearance).filter(key__in=keys[:MOST_KEYS]).order_by("-weight", "id")
    return {
        "findings": with_quotes(rows[:MOST_FINDINGS], request.clearance),
        "total": rows.count(),
        "unmask": unmasking(request.clearance),
    }
