"""Temporal expressions: where a text says when, as the language's data describes it, not yet resolved.

Each pattern of `times.toml` has an operation (`op`) that tells what its expressions mean:

    date        day, month, year as far as given; `direction` 1 is "next", -1 "last"
    list        several days or months that share what follows
    range       a first and a last date that share what only one of them says
    decade, century, season, unit, weekday, day, clock
    rest        what is left of this week, month or year
    monthday    a day of this, the last or the next month
    between     a first and a last date that are each said in full (put together from two expressions)
    away        a number of units before or after another expression (put together from two expressions)
    nth         the first quarter of a year, the last week of a month
    shift       a number of units away from the publication; span: all of the last or next ones
    discourse   relative to the date that the text spoke of before
    duration, set (a recurrence), reference (now, lately, soon), anchor (a publicly known happening)
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from .grammar import DASHES, DIGIT, SLASH, WORD, Fields, Grammar, Pattern, grammar

# "2011-12" is two years, not December.
TWO_YEARS = re.compile(r"(?:\w+\s)?(\d{4})[/-](\d\d)")
RENAMED = {
    "monthnumber": "month",
    "index": "ordinal",
    "week": "ordinal",
    "count": "n2",
    "dayword": "day",
    "nth": "day",
    "decadeword": "decade",
    "wday": "weekday",
    "anyyear": "year",
}
# How far from an expression, in characters, its clause is looked at for past and future.
REACH = 400
# How much farther a sign counts for each comma between.
CLAUSE = 40
# What may be an end of a range, and signs that join two ends without an opening word.
ENDS = ("date", "day", "season", "unit", "nth", "weekday", "monthday", "decade", "reference")
# What a number of units may be counted from: "two weeks before 13 May".
ORIGINS = ("date", "day", "weekday", "monthday")


@dataclass(frozen=True, slots=True)
class Expression:
    """A temporal expression: its span in the given text, the rule that saw it, what it means and the values it gives.

    `parts` are the first and the last date of a range whose ends are said in full ("entre mai 2015 et le 3 juin 2016"), or
    what is counted from. One that is weak ("2015", "10/1") says when only as a part of another.
    `bound` is "since", "until", "before", "after" or "approximately" where such a word leads it (and is in the span).
    """

    start: int
    end: int
    rule: str
    op: str
    fields: Fields
    bound: str | None = None
    parts: tuple[Expression, ...] = ()
    is_weak: bool = False


def announced(low: str, known: Grammar) -> set[str]:
    """The classes of words that a sentence holds."""
    classes: set[str] = {SLASH} if "/" in low else set()
    for word in set(WORD.findall(low)):
        if word.isdecimal():
            classes.add(DIGIT)
        elif word in known.announcing:
            classes |= known.announcing[word]
        elif word[-1:] == "s" and word[:-1] in known.announcing:
            classes |= known.announcing[word[:-1]]
    return classes


@cache
def possible(language: str, classes: frozenset[str]) -> tuple[Pattern, ...]:
    """The patterns that can match in a sentence with these classes of words; there are few combinations of classes."""
    return tuple(p for p in grammar(language).patterns if any(branch <= classes for branch in p.needs))


def expressions(low: str, language: str) -> list[Expression]:
    """The temporal expressions of a sentence in lower case with straight apostrophes, from left to right, none inside another."""
    known = grammar(language)
    classes = announced(low, known)
    if not classes:
        return []
    found: list[Expression] = []
    for pattern in possible(language, frozenset(classes)):
        for match in pattern.regex.finditer(low):
            if match.end() == match.start():
                continue
            if pattern.not_after and pattern.not_after.search(low, max(0, match.start() - 24), match.start()):
                continue
            if pattern.counts_nothing and known.counted.match(low, match.end()):
                continue
            fields = valued(match, pattern, known)
            if fields is None:
                continue
            start, bound = bounded(low, match.start(), known)
            if pattern.wants_bound and bound is None:
                continue
            # A bound of a duration ("après deux ans") tells nothing of the duration itself.
            if pattern.op in ("duration", "set", "span", "reference", "clock"):
                start, bound = match.start(), None
            found.append(Expression(start, match.end(), pattern.rule, pattern.op, fields, bound, (), pattern.is_weak))
    kept = [onward(low, one, known) for one in longest(found)]
    return [one for one in paired(low, kept, known) if not one.is_weak]


def onward(low: str, one: Expression, known: Grammar) -> Expression:
    """An expression with the bound that follows it: "2012 or later", "à partir de 2012 et après"."""
    match = known.onwards.match(low, one.end) if one.op in ENDS and one.bound in (None, "since") else None
    if match is None:
        return one
    return replace(one, end=match.end(), bound=known.onward_kinds[re.sub(r"\s", " ", match[1])], is_weak=False)


def paired(low: str, found: list[Expression], known: Grammar) -> list[Expression]:
    """The expressions with those that belong together put together: the ends of a range, a length and where it is counted from."""
    kept: list[Expression] = []
    for one in found:
        while kept:
            both = counted_from(low, kept[-1], one, known) or spanned(low, kept[-1], one, known)
            if both is None:
                break
            kept.pop()
            one = both
        kept.append(one)
    return kept


def counted_from(low: str, before: Expression, one: Expression, known: Grammar) -> Expression | None:
    """A length right before a date that a word of before or after leads: "two weeks before 13 May", "3 days from Tuesday"."""
    if (
        before.op != "duration"
        or one.op not in ORIGINS
        or one.bound is None
        or one.is_weak
        or "fraction" in before.fields
    ):
        return None
    if one.op == "date" and "day" not in one.fields:
        return None
    if before.fields["unit"] in ("TH", "TM", "TS"):
        return None
    lead = next((w for w in sorted(known.away, key=len, reverse=True) if low.startswith(w, one.start)), None)
    if lead is None or low[before.end : one.start].strip():
        return None
    fields = {**before.fields, "sign": known.away[lead]}
    return Expression(before.start, one.end, "times.away", "away", fields, None, (replace(one, bound=None),))


def spanned(low: str, before: Expression, one: Expression, known: Grammar) -> Expression | None:
    """A first and a last date, each said in full, as one range."""
    if (
        before.op not in ENDS
        or one.op not in ENDS
        or before.bound not in (None, "since")
        or one.bound not in (None, "until")
    ):
        return None
    if any(end.op == "reference" and end.fields.get("value") != "PRESENT_REF" for end in (before, one)):
        return None
    gap = low[before.end : one.start].strip()
    joining = None if gap else known.joining.match(low, one.start)
    joint = joining[0] if joining else gap
    start = before.start
    opener = known.openers.match(low, start)
    for match in known.openers.finditer(low, max(0, start - 12), start):
        if match.end() == start:
            opener, start = match, match.start()
    if not (gap in known.joints or (not gap and (one.bound == "until" or joining))):
        return None
    # Without a word that opens the range, its joint must leave no doubt, and its ends must be of one kind.
    alike = (
        before.op == one.op == "date" and before.is_weak == one.is_weak and before.fields.keys() == one.fields.keys()
    )
    if not (opener or before.bound == "since" or gap in DASHES or (joint in known.through and alike)):
        return None
    # "from the second to the third" of anything: somewhere a month must be said.
    if all(end.fields.keys() == {"day"} for end in (before, one)):
        return None
    if gap in DASHES and not opener and (before.is_weak or one.is_weak or one.op == "reference"):
        return None
    ends = replace(before, bound=None), replace(one, bound=None)
    return Expression(start, one.end, "times.range", "between", {}, None, ends)


def bounded(low: str, start: int, known: Grammar) -> tuple[int, str | None]:
    """Where an expression begins with the bound that leads it ("depuis", "until"), and which bound that is."""
    match = known.bounds.search(low, max(0, start - 24), start)
    return (match.start(1), known.bound_kinds[re.sub(r"\s", " ", match[1])]) if match else (start, None)


def valued(match: re.Match[str], pattern: Pattern, known: Grammar) -> dict[str, int | str] | None:
    """The values of a match: numbers as numbers, words by their class; None where they make no sense together."""
    fields: dict[str, int | str] = dict(pattern.constants)
    for name, text in match.groupdict().items():
        if text is None:
            continue
        name = name.partition("_")[0]
        base = name.rstrip("0123456789")
        fields[RENAMED.get(base, base) + name[len(base) :]] = value_of(base, re.sub(r"\s", " ", text), known)
    season = TWO_YEARS.fullmatch(match[0])
    if season and int(season[2]) == (int(season[1]) + 1) % 100:
        return None
    return fields


def value_of(base: str, text: str, known: Grammar) -> int | str:
    """The value of one captured word or number of a class."""
    if base in known.values and not text.isdigit():
        return known.values[base][text]
    if base == "nth":
        number = re.match(r"\d+", text)
        return int(number[0]) if number else known.values["dayword"][text]
    if base == "anyyear":
        return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)
    if base == "decade":
        digits = text.rstrip("s")
        return int(digits) if len(digits) == 4 else 1900 + int(digits)
    if base == "year" and not text.isdigit():
        opening = max((word for word in known.openings if text.startswith(word)), key=len)
        return known.openings[opening] + int(known.values["n"][text[len(opening) + 1 :]])
    return int(text) if text.isdigit() else text


def longest(found: list[Expression]) -> list[Expression]:
    """Of overlapping expressions the longest, from left to right."""
    kept: list[Expression] = []
    for one in sorted(found, key=lambda e: (e.start - e.end, e.is_weak, e.start)):
        at = bisect_left(kept, one.start, key=lambda e: e.start)
        is_free = (at == 0 or kept[at - 1].end <= one.start) and (at == len(kept) or one.end <= kept[at].start)
        if is_free:
            kept.insert(at, one)
    return kept


def direction(low: str, start: int, end: int, language: str) -> int:
    """Whether the clause around an expression speaks of what is to come (1), what has been (-1), or does not say (0).

    "Depuis" and its like lead to what has been. Else the nearest sign decides, a future or a past verb group before or
    after it; one beyond a comma is farther, for it mostly belongs to another clause.
    """
    known = grammar(language)
    if known.already.match(low, start):
        return -1
    nearest, sign = REACH, 0
    for regex, value in ((known.future, 1), (known.past, -1)):
        for match in regex.finditer(low, max(0, start - REACH), end + REACH):
            if match.start() >= start and match.end() <= end:
                continue
            gap = (match.end(), start) if match.end() <= start else (end, match.start())
            distance = gap[1] - gap[0] + CLAUSE * sum(low.count(mark, *gap) for mark in ",;:")
            if 0 <= distance < nearest:
                nearest, sign = distance, value
    return sign
