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
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ..languages import table

Fields = Mapping[str, int | str]
NUMERIC = {
    "day": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)",
    "monthnumber": r"(?:0?[1-9]|1[0-2])(?!\d)",
    "year": r"(?:1[0-9]|20)\d{2}(?!\d)",
    "anyyear": r"(?:(?:19|20)\d{2}|\d{2})(?!\d)",
    "decade": r"(?:(?:18|19|20)?\d0)s?(?!\d)",
    "hour": r"(?:[01]?\d|2[0-4])(?!\d)",
    "minute": r"[0-5]\d(?!\d)",
    "count": r"\d{1,4}(?!\d)",
    "index": r"[1-4](?!\d)",
    "week": r"(?:0?[1-9]|[1-4]\d|5[0-3])(?!\d)",
    "fraction": r"[.,]\d{1,2}(?!\d)",
}
NAMED = {
    "month": "months",
    "weekday": "weekdays",
    "unit": "units",
    "season": "seasons",
    "part": "parts",
    "ordinal": "ordinals",
    "modifier": "modifiers",
    "century": "centuries",
    "dayword": "daywords",
    "decadeword": "decades",
}
# Classes made of words that may be written with a hyphen or a space: "twenty-second", "vingt deux".
COMPOUND = ("dayword", "decadeword", "n")
PLACEHOLDER = re.compile(r"<([a-z]+)(\d?)>")
# "2011-12" is two years, not December.
TWO_YEARS = re.compile(r"(?:\w+\s)?(\d{4})[/-](\d\d)")
WORD = re.compile(r"[^\W\d_]+|\d+")
# What a sentence must hold for a pattern to be tried: a class of words, a digit, or a sign of the language's list.
DIGIT, SIGN = "digit", "sign"
ANNOUNCED = ("month", "weekday", "unit", "season", "part")
NEEDS = dict.fromkeys((*NUMERIC, "days", "years"), DIGIT) | {"anchor": SIGN, "century": "unit", "decadeword": SIGN}
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
SINGULAR = {"months": "month", "weekdays": "weekday"}
# How far from an expression, in characters, its clause is looked at for past and future.
REACH = 400
# How much farther a sign counts for each comma between.
CLAUSE = 40
# What may be an end of a range, and signs that join two ends without an opening word.
ENDS = ("date", "day", "season", "unit", "nth", "weekday", "monthday", "reference")
# What a number of units may be counted from: "two weeks before 13 May".
ORIGINS = ("date", "day", "weekday", "monthday", "nth")
DASHES = ("-", "–", "—")
EDGE_BEFORE, EDGE_AFTER = r"(?<![\w-])", r"(?![\w-])"


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


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern with its constants; it can match only where the words that one of `needs` names are present."""

    rule: str
    op: str
    regex: re.Pattern[str]
    constants: Fields
    needs: tuple[frozenset[str], ...]
    wants_bound: bool
    is_weak: bool
    not_after: re.Pattern[str] | None


@dataclass(frozen=True)
class Grammar:
    """All that a language says about times, compiled."""

    patterns: tuple[Pattern, ...]
    values: Mapping[str, Mapping[str, int | str]]
    announcing: Mapping[str, frozenset[str]]
    bounds: re.Pattern[str]
    bound_kinds: Mapping[str, str]
    openers: re.Pattern[str]
    joints: frozenset[str]
    joining: re.Pattern[str]
    through: frozenset[str]
    away: Mapping[str, int]
    onwards: re.Pattern[str]
    onward_kinds: Mapping[str, str]
    already: re.Pattern[str]
    future: re.Pattern[str]
    past: re.Pattern[str]
    anchors: Mapping[str, str]


def alternatives(words: list[str] | Mapping[str, Any]) -> str:
    """A regular expression for any of the words, the longest first; a space may be any white space."""
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True)) + ")"
    )


@cache
def grammar(language: str) -> Grammar:
    """The compiled grammar of a language's `times.toml`."""
    data = table(language, "times")
    anchors = {name: row["begins"] for row in table("common", "anchors").values() for name in row.get(language, ())}
    classes = {name: alternatives(data[key]) for name, key in NAMED.items()} | NUMERIC
    values = {name: dict(data[key]) for name, key in NAMED.items()} | {"n": dict(data["numbers"])}
    values["wday"] = values["weekday"] | data["weekday_abbreviations"]
    for name in COMPOUND:
        values[name] |= {word.replace("-", " "): value for word, value in values[name].items()}
    for name in ("wday", "dayword", "decadeword"):
        classes[name] = alternatives(values[name])
    classes["nth"] = rf"(?:{classes['day']}{data['ordinal_suffix']}?|{classes['dayword']})"
    classes["n"] = rf"(?:\d{{1,4}}|{alternatives(values['n'])})"
    classes["anchor"] = alternatives(anchors)
    joint = data["joint"]
    for name, one in (
        ("days", rf"{classes['day']}(?:er|st|nd|rd|th)?"),
        ("months", classes["month"]),
        ("years", classes["year"]),
    ):
        classes[name] = rf"{one}(?:{joint}{one}){{1,8}}"
    # "lundis et jeudis": one is enough.
    weekday = rf"{classes['weekday']}s?"
    classes["weekdays"] = rf"{weekday}(?:{joint}(?:les\s|on\s)?{weekday}){{0,6}}"
    patterns = tuple(compiled(row, classes) for row in data["patterns"])
    kinds = {word: kind for kind, words in data["bounds"].items() for word in words}
    onwards = {word: kind for kind, words in data["onwards"].items() for word in words}
    announcing: defaultdict[str, set[str]] = defaultdict(set)
    for name, key in (*((name, NAMED[name]) for name in ANNOUNCED), (SIGN, "signs")):
        for word in (*data[key], *(data["weekday_abbreviations"] if name == "weekday" else ())):
            announcing[max(WORD.findall(word), key=len)].add(name)
    return Grammar(
        patterns,
        values,
        {word: frozenset(names) for word, names in announcing.items()},
        re.compile(rf"{EDGE_BEFORE}({alternatives(kinds)})\s?$"),
        kinds,
        re.compile(rf"{EDGE_BEFORE}({alternatives(data['ranges']['openers'])})(?:\s|(?<='))"),
        frozenset(data["ranges"]["joints"]),
        re.compile(rf"{alternatives(data['ranges']['joints'])}(?![\w-])"),
        frozenset((*data["ranges"]["through"], *DASHES)),
        {word: 1 if kind == "after" else -1 for kind, words in data["away"].items() for word in words},
        re.compile(rf",?\s({alternatives(onwards)})(?=\s?(?:[,.;:?!)]|$))"),
        onwards,
        re.compile(rf"{alternatives(data['already'])}(?![\w-])"),
        re.compile(data["future"]),
        re.compile(data["past"]),
        anchors,
    )


