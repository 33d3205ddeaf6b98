"""Networks: who does what for whom, by function and never by person: drawn out of findings, measured, and filtered.

    network = drawn(findings)            # nodes and ties, each with the findings that it stands on
    some = network.within(Reading(independent=2, country="MA"))
    told = measures(some)                # each with its words and its limits; never for a person

A tie is of a function (recruiting, funding, travel, ...). Which events and links tell of which function is data, in
`recoupe/languages/common/functions.toml`. Private persons are roles, and no measure is worked out for a person or a role.
"""

from __future__ import annotations

from .drawing import drawn
from .measures import measures
from .model import Function, Network, Node, NodeKind, Reading, Tie
from .reading import functions_by_cell, on_one_source, routes

__all__ = [
    "Function",
    "Network",
    "Node",
    "NodeKind",
    "Reading",
    "Tie",
    "drawn",
    "functions_by_cell",
    "measures",
    "on_one_source",
    "routes",
]
