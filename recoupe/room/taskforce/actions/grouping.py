"""Grouping: found a group, change its rhythm and presidency, say who sits in it and who needs to know."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.audit import record
from ...people.models import Person, Service
from ...people.roles import require
from ...work import wanted
from .. import models
from .changing import changed, made
from .preparing import rule

# What meets more than once a day, or may never meet, would keep a page counting for hours.
DAY = r"[-+]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)"
PART = rf";(INTERVAL=[1-9]\d?|(BYDAY|WKST)={DAY}(,{DAY})*|COUNT=[1-9]\d{{0,2}}|UNTIL=\d{{8}}(T\d{{6}}Z?)?)"
OF_MONTHS = r";(BYMONTHDAY|BYMONTH|BYSETPOS)=-?\d{1,2}(,-?\d{1,2})*"
RHYTHM = re.compile(f"(RRULE:)?FREQ=(DAILY({PART})*|(WEEKLY|MONTHLY|YEARLY)({PART}|{OF_MONTHS})*)")
FIELDS = ("name", "kind", "aim", "rhythm", "presidency", "time_zone", "place")


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a group as they may be kept. Raises UsageError for a rhythm, zone or choice that is none."""
    said = {name: str(fields[name]).strip() for name in FIELDS if name in fields}
    if "name" in said and not said["name"]:
        raise UsageError(_("group"), _("it has no name"), _("give it one"))
    for name in ("kind", "presidency"):
        if name in said and said[name] not in dict(models.Group._meta.get_field(name).choices or ()):
            raise UsageError(said[name], _("it is no choice"), _("choose from the list"))
    try:
        ZoneInfo(said.get("time_zone", "UTC"))
    except (KeyError, ValueError, OSError):
        raise UsageError(said["time_zone"], _("it is no time zone"), "Europe/Brussels") from None
    if said.get("rhythm"):
        try:
            if not RHYTHM.fullmatch(said["rhythm"]) or not next(iter(rule(said["rhythm"], datetime(2026, 1, 1))), None):
                raise ValueError
        except (ValueError, LookupError, TypeError, AttributeError):
            raise UsageError(said["rhythm"], _("it is no rhythm of RFC 5545"), "FREQ=WEEKLY;BYDAY=TU") from None
    limits = {name: models.Group._meta.get_field(name).max_length or 4000 for name in said}
    return {name: value[: limits[name]] for name, value in said.items()}


def found_group(person: Person, **fields: Any) -> models.Group:
    """Found a group; whoever does is its first member."""
    require(person, "group.manage")
    said = checked({"name": "", **fields})
    if models.Group.objects.filter(name=said.get("name", "")).exists():
        raise UsageError(said["name"], _("there is a group of this name"), _("give it another"))
    with transaction.atomic():
        row: models.Group = made(person, "group.manage", models.Group(**said))
        admit(person, row, person, False)
    return row


def change_group(person: Person, group: models.Group, version: int, **fields: Any) -> models.Group:
    """Change what a group is."""
    row: models.Group = changed(person, "group.manage", group, version, **checked(fields))
    return row


def seat(
    person: Person,
    group: models.Group,
    name: str,
    service: Service | None,
    country: str,
    since: date | None,
    presides: bool,
) -> models.Seat:
    """Give a service, city or country a seat from a day on."""
    require(person, "group.manage")
    if not name.strip() and service is None:
        raise UsageError(_("seat"), _("nobody is named"), _("name a service, a city or a country"))
    row = models.Seat.objects.create(
        group=group,
        name=(name.strip() or str(service))[:120],
        service=service,
        country=country.upper()[:2],
        since=since,
        presides=presides,
    )
    record(person, "gave a seat in", f"group {group.pk}", seat=row.name, since=since, presides=presides)
    return row


def leave(person: Person, row: models.Seat, until: date) -> None:
    """End a seat; that it was there stays."""
    require(person, "group.manage")
    row.until = until
    row.save(update_fields=["until"])
    record(person, "ended a seat in", f"group {row.group_id}", seat=row.name, until=until)


def preside(person: Person, row: models.Seat, presides: bool) -> None:
    """Let a seat preside, or no longer; where the presidency rotates, those who preside take turns, meeting by meeting."""
    require(person, "group.manage")
    with transaction.atomic():
        models.Seat.objects.filter(pk=row.pk).update(presides=presides)
        record(person, "changed the presidency of", f"group {row.group_id}", seat=row.name, presides=presides)


def admit(person: Person, group: models.Group, who: Person, is_recipient: bool) -> None:
    """Let somebody into what a group knows; `is_recipient`: of what is marked TLP:RED there too."""
    require(person, "group.manage")
    models.Member.objects.update_or_create(group=group, person=who, defaults={"is_recipient": is_recipient})
    record(person, "admitted to", f"group {group.pk}", person=who.pk, is_recipient=is_recipient)
    wanted("settle")


def dismiss(person: Person, row: models.Member) -> None:
    """Take somebody out of what a group knows."""
    require(person, "group.manage")
    record(person, "dismissed from", f"group {row.group_id}", person=row.person_id)
    row.delete()
    wanted("settle")
