"""Touching: findings that name both ends of an open hypothesis, and so may bear on it; those that are new are pointed out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...networks.model import Node
from ..access import Clearance, visible
from ..evidence import models as ev
from .models import Hypothesis

MOST = 500  # findings looked at where an end is known by its name alone


@dataclass(frozen=True, slots=True)
class Touching:
    """A finding that may bear on a hypothesis; `is_new` since it was last looked at."""

    key: str
    is_new: bool


def touching(rows: Iterable[Hypothesis], nodes: Mapping[str, Node], clearance: Clearance) -> dict[int, list[Touching]]:
    """By the number of each hypothesis, the findings that name both its ends (of a node: that name it), the new ones first."""
    asked = list(rows)
    found = {row.pk: common(row, nodes, clearance) for row in asked}
    every = {key for keys in found.values() for key in keys}
    seen = dict(visible(ev.Finding, clearance).filter(key__in=every, is_standing=True).values_list("key", "turn"))
    made = {
        row.pk: [Touching(key, seen[key] > row.turn) for key in sorted(found[row.pk]) if key in seen] for row in asked
    }
    return {pk: sorted(some, key=lambda one: not one.is_new) for pk, some in made.items()}


def common(row: Hypothesis, nodes: Mapping[str, Node], clearance: Clearance) -> set[str]:
    """The keys of findings that name both ends of a hypothesis."""
    one = naming(row.source, nodes.get(row.source_key), clearance)
    return one & naming(row.target, nodes.get(row.target_key), clearance) if row.is_tie and one else one


def naming(name: str, held: Node | None, clearance: Clearance) -> set[str]:
    """The keys of findings in which a node takes part; of one that is not held, those in which its name is written."""
    if held is not None:
        return set(held.findings)
    parts = visible(ev.Part, clearance).filter(text__icontains=name, is_standing=True)
    return set(parts.values_list("finding__key", flat=True)[:MOST])
