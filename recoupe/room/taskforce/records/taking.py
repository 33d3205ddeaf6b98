"""Taking: records out of a file into this room. What is here already is left as it is, so that twice is as good as once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from django.db import transaction

from ....errors import UsageError
from ....model import Marking, Tlp
from ...access import Clearance, label_of, scope_of, visible
from ...evidence import models as ev
from ...people.audit import record
from ...people.models import Person, Service
from ...people.roles import require
from ...web.templatetags.room import statement
from .. import models
from ..actions.changing import made
from ..actions.grouping import admit, found_group
from ..basis import state_of
from . import shapes
from .known import Known

ACTION = {
    "seat": "group.manage",
    "meeting": "meeting.manage",
    "delegation": "meeting.manage",
    "item": "meeting.manage",
    "decision": "decision.record",
    "action": "action.record",
    "review": "decision.review",
    "commitment": "commitment.record",
    "report": "commitment.record",
}
PSEUDONYM = re.compile(r"\bP-\d{2,}\b")


def taken(person: Person, records: shapes.Records, **detail: Any) -> Counter[str]:
    """Add what is not here yet; how many of each kind were added. All or nothing.

    Raises UsageError where people are named who have no account here, or a group is here that the person is not in.
    """
    for action in ("group.manage", *ACTION.values()):
        require(person, action)
    with transaction.atomic():
        taker = Taker(person, people_of(records))
        groups = [taker.group(group) for group in records.groups]  # all of them first: what is filed names groups
        for row, group in zip(groups, records.groups, strict=True):
            taker.meetings(row, group)
        record(person, "imported records", "room", added=dict(taker.added), made=records.made, **detail)
    return taker.added


def people_of(records: shapes.Records) -> dict[str, Person]:
    """Those whom the records name, by address. Raises UsageError where somebody has no account here."""
    wanted = set()
    for group in records.groups:
        wanted |= {member.email for member in group.members}
        for decision in (decision for meeting in group.meetings for decision in meeting.decisions):
            wanted |= {decision.owner} if decision.owner else set()
            wanted |= {action.owner for action in decision.actions} | {review.by for review in decision.reviews}
    here = {person.email: person for person in Person.objects.filter(email__in=wanted)}
    if lacking := sorted(wanted - set(here)):
        raise UsageError(", ".join(lacking), "they have no account here", "`recoupe account EMAIL` makes one")
    return here


class Taker:
    """Puts records under their parents, in the name of one person."""

    def __init__(self, person: Person, people: dict[str, Person]) -> None:
        self._person, self._people = person, people
        self._services = {service.short: service for service in Service.objects.all()}
        self.added: Counter[str] = Counter()

    def _kept(self, known: Known, row: Any, **as_it_was: Any) -> tuple[Any, bool]:
        """The record that is here and says the same, else this one, kept; and whether it is new."""
        if there := known.take(row):
            return there, False
        kind = type(row).__name__.lower()
        made(self._person, ACTION[kind], row)
        if as_it_was:  # what the database sets by its own clock
            type(row).objects.filter(pk=row.pk).update(**as_it_was)
        self.added[kind] += 1
        return row, True

    def group(self, said: shapes.Group) -> models.Group:
        """A group with those who sit in it and those who need to know."""
        row = visible(models.Group, Clearance.of(self._person)).filter(name=said.name).first()
        is_new = row is None
        if row is None:
            if models.Group.objects.filter(name=said.name).exists():
                raise UsageError(said.name, "there is a group of this name that they are not in", "ask to be admitted")
            row = found_group(self._person, **of(said, "seats", "members", "meetings"))
            self.added["group"] += 1
        seats = Known(row.seats)
        for seat in said.seats:
            service = self._services.get(seat.service or "")
            self._kept(seats, models.Seat(group=row, service=service, **of(seat, "service")))
        here = set() if is_new else set(row.members.values_list("person", flat=True))
        for member in said.members:
            who = self._people[member.email]
            if who.pk not in here:
                admit(self._person, row, who, member.is_recipient)
                self.added["member"] += 1
        return row

    def meetings(self, row: models.Group, said: shapes.Group) -> None:
        """The meetings of a group."""
        known = Known(row.meetings)
        for meeting in said.meetings:
            self.meeting(row, known, meeting)

    def meeting(self, group: models.Group, known: Known, said: shapes.Meeting) -> None:
        """A meeting with all that was prepared, decided and promised there."""
        below = "delegations", "items", "decisions", "commitments"
        new = models.Meeting(group=group, **of(said, *below) | {"begins": said.begins.astimezone(UTC)})
        row, _ = self._kept(known, new)
        delegations, items, commitments = Known(row.delegations), Known(row.items), Known(row.commitments)
        for delegation in said.delegations:
            self._kept(delegations, models.Delegation(meeting=row, **of(delegation)))
        points: dict[str, models.Item] = {}
        for item in said.items:
            scope = scope_here(item, group)
            point, is_new = self._kept(items, models.Item(meeting=row, scope=scope, **of(item, "labels", "cites")))
            points[item.title] = point
            if is_new:
                self._cite(item.cites, item=point)
        decisions = Known(row.decisions)
        for decision in said.decisions:
            self.decision(row, points, decisions, decision)
        for commitment in said.commitments:
            promise = models.Commitment(group=group, meeting=row, **of(commitment, "reports"))
            promise, _ = self._kept(commitments, promise)
            reports = Known(promise.reports)
            for report in commitment.reports:
                at = report.at.astimezone(UTC)
                self._kept(reports, models.Report(commitment=promise, **of(report) | {"at": at}), at=at)

    def decision(self, meeting: models.Meeting, points: Any, known: Known, said: shapes.Decision) -> None:
        """A decision with what it stands on and what came of it."""
        at = said.made.astimezone(UTC)
        fields = of(said, "made", "item", "owner", "labels", "cites", "actions", "reviews")
        row = models.Decision(
            meeting=meeting,
            made=at,
            item=points.get(said.item),
            owner=self._people.get(said.owner or ""),
            scope=scope_here(said, meeting.group),
            **fields,
        )
        row, is_new = self._kept(known, row, made=at)
        if is_new:
            self._cite(said.cites, decision=row)
        actions, reviews = Known(row.actions), Known(row.reviews)
        for action in said.actions:
            owner = self._people[action.owner]
            self._kept(actions, models.Action(decision=row, owner=owner, **of(action, "owner")))
        for review in said.reviews:
            when, by = review.at.astimezone(UTC), self._people[review.by]
            self._kept(reviews, models.Review(decision=row, by=by, at=when, **of(review, "by", "at")), at=when)

    def _cite(self, cites: Iterable[shapes.Citation], **on: Any) -> None:
        """Let a record stand on the same pieces of evidence here, which may be in this room or come later."""
        for one in cites:
            models.Citation.objects.create(
                key=one.finding, pieces=one.pieces, body=readable(one), state=state_of(one.pieces), **on
            )


def of(said: shapes.Shape, *without: str) -> dict[str, Any]:
    """The fields of a shape that a record has under the same name."""
    return said.model_dump(exclude=set(without))


def scope_here(said: Any, group: models.Group) -> ev.Scope | None:
    """The scope of a record here: as it was marked there; what was filed for groups is for those of that name, and for this one."""
    labels = []
    for label in said.labels:
        marking = Marking(Tlp(label.tlp), label.originator, tuple(label.releasable_to), label.is_default)
        named = models.Group.objects.filter(name__in=label.groups).values_list("pk", flat=True)
        labels.append(label_of(marking, [group.pk, *named] if label.groups else ()).pk)
    return scope_of(labels) if labels else None


def readable(one: shapes.Citation) -> dict[str, Any]:
    """A finding as it was cited, without the numbers of private persons: P-07 is somebody else here.

    Raises UsageError where it is no finding.
    """
    body: dict[str, Any] = unnumbered(one.said)
    try:
        statement(body)
        f"{body['grade']['reliability']}{body['grade']['credibility']}"
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UsageError(one.finding, "what it says is no finding", "take another copy of the file") from error
    return body


def unnumbered(value: Any) -> Any:
    """Plain JSON in which private persons have no number."""
    if isinstance(value, str):
        return PSEUDONYM.sub("P-…", value)
    if isinstance(value, list):
        return [unnumbered(one) for one in value]
    return {name: unnumbered(one) for name, one in value.items()} if isinstance(value, dict) else value
