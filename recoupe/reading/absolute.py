"""Absolute: dates that are said as a day, month, season or year, the unsaid part taken from what stands around them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from .calendar import bounded, day_of, last_on_or_before, month_of, next_on_or_after, season_of, unit_around, year_of
from .grammar import Fields, grammar
from .meaning import Context, Resolved, coded, number, spanning

# How many of a unit a year has.
PARTS_OF_YEAR = {"Q": 4, "H": 2}


def dated(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """A date said as far as it is said; the year, where it is missing, from the context."""
    year, month, number_of_day = number(fields, "year"), number(fields, "month"), number(fields, "day")
    weekday = number(fields, "weekday")
    if month is None and number_of_day is not None and weekday is not None:
        return weekday_and_number(weekday, number_of_day, day, context)
    if month is None and number_of_day is not None:
        found = day_alone(number_of_day, day, context)
        return [
            week_around(one.begins, fields, one.reason) if one.begins and "around" in fields else one for one in found
        ]
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
    if one and "around" in fields:
        return [week_around(one, fields, reason)]
    return [Resolved("date", one.isoformat(), one, one, reason=reason)] if one else []


def week_around(one: date, fields: Fields, reason: str) -> Resolved:
    """The week (or other unit) around a day: "the week of 3 March"."""
    name = str(fields["around"])
    interval = unit_around(one, name)
    return Resolved("date", coded(interval, name), *interval, reason=reason)


def year_for(
    month: int, day_number: int | None, fields: Fields, day: date | None, context: Context
) -> tuple[int | None, str]:
    """The year of a day or month said without one, and why."""
    said = number(fields, "direction")
    direction = said if said is not None else context.direction
    if context.before and context.is_same_sentence and said is None:
        # Told in a row, each is after the one before: "en juin et octobre 2013, puis en décembre".
        if found := next_on_or_after(told_after(context.before, day_number), month, day_number or 1):
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
        before = last_on_or_before(day, month, day_number or 1)
        if said is None and day_number and before and is_much_nearer(before, found, day):
            return before.year, "it is the nearest one to publication by far"
        if day_number is None and month == day.month and not said:
            return day.year, "it is the month of publication"
        return (found.year if found else None), "it is the next one after publication"
    previous = last_on_or_before(bounded(day, -1) if said else day, month, day_number or 1)
    following = next_on_or_after(day, month, day_number or 1)
    if direction < 0 and said is None and following and is_much_nearer(following, previous, day):
        return following.year, "it is the nearest one to publication by far"
    if direction < 0:
        return (previous.year if previous else None), "it is told as past: the last one before publication"
    if previous and following and (following - day) < (day - previous):
        return following.year, "it is the nearest one to publication"
    return (previous.year if previous else None), "it is the nearest one to publication"


def is_much_nearer(one: date, other: date | None, day: date) -> bool:
    """Whether a date is within two months and the other one so far off that a writer would have said its year."""
    near = abs((one - day).days)
    return near <= 62 and (other is None or abs((other - day).days) > max(180, 4 * near))


def told_after(before: tuple[date, date], day_number: int | None) -> date:
    """From when a date told after another is looked for: the same day said otherwise is still that day ("today (15 March)")."""
    return before[0] if day_number and before[0] == before[1] else bounded(before[1], 1)


def day_alone(day_number: int, day: date | None, context: Context) -> list[Resolved]:
    """ "le 27", "on the 18th": in the month spoken of before, else the nearest to publication in the direction of the clause."""
    if context.before and context.is_same_sentence:
        around, reason = context.before[0], "in the month spoken of before"
        days = [day_of(around.year, around.month, day_number)]
    elif day is None:
        return []
    else:
        around, reason = day, "the nearest to publication"
        months = [
            month_of(day.year, day.month + n)[0] if day.month + n else date(day.year - 1, 12, 1) for n in (-1, 0, 1)
        ]
        days = [day_of(month.year, month.month, day_number) for month in months]
    known = [one for one in days if one and (one - around).days * context.direction >= 0] or [
        one for one in days if one
    ]
    if not known:
        return []
    one = min(known, key=lambda d: abs((d - around).days))
    return [Resolved("date", one.isoformat(), one, one, reason=reason)]


def weekday_and_number(weekday: int, day_number: int, day: date | None, context: Context) -> list[Resolved]:
    """ "mardi 14": the nearest day that is both, in the direction of the clause."""
    if day is None:
        return (
            [Resolved("date", f"XXXX-XX-{day_number:02d}", reason="nothing says which month")]
            if day_number < 32
            else []
        )
    months = [month_of(day.year, day.month + n)[0] for n in range(-12, 13)]
    days = [d for m in months if (d := day_of(m.year, m.month, day_number)) and d.weekday() == weekday]
    if not days:
        return []
    one = min(days, key=lambda d: abs((d - day).days))
    there = [d for d in days if (d - day).days * context.direction > 0]
    if there and (one - day).days * context.direction < 0:
        nearest = min(there, key=lambda d: abs((d - day).days))
        one = one if is_much_nearer(one, nearest, day) and abs((one - day).days) < 8 else nearest
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
    months = [
        int(values[w] if w in values else values[w.rstrip(".")])
        for w in words
        if w in values or w.rstrip(".") in values
    ]
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
    if last["month"] is None and last["day"] is not None:
        # Without a month the weekdays place both ends: "du vendredi 11 au mardi 15".
        last["weekday"], first["weekday"] = fields.get("weekday2"), fields.get("weekday1")
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
    """ "les années 1990"."""
    year = number(fields, "decade") or 0
    return [spanning(f"{year // 10:03d}X", (year_of(year)[0], year_of(year + 9)[1]), fields)]


def century(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """ "le XIXe siècle", counted as TIMEX3 does: 1800 to 1899."""
    first = 100 * (int(fields["century"]) - 1)
    return [Resolved("date", f"{first // 100:02d}", year_of(first)[0], year_of(first + 99)[1])]


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
            # "last summer" is over; "this summer" may still run.
            is_over = bool(fields.get("direction"))
            past = (y for y in reversed(years) if (spans[y][1] < day if is_over else spans[y][0] <= day))
            year = next(past, day.year)
    return [spanning(f"{year:04d}-{code}", season_of(year, name), fields)]


def nth(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """The first quarter of 2013, the second half of the year, the last week of March."""
    ordinal, name = int(fields["ordinal"]), str(fields.get("unit"))
    year, month = number(fields, "year"), number(fields, "month")
    if "monthoffset" in fields:
        # "the second Monday of next month"
        if day is None:
            return []
        around = unit_around(day, "M", int(fields["monthoffset"]))[0]
        fields = {**fields, "month": around.month, "year": around.year}
        year, month = around.year, around.month
    if month is not None:
        whole = dated({k: v for k, v in fields.items() if k in ("month", "year")}, day, context)[0]
        if "weekday" in fields:
            return nth_weekday(ordinal, int(fields["weekday"]), whole)
        if name != "W" or whole.begins is None or whole.ends is None or ordinal > 4:
            return []
        first = bounded(whole.begins, 7 * (ordinal - 1)) if ordinal > 0 else bounded(whole.ends, -6)
        return [Resolved("date", f"{first}/{bounded(first, 6)}", first, bounded(first, 6), reason=whole.reason)]
    if year is None and day is not None:
        year = day.year + int(fields.get("offset", 0))
    if name == "W" and year is not None:
        return nth_week(ordinal, year)
    if name not in PARTS_OF_YEAR or ordinal > PARTS_OF_YEAR[name] or year is None:
        return []
    index = (ordinal if ordinal > 0 else PARTS_OF_YEAR[name] + 1 + ordinal) - 1
    interval = unit_around(date(year, 1, 1), name, index)
    return [Resolved("date", coded(interval, name), *interval, reason="the year is said" if "year" in fields else "")]


def nth_week(ordinal: int, year: int) -> list[Resolved]:
    """A week of a year by its number (ISO 8601), or the last one."""
    last = date(year, 12, 28).isocalendar().week
    number_of_week = ordinal if ordinal > 0 else last
    if number_of_week > last:
        return []
    monday = date.fromisocalendar(year, number_of_week, 1)
    return [
        Resolved("date", f"{year:04d}-W{number_of_week:02d}", monday, bounded(monday, 6), reason="the year is said")
    ]


def nth_weekday(ordinal: int, weekday: int, month: Resolved) -> list[Resolved]:
    """The first Tuesday of a month, or its last."""
    if month.begins is None or month.ends is None:
        return []
    if ordinal > 0:
        one = bounded(month.begins, (weekday - month.begins.weekday()) % 7 + 7 * (ordinal - 1))
    else:
        one = bounded(month.ends, -((month.ends.weekday() - weekday) % 7))
    return [Resolved("date", one.isoformat(), one, one, reason=month.reason)] if one <= month.ends else []


def anchored(fields: Fields, day: date | None, context: Context) -> list[Resolved]:
    """The beginning of a publicly known happening (languages/common/anchors.toml)."""
    begins = grammar(context.language).anchors[re.sub(r"\s", " ", str(fields["anchor"]))]
    year, month = map(int, begins.split("-"))
    first, last = month_of(year, month)
    return [Resolved("date", begins, first, last, reason="a publicly known date")]
