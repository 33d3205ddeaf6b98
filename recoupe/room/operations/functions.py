"""Functions: which are seen in which cell, which are seen there but not in what is asked for, and which nobody tells of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ...networks.model import Function, Network, Node, NodeKind, Tie

OF_CELLS = tuple(function for function in Function if function not in (Function.DISMANTLING, Function.BELONGING))
"""What a cell does; that it belongs to something, or was dismantled, is no function of it."""
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """A function in a cell: the ties that tell of it in what is asked for, and how many tell of it beside that."""

    function: Function
    ties: tuple[Tie, ...] = ()
    elsewhere: int = 0

    @property
    def is_never(self) -> bool:
        """Whether no text that the reader may see tells of it, which is not that it is not there."""
        return not self.ties and not self.elsewhere

    @property
    def is_single(self) -> bool:
        """Whether all that tells of it rests on one source each."""
        return bool(self.ties) and all(tie.independent <= 1 for tie in self.ties)

    @property
    def is_contradicted(self) -> bool:
        return any(tie.is_contradicted for tie in self.ties)


@dataclass(frozen=True, slots=True)
class Row:
    """A cell with what is seen of each function."""

    key: str
    name: str
    country: str
    seen: tuple[Seen, ...]

    @property
    def never(self) -> int:
        return sum(one.is_never for one in self.seen)


def matrix(some: Network, every: Network, cells: Iterable[Node]) -> list[Row]:
    """Cells with their functions, of what is asked for and of all beside it."""
    here, all_ties = by_cell(some), by_cell(every)
    rows = []
    for cell in cells:
        seen = []
        for function in OF_CELLS:
            ties = tuple(here[cell.key, function])
            seen.append(Seen(function, ties, len(all_ties[cell.key, function]) - len(ties)))
        rows.append(Row(cell.key, cell.name, cell.country, tuple(seen)))
    return rows


def by_cell(network: Network) -> dict[tuple[str, Function], list[Tie]]:
    """The ties of each cell and function, whichever end the cell is."""
    cells = {node.key for node in network.nodes if node.kind is NodeKind.CELL}
    found: dict[tuple[str, Function], list[Tie]] = defaultdict(list)
    for tie in network.ties:
        for end in {tie.source, tie.target} & cells:
            found[end, tie.function].append(tie)
    return found
