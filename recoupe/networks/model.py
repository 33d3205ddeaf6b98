"""Model: the nouns of a network by function: nodes, ties, and what of them is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class NodeKind(StrEnum):
    """What a node is. A `role` stands for private persons ("a recruiter"): it is drawn, and never measured."""

    CELL = "cell"
    ORGANISATION = "organisation"
    SERVICE = "service"
    PLACE = "place"
    COUNTRY = "country"
    ROLE = "role"


class Function(StrEnum):
    """What ties two nodes: what one does for, to or through the other."""

    RECRUITING = "recruiting"
    INDOCTRINATION = "indoctrination"
    FUNDING = "funding"
    TRAVEL = "travel"
    LODGING = "lodging"
    LIAISON = "liaison"
    TRAINING = "training"
    BELONGING = "belonging"
    DISMANTLING = "dismantling"


@dataclass(frozen=True, slots=True)
class Node:
    """A cell, organisation, service, place, country or role. `key` is the same over turns; `findings` are keys of findings.

    One that nobody names has `called`, a code of what it is ("cell", "cells", "network", "house", "recruit"), and `place`, the name
    of the place by which it is told apart; `name` is then made of both, in English. `is_vague`: the texts do not tell which one.
    """

    key: str
    kind: NodeKind
    name: str
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    findings: tuple[str, ...] = ()
    called: str = ""
    place: str = ""
    is_vague: bool = False

    @property
    def is_role(self) -> bool:
        """Whether it stands for private persons."""
        return self.kind is NodeKind.ROLE


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two nodes, from `source` to `target` (keys of nodes), by one function.

    `begins` and `ends` are the days of the fact, `first` the day on which it was first published (ISO 8601, any may be None).
    `independent` counts independent sources; `grade` is the best of the findings that it stands on ("B2"). A tie of which no
    finding stands any more is not drawn. `through` are keys of transit countries or places, in their order, of a journey.
    `is_alleged`: all that tell it pass it on without vouching for it. `is_stop`: one is told to lie on the way to the other, and
    not that anybody went straight from one to the other. `documents` are the texts that tell of both its ends.
    """

    key: str
    source: str
    target: str
    function: Function
    findings: tuple[str, ...]
    begins: str | None = None
    ends: str | None = None
    first: str | None = None
    independent: int = 1
    grade: str = ""
    is_contradicted: bool = False
    through: tuple[str, ...] = ()
    is_alleged: bool = False
    is_stop: bool = False
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a network is read: the part of it that is looked at. Empty or None: all of it.

    `by` says which days `since` and `until` are of: of the "fact" or of the "publication"; undated ties are kept by neither.
    `country` keeps the ties of which an end, or a stop on the way, is in that country.
    """

    since: str | None = None
    until: str | None = None
    by: str = "fact"
    country: str = ""
    functions: frozenset[Function] = frozenset()
    independent: int = 1
    single_source_only: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Reading()


@dataclass(frozen=True)
class Network:
    """Nodes and ties, each node once, each tie between nodes that are in it."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Node]:
        """Nodes by their keys."""
        return {node.key: node for node in self.nodes}

    @cached_property
    def at(self) -> Mapping[str, tuple[Tie, ...]]:
        """The ties that begin, end or stop at each node."""
        found: dict[str, list[Tie]] = defaultdict(list)
        for tie in self.ties:
            for key in dict.fromkeys((tie.source, tie.target, *tie.through)):
                found[key].append(tie)
        return {key: tuple(ties) for key, ties in found.items()}

    def within(self, reading: Reading) -> Network:
        """The part of it that a reading keeps; nodes at no tie that is kept are left out (`recoupe.networks.reading`)."""
        from .reading import within

        return within(self, reading)
