"""Calendar: intervals of days and their arithmetic. An interval is (first day, last day), both inclusive; None is open."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Interval = tuple[date | None, date | None]

# Meteorological seasons, as first and last month; a winter belongs to the year of its December. RE: the "rentrée".
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14), "RE": (9, 9)}
DAYS = {"D": 1, "W": 7, "F": 14}
MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "E": 120, "C": 1200}
FIRST_YEAR, LAST_YEAR = 1000, 2999


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none (31 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month; months beyond 12 run into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_of(year: int) -> tuple[date, date]:
    """The first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def season_of(year: int, season: str) -> tuple[date, date]:
    """The first and last day of a season ("SP", "SU", "FA", "WI", "RE")."""
    first, last = SEASONS[season]
    return month_of(year, first)[0], month_of(year, last)[1]


def shifted(day: date, number: int, unit: str) -> date:
    """The day `number` units away; the last of the month where that day does not exist. Stays within years 1000 to 2999."""
    if unit in DAYS:
        days = max(-400_000, min(400_000, number * DAYS[unit]))
        return bounded(day, days)
    months = day.year * 12 + day.month - 1 + number * MONTHS[unit]
    year, month = divmod(months, 12)
    year = max(FIRST_YEAR, min(LAST_YEAR, year))
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def bounded(day: date, days: int) -> date:
    """The day `days` days away, within what a date can hold."""
    ordinal = max(date(FIRST_YEAR, 1, 1).toordinal(), min(date(LAST_YEAR, 12, 31).toordinal(), day.toordinal() + days))
    return date.fromordinal(ordinal)


def unit_around(day: date, unit: str, offset: int = 0) -> tuple[date, date]:
    """The calendar unit (day, week from Monday, weekend, month, quarter, half, year, decade, century) `offset` units away."""
    if unit == "D":
        one = bounded(day, offset)
        return one, one
    if unit in ("W", "F", "WE"):
        monday = bounded(day, -day.weekday() + 7 * offset * (2 if unit == "F" else 1))
        if unit == "WE":
            return bounded(monday, 5), bounded(monday, 6)
        return monday, bounded(monday, 13 if unit == "F" else 6)
    size = MONTHS[unit]
    index = (day.year * 12 + day.month - 1) // size + offset
    index = max(FIRST_YEAR * 12 // size, min((LAST_YEAR * 12 - 12) // size, index))
    first = date(index * size // 12, index * size % 12 + 1, 1)
    last = shifted(first, size, "M") - timedelta(days=1)
    return first, last


def part_of(interval: tuple[date, date], modifier: str | None) -> tuple[date, date]:
    """The beginning, middle or end of an interval (TIMEX3 START, MID, END).

    A year's end is its last quarter, its beginning the first, its middle June and July; a month's parts are ten days, a
    decade's its first four, the next three and the last three years.
    """
    first, last = interval
    length = (last - first).days + 1
    if modifier not in ("START", "MID", "END") or length < 3:
        return interval
    if 360 <= length <= 370:
        low, high = {"START": (1, 3), "MID": (6, 7), "END": (10, 12)}[modifier]
        return month_of(first.year, low)[0], month_of(first.year, high)[1]
    if 3650 <= length <= 3654:
        low, high = {"START": (0, 3), "MID": (4, 6), "END": (7, 9)}[modifier]
        return year_of(first.year + low)[0], year_of(first.year + high)[1]
    third = length // 3
    cuts = {"START": (0, third), "MID": (third, length - third), "END": (length - third, length)}
    low, high = cuts[modifier]
    return first + timedelta(days=low), first + timedelta(days=high - 1)


def next_on_or_after(day: date, month: int, number: int) -> date | None:
    """The first `number` of `month` on or after a day."""
    found = (day_of(year, month, number) for year in range(day.year, min(day.year + 9, LAST_YEAR)))
    return next((one for one in found if one and one >= day), None)


def last_on_or_before(day: date, month: int, number: int) -> date | None:
    """The last `number` of `month` on or before a day."""
    found = (day_of(year, month, number) for year in range(day.year, max(day.year - 9, FIRST_YEAR), -1))
    return next((one for one in found if one and one <= day), None)
