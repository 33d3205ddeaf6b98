"""Groups, meetings, decisions, actions, commitments, and the audit, for programs."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Status

from ...errors import UsageError
from ..access import Clearance, visible
from ..people.models import Entry, Person
from ..people.roles import ACTIONS, may
from ..taskforce import models as tf
from ..taskforce.actions import deciding
from ..taskforce.actions.changing import made
from ..taskforce.actions.preparing import call as call_meeting
from ..taskforce.actions.promising import follow_up
from ..taskforce.basis import seen_changes
from .api import api, gives, one, part
from .door import By
from .evidence import the_finding
from .shapes import (
    ActionChange,
    ActionIn,
    ActionOut,
    CommitmentIn,
    CommitmentOut,
    DecisionIn,
    DecisionOut,
    EntryOut,
    From,
    GroupOut,
    ItemIn,
    ItemOut,
    Listed,
    Me,
    MeetingIn,
    MeetingOut,
    Number,
    ReportIn,
    ReviewIn,
    Some,
)


def told(row: Any, shape: Any) -> dict[str, Any]:
    """A record in its shape: of what it leads to, the number."""
    return {name: getattr(row, f"{name}_id", None) if hasattr(row, f"{name}_id") else getattr(row, name)
            for name in shape.model_fields}  # fmt: skip


def told_decision(row: tf.Decision, clearance: Clearance) -> dict[str, Any]:
    """A decision with what it cites, and what has changed under it."""
    names = "id", "version", "text", "why", "state", "basis"
    cites = [{"finding": c.key, "pieces": c.pieces, "changes": seen_changes(c, clearance)} for c in row.citations.all()]
    said = {name: getattr(row, name) for name in names}
    return said | {"meeting": row.meeting_id, "owner": row.owner_id, "cites": cites}


def member(group: tf.Group, pk: int | None) -> Person | None:
    """A member of a group by their number. Raises UsageError for anybody else."""
    if pk is None:
        return None
    found = Person.objects.filter(memberships__group=group, pk=pk, is_active=True).first()
    if found is None:
        raise UsageError(str(pk), "nobody of this group has that number", "see its members")
    return found


@api.get("/me", auth=By("account.own"), response=gives(Me), tags=["people"])
def me(request: HttpRequest) -> dict[str, Any]:
    """Who the token acts for, and what it may do."""
    asked: Any = request
    person = asked.user
    can = sorted(action for action in ACTIONS if may(person, action))
    groups = sorted(asked.clearance.memberships)
    said = {"id": person.pk, "name": person.name, "service": person.service.short, "role": person.role}
    return said | {"actions": can, "groups": groups}


@api.get("/audit", auth=By("audit.see"), response=gives(Listed[EntryOut]), tags=["people"])
def audit(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """Who saw, changed and exported what, the latest first."""
    return part(Entry.objects.order_by("-number"), lambda row: row, limit, offset)


@api.get("/groups", auth=By("evidence.see"), response=gives(Listed[GroupOut]), tags=["task force"])
def groups(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """The groups that you are in."""
    asked: Any = request
    return part(visible(tf.Group, asked.clearance), lambda row: row, limit, offset)


@api.get("/meetings", auth=By("evidence.see"), response=gives(Listed[MeetingOut]), tags=["task force"])
def meetings(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """The meetings of your groups, by date."""
    asked: Any = request
    return part(visible(tf.Meeting, asked.clearance), lambda row: told(row, MeetingOut), limit, offset)


@api.post("/groups/{int:id}/meetings", auth=By("meeting.manage"), response=gives(MeetingOut, 201), tags=["task force"])
def call(request: HttpRequest, id: Number, said: MeetingIn) -> Any:
    """Call a meeting; the delegations are those who sit in the group."""
    asked: Any = request
    group = one(request, tf.Group, pk=id)
    begins = said.begins if said.begins.tzinfo else said.begins.replace(tzinfo=ZoneInfo(group.time_zone))
    fields = {"title": said.title, "place": said.place or group.place, "aim": said.aim, "time_zone": group.time_zone}
    return Status(201, told(call_meeting(asked.user, group, begins=begins, **fields), MeetingOut))


@api.get("/meetings/{int:id}/items", auth=By("evidence.see"), response=gives(Listed[ItemOut]), tags=["task force"])
def items(request: HttpRequest, id: Number, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """The agenda of a meeting."""
    asked: Any = request
    rows = visible(tf.Item, asked.clearance).filter(meeting=one(request, tf.Meeting, pk=id))
    return part(rows, lambda row: row, limit, offset)


@api.post("/meetings/{int:id}/items", auth=By("meeting.manage"), response=gives(ItemOut, 201), tags=["task force"])
def add_item(request: HttpRequest, id: Number, said: ItemIn) -> Any:
    """Add a point to the agenda."""
    asked: Any = request
    meeting = one(request, tf.Meeting, pk=id)
    row = tf.Item(meeting=meeting, title=said.title, note=said.note, position=meeting.items.count() + 1)
    return Status(201, made(asked.user, "meeting.manage", row))


@api.get("/decisions", auth=By("evidence.see"), response=gives(Listed[DecisionOut]), tags=["task force"])
def decisions(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """What was decided, the latest first."""
    asked: Any = request
    rows = visible(tf.Decision, asked.clearance).prefetch_related("citations").order_by("-made", "-id")
    return part(rows, lambda row: told_decision(row, asked.clearance), limit, offset)


@api.get("/decisions/{int:id}", auth=By("evidence.see"), response=gives(DecisionOut), tags=["task force"])
def decision(request: HttpRequest, id: Number) -> dict[str, Any]:
    """A decision down to the pieces of evidence that it cites."""
    asked: Any = request
    return told_decision(one(request, tf.Decision, pk=id), asked.clearance)


@api.post(
    "/meetings/{int:id}/decisions", auth=By("decision.record"), response=gives(DecisionOut, 201), tags=["task force"]
)
def decide(request: HttpRequest, id: Number, said: DecisionIn) -> Any:
    """Record what a meeting decided, citing findings as they stand now."""
    asked: Any = request
    meeting = one(request, tf.Meeting, pk=id)
    item = one(request, tf.Item, pk=said.item, meeting=meeting) if said.item else None
    found = [the_finding(request, key) for key in dict.fromkeys(said.cites)]
    owner = member(meeting.group, said.owner)
    row = deciding.decide(asked.user, meeting, said.text, said.why, item, owner, found)
    return Status(201, told_decision(row, asked.clearance))


@api.post("/decisions/{int:id}/reviews", auth=By("decision.review"), response=gives(DecisionOut), tags=["task force"])
def review(request: HttpRequest, id: Number, said: ReviewIn) -> dict[str, Any]:
    """Say what becomes of a decision whose basis changed."""
    asked: Any = request
    row = one(request, tf.Decision, pk=id)
    deciding.review(asked.user, row, said.version, said.outcome, said.why, said.text)
    return told_decision(one(request, tf.Decision, pk=id), asked.clearance)


@api.get("/actions", auth=By("evidence.see"), response=gives(Listed[ActionOut]), tags=["task force"])
def actions(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """What somebody is to do, the soonest due first."""
    asked: Any = request
    return part(visible(tf.Action, asked.clearance), lambda row: told(row, ActionOut), limit, offset)


@api.post("/decisions/{int:id}/actions", auth=By("action.record"), response=gives(ActionOut, 201), tags=["task force"])
def add_action(request: HttpRequest, id: Number, said: ActionIn) -> Any:
    """Record what somebody is to do."""
    asked: Any = request
    row = one(request, tf.Decision, pk=id)
    owner = member(row.meeting.group, said.owner)
    action = tf.Action(decision=row, text=said.text, owner=owner, due=said.due)
    return Status(201, told(made(asked.user, "action.record", action), ActionOut))


@api.patch("/actions/{int:id}", auth=By("action.update"), response=gives(ActionOut), tags=["task force"])
def update_action(request: HttpRequest, id: Number, said: ActionChange) -> dict[str, Any]:
    """Say how far an action is: its owner may, and the secretary."""
    asked: Any = request
    row = deciding.updated(asked.user, one(request, tf.Action, pk=id), said.version, said.state, said.said)
    return told(row, ActionOut)


@api.get("/commitments", auth=By("evidence.see"), response=gives(Listed[CommitmentOut]), tags=["task force"])
def commitments(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """What was promised, the soonest due first."""
    asked: Any = request
    return part(visible(tf.Commitment, asked.clearance), lambda row: told(row, CommitmentOut), limit, offset)


@api.post(
    "/meetings/{int:id}/commitments",
    auth=By("commitment.record"),
    response=gives(CommitmentOut, 201),
    tags=["task force"],
)
def commit(request: HttpRequest, id: Number, said: CommitmentIn) -> Any:
    """Record what a country or service promised at a meeting."""
    asked: Any = request
    meeting = one(request, tf.Meeting, pk=id)
    row = tf.Commitment(group=meeting.group, meeting=meeting, by=said.by, text=said.text, due=said.due)
    return Status(201, told(made(asked.user, "commitment.record", row), CommitmentOut))


@api.post(
    "/commitments/{int:id}/reports", auth=By("commitment.record"), response=gives(CommitmentOut), tags=["task force"]
)
def report(request: HttpRequest, id: Number, said: ReportIn) -> dict[str, Any]:
    """Say how a commitment stands."""
    asked: Any = request
    row = one(request, tf.Commitment, pk=id)
    meeting = one(request, tf.Meeting, pk=said.meeting, group=row.group) if said.meeting else None
    follow_up(asked.user, row, said.version, said.state, said.said, meeting)
    return told(row, CommitmentOut)
