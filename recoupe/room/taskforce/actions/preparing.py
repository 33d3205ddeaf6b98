"""Preparing: the next date of a group, who presides then, an agenda of what is new since it last met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import Clearance, visible
from ...evidence import models as ev
from ...people.models import Person
from ...people.roles import require
from .. import models
from ..basis import cite, scope_cited
from .changing import changed, made

MOST_NEW = 8
BEFORE = {"open": ("planned", "held"), "held": ("planned", "open"), "planned": ("cancelled",)}
"""What a meeting can be opened, closed or restored from."""
FIRST = F("since").asc(nulls_first=True)  # who was there from the start; the databases differ on where they put nothing
WORTH = ("contradicted", "fallen", "weakened", "confirmed", "new")


def next_dates(group: models.Group, after: datetime, most: int = 5) -> list[datetime]:
    """When the group can meet next by its rhythm (RFC 5545): the days on which nothing is called yet, the first one first."""
    called = list(group.meetings.exclude(state="cancelled").order_by("begins"))
    if not group.rhythm or not called:
        return []
    zone = ZoneInfo(group.time_zone)
    # A rhythm of every other week counts from the last time that they met, not from what is called for later.
    last = next((one for one in reversed(called) if one.begins <= after), called[0])
    start = last.begins.astimezone(zone).replace(tzinfo=None)  # the clock on the wall stays the same over summer time
    taken = {one.begins.astimezone(zone).date() for one in called}
    found: list[datetime] = []
    for local in rule(group.rhythm, start):
        moment = local.replace(tzinfo=zone)
        if moment > after and local.date() not in taken:
            found.append(moment)
        if len(found) >= most or local.year > start.year + 5:
            break
    return found


def rule(rhythm: str, start: datetime) -> Iterable[datetime]:
    """The dates of a rhythm from a start on, both by the clock on the wall."""
    dates: Iterable[datetime] = rrulestr(rhythm.removeprefix("RRULE:"), dtstart=start, ignoretz=True)
    return dates


def presiding(group: models.Group, before: datetime | None = None) -> str:
    """Who presides next: where it rotates, the seat whose turn it is after the last meeting; otherwise all of them together."""
    seats = list(group.seats.filter(presides=True, until=None).order_by(FIRST, "id").values_list("name", flat=True))
    if group.presidency != "rotating" or len(seats) < 2:
        return ", ".join(seats)[:200]
    held = group.meetings.exclude(state="cancelled").exclude(presides="").order_by("-begins")
    last = (held.filter(begins__lt=before) if before else held).values_list("presides", flat=True).first()
    return str(seats[(seats.index(last) + 1) % len(seats)] if last in seats else seats[0])


def call(person: Person, group: models.Group, **fields: Any) -> models.Meeting:
    """Call a meeting; its delegations are those who sit in the group, and it is presided over by whose turn it is."""
    try:
        fields["begins"] = fields["begins"].astimezone(UTC)  # a database takes no offset of more than 15 hours
    except OverflowError:
        raise UsageError(_("meeting"), _("it is no day"), "2026-12-01T10:00") from None
    with transaction.atomic():
        fields.setdefault("presides", presiding(group, fields["begins"]))
        row: models.Meeting = made(person, "meeting.manage", models.Meeting(group=group, **fields))
        chairs = {name.strip() for name in row.presides.split(",")}
        for seat in group.seats.filter(until=None):
            models.Delegation.objects.create(
                meeting=row, name=seat.name, role="chair" if seat.name in chairs else "member"
            )
    return row


def known_since(meeting: models.Meeting) -> int:
    """The turn of the findings that the group last knew of: when it last met, or was to meet, before this meeting.

    A meeting that nobody closed counts by its own hour; one that is yet to come, or was cancelled, told nobody anything.
    """
    before = models.Meeting.objects.filter(group=meeting.group, begins__lt=meeting.begins).exclude(state="cancelled")
    known = [0]
    for one in before:
        known.append(one.turn)
        end = one.begins + timedelta(minutes=one.minutes_long)
        if not one.turn and end < timezone.now():
            known += (
                ev.Turn.objects.exclude(basis="").filter(at__lte=end).order_by("-id").values_list("pk", flat=True)[:1]
            )
    return max(known)


def agenda_of_news(person: Person, meeting: models.Meeting) -> list[models.Item]:
    """Points of the agenda out of what has changed, of what the group needs to know, since it last met; each cites its finding."""
    require(person, "meeting.manage")
    since = known_since(meeting)
    clearance = Clearance.of(person).within(meeting.group_id)
    there = set(models.Citation.objects.filter(item__meeting=meeting).values_list("key", flat=True))
    items: list[models.Item] = []
    with transaction.atomic():
        position = meeting.items.count()
        for what in WORTH:
            keys = visible(ev.Change, clearance).filter(turn__gt=since, what=what).values("key")
            rows = visible(ev.Finding, clearance).filter(key__in=keys, kind="event").select_related("scope")
            # Of what nobody knows where or when, nothing can be decided.
            for row in rows.exclude(begins=None, place_name="").exclude(key__in=there).order_by("-weight", "id"):
                if len(items) == MOST_NEW:
                    break
                there.add(row.key)
                position += 1
                item = models.Item(
                    meeting=meeting, position=position, title=title_of(row, what), origin=what, scope=scope_cited([row])
                )
                made(person, "meeting.manage", item)
                cite(row, item=item)
                items.append(item)
    return items


def title_of(row: ev.Finding, what: str) -> str:
    """What is new, as the title of a point: what, who, where, when, and what became of it."""
    from ...web.templatetags.room import statement

    became = {
        "contradicted": _("sources differ"),
        "fallen": _("has no source left"),
        "weakened": _("has lost a source"),
        "confirmed": _("is confirmed"),
        "new": _("is new"),
    }
    return str(_("%(what)s: %(news)s") % {"what": f"{statement(row)}{doer(row)}"[:240], "news": became[what]})


def doer(row: ev.Finding) -> str:
    """Who does it or to whom, in brackets, where it is said: the first office, service or country named."""
    named = [part for part in row.body["participants"] if part["role"] != "place" and part.get("identity")]
    order = {role: n for n, role in enumerate(("actor", "speaker", "host", "object", "target"))}
    named.sort(key=lambda part: order.get(part["role"], len(order)))
    return f" ({named[0]['text']})" if named else ""


def hold(person: Person, meeting: models.Meeting, version: int, state: str) -> models.Meeting:
    """Open, close or open again a meeting; the news told at the next one are those since it was first closed."""
    if meeting.version == version and meeting.state not in BEFORE.get(state, ()):
        raise UsageError(str(meeting), _("it cannot become so from what it is"), _("go back and try again"))
    last = ev.Turn.objects.exclude(basis="").order_by("-id").first()
    is_first = state == "held" and not meeting.turn
    fields = {"state": state} | ({"turn": last.pk} if is_first and last else {})
    row: models.Meeting = changed(person, "meeting.manage", meeting, version, **fields)
    return row
