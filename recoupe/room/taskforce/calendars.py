"""Calendars: meetings and due dates as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Todo

from . import models

STATES = {"planned": "TENTATIVE", "open": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}


def calendar(meetings: Iterable[models.Meeting], actions: Iterable[models.Action] = (), host: str = "recoupe") -> bytes:
    """Meetings as events, actions with a due date as tasks. What they are about stays in the room: only titles leave it."""
    made = Calendar()
    made.add("prodid", "-//recoupe//room//")
    made.add("version", "2.0")
    for meeting in meetings:
        event: Any = Event()
        zone = ZoneInfo(meeting.time_zone)
        event.add("uid", f"meeting-{meeting.pk}@{host}")
        event.add("dtstamp", meeting.changed)
        event.add("dtstart", meeting.begins.astimezone(zone))
        event.add("dtend", (meeting.begins + timedelta(minutes=meeting.minutes_long)).astimezone(zone))
        event.add("summary", meeting.title)
        event.add("sequence", meeting.version - 1)
        event.add("status", STATES[meeting.state])
        if meeting.place:
            event.add("location", meeting.place)
        made.add_component(event)
    for action in actions:
        task: Any = Todo()
        task.add("uid", f"action-{action.pk}@{host}")
        task.add("dtstamp", action.changed)
        task.add("summary", action.text)
        task.add("status", {"open": "NEEDS-ACTION", "done": "COMPLETED", "dropped": "CANCELLED"}[action.state])
        if action.due:
            task.add("due", action.due)
        made.add_component(task)
    made.add_missing_timezones()
    return bytes(made.to_ical())
