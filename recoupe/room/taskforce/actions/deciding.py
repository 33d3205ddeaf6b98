"""Deciding: record a decision with what it stands on, review one whose basis changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...evidence import models as ev
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from .. import models
from ..basis import changes, cite, scope_cited, state_of
from .changing import changed, made, undone


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


def taken_out(person: Person, decision: models.Decision, version: int, why: str) -> models.Decision:
    """Take out a decision that was recorded by mistake: it is revoked, its open actions are dropped, nothing is lost."""
    require(person, "decision.record")
    if not why.strip():
        raise UsageError(_("decision"), _("to take it out needs a reason"), _("say why"))
    with transaction.atomic():
        changed(person, "decision.record", decision, version, state="revoked", basis="holds")
        for action in decision.actions.filter(state="open"):
            changed(person, "action.record", action, action.version, state="dropped")
        models.Review.objects.create(decision=decision, outcome="revoked", why=why.strip(), by=person)
        record(person, "took out", f"decision {decision.pk}", why=why)
    return decision


def put_back(person: Person, decision: models.Decision, version: int, to: int | None = None) -> models.Decision:
    """Put a decision back as it was: its words, what had been seen of its basis, and the actions that fell with it."""
    require(person, "decision.record")
    with transaction.atomic():
        past = models.Revision.objects.filter(kind="decision", record=decision.pk)
        last = (past if to is None else past.filter(version=to)).first()
        undone(person, "decision.record", decision, version, to)
        for action in decision.actions.filter(state="dropped") if last and decision.state != "revoked" else ():
            before = models.Revision.objects.filter(kind="action", record=action.pk).first()
            if before and before.pk > last.pk and before.body["state"] == "open":
                changed(person, "action.record", action, action.version, state="open")
        is_changed = decision.state != "revoked" and any(any(changes(one)) for one in decision.citations.all())
        decision.basis = "changed" if is_changed else "holds"
        decision.save(update_fields=["basis"])
    return decision


def act(person: Person, decision: models.Decision, text: str, owner: Person | None, due: date | None) -> models.Action:
    """Give somebody something to do out of a decision, when it is made or later."""
    if not text.strip():
        raise UsageError(_("action"), _("it says nothing"), _("write what is to be done"))
    row = models.Action(decision=decision, text=text.strip()[:500], owner=owner or person, due=due)
    made(person, "action.record", row)
    return row


def updated(person: Person, action: models.Action, version: int, state: str, said: str) -> models.Action:
    """Say how far an action is, or that it is open again: its owner may, and whoever records actions."""
    if action.owner_id != person.pk:
        require(person, "action.record")
    if state not in ("open", "done", "dropped"):
        raise UsageError(state, _("it is no state of an action"), _("open, done or dropped"))
    changed(person, "action.update", action, version, state=state, said=said.strip())
    return action
