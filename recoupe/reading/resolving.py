"""Resolving: a temporal expression to a TIMEX3 value and an interval of days, given when the text was published.

The publication is itself an interval: an expression resolves when every day of it gives the same answer, and to the hull of
the answers otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .absolute import anchored, century, dated, decade, listed, nth, ranged, season
from .calendar import bounded
from .meaning import Context, Resolved
from .relative import (
    clock,
    discourse,
    duration,
    monthday,
    near_day,
    recurrence,
    reference,
    rest,
    shift,
    span,
    unit,
    weekday,
)
from .temporal import Expression

__all__ = ["Context", "Resolved", "resolved"]


def resolved(expression: Expression, context: Context) -> list[Resolved]:
    """The meanings of an expression: one, or one for each member of a list."""
    if expression.op == "between":
        return spanned(expression, context)
    operation = OPERATIONS[expression.op]
    first, last = context.published
    # Known from one side only, a publication places nothing: "yesterday" may be years later.
    days: tuple[date | None, ...] = (first, last) if first and last else (None,)
    answers = [operation(expression.fields, day, context) for day in dict.fromkeys(days)]
    if len(answers) == 2 and answers[0] != answers[1]:
        merged = [hull(one, two) for one, two in zip(*answers, strict=False)]
    else:
        merged = answers[0]
    return [bound_by(one, expression.bound) for one in merged if one is not None]


def spanned(expression: Expression, context: Context) -> list[Resolved]:
    """A range from the beginning of its first date to the end of its last; both apart where they make no range."""
    last = resolved(expression.parts[1], context)
    hint = context if not last or last[0].ends is None or context.before else replace(context, before=None)
    first = resolved(expression.parts[0], hint)
    if first and last and first[0].begins and last[0].ends and first[0].begins <= last[0].ends:
        begins, ends = first[0].begins, last[0].ends
        return [Resolved("date", f"{first[0].value}/{last[0].value}", begins, ends, reason=last[0].reason)]
    return [*first, *last]


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
    "century": century,
    "monthday": monthday,
    "season": season,
    "nth": nth,
    "day": near_day,
    "weekday": weekday,
    "unit": unit,
    "rest": rest,
    "shift": shift,
    "span": span,
    "discourse": discourse,
    "duration": duration,
    "set": recurrence,
    "reference": reference,
    "clock": clock,
    "anchor": anchored,
}
