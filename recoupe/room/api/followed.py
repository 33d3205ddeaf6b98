"""What is followed through, for programs: operations as their reader may see them, read-only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ..access import visible
from ..labels import written
from ..operations import outcomes as out
from ..operations.case import Case, case_of, cases
from ..operations.models import Operation
from .api import api, gives, one
from .door import By
from .shapes import CountOut, From, Listed, Number, OperationOut, Some, StepOut

OWN = ("id", "version", "title", "kind", "about", "services", "country", "place", "begins", "ends", "countries")


def told(case: Case) -> dict[str, Any]:
    """An operation with its steps, numbers and outcomes."""
    row = case.operation
    outcomes = [
        {
            "outcome": name,
            "low": known.range.low,
            "high": known.range.high,
            "is_disputed": known.is_disputed,
            "is_final": name in out.FINAL,
        }
        for name, known in case.known.items()
    ]
    return {name: getattr(row, name) for name in OWN} | {
        "group": row.group_id,
        "stage": str(case.stage),
        "is_basis_changed": case.is_changed,
        "is_finally_convicted_known": case.has_final_conviction,
        "is_silent_after_arrests": case.is_silent_after_arrests,
        "marking": written(case.marking),
        "outcomes": outcomes,
        "steps": [recorded(step, StepOut) for step in case.steps],
        "counts": [recorded(count, CountOut) for count in case.counts],
        "cites": cites(row),
    }


def recorded(row: Any, shape: Any) -> dict[str, Any]:
    """A step or a number in its shape."""
    return {name: getattr(row, name) for name in shape.model_fields if name != "cites"} | {"cites": cites(row)}


def cites(row: Any) -> list[str]:
    """The keys of the findings that a record cites."""
    return [citation.key for citation in row.citations.all()]


@api.get("/operations", auth=By("evidence.see"), response=gives(Listed[OperationOut]), tags=["operations"])
def operations(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """Operations of your groups, the latest first. An arrest is no outcome: see `is_final`."""
    asked: Any = request
    rows = visible(Operation, asked.clearance).select_related("scope").prefetch_related("citations")
    some = cases(asked.clearance, rows[offset : offset + limit])
    return {"total": rows.count(), "items": [told(case) for case in some]}


@api.get("/operations/{int:id}", auth=By("evidence.see"), response=gives(OperationOut), tags=["operations"])
def operation(request: HttpRequest, id: Number) -> dict[str, Any]:
    """One operation, from what was announced to the end of its case."""
    asked: Any = request
    return told(case_of(asked.clearance, one(request, Operation, pk=id)))
