"""Scheduling: the calendar of rooms and practitioners, the sessions of a participant, a session to plan, to move, to take out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import number, shown
from .. import clock
from ..actions.scheduling import Clashing, is_seen, mine, moved, of_weeks, planned, session_of, sessions_of, taken_out
from ..consents import allows
from ..continuity import continuity
from ..door import Inside, InsideAsked, inside
from ..shapes import Attendance, Participant, Purpose, Session, SessionKind, State
from ..store import Kept, Overtaken
from .asking import HIDDEN, minutes, said, shown_day, when
from .pages import of_participant
from .telling import Row, known, names, rows

MANY_ROOMS = 20


@inside()
def calendar(request: InsideAsked) -> HttpResponse:
    """The week of all: by room or by practitioner. Of whom one does not know, only that something is there."""
    who, today = request.inside, timezone.localdate()
    days = clock.week(shown_day(request.GET.get("week"), today))
    only = chosen(who, request.GET.get("only"))
    found = rows(who, of_weeks(who, days[0], days[-1], only))
    by = "practitioner" if request.GET.get("by") == "practitioner" else "room"
    context = {
        "by": by,
        "only": only,
        "rooms": [(f"in:{room.casefold()}", room) for room in who.about.rooms],
        "people": [(f"of:{pk}", name) for pk, name in sorted(names(who).items(), key=lambda one: one[1])],
        "as_list": request.GET.get("as") == "list",
        "days": days,
        "lines": lines(found, by, days, who),
        "list": [(day, [row for row in found if row.day == day]) for day in days],
        "count": len(found),
        "clashes": sum(row.clashes for row in found),
        "today": today,
        "before": days[0] - timedelta(days=7),
        "after": days[-1] + timedelta(days=1),
        "first": days[0],
        "last": days[-1],
    }
    return shown(request, "programme/calendar.html", context)


def chosen(who: Inside, asked: str | None) -> str:
    """Whose week, or that of which room: as asked; else all of a small programme, one's own of a large one."""
    if asked is None:
        return f"of:{who.row.pk}" if len(who.about.rooms) > MANY_ROOMS else ""
    return asked if asked.startswith(("in:", "of:")) else ""


def lines(found: list[Row], by: str, days: list[date], who: Inside) -> list[tuple[str, list[tuple[date, list[Row]]]]]:
    """A line for each room, or for each practitioner who has something: with what is on each day."""
    heads = {room: room for room in who.about.rooms} if by == "room" and len(who.about.rooms) <= MANY_ROOMS else {}
    for row in found:
        name = row.session.room if by == "room" else row.who
        heads.setdefault(name, name or _("no room"))
    of = [
        (head, [row for row in found if (row.session.room if by == "room" else row.who) == key])
        for key, head in heads.items()
    ]
    return [(head, [(day, [row for row in mine if row.day == day]) for day in days]) for head, mine in of]


@inside()
def sessions(request: InsideAsked, id: str) -> HttpResponse:
    """The sessions of a participant, and how much of what was planned took place."""
    who = request.inside
    participant = who.participant(id)
    found = [one for one in sessions_of(who, id) if is_seen(who, participant, one.shape)]
    now = timezone.now()
    coming = [one for one in found if one.shape.ends > now and one.shape.attendance == Attendance.PLANNED]
    there = {one.id for one in coming}
    until = participant.shape.until
    context = {
        **of_participant(request, participant, "sessions"),
        "coming": rows(who, coming),
        "past": rows(who, [one for one in found if one.id not in there])[::-1],
        "may_plan": participant.shape.state != State.ENDED and allows(who.store, id, Purpose.TAKING_PART),
        "continuity": continuity([one.shape for one in found], min(now, clock.end_of(until)) if until else now),
    }
    return shown(request, "programme/sessions.html", context)


