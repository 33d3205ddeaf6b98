"""Standing: the operations and hypotheses that stand on findings, and those that need somebody to look at them."""

from __future__ import annotations

from collections.abc import Collection

from ..access import Clearance, visible
from .case import Case, cases
from .models import Count, Hypothesis, Operation, Step


def on_pieces(pieces: Collection[str], clearance: Clearance) -> list[Operation]:
    """The operations that one may see and that stand on one of these pieces, themselves or by a step or a number."""
    wanted, found = set(pieces), set()
    for table, operation in ((Operation, "pk"), (Step, "operation"), (Count, "operation")):
        rows = visible(table, clearance).filter(citations__isnull=False)
        for pk, some in rows.values_list(operation, "citations__pieces"):
            if not wanted.isdisjoint(some or ()):
                found.add(pk)
    return list(visible(Operation, clearance).filter(pk__in=found).select_related("group"))


def supposed_on(pieces: Collection[str], clearance: Clearance) -> list[Hypothesis]:
    """The hypotheses that one may see and that hang on one of these pieces: by an end, or by what settled them."""
    wanted = set(pieces)
    rows = visible(Hypothesis, clearance).select_related("network").prefetch_related("citations")
    return [row for row in rows if any(not wanted.isdisjoint(one.pieces) for one in row.citations.all())]


def waiting(clearance: Clearance) -> tuple[list[Case], list[Case]]:
    """Operations whose basis changed, and cases that are not at their end and that nobody followed for months."""
    every = cases(clearance)
    return [case for case in every if case.is_changed], [case for case in every if case.silent_months]
