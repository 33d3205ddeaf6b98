"""Resolving: a temporal expression to a TIMEX3 value and an interval of days, given when the text was published.

The publication is itself an interval: an expression resolves when every day of it gives the same answer, and to the hull of
the answers otherwise. Values follow TIMEX3 (ISO-TimeML, ISO 24617-1), recurrences RFC 5545.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from .calendar import (
    Interval,
    bounded,
    day_of,
    last_on_or_before,
    month_of,
    next_on_or_after,
    part_of,
    season_of,
    shifted,
    unit_around,
    year_of,
)
from .temporal import Expression, Fields, grammar

UNIT_CODES = {"D": "D", "W": "W", "F": "W", "M": "M", "Q": "M", "H": "M", "Y": "Y", "E": "Y", "C": "Y"}
UNIT_SIZES = {"F": 2, "Q": 3, "H": 6, "E": 10, "C": 100}
FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "F": "WEEKLY", "M": "MONTHLY", "Q": "MONTHLY", "H": "MONTHLY", "Y": "YEARLY", "WE": "WEEKLY", "TH": "HOURLY"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means: kind ("date", "time", "duration", "set"), TIMEX3 or RFC 5545 value, interval, modifier, reason."""

    kind: str
    value: str
    begins: date | None = None
    ends: date | None = None
    modifier: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What resolution may look at: the publication, where the clause points (1 to come, -1 past, 0 unsaid), the last date spoken
    of (`before`), and whether that stands in the same sentence."""

    published: Interval = (None, None)
    direction: int = 0
    before: tuple[date, date] | None = None
    is_same_sentence: bool = False
    language: str = "fr"


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


# --- dates ----------------------------------------------------------------------------------------------------


def number(fields: Fields, name: str) -> int | None:
    """A numeric value of an expression, or None."""
    value = fields.get(name)
    return value if isinstance(value, int) else None


def spanning(value: str, interval: tuple[date, date], fields: Fields, reason: str = "") -> Resolved:
    """A date with its interval, narrowed by its modifier."""
    modifier = fields.get("modifier")
    mod = str(modifier) if modifier in ("START", "MID", "END") else None
    first, last = part_of(interval, mod)
    return Resolved("date", value, first, last, mod, reason)


def dated(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A date said as far as it is said; the year, where it is missing, from the context."""
    year, month, number_of_day = number(fields, "year"), number(fields, "month"), number(fields, "day")
    weekday = number(fields, "weekday")
    if month is None and number_of_day is not None and weekday is not None:
        return weekday_and_number(weekday, number_of_day, day, context)
    if month is None:
        return [spanning(f"{year:04d}", year_of(year), fields, "the year is said")] if year else []
    reason = "the year is said"
    if year is None:
        year, reason = year_for(month, number_of_day, fields, day, context)
        if year is None:
            at = f"XXXX-{month:02d}" + (f"-{number_of_day:02d}" if number_of_day else "")
            return [Resolved("date", at, reason="nothing says which year")]
    if number_of_day is None:
        return [spanning(f"{year:04d}-{month:02d}", month_of(year, month), fields, reason)]
    one = day_of(year, month, number_of_day)
    return [Resolved("date", one.isoformat(), one, one, reason=reason)] if one else []


def year_for(month: int, day_number: int | None, fields: Fields, day: date | None, context: Context) -> tuple[int | None, str]:
    """The year of a day or month said without one, and why."""
    said = number(fields, "direction")
    direction = said if said is not None else context.direction
    if context.before and context.is_same_sentence and said is None:
        # Told in a row, each is after the one before: "en juin et octobre 2013, puis en décembre".
        if found := next_on_or_after(bounded(context.before[1], 1), month, day_number or 1):
            limit = context.published[1]
            if limit is None or direction > 0 or found <= limit:
                return found.year, "it follows the date before it in the same sentence"
        if context.before[0].month == month:
            return context.before[0].year, "it is in the month spoken of before"
    if day is None:
        if context.before and said is None:
            near = [y for y in (context.before[0].year,) if y]
            return near[0], "the year is that of the date spoken of before"
        return None, ""
    if day_number is None and direction <= 0 and said is None and month == day.month:
        return day.year, "it is the month of publication"
    if direction > 0:
        found = next_on_or_after(bounded(day, 1) if said else day, month, day_number or 1)
        if day_number is None and month == day.month and not said:
            return day.year, "it is the month of publication"
        return (found.year if found else None), "it is the next one after publication"
    previous = last_on_or_before(bounded(day, -1) if said else day, month, day_number or 1)
    if direction < 0:
        return (previous.year if previous else None), "it is told as past: the last one before publication"
    following = next_on_or_after(day, month, day_number or 1)
    if previous and following and (following - day) < (day - previous):
        return following.year, "it is the nearest one to publication"
    return (previous.year if previous else None), "it is the nearest one to publication"


