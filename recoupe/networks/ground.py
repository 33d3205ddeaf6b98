"""Ground: the part of a network that may be measured: never a person, never a role, and nothing that the texts do not tell apart.

This is the single guard of all measures. What is measured is a list of kinds that may be, so that a kind added later is left out
until somebody decides on it; a role is not there while a measure is worked out, so that it changes no result either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import rustworkx as rx

from ..errors import RecoupeError
from .model import Function, Network, Node, NodeKind, Tie

MEASURED_KINDS = frozenset({NodeKind.CELL, NodeKind.ORGANISATION, NodeKind.PLACE, NodeKind.COUNTRY})
"""What may be measured. Services are those who dismantle, roles are private persons: neither is here."""

STRUCTURE = frozenset(Function) - {Function.DISMANTLING, Function.TRAVEL}
"""What binds a network: not who dismantles it, nor that two send people to the same country."""

WAYS = frozenset({Function.TRAVEL})

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class MeasureOfAPerson(RecoupeError):
    """A measure came out for a person or a role. It is refused."""


@dataclass(frozen=True)
class Ground:
    """What a measure is worked out on: nodes in the order of their keys, and ties; `left_out` counts the other nodes."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int

    @cached_property
    def at(self) -> dict[str, int]:
        """The place of each node by its key."""
        return {node.key: place for place, node in enumerate(self.nodes)}

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Who is tied to whom, each two once, whatever and however much ties them."""
        found = {(self.at[tie.source], self.at[tie.target]) for tie in self.ties}
        return tuple(sorted({(min(one, other), max(one, other)) for one, other in found}))

    @cached_property
    def graph(self) -> rx.PyGraph[int, None]:
        """The same as a graph of rustworkx."""
        made: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
        made.add_nodes_from(range(len(self.nodes)))
        made.add_edges_from_no_data(list(self.pairs))
        return made


def ground(network: Network, functions: frozenset[Function]) -> Ground:
    """The part of a network that may be measured, by ties of some functions."""
    may_be = {node.key for node in network.nodes if may_be_measured(node)}
    ties = tuple(
        tie for tie in network.ties if tie.function in functions and tie.source in may_be and tie.target in may_be
    )
    tied = {key for tie in ties for key in (tie.source, tie.target)}
    if WAYS & functions:
        tied |= {key for tie in ties for key in tie.through if key in may_be}
    nodes = tuple(sorted((node for node in network.nodes if node.key in tied), key=lambda node: node.key))
    return Ground(nodes, ties, len(network.nodes) - len(nodes))


def may_be_measured(node: Node) -> bool:
    """Whether a measure may be worked out for a node: it is of a kind that may be, and one thing in the world."""
    return node.kind in MEASURED_KINDS and not node.is_vague


def measure(
    functions: frozenset[Function],
) -> Callable[[Callable[Concatenate[Ground, Parameters], Result]], Callable[Concatenate[Network, Parameters], Result]]:
    """Make a measure of a function of a ground: it is given a network, of which the guard lets through what may be measured.

    Raises MeasureOfAPerson where the result names anybody else.
    """

    def made(
        work_out: Callable[Concatenate[Ground, Parameters], Result],
    ) -> Callable[Concatenate[Network, Parameters], Result]:
        @wraps(work_out)
        def guarded(network: Network, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
            result = work_out(ground(network, functions), *args, **kwargs)
            for node in _nodes(result):
                if not may_be_measured(node):
                    raise MeasureOfAPerson(
                        node.key, "no measure is worked out for a person or a role", "report this as a fault"
                    )
            return result

        guarded.is_guarded = True  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[Network, Parameters], Result], guarded)

    return made


def _nodes(result: Any) -> Iterator[Node]:
    """Every node that a result names, however deep."""
    if isinstance(result, Node):
        yield result
    elif is_dataclass(result):
        for field in fields(result):
            yield from _nodes(getattr(result, field.name))
    elif isinstance(result, tuple | list | set | frozenset):
        for one in result:
            yield from _nodes(one)
