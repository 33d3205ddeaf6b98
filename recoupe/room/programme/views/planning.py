"""Planning: a participant's plan: aims and goals in their words, how it goes, hours of the week, sessions that follow."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import number, shown
from ...web.words import language, locale
from ..actions.planning import (
    history,
    kept_goal,
    kept_plan,
    kept_slots,
    plan_of,
    plan_sessions,
    proposed,
    there,
    usual_end,
)
from ..actions.scheduling import Clashing, clashes
from ..consents import allows
from ..door import InsideAsked, inside
from ..shapes import GoalState, Plan, Purpose, SessionKind, Slot
from ..store import Kept, Overtaken
from .asking import both, day_of, hour, minutes, said
from .pages import of_participant
from .scheduling import choices, clashing
from .telling import names


@inside("GET", "HEAD", "POST")
def plan(request: InsideAsked, id: str) -> HttpResponse:
    """The plan of a participant; each part of it is changed by itself."""
    who = request.inside
    participant = who.mine(id)
    if request.method == "POST":
        do = said(request, "do")
        try:
            DOES.get(do, keep)(request, id)
        except Clashing as error:
            return clashing(request, error)
        except Overtaken as error:
            return told_both(request, error, do)
        return redirect("sessions" if do == "plan sessions" else "plan", id=id)
    kept = plan_of(who, id)
    before = history(who, kept) if kept else {}
    today = timezone.localdate()
    called = names(who)
    weekdays = dict(locale(language()).days["stand-alone"]["wide"])
    context = {
        **of_participant(request, participant, "plan"),
        "kept": kept,
        "plan": kept.shape if kept else None,
        "goals": [{"goal": goal, "before": before.get(goal.id, ())} for goal in kept.shape.goals] if kept else [],
        "slots": [
            (n, slot, weekdays[slot.weekday], called.get(slot.practitioner, "?"))
            for n, slot in enumerate(kept.shape.slots)
        ]
        if kept
        else [],
        "weekly": [(kind, kept.shape.weekly.get(kind, 0) if kept else 0) for kind in SessionKind],
        "aims_before": aims_before(who, kept),
        "states": GoalState.choices,
        "weekdays": list(weekdays.items()),
        "usual_begin": today,
        "usual_end": usual_end(today, who.about.months),
        "months": who.about.months,
        "may_write": allows(who.store, id, Purpose.TAKING_PART),
        "is_asked": "propose" in request.GET,
        "proposed": proposals(request, kept) if kept and "propose" in request.GET else [],
        **choices(who),
    }
    return shown(request, "programme/plan.html", context)


def aims_before(who: Any, kept: Kept | None) -> list[str]:
    """What the aims said before, the latest first, each wording once."""
    told: list[str] = []
    for past in who.store.past(kept) if kept else ():
        if past.shape.aims != (told[-1] if told else kept.shape.aims if kept else ""):
            told.append(past.shape.aims)
    return told


def proposals(request: InsideAsked, kept: Kept) -> list[dict[str, Any]]:
    """The sessions that the hours of the week make, with what is at that time already."""
    who = request.inside
    called = names(who)
    return [
        {"session": one, "who": called.get(one.practitioner, "?"), "clashes": len(clashes(who, kept.owner, one))}
        for one in proposed(who, kept.owner)
    ]


def keep(request: InsideAsked, id: str) -> None:
    """From when to when, towards what, how often a week."""
    weekly = {kind: number(said(request, f"weekly {kind.value}")) for kind in SessionKind}
    if any(count > 14 for count in weekly.values()):
        raise UsageError(_("sessions a week"), _("nobody has so many"), _("at most 14 of a kind"))
    kept_plan(
        request.inside,
        id,
        number(said(request, "version")),
        begins=day_of(request, "begins"),
        ends=day_of(request, "ends"),
        aims=said(request, "aims")[:4000],
        language=said(request, "language")[:35],
        weekly={kind: count for kind, count in weekly.items() if count},
    )


def keep_goal(request: InsideAsked, id: str) -> None:
    """A goal, or how it goes with one."""
    fields = {
        "words": said(request, "words")[:2000],
        "language": said(request, "language")[:35],
        "steps": tuple(line.strip()[:500] for line in said(request, "steps").splitlines() if line.strip())[:50],
        "said": said(request, "said")[:2000],
        "practitioner": said(request, "practitioner")[:2000],
        "state": said(request, "state") or GoalState.OPEN,
    }
    kept_goal(request.inside, id, number(said(request, "version")), said(request, "goal"), **fields)


def add_slot(request: InsideAsked, id: str) -> None:
    """One more hour of the week."""
    what, weekday = said(request, "what"), number(said(request, "weekday"))
    if what not in SessionKind.values or weekday > 6:
        raise UsageError(_("hour of the week"), _("it is of no kind"), _("choose one of the list"))
    slot = Slot(
        what=SessionKind(what),
        weekday=weekday,
        at=hour(said(request, "hour")),
        minutes=minutes(request),
        room=said(request, "room")[:120],
        practitioner=number(said(request, "practitioner")),
    )
    before: Plan = there(request.inside, id).shape
    kept_slots(request.inside, id, number(said(request, "version")), (*before.slots, slot))


def drop_slot(request: InsideAsked, id: str) -> None:
    """One hour of the week less."""
    before: Plan = there(request.inside, id).shape
    left = [slot for n, slot in enumerate(before.slots) if str(n) != said(request, "slot")]
    kept_slots(request.inside, id, number(said(request, "version")), left)


def plan_all(request: InsideAsked, id: str) -> None:
    """The sessions that the hours of the week make are planned."""
    made = plan_sessions(request.inside, id, bool(said(request, "confirmed")))
    messages.success(request, _("Sessions planned: %(count)s.") % {"count": len(made)})


DOES = {"goal": keep_goal, "add hour": add_slot, "drop hour": drop_slot, "plan sessions": plan_all}


def told_both(request: InsideAsked, error: Overtaken, do: str) -> HttpResponse:
    """Both texts of the part of the plan that two changed at once."""
    now: Plan = error.now.shape
    back = request.path
    if do == "goal":
        goal = next((one for one in now.goals if one.id == said(request, "goal")), None)
        labels = {"words": _("In the participant's words"), "steps": _("Steps, one a line"),
                  "said": _("How it goes, as the participant says"), "practitioner": _("How it goes, as I see it")}  # fmt: skip
        theirs = {**dict(goal), "steps": "\n".join(goal.steps)} if goal else {}
        return both(request, error, labels, theirs, back)
    if do in ("add hour", "drop hour"):
        return both(request, error, {}, {}, back)
    return both(request, error, {"aims": _("What the participant wants, in their words")}, {"aims": now.aims}, back)
