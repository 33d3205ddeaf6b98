"""Preparing: the next date of a group, an agenda of what is new, the brief as it stands."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from datetime import datetime

from dateutil.rrule import rrulestr
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from ....briefing import brief, write
from ....crosscheck import crosscheck
from ....errors import RecoupeError
from ....languages import available
from ...access import Clearance, visible
from ...evidence import models as ev
from ...evidence.store import WorkspaceStore
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from .. import models
from ..basis import cite, scope_cited
from .changing import made

MOST_NEW = 8
WORTH = ("contradicted", "fallen", "weakened", "confirmed", "new")


def next_dates(group: models.Group, after: datetime, most: int = 5) -> list[datetime]:
    """When the group meets next by its rhythm (RFC 5545), from its last meeting on."""
    last = group.meetings.order_by("-begins").first()
    if not group.rhythm or last is None:
        return []
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(group.time_zone)
    start = last.begins.astimezone(zone).replace(tzinfo=None)  # the clock on the wall stays the same over summer time
    found: list[datetime] = []
    for local in rule(group.rhythm, start):
        moment = local.replace(tzinfo=zone)
        if moment > max(after, last.begins):
            found.append(moment)
        if len(found) >= most or local.year > start.year + 5:
            break
    return found


def rule(rhythm: str, start: datetime) -> Iterable[datetime]:
    """The dates of a rhythm from a start on, both by the clock on the wall."""
    dates: Iterable[datetime] = rrulestr(rhythm.removeprefix("RRULE:"), dtstart=start, ignoretz=True)
    return dates


def agenda_of_news(person: Person, meeting: models.Meeting) -> list[models.Item]:
    """Points of the agenda out of what has changed since the group's last meeting; each cites its finding."""
    require(person, "meeting.manage")
    before = models.Meeting.objects.filter(group=meeting.group, begins__lt=meeting.begins).order_by("-begins").first()
    since = before.turn if before else 0
    clearance = Clearance.of(person)
    there = {key for item in meeting.items.all() for key in item.citations.values_list("key", flat=True)}
    items: list[models.Item] = []
    with transaction.atomic():
        position = meeting.items.count()
        for what in WORTH:
            keys = visible(ev.Change, clearance).filter(turn__gt=since, what=what).values("key")
            rows = visible(ev.Finding, clearance).filter(key__in=keys, kind="event").select_related("scope")
            rows = rows.exclude(
                begins=None, place_name=""
            )  # of what nobody knows where or when, nothing can be decided
            for row in rows.order_by("-weight", "id")[: MOST_NEW - len(items)]:
                if row.key in there:
                    continue
                there.add(row.key)
                position += 1
                item = models.Item(
                    meeting=meeting, position=position, title=title_of(row), origin=what, scope=scope_cited([row])
                )
                made(person, "meeting.manage", item)
                cite(row, item=item)
                items.append(item)
    return items


def title_of(row: ev.Finding) -> str:
    """A finding as the title of a point."""
    from ...web.templatetags.room import statement

    return str(statement(row))[:300]


def freeze_brief(person: Person, meeting: models.Meeting) -> models.Brief:
    """The brief of what this person may see of the pile, as it stands now, kept with its hash and the strictest marking."""
    require(person, "meeting.manage")
    clearance = Clearance.of(person)
    ids = list(visible(ev.Document, clearance).order_by("published_earliest", "id").values_list("id", flat=True))
    if not ids:
        raise RecoupeError(str(meeting), "there is no document to brief", "hand some in first")
    store = WorkspaceStore("default")
    pairs = list(store.pairs(ids))
    language = (get_language() or "fr").split("-")[0]
    language = language if language in available() else "en"
    last = (
        models.Meeting.objects.filter(group=meeting.group, begins__lt=timezone.now(), state="held")
        .order_by("-begins")
        .first()
    )
    told = brief(
        pairs,
        crosscheck((evidence for _, evidence in pairs), store.rulings()),
        language=language,
        new_since=last.begins.date() if last else None,
    )
    out = io.BytesIO()
    write(told, out, "html")
    from ...access import scope_of

    with transaction.atomic():
        labels = set(ev.Document.objects.filter(pk__in=ids).values_list("label", flat=True))
        row = models.Brief.objects.create(
            meeting=meeting,
            language=language,
            html=out.getvalue().decode(),
            digest=hashlib.sha256(out.getvalue()).hexdigest(),
            documents=len(ids),
            scope=scope_of(labels),
        )
        record(person, "froze brief", f"brief {row.pk}", meeting=meeting.pk, digest=row.digest)
    return row


def hold(person: Person, meeting: models.Meeting, version: int, state: str) -> models.Meeting:
    """Open or close a meeting; the news told at the next one are those since its end."""
    from .changing import changed

    last = ev.Turn.objects.exclude(basis="").order_by("-id").first()
    fields = {"state": state} | ({"turn": last.pk} if state == "held" and last else {})
    return changed(person, "meeting.manage", meeting, version, **fields)
