"""Asking: what is not known of a practice is asked for: by an action of one of us, or by a request to partners."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...sharing.models import Request
from ...taskforce.actions.deciding import act
from ...taskforce.models import Decision
from .. import models


def ask(
    person: Person,
    practice: models.Practice,
    row: str,
    *,
    request: Request | None = None,
    decision: Decision | None = None,
    text: str = "",
    owner: Person | None = None,
    due: date | None = None,
) -> models.Asking:
    """Note that a row was asked for: by a request that was made, or by an action that comes of a decision of its group."""
    require(person, "practice.comment")
    if row not in models.OF_PRACTICES:
        raise UsageError(row[:40], _("there is no such row"), _("choose from the list"))
    if request is None and (decision is None or decision.meeting.group_id != practice.group_id):
        raise UsageError(
            _("question"), _("it goes by a request, or by an action of a decision of the group"), _("choose one")
        )
    with transaction.atomic():
        action = None
        if request is None and decision is not None:
            action = act(person, decision, text, owner, due)
        made = models.Asking.objects.create(practice=practice, row=row, action=action, request=request, by=person)
        record(person, "asked about", f"practice {practice.pk}", row=row)
    return made