@inside("GET", "HEAD", "POST")
def new_session(request: InsideAsked, id: str) -> HttpResponse:
    """A session to plan, with one participant or with a group."""
    who = request.inside
    participant = who.participant(id)
    if request.method == "POST":
        others = [one for one in request.POST.getlist("with") if one != id]
        try:
            planned(who, [id, *others], [session_said(request)], bool(said(request, "confirmed")))
        except Clashing as error:
            return clashing(request, error)
        return redirect("sessions", id=id)
    team = mine(who)
    context = {
        **of_participant(request, participant, "sessions"),
        "others": sorted(
            (one for one in team.values() if one.id != id and allows(who.store, one.id, Purpose.TAKING_PART)),
            key=lambda one: one.shape.pseudonym,
        ),
        "day": shown_day(request.GET.get("day"), timezone.localdate()),
        **choices(who),
    }
    return shown(request, "programme/new_session.html", context)


def choices(who: Inside) -> dict[str, Any]:
    """What the forms of sessions choose from."""
    there = [(pk, row.person.name) for pk, (row, one) in who.colleagues().items() if one.until is None]
    return {
        "kinds": SessionKind.choices,
        "rooms": who.about.rooms,
        "practitioners": sorted(there, key=lambda one: one[1]),
        "me": who.row.pk,
    }


def session_said(request: InsideAsked) -> Session:
    """The session that a form says."""
    what = said(request, "what")
    if what not in SessionKind.values:
        raise UsageError(_("session"), _("it is of no kind"), _("choose one of the list"))
    return Session(
        what=SessionKind(what),
        begins=when(request),
        minutes=minutes(request),
        room=said(request, "room")[:120],
        practitioner=number(said(request, "practitioner")),
    )


def clashing(request: InsideAsked, error: Clashing) -> HttpResponse:
    """What is at that time already; whoever looked at it may plan it all the same, or go back and take another."""
    who = request.inside
    people = known(who, {one.there.owner for one in error.clashes})
    called = names(who)
    told = [
        {
            "of": one.of,
            "wanted": one.wanted,
            "session": one.there.shape,
            "who": called.get(one.there.shape.practitioner, "?"),
            "participant": people.get(one.there.owner),
        }
        for one in error.clashes[:50]
    ]
    context = {"clashes": told, "count": len(error.clashes), "along": along(request.POST)}
    return render(request, "programme/clashing.html", context, status=400)


def along(posted: Any) -> list[tuple[str, str]]:
    """The fields of a form as they are, so that it can be sent again."""
    kept = ("csrfmiddlewaretoken", "confirmed")
    return [(name, value) for name, values in posted.lists() if name not in kept for value in values]


@inside("POST")
def move_session(request: InsideAsked, id: str) -> HttpResponse:
    """Another time, room or practitioner; or it is taken out."""
    who = request.inside
    kept = session_of(who, id)
    if said(request, "do") == "take out":
        taken_out(who, id)
        return redirect("sessions", id=kept.owner)
    changes: Mapping[str, Any] = {
        "begins": when(request),
        "minutes": minutes(request),
        "room": said(request, "room")[:120],
        "practitioner": number(said(request, "practitioner")),
    }
    try:
        moved(who, id, number(said(request, "version")), bool(said(request, "confirmed")), **changes)
    except Clashing as error:
        return clashing(request, error)
    except Overtaken as error:
        return overtaken(request, error.now)
    return redirect("session", id=id)


def overtaken(request: InsideAsked, now: Kept) -> HttpResponse:
    """A session as it is now beside what was to become of it; to be saved over that, or left."""
    fields = [(name, value) for name, value in along(request.POST) if name not in HIDDEN]
    participant = request.inside.store.get(now.owner, Participant)
    context = {
        "now": now,
        "who": names(request.inside).get(now.shape.practitioner, "?"),
        "participant": participant,
        "fields": fields,
        "wanted": wanted(request),
    }
    return render(request, "programme/overtaken.html", context, status=400)


def wanted(request: InsideAsked) -> dict[str, str]:
    """What was to be written on a session, in words."""
    attendance = said(request, "attendance")
    called = dict(Attendance.choices).get(attendance, "")
    return {
        "attendance": str(called),
        "because": said(request, "because"),
        "when": " ".join(filter(None, [said(request, "day"), said(request, "hour")])),
        "room": said(request, "room"),
    }
