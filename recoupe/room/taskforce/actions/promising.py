"""Promising: record what a country or a service promised, and how it stood at one meeting after the other."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.models import Person
from .. import models
from .changing import changed, made

STATES = ("open", "kept", "partly", "dropped")


def promise(person: Person, meeting: models.Meeting, by: str, text: str, due: date | None) -> models.Commitment:
    """Record a commitment made at a meeting."""
    by, text = by.strip()[:120], text.strip()[:500]
    if not text or not by:
        raise UsageError(_("commitment"), _("it needs who promised, and what"), _("write both"))
    row = models.Commitment(group=meeting.group, meeting=meeting, by=by, text=text, due=due)
    made(person, "commitment.record", row)
    return row


def follow_up(
    person: Person, row: models.Commitment, version: int, state: str, said: str, meeting: models.Meeting | None
) -> models.Report:
    """Say how a commitment stands at a meeting; as often as it is followed up."""
    if state not in STATES:
        raise UsageError(state, _("it is no state of a commitment"), _("open, kept, partly or dropped"))
    with transaction.atomic():
        changed(person, "commitment.record", row, version, state=state)
        return models.Report.objects.create(commitment=row, meeting=meeting, state=state, said=said.strip(), by=person)
