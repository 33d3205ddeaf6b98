"""Sight: the part of a network that is looked at, narrowed by a question and a lens, in a moment also where it is large."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ...model import Marking
from ...networks.columns import FUNCTIONS, KINDS, Columns
from ...networks.model import Function, NodeKind, Reading
from ...networks.model import Network as Drawn
from ...networks.scale import kept
from ...query import folded
from .drawing import marking_of_scopes
from .lens import kept_in
from .models import Network
from .whole import Whole

OF_TIES = ("source", "target", "function", "begins", "ends", "first", "independent", "flags")


@dataclass(frozen=True, eq=False)
class Sight:
    """Some of the ties of a network, by their places (`ties`), with the columns of just these."""

    whole: Whole
    columns: Columns
    ties: np.ndarray

    @classmethod
    def of(cls, whole: Whole) -> Sight:
        """All of it."""
        return cls(whole, whole.columns, np.arange(whole.columns.ties))

    def only(self, mask: np.ndarray) -> Sight:
        """Those ties of it that a mask keeps. Its columns know no longer the keys of ties."""
        if mask.all():
            return self
        columns, place = self.columns, np.cumsum(mask) - 1
        on_the_way = mask[columns.stop_of]
        some: dict[str, Any] = {name: getattr(columns, name)[mask] for name in OF_TIES}
        some |= {"stops": columns.stops[on_the_way], "stop_of": place[columns.stop_of[on_the_way]].astype(np.int32)}
        return Sight(self.whole, replace(columns, **some), self.ties[mask])

    def within(self, reading: Reading) -> Sight:
        """What a reading keeps of it."""
        return self.only(kept(self.columns, reading))

    def asked(self, row: Network) -> Sight:
        """What a group's question keeps of it."""
        some = self.within(kept_in(row))
        if row.countries:
            masks = [kept(some.columns, Reading(country=code)) for code in row.countries.split()]
            some = some.only(np.logical_or.reduce(masks))
        sought = folded(row.words).split()
        for word in sought:
            called = np.array([word in name for name in self.whole.names], np.bool_)
            some = some.only(called[some.columns.source] | called[some.columns.target])
        return some

    @cached_property
    def nodes(self) -> np.ndarray:
        """The places of the nodes at its ties, and on their ways."""
        is_there = np.zeros(self.columns.nodes, np.bool_)
        for ends in (self.columns.source, self.columns.target, self.columns.stops):
            is_there[ends] = True
        return np.flatnonzero(is_there)

    def network(self, most: int | None = None) -> Drawn:
        """Its nodes and ties as nouns; at most so many ties, by function and source."""
        if most is not None and len(self.ties) > most:
            rank = self.columns.function.astype(np.int64) * self.columns.nodes + self.columns.source
            mask = np.zeros(len(self.ties), np.bool_)
            mask[np.argpartition(rank, most)[:most]] = True
            return self.only(mask).network()
        whole = self.whole
        return Drawn(tuple(map(whole.node, self.nodes.tolist())), tuple(map(whole.tie, self.ties.tolist())))

    def at(self, node: int) -> Sight:
        """Its ties at one node."""
        columns = self.columns
        mask = (columns.source == node) | (columns.target == node)
        mask[columns.stop_of[columns.stops == node]] = True
        return self.only(mask)

    def of_function(self, function: Function) -> Sight:
        """Its ties of one function."""
        return self.only(self.columns.function == FUNCTIONS.index(function))

    def of_kind(self, kind: NodeKind) -> np.ndarray:
        """The places of its nodes of one kind."""
        nodes = self.nodes
        return nodes[self.columns.kind[nodes] == KINDS.index(kind)]

    def at_any(self, nodes: np.ndarray) -> Sight:
        """Its ties that begin or end at one of some nodes."""
        return self.only(np.isin(self.columns.source, nodes) | np.isin(self.columns.target, nodes))

    @property
    def countries(self) -> list[str]:
        """The codes of the countries of its nodes."""
        known = self.columns.country[self.nodes]
        counts = np.bincount(known[known >= 0], minlength=len(self.columns.countries))
        return [str(self.columns.countries[number]) for number in np.flatnonzero(counts)]

    def period(self, by: str) -> dict[str, Any]:
        """The first and the last day of its ties (ISO, "" where none has any), and how many have none."""
        columns = self.columns
        begins = columns.begins if by == "fact" else columns.first
        ends = np.maximum(columns.begins, columns.ends) if by == "fact" else columns.first
        some = begins[begins > 0]
        return {
            "first": date.fromordinal(int(some.min())).isoformat() if len(some) else "",
            "last": date.fromordinal(int(ends.max())).isoformat() if len(some) else "",
            "undated": int(((begins <= 0) & (ends <= 0)).sum()),
        }

    def marking(self, more: set[int]) -> Marking | None:
        """The strictest marking of all that it shows; `more` are scopes of what is shown beside it."""
        numbers = {
            *np.unique(self.whole.of_ties[self.ties]).tolist(),
            *np.unique(self.whole.of_nodes[self.nodes]).tolist(),
        }
        return marking_of_scopes({scope for number in numbers for scope in self.whole.scopes[number]} | more)
