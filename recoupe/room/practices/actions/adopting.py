"""Adopting: a country wants to draw on a practice, tries it, adopts it or gives it up: always by a decision of a meeting."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...taskforce.actions.changing import Overtaken, changed
from ...taskforce.models import Decision
from ...web.words import is_country
from .. import models
from .writing import LONGEST

ADOPT = "practice.adopt"


def adopt(
    person: Person,
    practice: models.Practice,
    country: str,
    state: str,
    decision: Decision | None,
    note: str = "",
    version: int | None = None,
) -> models.Stage:
    """Record how a country stands to a practice, by a decision of the group of that practice.

    `version` is that of the adoption as the person saw it, where they saw one. Raises Overtaken where another was quicker.
    """
    require(person, ADOPT)
    if state not in models.AdoptionState.values:
        raise UsageError(state[:40], _("it is no state of an adoption"), _("choose from the list"))
    if not is_country(country):
        raise UsageError(country[:20], _("it is no country"), _("choose from the list"))
    if country == practice.country:
        raise UsageError(str(practice), _("it is that country's own practice"), _("choose another country"))
    if decision is None or decision.meeting.group_id != practice.group_id:
        raise UsageError(
            _("adoption"), _("it needs a decision of the group of the practice"), _("choose one, or record it first")
        )
    if decision.state == "revoked":
        raise UsageError(str(decision)[:80], _("it was revoked"), _("choose a decision that is in force"))
    with transaction.atomic():
        adoption, is_new = models.Adoption.objects.get_or_create(practice=practice, country=country)
        if not is_new and version is not None and adoption.version != version:
            raise Overtaken(adoption, {})
        last = adoption.stages.last()
        if last is None and state == models.AdoptionState.GAVE_UP:
            raise UsageError(_("adoption"), _("nothing was begun that could be given up"), _("choose another state"))
        if last is not None and last.state == state and last.decision_id == decision.pk:
            raise UsageError(_("adoption"), _("this is recorded already"), _("there is nothing to do"))
        if is_new:
            record(person, "made adoption", f"adoption {adoption.pk}")
        else:
            changed(person, ADOPT, adoption, adoption.version)
        stage = models.Stage.objects.create(
            adoption=adoption, state=state, decision=decision, note=note.strip()[:LONGEST], by=person
        )
        record(person, "adopted by", f"practice {practice.pk}", adoption=adoption.pk, decision=decision.pk)
    return stage
