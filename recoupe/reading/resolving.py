"""Resolving: a temporal expression to a TIMEX3 value and an interval of days, given when the text was published.

The publication is itself an interval: an expression resolves when every day of it gives the same answer, and to the hull of
the answers otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .absolute import anchored, century, dated, decade, listed, nth, ranged, season
from .calendar import bounded
from .meaning import Context, Resolved, number
from .relative import (
    clock,
    discourse,
    duration,
    monthday,
    moved_by,
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
    if expression.op == "away":
        return away(expression, context)
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
    first_said, last_said = expression.parts
    if is_day_alone(last_said) and "month" in first_said.fields:
        # "du 3 mars au 9": the last day is in the month of the first.
        shared = {key: first_said.fields[key] for key in ("month", "year") if key in first_said.fields}
        last_said = replace(last_said, fields={**last_said.fields, **shared})
    last = resolved(last_said, context)
    hint = context if not last or last[0].ends is None or context.before else replace(context, before=None)
    end = last[0].ends if last else None
    first = resolved(leading_to(first_said, end) if end else first_said, hint)
    if first and last and first[0].begins and end and first[0].begins <= end:
        begins = first[0].begins
        values = [
            one.begins.isoformat() if one.value == "PRESENT_REF" and one.begins else one.value
            for one in (first[0], last[0])
        ]
        return [Resolved("date", "/".join(values), begins, end, reason=last[0].reason)]
    return [*first, *last]


def is_day_alone(one: Expression) -> bool:
    """Whether an expression is a day of a month that it does not say."""
    return one.op == "date" and "day" in one.fields and not {"month", "weekday"} & one.fields.keys()


def leading_to(one: Expression, end: date) -> Expression:
    """The first date of a range with what only the last one tells: its month, its year, its week."""
    fields = dict(one.fields)
    month, day = number(fields, "month"), number(fields, "day")
    if one.op == "weekday" and not {"direction", "week"} & fields.keys():
        back = bounded(end, -((end.weekday() - int(fields["weekday"])) % 7))
        return replace(one, op="date", fields={"year": back.year, "month": back.month, "day": back.day})
    if is_day_alone(one) and day:
        before = end if day <= end.day else bounded(end.replace(day=1), -1)
        fields |= {"month": before.month, "year": before.year}
    elif one.op == "date" and month and "year" not in fields and "direction" not in fields:
        fields["year"] = end.year - ((month, day or 0) > (end.month, end.day))
    return replace(one, fields=fields)


def away(expression: Expression, context: Context) -> list[Resolved]:
    """A number of units before or after something: "two weeks before 13 May", "deux jours après lundi"."""
    fields = expression.fields
    moved = []
    for one in resolved(expression.parts[0], context):
        if one.begins is None or one.ends is None:
            continue
        first, last = (moved_by(fields, day) for day in (one.begins, one.ends))
        value = first.isoformat() if first == last else f"{first}/{last}"
        moved.append(Resolved("date", value, first, last, reason=f"counted from {one.value}"))
    return moved


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
