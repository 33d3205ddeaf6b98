"""Arranging: edit, postpone or cancel a meeting; who comes to it, who was there; which documents are on its table."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import Clearance, visible
from ...evidence import models as ev
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from .. import models
from .changing import changed, made, removed

ROLES = dict(models.Delegation._meta.get_field("role").choices or ())
LONGEST = 14 * 24 * 60


def edit(person: Person, meeting: models.Meeting, version: int, **fields: Any) -> models.Meeting:
    """Change what a meeting is: title, aim, place, hour, length, time zone, who presides; another hour postpones it."""
    if not str(fields.get("title", meeting.title)).strip():
        raise UsageError(_("meeting"), _("it has no title"), _("give it one"))
    if not 0 < fields.get("minutes_long", 1) <= LONGEST:
        raise UsageError(_("length in minutes"), _("it is no length of a meeting"), "90")
    try:
        ZoneInfo(fields.get("time_zone", "UTC"))
    except (KeyError, ValueError, OSError):
        raise UsageError(fields["time_zone"], _("it is no time zone"), "Europe/Brussels") from None
    row: models.Meeting = changed(person, "meeting.manage", meeting, version, **fields)
    return row


def cancel(person: Person, meeting: models.Meeting, version: int, why: str) -> models.Meeting:
    """Cancel a meeting that is to come, and say why."""
    if meeting.state != "planned":
        raise UsageError(str(meeting), _("it is held already"), _("only what is to come can be cancelled"))
    if not why.strip():
        raise UsageError(_("meeting"), _("to cancel it needs a reason"), _("say why"))
    fields = {"state": "cancelled", "cancelled_because": why.strip()}
    row: models.Meeting = changed(person, "meeting.manage", meeting, version, **fields)
    return row


def change_point(person: Person, item: models.Item, version: int, title: str, note: str) -> models.Item:
    """Change the words of a point of the agenda."""
    if not title.strip():
        raise UsageError(_("point"), _("it has no title"), _("write what it is about"))
    fields = {"title": title.strip()[:300], "note": note.strip()}
    row: models.Item = changed(person, "meeting.manage", item, version, **fields)
    return row


def delegation_fields(name: str, role: str, people: str) -> dict[str, str]:
    """What is kept of a delegation. Raises UsageError where nobody is named or the role is none."""
    if not name.strip():
        raise UsageError(_("delegation"), _("nobody is named"), _("name a service, a city or a country"))
    if role not in ROLES:
        raise UsageError(role or "?", _("it is no choice"), _("choose from the list"))
    return {"name": name.strip()[:120], "role": role, "people": people.strip()[:300]}


def add_delegation(
    person: Person, meeting: models.Meeting, name: str, role: str = "member", people: str = ""
) -> models.Delegation:
    """Somebody comes to a meeting, in a role."""
    row: models.Delegation = made(
        person, "meeting.manage", models.Delegation(meeting=meeting, **delegation_fields(name, role, people))
    )
    return row


def change_delegation(
    person: Person, row: models.Delegation, version: int, name: str, role: str, people: str
) -> models.Delegation:
    """A delegation comes in another role, or with other people."""
    changed(person, "meeting.manage", row, version, **delegation_fields(name, role, people))
    return row


def remove_delegation(person: Person, row: models.Delegation, version: int) -> None:
    """A delegation does not come after all."""
    removed(person, "meeting.manage", row, version)


def note_attendance(person: Person, meeting: models.Meeting, present: Collection[int], absent: Collection[int]) -> None:
    """Who is there, who is not; of the others nobody knows."""
    require(person, "meeting.manage")
    with transaction.atomic():
        for row in meeting.delegations.all():
            was_there = True if row.pk in present else False if row.pk in absent else None
            if was_there is not row.was_there:
                changed(person, "meeting.manage", row, row.version, was_there=was_there)
        record(person, "noted attendance", f"meeting {meeting.pk}", present=sorted(present), absent=sorted(absent))


def attach(person: Person, meeting: models.Meeting, document: str) -> models.Paper:
    """Put a document that one may see oneself on the table; it shows to those alone who may read it."""
    require(person, "meeting.manage")
    row = visible(ev.Document, Clearance.of(person)).filter(pk=document).first()
    if row is None:
        raise UsageError(document[:16] or "?", _("there is no such document"), _("choose from the list"))
    if there := meeting.papers.filter(document=row).first():
        return there
    paper: models.Paper = made(person, "meeting.manage", models.Paper(meeting=meeting, document=row, by=person))
    return paper


def detach(person: Person, paper: models.Paper) -> None:
    """Take a document off the table."""
    require(person, "meeting.manage")
    record(person, "took a paper off", f"meeting {paper.meeting_id}", paper=paper.pk)
    paper.delete()
