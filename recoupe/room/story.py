"""Story: an example room, ready to walk through: read from `examples/story.toml`, made by the same actions that people use."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from ..errors import UsageError
from ..model import Marking, Tlp
from ..reading.files import files_under
from .access import Clearance, label_of, visible
from .evidence import models as ev
from .evidence.actions.ruling import withdraw
from .people.models import Person, Service
from .taskforce import models as tf
from .taskforce.actions.changing import made
from .taskforce.actions.deciding import decide
from .taskforce.actions.preparing import agenda_of_news
from .work import wanted, work


def tell(folder: Path) -> None:
    """Make the example room of a folder: people, groups, documents of its pile, decisions, a source withdrawn."""
    path = folder / "story.toml"
    if not path.is_file():
        raise UsageError(str(folder), "there is no story.toml in it", "name the folder `examples` of recoupe")
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    services = {one["short"]: Service.objects.create(**one) for one in said["services"]}
    people = {}
    for one in said["people"]:
        fields = one | {"service": services[one["service"]], "language": ""}
        people[one["email"]] = Person.objects.create_user(fields.pop("email"), said["password"], **fields)
    groups = {one["name"]: group(one, services, people) for one in said["groups"]}
    hand_in(folder / "pile", said["filed"], groups, people["analyste@room.example"])
    work(once=True)
    meetings = {
        (name, n): row for name, made_there in groups.items() for n, row in enumerate(made_there.meetings.all())
    }
    last = ev.Turn.objects.latest("id").pk
    for one in said["decisions"]:
        decided(one, meetings[one["group"], one["meeting"]], people)
    for one in said["commitments"]:
        meeting = meetings[one["group"], one["meeting"]]
        row = tf.Commitment(
            group=meeting.group, meeting=meeting, by=one["by"], text=one["text"], due=in_days(one["days"])
        )
        made(people["secretaire@room.example"], "commitment.record", row)
    tf.Meeting.objects.filter(state="held").update(turn=last)
    Person.objects.update(visited=last)
    for one in said["withdrawn"]:
        row = ev.Document.objects.filter(name__startswith=one["begins"]).first()
        withdraw(people["analyste@room.example"], row.pk, one["why"])
    work(once=True)
    for meeting in tf.Meeting.objects.filter(state="planned"):
        agenda_of_news(people["secretaire@room.example"], meeting)


def in_days(days: int) -> Any:
    """A day counted from today."""
    return timezone.localdate() + timedelta(days=days)


def group(one: dict[str, Any], services: dict[str, Service], people: dict[str, Person]) -> tf.Group:
    """A group with who sits in it and its meetings, each with a delegation of every seat."""
    names = ("name", "kind", "aim", "rhythm", "presidency", "place")
    row = made(people["secretaire@room.example"], "group.manage", tf.Group(**{name: one[name] for name in names}))
    for seat in one["seats"]:
        tf.Seat.objects.create(
            group=row,
            name=seat["name"],
            service=services.get(seat.get("service", "")),
            country=seat.get("country", ""),
            presides=seat.get("presides", False),
            since=in_days(seat["joined"]) if "joined" in seat else None,
        )
    for email in one["members"]:
        tf.Member.objects.create(group=row, person=people[email], is_recipient=email in one["recipients"])
    for meeting in one["meetings"]:
        begins = datetime.combine(in_days(meeting["days"]), time(one["hour"]), ZoneInfo(row.time_zone))
        begins += timedelta(days=(1 - begins.weekday()) % 7 if "WEEKLY" in row.rhythm else 0)
        held = tf.Meeting.objects.create(
            group=row, title=row.name, place=row.place, begins=begins, state=meeting["state"], aim=row.aim
        )
        for seat in row.seats.all():
            was_there = True if meeting["state"] == "held" else None
            role = "chair" if seat.presides else "member"
            tf.Delegation.objects.create(meeting=held, name=seat.name, role=role, was_there=was_there)
    return row


def hand_in(pile: Path, filed: list[dict[str, Any]], groups: dict[str, tf.Group], by: Person) -> None:
    """Hand the files of a pile in, each marked and filed as its name says."""
    for file in files_under([pile], lambda error: None):
        rule = next(rule for rule in filed if Path(file).name.startswith(rule["begins"]))
        marking = Marking(
            Tlp(rule["tlp"]), rule.get("originator", ""), tuple(rule.get("releasable_to", ())), is_default=False
        )
        label = label_of(marking, [groups[name].pk for name in rule.get("groups", ())])
        data = Path(file).read_bytes()
        row = ev.Upload.objects.create(name=Path(file).name, data=data, size=len(data), label=label, by=by.pk)
        wanted("read", upload=row.pk)


def decided(one: dict[str, Any], meeting: tf.Meeting, people: dict[str, Person]) -> None:
    """A decision with its point, what it cites and its actions."""
    secretary = people["secretaire@room.example"]
    item = made(
        secretary, "meeting.manage", tf.Item(meeting=meeting, title=one["point"], position=meeting.items.count() + 1)
    )
    seen = visible(ev.Finding, Clearance.of(secretary)).select_related("scope")
    findings = [
        seen.filter(kind="event", type=cite["type"], place_name=cite["place"]).order_by("-weight", "id").first()
        for cite in one["cites"]
    ]
    row = decide(secretary, meeting, one["text"], one["why"], item, people[one["owner"]], [f for f in findings if f])
    for action in one["actions"]:
        made(
            secretary,
            "action.record",
            tf.Action(decision=row, text=action["text"], owner=people[action["owner"]], due=in_days(action["days"])),
        )
