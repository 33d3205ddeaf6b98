"""Model: the nouns of a network by function: nodes, ties, and what of them is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    """A cell, organisation, service, place, country or role. `key` is the same over turns; `findings` are keys of findings."""

    key: str
    kind: NodeKind
    name: str
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two nodes, from `source` to `target` (keys of nodes), by one function.

    `begins` and `ends` are the days of the fact, `first` the day on which it was first published (ISO 8601, any may be None).
    `independent` counts independent sources; `grade` is the best of the findings that it stands on ("B2"). A tie of which no
    finding stands any more is not drawn. `through` are keys of transit countries or places, in their order, of a journey.
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


@dataclass(frozen=True, slots=True)
class Reading:
    """How a network is read: the part of it that is looked at. Empty or None: all of it.

    `by` says which days `since` and `until` are of: of the "fact" or of the "publication"; undated ties are kept by neither.
    """

    since: str | None = None
    until: str | None = None
    by: str = "fact"
    country: str = ""
    functions: frozenset[Function] = frozenset()
    independent: int = 1
    single_source_only: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and ties, each node once, each tie between nodes that are in it."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