def compiled(row: Mapping[str, Any], classes: Mapping[str, str]) -> Pattern:
    """One pattern of the data, its placeholders filled in."""

    seen: Counter[str] = Counter()

    def filled(match: re.Match[str]) -> str:
        # A name may stand in several branches of a pattern; regular expressions want another name for each.
        name, number = match.groups()
        seen[name + number] += 1
        return f"(?P<{name}{number}_{seen[name + number]}>{classes[name]})"

    body = PLACEHOLDER.sub(filled, row["match"].replace(" ", r"\s"))
    constants = {
        key: value
        for key, value in row.items()
        if key not in ("rule", "op", "match", "needs_bound", "weak", "not_after")
    }
    needs = needed(row["match"])
    regex = re.compile(f"{EDGE_BEFORE}(?:{body}){EDGE_AFTER}")
    words = row.get("not_after")
    not_after = re.compile(rf"{EDGE_BEFORE}{alternatives(words)}\s?$") if words else None
    flags = bool(row.get("needs_bound")), bool(row.get("weak"))
    return Pattern(f"times.{row['rule']}", row["op"], regex, constants, needs, *flags, not_after)


def needed(match: str) -> tuple[frozenset[str], ...]:
    """For each branch of a pattern the classes of words that all its matches hold; `SIGN` where it has plain words only."""
    outer, depth = [], 0
    for character in re.sub(r"\\[()]|\[[^\]]*\]", "", match):
        depth += (character == "(") - (character == ")")
        outer.append(character if depth == 0 else " ")
    branches = []
    for branch in "".join(outer).split("|"):
        names = {SINGULAR.get(name, name) for name, _ in PLACEHOLDER.findall(re.sub(r"<\w+>\?", "", branch))}
        classes = {NEEDS.get(name, name) for name in names}
        plain = set() if names or (PLACEHOLDER.search(match) and not branch.strip(" )?")) else {SIGN}
        branches.append(frozenset((classes & {*ANNOUNCED, DIGIT, SIGN}) | plain))
    return tuple(branches)


def announced(low: str, known: Grammar) -> set[str]:
    """The classes of words that a sentence holds."""
    classes: set[str] = set()
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
