"""Resolving: a temporal expression to a TIMEX3 value and an interval of days, given when the text was published.

The publication is itself an interval: an expression resolves when every day of it gives the same answer, and to the hull of
the answers otherwise.
"""

from __future__ import annotations

from dataclasses import replace

from .absolute import anchored, dated, decade, listed, nth, ranged, season
from .calendar import bounded
from .meaning import Context, Resolved
from .relative import clock, discourse, duration, near_day, recurrence, reference, shift, span, unit, weekday
from .temporal import Expression

__all__ = ["Context", "Resolved", "resolved"]


def resolved(expression: Expression, context: Context) -> list[Resolved]:
    """The meanings of an expression: one, or one for each member of a list."""
    operation = OPERATIONS[expression.op]
    first, last = context.published
    days = [day for day in (first, last) if day is not None]
    answers = [operation(expression.fields, day, context) for day in (dict.fromkeys(days) or [None])]
    if len(answers) == 2 and answers[0] != answers[1]:
        merged = [hull(one, two) for one, two in zip(*answers, strict=False)]
    else:
        merged = answers[0]
    return [bound_by(one, expression.bound) for one in merged if one is not None]


def hull(one: Resolved, two: Resolved) -> Resolved:
    """The two answers of an uncertain publication as one interval, without a value of its own where they differ."""
    if one.value == two.value:
        return one
    begins = min(one.begins, two.begins) if one.begins and two.begins else None
    ends = max(one.ends, two.ends) if one.ends and two.ends else None
    value = one.value if not (begins and ends) else f"{begins}/{ends}"
    return replace(one, value=value, begins=begins, ends=ends, reason="the publication is known only as an interval")


def bound_by(one: Resolved, bound: str | None) -> Resolved:
    """A date led by "since", "until", "before", "after" or "about" as a half-open interval, or with its modifier."""
    if bound is None or one.kind in ("duration", "set"):
        return one
    if bound == "approximately":
        return replace(one, modifier="APPROX")
    if bound == "since":
        return replace(one, value=f"{one.value}/..", ends=None)
    if bound == "until":
        return replace(one, value=f"../{one.value}", begins=None)
    if bound == "before":
        # "avant la fin de l'année" is up to that end; before a date is before its first day.
        ends = one.ends if one.modifier == "END" else bounded(one.begins, -1) if one.begins else None
        return replace(one, value=f"../{one.value}", begins=None, ends=ends, modifier="BEFORE")
    begins = bounded(one.ends, 1) if one.ends else None
    return replace(one, value=f"{one.value}/..", begins=begins, ends=None, modifier="AFTER")


OPERATIONS = {
    "date": dated,
    "list": listed,
    "range": ranged,
    "decade": decade,
    "season": season,
    "nth": nth,
    "day": near_day,
    "weekday": weekday,
    "unit": unit,
    "shift": shift,
    "span": span,
    "discourse": discourse,
    "duration": duration,
    "set": recurrence,
    "reference": reference,
    "clock": clock,
    "anchor": anchored,
}
