"""Relative: times counted from the publication or from the date spoken of before; lengths and recurrences."""

from __future__ import annotations

import re
from datetime import date

from .calendar import bounded, day_of, shifted, unit_around
from .grammar import Fields, grammar
from .meaning import Context, Resolved, coded, number, spanning

UNIT_CODES = {"D": "D", "W": "W", "F": "W", "M": "M", "Q": "M", "H": "M", "Y": "Y", "E": "Y", "C": "Y"}
UNIT_SIZES = {"F": 2, "Q": 3, "H": 6, "E": 10, "C": 100}
FREQUENCIES = {"D": "DAILY", "Y": "YEARLY", "TH": "HOURLY"}
FREQUENCIES |= dict.fromkeys(("W", "F", "WE"), "WEEKLY") | dict.fromkeys(("M", "Q", "H"), "MONTHLY")
# How exactly a shift by a unit places something: "three quarters ago" names a month, "two decades ago" a year.
EXACTNESS = {"D": "D", "W": "W", "F": "W", "M": "M", "Q": "M", "H": "M", "Y": "Y", "E": "Y", "C": "Y"}
CLOCK_UNITS = ("TH", "TM", "TS")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def near_day(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """Today, yesterday, this morning."""
    offset = number(fields, "offset") or 0
    part = f"T{fields['part']}" if "part" in fields else ""
    if day is None:
        value = {0: "PRESENT_REF", -1: "PAST_REF", 1: "FUTURE_REF"}[(offset > 0) - (offset < 0)]
        return [Resolved("date", value, reason="the publication is not known")]
    one = bounded(day, offset)
    return [Resolved("time" if part else "date", one.isoformat() + part, one, one, reason="counted from publication")]


def monthday(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """The 20th of next month, or from one day of it to another."""
    if day is None:
        return []
    first, _ = unit_around(day, "M", int(fields["offset"]))
    names = ("day",) if "day" in fields else ("day1", "day2")
    days = [one for name in names if (one := day_of(first.year, first.month, int(fields[name])))]
    if len(days) < len(names) or days[0] > days[-1]:
        return []
    return [Resolved("date", "/".join(map(str, days)), days[0], days[-1], reason="counted from publication")]


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
    if name in CLOCK_UNITS:
        return []
    if day is None:
        return [Resolved("date", {0: "PRESENT_REF", -1: "PAST_REF", 1: "FUTURE_REF"}[int(fields["offset"])])]
    offset = int(fields["offset"])
    interval = unit_around(day, name, offset)
    if name == "WE" and offset == 0 and context.direction < 0 and interval[0] > day:
        # Told as past before it comes, "the weekend" is the last one.
        interval = unit_around(day, name, -1)
    return [spanning(coded(interval, name), interval, fields, "counted from publication")]


def rest(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """What is left of this week, month or year, or (sign -1) what is gone of it, from the day of publication."""
    name = str(fields["unit"])
    if day is None or name in CLOCK_UNITS:
        return []
    first, last = unit_around(day, name)
    first, last = (first, day) if number(fields, "sign") == -1 else (day, last)
    return (
        [Resolved("date", f"{first}/{last}", first, last, reason="counted from publication")] if first <= last else []
    )


def moved_by(fields: Fields, day: date) -> date:
    """The day some units away, the largest of them first: "1 month and 21 days"."""
    for count, name in (("n2", "unit"), ("n3", "unit3"), ("n4", "unit4")):
        if name in fields and fields[name] not in CLOCK_UNITS:
            unit = str(fields[name])
            size = 2 if unit == "WE" else 1
            day = shifted(day, int(fields["sign"]) * int(fields[count]) * size, "D" if unit == "WE" else unit)
    return day


def shift(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A number of units before or after publication, as exact as its unit."""
    sign, count, name = int(fields["sign"]), int(fields["n2"]), str(fields["unit"])
    if name in CLOCK_UNITS or name == "WE":
        return near_day({"offset": 0}, day, context) if day and count < 12 else []
    if day is None:
        return [Resolved("date", "PAST_REF" if sign < 0 else "FUTURE_REF", reason="the publication is not known")]
    at = moved_by(fields, day)
    names = [str(fields[key]) for key in ("unit", "unit3", "unit4") if key in fields]
    exact = min((EXACTNESS.get(one, "D") for one in names), key="DWMYEC".index)
    interval = unit_around(at, exact)
    return [Resolved("date", coded(interval, exact), *interval, reason="counted from publication")]


def span(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """All of the last or the next units: "les six derniers mois"."""
    sign, count, name = int(fields["sign"]), number(fields, "n"), str(fields["unit"])
    if name in CLOCK_UNITS or name == "WE":
        return []
    if day is None or count is None:
        if day is None:
            return [Resolved("date", "PAST_REF" if sign < 0 else "FUTURE_REF", reason="the publication is not known")]
        count = 3
        away = shifted(day, sign * count, name)
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return [Resolved("date", value, min(away, day), max(away, day), "APPROX", "a few, counted from publication")]
    away = shifted(day, sign * count, name)
    # What is to come begins tomorrow, what is to happen within some time today.
    first, last = (bounded(day, 0 if "today" in fields else 1), away) if sign > 0 and count else (away, day)
    return [Resolved("date", f"{first}/{last}", first, last, reason="counted from publication")]


def discourse(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """Relative to the date spoken of before: the next day, the same month, three days later."""
    sign, count, name = int(fields["sign"]), number(fields, "n") or 1, str(fields.get("unit", "D"))
    before = context.before
    if before is None or name.startswith("T") or name == "WE":
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
    """A length of time; "deux ou trois jours" has the longer one, "un an et trois mois" both parts."""
    value = length(int(fields["n2"]), str(fields["unit"]), str(fields.get("fraction", "")))
    for key in ("3", "4"):
        if f"unit{key}" not in fields:
            break
        other = length(int(fields[f"n{key}"]), str(fields[f"unit{key}"]), "")
        is_clock = "T" in value
        value += other[1:].replace("T", "") if is_clock else other[1:]
    return [Resolved("duration", value)]


def length(count: int, name: str, fraction: str) -> str:
    """A number of units as a TIMEX3 duration; `fraction` is ",5" or ".5", or "half" for a half more."""
    digits = ".5" if fraction == "half" else fraction.replace(",", ".")
    if name == "WE":
        return f"P{2 * count}D"
    if name in CLOCK_UNITS:
        return f"PT{count}{digits}{name[1]}"
    size = UNIT_SIZES.get(name, 1)
    whole = f"{(count + float('0' + digits)) * size:g}" if digits else str(count * size)
    return f"P{whole}{UNIT_CODES[name]}"


def recurrence(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A recurrence as an RFC 5545 rule."""
    if "freq" in fields:
        every = f";INTERVAL={fields['n']}" if "n" in fields else ""
        return [Resolved("set", f"RRULE:FREQ={fields['freq']}{every}")]
    if "ordinal" in fields:
        return [Resolved("set", f"RRULE:FREQ=MONTHLY;BYDAY={fields['ordinal']}{WEEKDAYS[int(fields['weekday'])]}")]
    if "weekdays" in fields:
        values = grammar(context.language).values["weekday"]
        words = re.findall(r"[^\W\d_]+", str(fields["weekdays"]))
        known = (w if w in values else w.removesuffix("s") for w in words)
        days = [WEEKDAYS[int(values[w])] for w in known if w in values]
        every = f";INTERVAL={fields['n']}" if "n" in fields else ""
        return [Resolved("set", f"RRULE:FREQ=WEEKLY{every};BYDAY={','.join(dict.fromkeys(days))}")]
    name, count = str(fields["unit"]), number(fields, "n")
    if name in ("TM", "TS"):
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
