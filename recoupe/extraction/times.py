"""Times: what a text says about when, as TIMEX3 values and intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from ..languages import table
from ..model import Time, TimeKind
from ..reading.resolving import Context, Resolved, resolved
from ..reading.temporal import Expression, direction, expressions
from .view import Sentence, View

KINDS = {kind.value: kind for kind in TimeKind}


def times(view: View) -> tuple[Time, ...]:
    """Every temporal expression of a document, resolved against its publication and the dates told before.

    A list gives one Time for each member, all on the span of the list. An expression that cannot be resolved keeps an
    underspecified value ("XXXX-05-08") and open ends.
    """
    found: list[Time] = []
    before: tuple[date, date] | None = None
    published = view.document.published.earliest, view.document.published.latest
    for sentence in view.sentences:
        is_same = False
        last: tuple[Expression, date] | None = None
        for expression in expressions(sentence.low, sentence.language):
            where = direction(sentence.low, expression.start, expression.end, sentence.language)
            context = Context(published, where, before, is_same, sentence.language)
            for one in resolved(expression, context):
                if last is not None and one.begins and joined(sentence, last[0], expression) and one.begins < last[1]:
                    one = a_week_on(one)  # "jeudi et vendredi", told on a Thursday
                last = (expression, one.begins) if one.begins else None
                found.append(piece(view, sentence, expression, one))
                if one.kind in ("date", "time") and one.begins and one.ends and not one.value.endswith("_REF"):
                    before, is_same = (one.begins, one.ends), True
    return tuple(found)


def joined(sentence: Sentence, one: Expression, other: Expression) -> bool:
    """Whether two weekdays are told together: "jeudi et vendredi"."""
    between = sentence.low[one.end : other.start].strip()
    return one.rule == other.rule == "times.weekday" and between in table(sentence.language, "numbers")["and"]


def a_week_on(one: Resolved) -> Resolved:
    """The same weekday a week later."""
    week = timedelta(days=7)
    begins = one.begins + week if one.begins else None
    value = one.value.replace(one.begins.isoformat(), begins.isoformat()) if one.begins and begins else one.value
    return replace(
        one, value=value, begins=begins, ends=one.ends + week if one.ends else None, reason="after the day before it"
    )


def piece(view: View, sentence: Sentence, expression: Expression, one: Resolved) -> Time:
    """A resolved expression as evidence."""
    where = view.piece(sentence.start + expression.start, sentence.start + expression.end, expression.rule)
    return Time(
        **where,
        kind=KINDS[one.kind],
        value=one.value,
        begins=one.begins.isoformat() if one.begins else None,
        ends=one.ends.isoformat() if one.ends else None,
        modifier=one.modifier,
        reason=one.reason,
    )


def spans(found: tuple[Time, ...]) -> Iterator[tuple[int, int]]:
    """The stretches of text that times stand on, each once."""
    yield from dict.fromkeys((time.start, time.end) for time in found)
