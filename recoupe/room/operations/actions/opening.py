"""Opening: record an operation that was announced, or follow one out of a finding; change what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import Clearance
from ...evidence import models as ev
from ...people.models import Person
from ...taskforce import models as tf
from ...taskforce.actions.changing import changed, made
from ...taskforce.basis import cite, scope_cited
from ..models import Operation, OperationCitation, OperationKind, Step
from ..names import refuse_names
from ..proposing import fields_from, step_from
from .checking import countries_said, country_said, in_order, one_of

WRITTEN = ("title", "about", "services", "place", "note")
ASKED = "operation.record"
FOLLOWED = ("coerce/dismantle", "coerce/arrest")
"""The types of findings that can be followed as an operation."""


def checked(person: Person, group: tf.Group, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an operation as they may be kept. Raises UsageError for what is no operation, or names somebody."""
    said = {name: str(fields.get(name, "")).strip() for name in WRITTEN}
    if not said["title"]:
        raise UsageError(_("operation"), _("it has no title"), _("write what was announced, and where"))
    for name in WRITTEN[:-1]:
        said[name] = said[name][: Operation._meta.get_field(name).max_length]
    refuse_names(Clearance.of(person), *said.values())
    kind = one_of(OperationKind, fields.get("kind") or OperationKind.CELL)
    begins, ends = in_order(fields.get("begins"), fields.get("ends"))
    return said | {
        "kind": kind,
        "country": country_said(fields.get("country", "")),
        "begins": begins,
        "ends": ends,
        "countries": countries_said(fields.get("countries", ())),
        **tied(group, fields),
    }


def tied(group: tf.Group, fields: dict[str, Any]) -> dict[str, Any]:
    """The meeting, decision and commitment at which it was discussed, all of its own group."""
    meeting, decision, commitment = (fields.get(name) for name in ("meeting", "decision", "commitment"))
    of = [one.group_id for one in (meeting, commitment) if one] + ([decision.meeting.group_id] if decision else [])
    if any(one != group.pk for one in of):
        raise UsageError(_("operation"), _("that was discussed in another group"), _("choose from the list"))
    return {"meeting": meeting, "decision": decision, "commitment": commitment}


def opened(person: Person, group: tf.Group, findings: Sequence[ev.Finding] = (), **fields: Any) -> Operation:
    """Record an operation, citing findings as they stand now."""
    with transaction.atomic():
        row = Operation(group=group, scope=scope_cited(findings), **checked(person, group, fields))
        made(person, ASKED, row)
        for finding in findings:
            cite(finding, OperationCitation, operation=row)
    return row


def follow(person: Person, finding: ev.Finding, group: tf.Group) -> Operation:
    """Follow a finding as an operation: what it says fills the fields and makes the first step."""
    if finding.type not in FOLLOWED:
        raise UsageError(
            finding.key[:16],
            _("it tells of no dismantling and no arrest"),
            _("choose a finding that does, or write one"),
        )
    clearance = Clearance.of(person)
    with transaction.atomic():
        row = opened(person, group, [finding], **fields_from(finding, clearance))
        step = Step(operation=row, scope=scope_cited([finding]), **step_from(finding, clearance))
        made(person, ASKED, step)
        cite(finding, OperationCitation, step=step)
    return row


def change(person: Person, row: Operation, version: int, **fields: Any) -> Operation:
    """Change what is said of an operation. Raises Overtaken where somebody was quicker."""
    changed(person, ASKED, row, version, **checked(person, row.group, fields))
    return row
