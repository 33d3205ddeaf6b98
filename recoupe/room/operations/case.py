"""Case: an operation as one reader may see it: its steps and numbers, how far it is, what is known, and what is not.

All of it is worked out from what that reader may read, so that no sum tells of a number that is not for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from ...model import Marking
from ..access import Clearance, strictest, visible
from ..evidence import models as ev
from . import outcomes as out
from .models import Basis, Count, Operation, Standing, Step, StepKind

ORDER = {kind: n for n, kind in enumerate(StepKind)}
ENDS = (StepKind.FINAL, StepKind.DISCONTINUED)
AFTER_ARRESTS = tuple(kind for kind in StepKind if ORDER[kind] > ORDER[StepKind.ARRESTS])
SILENT_DAYS = 60  # a case that is not at its end and that nobody touched for so long is told on the first page
DAYS_A_MONTH = 30


@dataclass
class Case:
    """An operation with what its reader may see of it; what was set aside is in `aside` and counts for nothing."""

    operation: Operation
    steps: list[Step] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    aside: list[Any] = field(default_factory=list)
    labels: list[ev.Label] = field(default_factory=list)

    @cached_property
    def marking(self) -> Marking | None:
        """The strictest marking of all that is shown of it."""
        return strictest(self.labels)

    @cached_property
    def known(self) -> dict[str, out.Known]:
        return out.over(said(one) for one in self.counts)

    @cached_property
    def accounts(self) -> list[out.Account]:
        return out.accounts(self.known)

    @cached_property
    def faults(self) -> list[out.Fault]:
        return out.impossible(self.known)

    @cached_property
    def stage(self) -> str:
        """How far the case is: the furthest of its steps; only announced where there is none."""
        return max((one.kind for one in self.steps), key=lambda kind: ORDER[StepKind(kind)], default=StepKind.ANNOUNCED)

    @property
    def is_ended(self) -> bool:
        return self.stage in ENDS

    @property
    def has_final_conviction(self) -> bool:
        """Whether anybody says that somebody was finally convicted: only then is anyone more than a suspect."""
        found = self.known.get(out.CONVICTED_FINALLY)
        return bool(found and found.range.high != 0)

    @property
    def is_silent_after_arrests(self) -> bool:
        """Whether nothing is known of what came after the arrests: no step, and no number."""
        later = any(one.kind in AFTER_ARRESTS for one in self.steps)
        return not later and not set(self.known) - {out.ARRESTED}

    @property
    def is_disputed(self) -> bool:
        return any(one.is_disputed for one in self.known.values())

    @property
    def is_changed(self) -> bool:
        """Whether what it stands on has changed and nobody looked at it since, as far as its reader may see."""
        return any(one.basis == Basis.CHANGED for one in (self.operation, *self.steps, *self.counts))

    @property
    def followed(self) -> date:
        """The day on which somebody last wrote down something of it."""
        made = (one.made for one in (self.operation, *self.steps, *self.counts, *self.aside))
        return timezone.localtime(max(made)).date()

    @property
    def silent_months(self) -> int:
        """For how many months nobody followed it; 0 where it is at its end or somebody did not long ago."""
        days = (timezone.localdate() - self.followed).days
        return 0 if self.is_ended or days < SILENT_DAYS else days // DAYS_A_MONTH

    @property
    def year(self) -> int | None:
        """The year of the operation itself."""
        return self.operation.begins.year if self.operation.begins else None

    def misdated(self) -> list[Step]:
        """Steps that are dated before the operation: one of the two days is wrong."""
        begins = self.operation.begins
        return [one for one in self.steps if begins and (one.ends or one.begins or begins) < begins - timedelta(days=1)]


def said(one: Count) -> out.Said:
    """A number as the arithmetic takes it."""
    return out.Said(
        one.outcome, out.Range(one.low or 0, one.high), one.speaker, one.day, one.pk, bool(one.citations.all())
    )


def cases(clearance: Clearance, rows: Iterable[Operation] | None = None) -> list[Case]:
    """Operations as one may see them, in the order given, or all of them, the latest first."""
    if rows is None:
        rows = visible(Operation, clearance).select_related("scope", "group").prefetch_related("citations")
    found = [Case(row) for row in rows]
    by_pk = {case.operation.pk: case for case in found}
    scopes: dict[int, list[Any]] = defaultdict(list)
    for table in (Step, Count):
        parts = visible(table, clearance).filter(operation__in=by_pk).select_related("scope")
        for part in parts.prefetch_related("citations"):
            case = by_pk[part.operation_id]
            scopes[part.operation_id].append(part.scope)
            if part.state == Standing.ASIDE:
                case.aside.append(part)
            elif isinstance(part, Step):
                case.steps.append(part)
            else:
                case.counts.append(part)
    labels = ev.Label.objects.in_bulk()
    for case in found:
        case.steps.sort(key=lambda one: (one.begins or date.max, ORDER[StepKind(one.kind)], one.pk))
        held = [case.operation.scope, *scopes[case.operation.pk]]
        numbers = {pk for scope in held if scope for pk in scope.whole}
        case.labels = [labels[pk] for pk in sorted(numbers) if pk in labels]
    return found


def case_of(clearance: Clearance, row: Operation) -> Case:
    """One operation as one may see it."""
    (case,) = cases(clearance, [row])
    return case


def marking_over(some: Iterable[Case]) -> Marking | None:
    """The strictest marking of all that is told of these."""
    return strictest(label for case in some for label in case.labels)
