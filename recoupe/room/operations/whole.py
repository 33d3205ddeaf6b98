"""Whole: all of a network as arrays, of which just those nodes and ties become nouns that a page names.

A network of half a million ties is unpacked in a moment that way; as nouns it takes half a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from ...networks.columns import ALLEGED, CONTRADICTED, FUNCTIONS, KINDS, Columns, packed
from ...networks.model import Network, Node, NodeKind, Tie
from ...query import folded


@dataclass(frozen=True)
class Lists:
    """Lists of numbers, one after the other; `ends` says where each ends."""

    numbers: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Lists:
        some = list(rows)
        ends = np.cumsum(np.fromiter(map(len, some), np.int64, len(some)))
        return cls(np.fromiter((number for row in some for number in row), np.int32), ends)

    def at(self, place: int) -> list[int]:
        """The list at a place."""
        start = int(self.ends[place - 1]) if place else 0
        return [int(number) for number in self.numbers[start : int(self.ends[place])]]


@dataclass(frozen=True)
class Whole:
    """All that a view sees: its columns; the findings of nodes and ties; the sets of scopes (`scopes`) by which each is told."""

    columns: Columns
    keys: tuple[str, ...]
    node_findings: Lists
    tie_findings: Lists
    grades: tuple[str, ...]
    of_grades: np.ndarray
    scopes: tuple[tuple[int, ...], ...]
    of_nodes: np.ndarray
    of_ties: np.ndarray

    @classmethod
    def of(cls, network: Network, scopes: Mapping[str, int]) -> Whole:
        """A network with the scopes in which its findings are told."""
        keys: dict[str, int] = {}
        grades: dict[str, int] = {}
        told: dict[tuple[int, ...], int] = {}

        def numbers(findings: Sequence[str]) -> list[int]:
            return [keys.setdefault(key, len(keys)) for key in findings]

        def told_by(rows: Iterable[Node | Tie]) -> np.ndarray:
            sets = (tuple(sorted({scopes[key] for key in row.findings if key in scopes})) for row in rows)
            return np.fromiter((told.setdefault(one, len(told)) for one in sets), np.int32)

        nodes = Lists.of(numbers(node.findings) for node in network.nodes)
        ties = Lists.of(numbers(tie.findings) for tie in network.ties)
        of_grades = np.fromiter((grades.setdefault(tie.grade, len(grades)) for tie in network.ties), np.int32)
        of_nodes, of_ties = told_by(network.nodes), told_by(network.ties)
        return cls(packed(network), tuple(keys), nodes, ties, tuple(grades), of_grades, tuple(told), of_nodes, of_ties)

    # --- nouns ---

    def node(self, at: int) -> Node:
        """The node at a place."""
        columns = self.columns
        called, place = columns.called(at)
        has_point = not np.isnan(columns.latitude[at])
        return Node(
            columns.key(at),
            KINDS[columns.kind[at]],
            columns.name(at),
            str(columns.countries[columns.country[at]]) if columns.country[at] >= 0 else "",
            float(columns.latitude[at]) if has_point else None,
            float(columns.longitude[at]) if has_point else None,
            tuple(self.keys[number] for number in self.node_findings.at(at)),
            called,
            place,
            bool(columns.vague[at]),
        )

    def tie(self, at: int) -> Tie:
        """The tie at a place."""
        columns = self.columns
        stops = slice(*np.searchsorted(columns.stop_of, [at, at + 1]))
        return Tie(
            columns.tie_key(at),
            columns.key(columns.source[at]),
            columns.key(columns.target[at]),
            FUNCTIONS[columns.function[at]],
            tuple(self.keys[number] for number in self.tie_findings.at(at)),
            day(columns.begins[at]),
            day(columns.ends[at]),
            day(columns.first[at]),
            int(columns.independent[at]),
            self.grades[self.of_grades[at]],
            bool(columns.flags[at] & CONTRADICTED),
            tuple(columns.key(stop) for stop in columns.stops[stops]),
            bool(columns.flags[at] & ALLEGED),
        )

    @cached_property
    def network(self) -> Network:
        """All of it as nouns: of a network that is not large."""
        columns = self.columns
        return Network(tuple(map(self.node, range(columns.nodes))), tuple(map(self.tie, range(columns.ties))))

    @cached_property
    def nodes(self) -> Nodes:
        """Nodes by their keys, each made when it is asked for."""
        return Nodes(self)

    # --- looking up ---

    def node_at(self, key: str) -> int | None:
        """The place of a node by its key."""
        return self._place(key, 0, self.columns.nodes)

    def tie_at(self, key: str) -> int | None:
        """The place of a tie by its key."""
        place = self._place(key, 3 * self.columns.nodes, 3 * self.columns.nodes + self.columns.ties)
        return None if place is None else place - 3 * self.columns.nodes

    def _place(self, key: str, first: int, last: int) -> int | None:
        """Among the texts from one number to another, the one that is a key."""
        ends, wanted = self.columns.text_ends, key.encode("utf-8")
        if not wanted or first == last:
            return None
        start, stop = int(ends[first - 1]) if first else 0, int(ends[last - 1])
        at = self._texts.find(wanted, start, stop)
        while at >= 0:
            place = int(np.searchsorted(ends, at, side="right"))
            begins = int(ends[place - 1]) if place else 0
            if begins == at and int(ends[place]) == at + len(wanted):
                return place
            at = self._texts.find(wanted, at + 1, stop)
        return None

    @cached_property
    def _texts(self) -> bytes:
        return self.columns.texts.tobytes()

    @cached_property
    def names(self) -> list[str]:
        """The names of nodes as they are compared."""
        return [folded(self.columns.name(at)) for at in range(self.columns.nodes)]

    def named(self, name: str) -> list[Node]:
        """The nodes of a name, as names are compared; those that are written just so first."""
        sought = folded(name)
        found = [self.node(at) for at, known in enumerate(self.names) if known == sought]
        return sorted(found, key=lambda node: node.name != name)

    def is_role(self, name: str) -> bool:
        """Whether a role is called so."""
        return any(node.kind is NodeKind.ROLE for node in self.named(name))


class Nodes(Mapping[str, Node]):
    """The nodes of a network by their keys."""

    def __init__(self, whole: Whole) -> None:
        self._whole, self._made = whole, dict[str, Node]()

    def __getitem__(self, key: str) -> Node:
        if key not in self._made:
            if (at := self._whole.node_at(key)) is None:
                raise KeyError(key)
            self._made[key] = self._whole.node(at)
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return map(self._whole.columns.key, range(len(self)))

    def __len__(self) -> int:
        return self._whole.columns.nodes


def day(number: int) -> str | None:
    """An ISO day of a number, None where there is none."""
    return date.fromordinal(int(number)).isoformat() if number > 0 else None
