"""Asking: what the forms of the programme say, as values; and the page with both texts where two wrote one thing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from babel.dates import format_timedelta
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import a_day, number
from ...web.words import language, locale
from .. import clock
from ..door import InsideAsked
from ..store import Overtaken

FIRST, LAST = date(2000, 1, 1), date(2200, 1, 1)
HIDDEN = ("csrfmiddlewaretoken", "version", "device")


def said(request: InsideAsked, name: str) -> str:
    """What a field says."""
    return str(request.POST.get(name, "")).replace("\r\n", "\n").strip()


def day_of(request: InsideAsked, name: str) -> date:
    """The day that a field says. Raises UsageError for none."""
    found = day_said(said(request, name))
    if found is None:
        raise UsageError(_("day"), _("none is named"), _("name one"))
    return found


def day_said(text: str) -> date | None:
    """A day as a form gives it, None for none. Raises UsageError for what is no day, or one of a year that nobody means."""
    found = a_day(text)
    if found is not None and not FIRST <= found <= LAST:
        raise UsageError(text, _("it is no day"), "2026-12-01")
    return found


def hour(text: str) -> time:
    """An hour as a form gives it. Raises UsageError for what is none."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise UsageError(text or "?", _("it is no hour"), "14:30") from None


def when(request: InsideAsked) -> datetime:
    """The day and the hour of a form, on the clock of the place."""
    return clock.at(day_of(request, "day"), hour(said(request, "hour")))


def minutes(request: InsideAsked) -> int:
    """How long, in minutes. Raises UsageError for what no session takes."""
    found = number(said(request, "minutes"))
    if not 5 <= found <= 600:
        raise UsageError(_("minutes"), _("no session takes so long"), _("between 5 and 600"))
    return found


def shown_day(text: str | None, otherwise: date) -> date:
    """The day that an address asks for; another where it asks for none, or for no day."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return otherwise
    return found if FIRST <= found <= LAST else otherwise


def device_time(request: InsideAsked) -> datetime | None:
    """What the clock of the device says, where it is far off; whoever uses it is told."""
    text = said(request, "device")
    wrong = clock.off_by(text)
    if wrong is None:
        return None
    messages.warning(request, told_off(wrong.total_seconds()))
    return clock.within(datetime.fromisoformat(text))


def told_off(seconds: float) -> str:
    """That the clock of a device is wrong, by how much, and what is done about it."""
    span = format_timedelta(timedelta(seconds=abs(seconds)), threshold=2, locale=locale(language()))
    text = (
        _("The clock of this device is ahead by %(span)s. The time here holds; both are kept.")
        if seconds > 0
        else _("The clock of this device is behind by %(span)s. The time here holds; both are kept.")
    )
    return text % {"span": span}


def both(
    request: InsideAsked, error: Overtaken, labels: Mapping[str, Any], theirs: Mapping[str, Any], back: str
) -> HttpResponse:
    """Both texts side by side, in a form that saves over the version that is shown here; nothing that was typed is lost."""
    fields = [
        {"name": name, "label": label, "mine": said(request, name), "theirs": str(theirs.get(name, ""))}
        for name, label in labels.items()
    ]
    along = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in HIDDEN and name not in labels
        for value in values
    ]
    context = {"fields": fields, "along": along, "version": error.now.version, "back": back}
    return render(request, "programme/both.html", context, status=400)
