"""Deciding: record a decision with what it stands on, review one whose basis changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...evidence import models as ev
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from .. import models
from ..basis import changes, cite, scope_cited, state_of
from .changing import changed, made


def decide(
    person: Person,
    meeting: models.Meeting,
    text: str,
    why: str = "",
    item: models.Item | None = None,
    owner: Person | None = None,
    findings: Sequence[ev.Finding] = (),
) -> models.Decision:
    """Record what a meeting decided, citing findings as they stand now."""
    if not text.strip():
        raise UsageError(_("decision"), _("it says nothing"), _("write what was decided"))
    with transaction.atomic():
        row = models.Decision(
            meeting=meeting, item=item, text=text.strip(), why=why.strip(), owner=owner, scope=scope_cited(findings)
        )
        made(person, "decision.record", row)
        for finding in findings:
            cite(finding, decision=row)
    return row


def review(
    person: Person, decision: models.Decision, version: int, outcome: str, why: str, text: str = ""
) -> models.Review:
    """Say what becomes of a decision whose basis changed; from then on it stands on what is so now."""
    require(person, "decision.review")
    if outcome not in ("kept", "amended", "revoked"):
        raise UsageError(outcome, _("it is no outcome of a review"), _("kept, amended or revoked"))
    if not why.strip():
        raise UsageError(_("review"), _("it needs its reason"), _("say why"))
    if outcome == "amended" and not text.strip():
        raise UsageError(_("review"), _("an amended decision needs its new words"), _("write them"))
    with transaction.atomic():
        citations = list(decision.citations.all())
        told = [{"citation": one.pk, "changes": list(changes(one))} for one in citations]
        state = {"kept": decision.state, "amended": "amended", "revoked": "revoked"}[outcome]
        fields = {"basis": "holds", "state": state} | ({"text": text.strip()} if outcome == "amended" else {})
        changed(person, "decision.review", decision, version, **fields)
        for one in citations:
            one.state = state_of(one.pieces)
            one.save(update_fields=["state"])
        row = models.Review.objects.create(decision=decision, outcome=outcome, why=why.strip(), changes=told, by=person)
        record(person, "reviewed", f"decision {decision.pk}", outcome=outcome, why=why)
    return row


def updated(person: Person, action: models.Action, version: int, state: str, said: str) -> models.Action:
    """Say how far an action is: its owner may, and whoever records actions."""
    if action.owner_id != person.pk:
        require(person, "action.record")
    if state not in ("open", "done", "dropped"):
        raise UsageError(state, _("it is no state of an action"), _("open, done or dropped"))
    changed(person, "action.update", action, version, state=state, said=said.strip())
    return action
