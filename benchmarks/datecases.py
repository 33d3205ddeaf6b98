"""Date cases: the French and English date specifications of ../shared and our own news expressions, in one shape.

Scope: days, stretches of days, durations and recurrences. Left out, and counted: times of day (finer than a day), results
without a resolution, recurrences by the clock, and the French cases that give no reference date where the expected year is not in the expression itself,
since nobody can tell what they count from. The specifications end a stretch on the day after it where it is a unit (November
ends on 1 December) and on the day itself where the text names it; both are taken. Past or future: a specification gives one
answer for each where a year or a week is not said, and either is right.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATES = ROOT.parent / "shared" / "data" / "dates"
NEWS = ROOT / "tests" / "data"
FOLDERS = {"fr": "French", "en": "English"}
# File, and whether it lists all the times of a sentence (so that one more is one too many) or those of its kind alone.
FILES = {
    "DateParser": False,
    "DatePeriodParser": False,
    "DateTimeModel": True,
    "DurationParser": False,
    "SetParser": False,
}
KINDS = ("date", "daterange", "duration", "set")
FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Interval = tuple[str | None, str | None]


@dataclass(frozen=True)
class Expected:
    """A time that a case expects: its span, kind, and the intervals or values any of which is right."""

    start: int
    end: int
    kind: str
    intervals: frozenset[Interval]
    values: frozenset[str]


@dataclass(frozen=True)
class Case:
    """A sentence with its reference day and what is expected in it; `unjudged` are spans of what is out of scope."""

    text: str
    language: str
    reference: date | None
    expected: tuple[Expected, ...]
    is_complete: bool
    is_development: bool
    unjudged: tuple[tuple[int, int], ...] = ()


def specifications(language: str) -> tuple[list[Case], Counter[str]]:
    """The cases of a language in scope, and how many results were left out for which reason."""
    cases: list[Case] = []
    left: Counter[str] = Counter()
    seen: set[tuple[str, date | None]] = set()
    for name, is_complete in FILES.items():
        path = DATES / FOLDERS[language] / f"{name}.json"
        for index, row in enumerate(json.loads(path.read_text(encoding="utf-8-sig"))):
            said = (row.get("Context") or {}).get("ReferenceDateTime")
            reference = date.fromisoformat(said[:10]) if said else None
            if (row["Input"].lower(), reference) in seen:  # the files overlap: no sentence is both development and test
                continue
            seen.add((row["Input"].lower(), reference))
            expected: list[Expected] = []
            unjudged: list[tuple[int, int]] = []
            for result in row["Results"]:
                found = read(result, row["Input"], reference)
                if isinstance(found, Expected):
                    expected.append(found)
                else:
                    left[found] += 1
                    unjudged.append(span_of(result, row["Input"]))
            if expected or not row["Results"]:
                cases.append(
                    Case(row["Input"], language, reference, tuple(expected), is_complete or not row["Results"],
                         index % 2 == 0, tuple(unjudged))
                )  # fmt: skip
    return cases, left


def span_of(result: dict[str, Any], text: str) -> tuple[int, int]:
    """Where a result stands; some of the specifications count wrongly, so its words are looked for near by."""
    words, start = result["Text"], int(result.get("Start", result.get("start", 0)))
    at = text.lower().find(words.lower(), max(0, start - 3))
    at = at if at >= 0 else max(0, text.lower().find(words.lower()))
    return at, at + len(words)


def read(result: dict[str, Any], text: str, reference: date | None) -> Expected | str:
    """A result in our shape, or why it is left out."""
    kind = str(result.get("Type") or result.get("TypeName") or result.get("Typename")).rpartition(".")[2]
    if kind not in KINDS:
        return "time of day"
    value = result.get("Value") or {}
    answers = [value[key] for key in ("PastResolution", "FutureResolution") if key in value]
    answers = answers or (result.get("Resolution") or {}).get("values", [])
    timexes = {str(a.get("timex") or value.get("Timex")) for a in answers}
    start, end = span_of(result, text)
    if kind == "set":
        rules = frozenset(rule for rule in map(rule_of, timexes) if rule)
        return Expected(start, end, kind, frozenset(), rules) if rules else "time of day"
    if kind == "duration":
        return Expected(start, end, kind, frozenset(), frozenset(timexes))
    intervals = {interval for answer in answers for interval in intervals_of(answer)}
    if not intervals:
        return "no resolution"
    if reference is None:
        years = {day[:4] for interval in intervals for day in interval if day}
        if not any(year in result["Text"] for year in years):
            return "no reference date"
    return Expected(start, end, kind, frozenset(intervals), frozenset(timexes))


def intervals_of(answer: dict[str, Any]) -> list[Interval]:
    """The intervals that an answer allows, with inclusive ends."""
    day = answer.get("date") or answer.get("value")
    if day and is_day(day):
        return [(day, day)]
    first = answer.get("startDate") or answer.get("start")
    last = answer.get("endDate") or answer.get("end")
    if not (first or last) or not all(is_day(d) for d in (first, last) if d):
        return []
    if not last:
        return [(first, None)]
    before = (date.fromisoformat(last) - timedelta(days=1)).isoformat()
    return [(first or None, before), (first or None, last)]


def rule_of(timex: str) -> str | None:
    """A recurrence of the specifications ("P2W", "XXXX-WXX-1") as an RFC 5545 rule; None for one by the clock."""
    if timex == "P1WE":
        return "RRULE:FREQ=WEEKLY;BYDAY=SA,SU"
    if match := re.fullmatch(r"P(\d+)([DWMY])", timex):
        count, unit = match.groups()
        return f"RRULE:FREQ={FREQUENCIES[unit]}" + (f";INTERVAL={count}" if count != "1" else "")
    if match := re.fullmatch(r"XXXX-WXX-([1-7])", timex):
        return f"RRULE:FREQ=WEEKLY;BYDAY={WEEKDAYS[int(match[1]) - 1]}"
    if match := re.fullmatch(r"XXXX-(\d\d)-(\d\d)", timex):
        return f"RRULE:FREQ=YEARLY;BYMONTH={int(match[1])};BYMONTHDAY={int(match[2])}"
    return None


def length(value: str) -> tuple[float, float, float] | None:
    """A duration as months, days and seconds, so that "P2W" and "P14D" are the same; None where it is none."""
    match = re.fullmatch(r"P(?=.)((?:[\d.]+[YMWD])*)(?:T((?:[\d.]+[HMS])+))?", value)
    if not match:
        return None
    months = days = seconds = 0.0
    for count, unit in re.findall(r"([\d.]+)([YMWD])", match[1]):
        months += float(count) * {"Y": 12, "M": 1}.get(unit, 0)
        days += float(count) * {"W": 7, "D": 1}.get(unit, 0)
    for count, unit in re.findall(r"([\d.]+)([HMS])", match[2] or ""):
        seconds += float(count) * {"H": 3600, "M": 60, "S": 1}[unit]
    return months, days, seconds


def is_day(text: str) -> bool:
    """Whether a text is a day of this era as the specifications write it (0001-01-01 stands for none)."""
    try:
        return date.fromisoformat(text).year > 1
    except ValueError:
        return False


def news(language: str) -> list[Case]:
    """Our own news expressions; the even ones are development."""
    cases = []
    for index, row in enumerate(json.loads((NEWS / f"news-times-{language}.json").read_text(encoding="utf-8"))):
        at = row["text"].index(row["expression"])
        # The members of a list are all expected, each on the span of the list.
        expected = tuple(
            Expected(at, at + len(row["expression"]), "news", frozenset({(begins, ends)}), frozenset({value}))
            for value, begins, ends in row["times"]
        )
        published = date.fromisoformat(row["published"]) if row["published"] else None
        cases.append(Case(row["text"], language, published, expected, False, index % 2 == 0))
    return cases
