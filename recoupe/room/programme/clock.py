"""Clock: hours as they are on the clock of the place, on days of 23 and of 25 hours too; and devices whose clock is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ...errors import UsageError
from .shapes.base import week_of

FAR_OFF = timedelta(minutes=5)
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def place() -> ZoneInfo:
    """The time zone of the place where the sessions are."""
    return ZoneInfo(settings.LOCAL_TIME_ZONE)


def at(day: date, hour: time) -> datetime:
    """An hour of a day on the clock of the place; the first, where there are two. Raises UsageError for one that is left out."""
    said = datetime.combine(day, hour.replace(tzinfo=None), place())
    if said.astimezone(UTC).astimezone(place()).replace(tzinfo=None) != said.replace(tzinfo=None):
        raise UsageError(
            f"{day:%Y-%m-%d} {hour:%H:%M}", _("the clocks go forward: there is no such hour"), _("take an hour later")
        )
    return said


def here(moment: datetime) -> datetime:
    """A moment on the clock of the place."""
    return moment.astimezone(place())


def end_of(day: date) -> datetime:
    """The moment at which a day of the place is over."""
    return datetime.combine(day + timedelta(days=1), time(), place())


def week(day: date) -> list[date]:
    """The days of the week of a day, from Monday on."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def week_tag(day: date) -> str:
    """The tag of what is in the week of a day."""
    return week_of(*day.isocalendar()[:2])


def weeks(first: date, last: date) -> list[str]:
    """The tags of the weeks from one day to another."""
    monday, tags = week(first)[0], []
    while monday <= last:
        tags.append(week_tag(monday))
        monday += timedelta(days=7)
    return tags


def within(moment: datetime) -> datetime:
    """What a device says, where it is within the years that every clock and calendar has; else the first or last of them."""
    return min(max(moment, EARLIEST), LATEST)


def off_by(said: str) -> timedelta | None:
    """By how much the clock of a device is ahead, by what it says that it is now; None where it is not far off."""
    try:
        device = datetime.fromisoformat(said)
        wrong = device - timezone.now()
    except (ValueError, TypeError, OverflowError):
        return None
    return wrong if abs(wrong) > FAR_OFF else None