def weekday_and_number(weekday: int, day_number: int, day: date | None, context: Context) -> list[Resolved]:
    """"mardi 14": the nearest day that is both, in the direction of the clause."""
    if day is None:
        return [Resolved("date", f"XXXX-XX-{day_number:02d}", reason="nothing says which month")] if day_number < 32 else []
    months = [month_of(day.year, day.month + n)[0] for n in range(-12, 13)]
    days = [d for m in months if (d := day_of(m.year, m.month, day_number)) and d.weekday() == weekday]
    if context.direction:
        days = [d for d in days if (d - day).days * context.direction >= 0] or days
    if not days:
        return []
    one = min(days, key=lambda d: abs((d - day).days))
    return [Resolved("date", one.isoformat(), one, one, reason="the nearest day with this weekday and number")]


def listed(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """The members of a list, each with what the list shares."""
    values = grammar(context.language).values["month"]
    shared = {k: v for k, v in fields.items() if k not in ("days", "months", "years")}
    if "years" in fields:
        return [r for y in re.findall(r"\d{4}", str(fields["years"])) for r in dated({"year": int(y)}, day, context)]
    if "days" in fields:
        days = [int(d) for d in re.findall(r"\d+", str(fields["days"]))]
        return [r for d in days for r in dated({**shared, "day": d}, day, context)]
    words = re.findall(r"[^\W\d]+\.?", str(fields["months"]))
    months = [int(values[w] if w in values else values[w.rstrip(".")]) for w in words if w in values or w.rstrip(".") in values]
    if "year" in shared or not months:
        return [r for m in months for r in dated({**shared, "month": m}, day, context)]
    # Without a year, the last month is placed first and the others stand before it.
    last = dated({"month": months[-1]}, day, context)
    if not last or last[0].begins is None:
        return [r for m in months for r in dated({"month": m}, None, replace(context, before=None))]
    year = last[0].begins.year
    return [r for m in months for r in dated({"month": m, "year": year - (m > months[-1])}, day, context)]


def ranged(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """From a first to a last date; what only one of them says holds for both."""
    last = {k: fields.get(f"{k}2") for k in ("day", "month", "year")}
    first = {k: fields.get(f"{k}1") for k in ("day", "month", "year")}
    if first["month"] is None:
        first["month"] = last["month"]
    end = dated({k: v for k, v in last.items() if v is not None}, day, context)
    if not end or end[0].begins is None or end[0].ends is None:
        values = [dated({k: v for k, v in part.items() if v is not None}, None, context) for part in (first, last)]
        return [Resolved("date", f"{values[0][0].value}/{values[1][0].value}")] if all(values) else []
    if first["year"] is None and first["month"] is not None:
        later = (first["month"], first["day"] or 0) > (end[0].begins.month, last["day"] or 31)
        first["year"] = end[0].begins.year - later
    start = dated({k: v for k, v in first.items() if v is not None}, day, context)
    if not start or start[0].begins is None or start[0].begins > end[0].ends:
        return []
    return [Resolved("date", f"{start[0].value}/{end[0].value}", start[0].begins, end[0].ends, reason=end[0].reason)]


def decade(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """"les années 1990"."""
    year = number(fields, "decade") or 0
    first, last = year_of(year)[0], year_of(year + 9)[1]
    return [Resolved("date", f"{year // 10:03d}X", first, last)]


def season(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A season of a year, or the last, the next or the nearest one."""
    name, year = str(fields["season"]), number(fields, "year")
    code = "09" if name == "RE" else name
    if year is None:
        if day is None:
            return [Resolved("date", f"XXXX-{code}")]
        direction = number(fields, "direction") or context.direction
        years = (day.year - 1, day.year, day.year + 1)
        spans = {y: season_of(y, name) for y in years}
        if direction > 0:
            year = next((y for y in years if spans[y][1] >= day), day.year)
        else:
            year = next((y for y in reversed(years) if spans[y][0] <= day and (spans[y][1] < day or not fields.get("direction"))), day.year)
    return [spanning(f"{year:04d}-{code}", season_of(year, name), fields)]


# --- relative to publication ---------------------------------------------------------------------------------


def coded(interval: tuple[date, date], unit: str) -> str:
    """The TIMEX3 value of a calendar unit."""
    first, last = interval
    week = first.isocalendar()
    codes = {
        "D": first.isoformat(),
        "W": f"{week.year:04d}-W{week.week:02d}",
        "WE": f"{week.year:04d}-W{week.week:02d}-WE",
        "M": f"{first.year:04d}-{first.month:02d}",
        "Q": f"{first.year:04d}-Q{(first.month + 2) // 3}",
        "H": f"{first.year:04d}-H{1 if first.month < 7 else 2}",
        "Y": f"{first.year:04d}",
        "E": f"{first.year // 10:03d}X",
    }
    return codes.get(unit, f"{first}/{last}")


def near_day(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """Today, yesterday, this morning."""
    offset = number(fields, "offset") or 0
    part = f"T{fields['part']}" if "part" in fields else ""
    if day is None:
        value = {0: "PRESENT_REF", -1: "PAST_REF", 1: "FUTURE_REF"}[(offset > 0) - (offset < 0)]
        return [Resolved("date", value, reason="the publication is not known")]
    one = bounded(day, offset)
    return [Resolved("time" if part else "date", one.isoformat() + part, one, one, reason="counted from publication")]


def weekday(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A weekday: the last one, or the next where the clause speaks of what is to come."""
    wanted, part = int(fields["weekday"]), f"T{fields['part']}" if "part" in fields else ""
    if day is None:
        return [Resolved("date", f"XXXX-WXX-{wanted + 1}{part}", reason="the publication is not known")]
    if "week" in fields:
        one = bounded(unit_around(day, "W", int(fields["week"]))[0], wanted)
    else:
        said = number(fields, "direction")
        forward = (said if said is not None else context.direction) > 0
        distance = (wanted - day.weekday()) % 7 if forward else -((day.weekday() - wanted) % 7)
        if distance == 0 and said is not None:
            distance = 7 * said
        one = bounded(day, distance)
    why = "the next one after publication" if one > day else "the last one up to publication"
    return [Resolved("time" if part else "date", one.isoformat() + part, one, one, reason=why)]


def unit(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """This, the last or the next day, week, month, year..."""
    name = str(fields["unit"])
    if name in ("TH", "TM"):
        return []
    if day is None:
        return [Resolved("date", {0: "PRESENT_REF", -1: "PAST_REF", 1: "FUTURE_REF"}[int(fields["offset"])])]
    interval = unit_around(day, name, int(fields["offset"]))
    return [spanning(coded(interval, name), interval, fields, "counted from publication")]


def shift(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A number of units before or after publication, as exact as its unit."""
    sign, count, name = int(fields["sign"]), int(fields["n"]), str(fields["unit"])
    if name in ("TH", "TM", "WE"):
        return near_day({"offset": 0}, day, context) if day and count < 12 else []
    if day is None:
        return [Resolved("date", "PAST_REF" if sign < 0 else "FUTURE_REF", reason="the publication is not known")]
    at = shifted(day, sign * count, name)
    interval = unit_around(at, name if name in ("D", "M", "Y") else "W" if name in ("W", "F") else "M" if name in ("Q", "H") else "Y")
    exact = "D" if name == "D" else "W" if name in ("W", "F") else "M" if name in ("M", "Q", "H") else "Y"
    return [Resolved("date", coded(interval, exact), *interval, reason="counted from publication")]


def span(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """All of the last or the next units: "les six derniers mois"."""
    sign, count, name = int(fields["sign"]), number(fields, "n"), str(fields["unit"])
    if name in ("TH", "TM", "WE"):
        return []
    if day is None or count is None:
        if day is None:
            return [Resolved("date", "PAST_REF" if sign < 0 else "FUTURE_REF", reason="the publication is not known")]
        count = 3
        away = shifted(day, sign * count, name)
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return [Resolved("date", value, *sorted((away, day)), modifier="APPROX", reason="a few, counted from publication")]
    away = shifted(day, sign * count, name)
    first, last = sorted((away, day))
    return [Resolved("date", f"{first}/{last}", first, last, reason="counted from publication")]


def discourse(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """Relative to the date spoken of before: the next day, the same month, three days later."""
    sign, count, name = int(fields["sign"]), number(fields, "n") or 1, str(fields.get("unit", "D"))
    before = context.before
    if before is None or name in ("TH", "TM", "WE"):
        return []
    reason = "counted from the date spoken of before"
    if sign == 0 or "n" not in fields:
        interval = unit_around(before[0], name, sign)
        return [Resolved("date", coded(interval, name), *interval, reason=reason)]
    interval = shifted(before[0], sign * count, name), shifted(before[1], sign * count, name)
    if interval[0] == interval[1]:
        exact = interval[0] if name == "D" else None
        if exact:
            return [Resolved("date", exact.isoformat(), exact, exact, reason=reason)]
        return [Resolved("date", interval[0].isoformat(), *interval, modifier="APPROX", reason=reason)]
    return [Resolved("date", f"{interval[0]}/{interval[1]}", *interval, reason=reason)]


# --- durations, recurrences, references ---------------------------------------------------------------------


def duration(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A length of time; "deux ou trois jours" has the longer one."""
    count, name = int(fields["n2"]), str(fields["unit"])
    if name == "WE":
        return [Resolved("duration", f"P{2 * count}D")]
    if name in ("TH", "TM"):
        return [Resolved("duration", f"PT{count}{name[1]}")]
    return [Resolved("duration", f"P{count * UNIT_SIZES.get(name, 1)}{UNIT_CODES[name]}")]


def recurrence(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A recurrence as an RFC 5545 rule."""
    if "freq" in fields:
        return [Resolved("set", f"RRULE:FREQ={fields['freq']}")]
    if "ordinal" in fields:
        return [Resolved("set", f"RRULE:FREQ=MONTHLY;BYDAY={fields['ordinal']}{WEEKDAYS[int(fields['weekday'])]}")]
    if "weekdays" in fields:
        values = grammar(context.language).values["weekday"]
        days = [WEEKDAYS[int(values[w])] for w in re.findall(r"[^\W\d]+", str(fields["weekdays"])) for w in (w, w.removesuffix("s")) if w in values]
        return [Resolved("set", f"RRULE:FREQ=WEEKLY;BYDAY={','.join(dict.fromkeys(days))}")]
    name, count = str(fields["unit"]), number(fields, "n")
    if name == "TM":
        return []
    step = {"F": 2, "Q": 3, "H": 6}.get(name, 1)
    if "times" in fields:
        # RFC 5545 has no "twice a week"; its rule is the period, the number of times is kept in the modifier.
        rule = f"RRULE:FREQ={FREQUENCIES[name]}" + (f";INTERVAL={step}" if step > 1 else "")
        return [Resolved("set", rule, modifier=f"{count}X" if count and count > 1 else None)]
    step *= count or 1
    if name in ("E", "C"):
        name, step = "Y", step * UNIT_SIZES[name]
    rule = f"RRULE:FREQ={FREQUENCIES[name]}" + (f";INTERVAL={step}" if step > 1 else "")
    return [Resolved("set", rule + (";BYDAY=SA,SU" if name == "WE" else ""))]


def reference(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """Now, lately, soon."""
    value = str(fields["value"])
    first, last = context.published
    if value == "PRESENT_REF":
        return [Resolved("date", value, first, last)]
    return [Resolved("date", value, None, last) if value == "PAST_REF" else Resolved("date", value, first, None)]


def clock(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A time of day, on the day spoken of in the same sentence."""
    at = f"T{int(fields['hour']) % 24:02d}:{int(fields.get('minute', 0)):02d}"
    before = context.before if context.is_same_sentence else None
    if before and before[0] == before[1]:
        return [Resolved("time", f"{before[0]}{at}", before[0], before[0])]
    return [Resolved("time", f"XXXX-XX-XX{at}")]


def anchored(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """The beginning of a publicly known happening (languages/common/anchors.toml)."""
    begins = grammar(context.language).anchors[re.sub(r"\s", " ", str(fields["anchor"]))]
    year, month = map(int, begins.split("-"))
    first, last = month_of(year, month)
    return [Resolved("date", begins, first, last, reason="a publicly known date")]


OPERATIONS = {
    "date": dated,
    "list": listed,
    "range": ranged,
    "decade": decade,
    "season": season,
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
