"""Story: an example room, ready to walk through: out of `examples/`, made by the same actions that people use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils import timezone

from ..errors import UsageError
from ..model import Marking, Tlp
from ..reading.files import files_under
from .access import Clearance, label_of, visible
from .evidence import models as ev
from .evidence.actions.ruling import withdraw
from .operations.story import tell as of_operations
from .people.models import Person, Service
from .practices.story import tell as of_practices
from .programme.story import tell as of_programme
from .taskforce import models as tf
from .taskforce.actions.arranging import attach
from .taskforce.actions.briefing import freeze_brief
from .taskforce.actions.changing import made
from .taskforce.actions.deciding import decide
from .taskforce.actions.preparing import agenda_of_news, call
from .taskforce.actions.promising import follow_up, promise
from .work import wanted, work

FOLLOWED = {"operations": of_operations, "practices": of_practices, "programme": of_programme}
"""The parts of the story that follow through: each a file of examples/, with how it is told."""
OLDEST = 100
ROUND = timedelta(days=70)  # within so many days of any, a group meets


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
    analyst, secretary = people["analyste@room.example"], people["secretaire@room.example"]
    more = {name: tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in FOLLOWED}
    written = [*said["documents"], *(one for part in more.values() for one in part.get("documents", ()))]
    filed = [*(rule for part in more.values() for rule in part.get("filed", ())), *said["filed"]]
    hand_in(files_of(folder / "pile", written), filed, groups, analyst)
    work(once=True)
    # They came in before the first meeting that is told of; a brief holds what had come in when it was frozen.
    ev.Document.objects.update(received=timezone.now() - timedelta(days=OLDEST))
    meetings = {
        (name, n): row for name, made_there in groups.items() for n, row in enumerate(made_there.meetings.all())
    }
    last = ev.Turn.objects.latest("id").pk
    for one in said["briefs"]:
        frozen(secretary, meetings[one["group"], one["meeting"]])
    for one in said["decisions"]:
        decided(one, meetings[one["group"], one["meeting"]], people)
    for one in said["commitments"]:
        promised(secretary, one, meetings)
    for one in said["papers"]:
        document = ev.Document.objects.filter(name__startswith=one["begins"]).first()
        attach(secretary, meetings[one["group"], one["meeting"]], document.pk)
    tf.Meeting.objects.filter(state="held").update(turn=last)
    Person.objects.update(visited=last)
    for one in said["withdrawn"]:
        row = ev.Document.objects.filter(name__startswith=one["begins"]).first()
        withdraw(analyst, row.pk, one["why"])
    work(once=True)
    for name, tell_more in FOLLOWED.items():
        tell_more(more[name], people)
    for meeting in tf.Meeting.objects.filter(state="planned"):
        agenda_of_news(secretary, meeting)


def in_days(days: int) -> Any:
    """A day counted from today."""
    return timezone.localdate() + timedelta(days=days)


def group(one: dict[str, Any], services: dict[str, Service], people: dict[str, Person]) -> tf.Group:
    """A group with who sits in it and its meetings, each with a delegation of every seat, and guests."""
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
        day = datetime.combine(in_days(meeting["days"]), time(one["hour"]), ZoneInfo(row.time_zone))
        begins = by_rhythm(day, row, meeting["state"] == "held")
        secretary, fields = people["secretaire@room.example"], {"title": row.name, "place": row.place, "aim": row.aim}
        held = call(secretary, row, begins=begins, state=meeting["state"], **fields)
        for name, role in one.get("roles", {}).items():
            held.delegations.filter(name=name, role="member").update(role=role)
        for guest in one.get("guests", ()):
            tf.Delegation.objects.create(meeting=held, **guest)
        if meeting["state"] == "held":
            held.delegations.update(was_there=True)
            held.delegations.filter(role="observer").update(was_there=False)
    return row


def by_rhythm(begins: datetime, row: tf.Group, is_past: bool) -> datetime:
    """The day on which a group meets by its rhythm: the last until a day that is past, else the first from it on."""
    near = begins - ROUND
    rule = rrulestr(row.rhythm.replace("INTERVAL=2;", ""), dtstart=near.replace(tzinfo=None))
    day = (rule.before if is_past else rule.after)(begins.replace(tzinfo=None), inc=True)
    return day.replace(tzinfo=begins.tzinfo)


def files_of(pile: Path, written: list[dict[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Name and content of what is handed in: the files of the pile, and what is written in the story itself."""
    for file in files_under([pile], lambda error: None):
        yield Path(file).name, Path(file).read_bytes()
    for one in written:
        yield one["name"], one["text"].strip().encode()


def hand_in(
    files: Iterable[tuple[str, bytes]], filed: list[dict[str, Any]], groups: dict[str, tf.Group], by: Person
) -> None:
    """Hand files in, each marked and filed as its name says."""
    for name, data in files:
        rule = next(rule for rule in filed if name.startswith(rule["begins"]))
        marking = Marking(
            Tlp(rule["tlp"]), rule.get("originator", ""), tuple(rule.get("releasable_to", ())), is_default=False
        )
        label = label_of(marking, [groups[where].pk for where in rule.get("groups", ())])
        row = ev.Upload.objects.create(name=name, data=data, size=len(data), label=label, by=by.pk)
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
    tf.Decision.objects.filter(pk=row.pk).update(made=meeting.begins + timedelta(minutes=40))


def frozen(secretary: Person, meeting: tf.Meeting) -> None:
    """The brief that lay on the table of a meeting, as it stood that day."""
    row = freeze_brief(secretary, meeting)
    tf.Brief.objects.filter(pk=row.pk).update(at=meeting.begins - timedelta(hours=2))


def promised(secretary: Person, one: dict[str, Any], meetings: dict[tuple[str, int], tf.Meeting]) -> None:
    """A commitment, and how it stood at the meetings after."""
    row = promise(secretary, meetings[one["group"], one["meeting"]], one["by"], one["text"], in_days(one["days"]))
    for said in one.get("reports", ()):
        at = meetings[one["group"], said["meeting"]]
        report = follow_up(secretary, row, row.version, said["state"], said["said"], at)
        tf.Report.objects.filter(pk=report.pk).update(at=at.begins + timedelta(minutes=30))
