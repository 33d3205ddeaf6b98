"""Following: steps of a case and how many met with what, as somebody said it, with what each stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import Clearance
from ...evidence import models as ev
from ...people.models import Person
from ...taskforce.actions.changing import changed, made
from ...taskforce.basis import cite, scope_cited, scope_with
from ..models import Count, Operation, OperationCitation, Outcome, Step, StepKind
from ..names import refuse_names
from .checking import bounds, country_said, in_order, one_of

ASKED = "operation.record"


def step_said(person: Person, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a step as they may be kept."""
    said = {name: str(fields.get(name, "")).strip() for name in ("authority", "speaker", "said")}
    said |= {name: said[name][:160] for name in ("authority", "speaker")}
    refuse_names(Clearance.of(person), *said.values())
    begins, ends = in_order(fields.get("begins"), fields.get("ends"))
    kind, country = one_of(StepKind, fields.get("kind", "")), country_said(fields.get("country", ""))
    return said | {"kind": kind, "country": country, "begins": begins, "ends": ends}


def count_said(person: Person, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a number as they may be kept."""
    speaker = str(fields.get("speaker", "")).strip()[:160]
    if not speaker:
        raise UsageError(_("number"), _("nobody says it"), _("write according to whom: a court, a ministry, a paper"))
    refuse_names(Clearance.of(person), speaker)
    low, high = bounds(fields.get("low"), fields.get("high"))
    day, _same = in_order(fields.get("day"), None)
    return {
        "outcome": one_of(Outcome, fields.get("outcome", "")),
        "low": low,
        "high": high,
        "speaker": speaker,
        "day": day,
    }


def stepped(person: Person, operation: Operation, findings: Sequence[ev.Finding] = (), **fields: Any) -> Step:
    """Record a step of a case."""
    row = Step(operation=operation, scope=scope_cited(findings), **step_said(person, fields))
    return kept(person, row, findings, "step")


def counted(person: Person, operation: Operation, findings: Sequence[ev.Finding] = (), **fields: Any) -> Count:
    """Record how many met with what, according to somebody; without a finding it is a member's word."""
    row = Count(operation=operation, by=person, scope=scope_cited(findings), **count_said(person, fields))
    return kept(person, row, findings, "count")


def kept(person: Person, row: Any, findings: Sequence[ev.Finding], name: str) -> Any:
    """Keep a step or a number with what it cites."""
    with transaction.atomic():
        made(person, ASKED, row)
        for finding in findings:
            cite(finding, OperationCitation, **{name: row})
    return row


def change_step(person: Person, row: Step, version: int, **fields: Any) -> Step:
    """Change what is said of a step. Raises Overtaken where somebody was quicker."""
    changed(person, ASKED, row, version, **step_said(person, fields))
    return row


def change_count(person: Person, row: Count, version: int, **fields: Any) -> Count:
    """Change a number, or who says it. Raises Overtaken where somebody was quicker."""
    changed(person, ASKED, row, version, **count_said(person, fields))
    return row


def cited_too(person: Person, row: Any, version: int, finding: ev.Finding) -> Any:
    """Have a record stand on one more finding; from then on those alone see it who may read that too."""
    name = type(row).__name__.lower()
    if row.citations.filter(key=finding.key).exists():
        raise UsageError(finding.key[:16], _("it is cited already"), _("choose another finding"))
    with transaction.atomic():
        changed(person, ASKED, row, version, scope=scope_with(row.scope, [finding]))
        cite(finding, OperationCitation, **{name: row})
    return row
