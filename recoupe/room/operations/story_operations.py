"""Story of the operations: followed from a finding, step by step, with who says how many, each on what the engine found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ..access import Clearance, visible
from ..evidence import models as ev
from ..people.models import Person
from ..taskforce import models as tf
from .actions.following import counted, stepped
from .actions.opening import change, follow
from .models import Operation


def tell(said: dict[str, Any], people: dict[str, Person]) -> None:
    """Follow each operation that the file tells of."""
    for one in said.get("operations", ()):
        followed(one, people)


def followed(one: dict[str, Any], people: dict[str, Person]) -> Operation:
    """An operation out of the finding that announced it, with its steps and numbers."""
    person = people[one["by"]]
    clearance = Clearance.of(person)
    group = tf.Group.objects.get(name=one["group"])
    row = follow(person, cited(one["follows"], clearance), group)
    names = "title", "kind", "about", "services", "country", "place", "note", "begins", "ends", "countries"
    fields = {name: one.get(name, getattr(row, name)) for name in names}
    change(person, row, row.version, **fields | discussed(one, group))
    for step in one.get("steps", ()):
        begins, ends = (a_day(step.get(name)) for name in ("begins", "ends"))
        told = {name: step.get(name, "") for name in ("kind", "country", "authority", "said", "speaker")}
        stepped(person, row, findings(step, clearance), begins=begins, ends=ends, **told)
    for number in one.get("counts", ()):
        told = {name: number.get(name) for name in ("outcome", "low", "high", "speaker")}
        counted(person, row, findings(number, clearance), day=a_day(number.get("day")), **told)
    if "days" in one:
        made = timezone.now() + timedelta(days=one["days"])
        for rows in (Operation.objects.filter(pk=row.pk), row.steps.all(), row.counts.all()):
            rows.update(made=made)
    return row


def discussed(one: dict[str, Any], group: tf.Group) -> dict[str, Any]:
    """The meeting and the decision at which the task force spoke of it."""
    found: dict[str, Any] = {"meeting": None, "decision": None, "commitment": None}
    if "meeting" in one:
        found["meeting"] = list(group.meetings.all())[one["meeting"]]
    if "decision" in one:
        found["decision"] = tf.Decision.objects.filter(meeting__group=group, text__contains=one["decision"]).first()
    return found


def findings(said: dict[str, Any], clearance: Clearance) -> list[ev.Finding]:
    """What a step or a number cites."""
    return [cited(one, clearance) for one in said.get("cites", ())]


def cited(said: dict[str, str], clearance: Clearance) -> ev.Finding:
    """The weightiest finding that is meant: an event by type, place and day, or a figure by what is counted and in which text."""
    rows = visible(ev.Finding, clearance).select_related("scope").order_by("-weight", "id")
    if "counted" in said:
        rows = rows.filter(kind="figure", stands_on__document__name__startswith=said["text"])
        return next(row for row in rows if row.body["population"] == said["counted"])
    rows = rows.filter(kind="event", type=said["type"], place_name=said["place"])
    return rows.filter(begins=said["day"]).first() if "day" in said else rows.first()


def a_day(text: str | None) -> date | None:
    """A day as the file writes it."""
    return date.fromisoformat(text) if text else None
