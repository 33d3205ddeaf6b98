"""Planning: what a participant wants, in their own words, the weeks towards it, and the sessions that follow from those."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from .. import clock
from ..checking import made
from ..consents import require_consent
from ..door import Inside
from ..shapes import Goal, GoalState, Plan, Purpose, Session, Slot
from ..store import Kept, new_id
from ..turns import in_turn
from .scheduling import planned, sessions_of

DAYS_A_MONTH = 365.25 / 12
MOST = 500  # sessions at once: ten a week for a year
LONGEST = timedelta(days=366 * 6)  # a programme lasts five years at most


def plan_of(inside: Inside, owner: str) -> Kept | None:
    """The plan of a participant; None where there is none yet."""
    return next(iter(inside.store.tagged(Plan.kind, owner)), None)


def usual_end(begins: date, months: int) -> date:
    """The last day of a plan of so many months."""
    return begins + timedelta(days=round(months * DAYS_A_MONTH) - 1)


def kept_plan(inside: Inside, owner: str, version: int, **fields: Any) -> Kept:
    """Write a plan, or change it. Raises Overtaken where somebody else did; NoConsent where the participant does not take part."""
    inside.mine(owner)
    with in_turn(inside):
        require_consent(inside.store, owner, Purpose.TAKING_PART)
        before = plan_of(inside, owner)
        plan = made(Plan, **{**(dict(before.shape) if before else {}), **fields})
        if plan.ends < plan.begins:
            raise UsageError(_("plan"), _("it ends before it begins"), _("change one of the days"))
        if plan.ends > plan.begins + LONGEST:
            raise UsageError(_("plan"), _("nobody plans for so long"), _("change one of the days"))
        kept = inside.store.put(plan, owner, *((before.id, version) if before else ()))
        inside.noted("wrote", Plan.kind, kept.id, owner)
    return kept


def there(inside: Inside, owner: str) -> Kept:
    """The plan of a participant that there is. Raises UsageError where there is none."""
    inside.mine(owner)
    found = plan_of(inside, owner)
    if found is None:
        raise UsageError(_("plan"), _("there is none yet"), _("write it first"))
    return found


def kept_goal(inside: Inside, owner: str, version: int, id: str = "", **said: Any) -> Kept:
    """Write down a goal, or how it goes with one: what the participant says and what the practitioner says, in words."""
    plan: Plan = there(inside, owner).shape
    if said.get("state", GoalState.OPEN) not in GoalState.values:
        raise UsageError(_("goal"), _("it is no state"), _("choose one of the list"))
    fields: dict[str, Any] = {**said, "state": GoalState(said.get("state", GoalState.OPEN))}
    if not str(fields.get("words", "")).strip():
        raise UsageError(_("goal"), _("it says nothing"), _("write it in the participant's words"))
    if id and not any(goal.id == id for goal in plan.goals):
        raise UsageError(_("goal"), _("there is none of this number"), _("go back to the list"))
    if id:
        goals = tuple(Goal(**{**dict(goal), **fields}) if goal.id == id else goal for goal in plan.goals)
    else:
        goals = (*plan.goals, Goal(id=new_id(), **fields))
    return kept_plan(inside, owner, version, goals=goals)


def kept_slots(inside: Inside, owner: str, version: int, slots: Iterable[Slot]) -> Kept:
    """Say in which hours of the week the sessions are."""
    there(inside, owner)
    return kept_plan(inside, owner, version, slots=tuple(slots))


def proposed(inside: Inside, owner: str, after: date | None = None) -> list[Session]:
    """The sessions that the hours of a plan make from a day (today) on, within its days; those that there are already left out.

    Hours are on the clock of the place: ten is ten in summer and in winter; an hour that a day does not have is left out.
    """
    plan: Plan = there(inside, owner).shape
    first = max(plan.begins, after or timezone.localdate())
    there_already = {(one.shape.what, one.shape.begins) for one in sessions_of(inside, owner)}
    made = []
    for n in range((plan.ends - first).days + 1):
        day = first + timedelta(days=n)
        for slot in plan.slots:
            session = session_in(slot, day) if slot.weekday == day.weekday() else None
            if session and (session.what, session.begins) not in there_already:
                made.append(session)
    if len(made) > MOST:
        raise UsageError(
            _("sessions"), _("these are too many at once"), _("take fewer hours of the week, or fewer weeks")
        )
    return sorted(made, key=lambda one: one.begins)


def session_in(slot: Slot, day: date) -> Session | None:
    """The session of an hour of the week on a day; None where the day has no such hour."""
    try:
        begins = clock.at(day, slot.at)
    except UsageError:
        return None
    return Session(what=slot.what, begins=begins, minutes=slot.minutes, room=slot.room, practitioner=slot.practitioner)


def plan_sessions(inside: Inside, owner: str, is_confirmed: bool = False) -> list[Kept]:
    """Plan the sessions that the plan proposes. Raises Clashing where something else is at one of those times."""
    return planned(inside, [owner], proposed(inside, owner), is_confirmed)


def history(inside: Inside, kept: Kept) -> dict[str, list[tuple[int, Goal]]]:
    """How each goal was before, the latest first, each wording once, with the version of the plan in which it stood so."""
    told: dict[str, list[tuple[int, Goal]]] = {}
    now = {goal.id: goal for goal in kept.shape.goals}
    for past in inside.store.past(kept):
        for goal in past.shape.goals:
            before = told.setdefault(goal.id, [])
            if goal != (before[-1][1] if before else now.get(goal.id)):
                before.append((past.version, goal))
    return told
