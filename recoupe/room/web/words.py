"""Words: the codes of the engine in the reader's language, and dates and numbers as people of that language write them (CLDR)."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ...languages import available, table

BRIEFS = (
    "types",
    "status",
    "roles",
    "units",
    "links",
    "rules",
    "modality",
    "reasons",
)  # their groups that the room says too
VOCABULARY = Path(__file__).parent / "vocabulary"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def language() -> str:
    """The language of the page, without its region."""
    return (translation.get_language() or "fr").split("-")[0]


@cache
def vocabulary(code: str) -> dict[str, Any]:
    """What the codes of events, roles, statuses, units and links are called: the words of the briefs, and those of the room."""
    briefs = table(code, "briefing") if code in available() else {}
    path = VOCABULARY / f"{code}.toml"
    own = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else vocabulary("en")
    return {group: {**dict(briefs.get(group, {})), **dict(own.get(group, {}))} for group in {*own, *BRIEFS}}


def label(group: str, name: str) -> str:
    """What a code is called; of one that has no name, the code itself."""
    told = vocabulary(language())
    return str(told[group].get(name) or vocabulary("en")[group].get(name, name))


def phrase(group: str, text: str) -> str:
    """A sentence of the engine, by the patterns of a group; {0}, {1} are what it says there, days as they are written.

    One that no pattern knows is looked for part by part, and shown as it is where the parts are not known either.
    """
    for pattern, said in vocabulary(language())[group].items():
        if match := re.fullmatch(pattern, text):
            return str(said).format(*(day(value) if ISO_DAY.fullmatch(value) else value for value in match.groups()))
    first, semicolon, rest = text.partition("; ")
    return f"{phrase(group, first)}; {phrase(group, rest)}" if semicolon else text


def language_name(code: str) -> str:
    """A language by its BCP 47 code, as the reader's language calls it (CLDR)."""
    return str(locale(language()).languages.get(code.split("-")[0], code))


@cache
def locale(code: str) -> Locale:
    return Locale.parse(code)


def day(value: str | date | datetime | None, style: str = "long") -> str:
    """A day as it is written: "8 mai 2014"."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return value
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return str(format_date(value, style, locale=locale(language())))


def day_there(value: datetime, zone: str) -> str:
    """The day of a moment, where it is."""
    return day(value.astimezone(ZoneInfo(zone)).date())


def days(begins: str | date | None, ends: str | date | None) -> str:
    """An interval of days: "8 mai 2014", "mars à mai 2014", "depuis le ...", "jusqu'au ..."."""
    first, last = (str(value)[:10] if value else "" for value in (begins, ends))
    if first and last:
        if first == last:
            return day(first)
        if first[8:] == "01" and last[:7] == first[:7] and int(last[8:]) >= 28:
            return str(format_date(date.fromisoformat(first), "MMMM yyyy", locale=locale(language())))
        if first[5:] == "01-01" and last == f"{first[:4]}-12-31":
            return first[:4]
        return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    if first:
        return _("from %(day)s") % {"day": day(first)}
    return _("until %(day)s") % {"day": day(last)} if last else ""


def moment(value: datetime, zone: str = "", with_day: bool = True) -> str:
    """A moment in a time zone: "mardi 8 mai 2026, 10:00"."""
    local = value.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(value)
    clock = format_time(local, "short", locale=locale(language()))
    return f"{format_date(local, 'full', locale=locale(language()))}, {clock}" if with_day else str(clock)


def number(value: float | None) -> str:
    """A number with this language's separators."""
    return "" if value is None else str(format_decimal(value, locale=locale(language())))


def amount(low: float | None, high: float | None) -> str:
    """A range of numbers: "12", "12–16", "at least 12"."""
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)}–{number(high)}"
    if low is not None:
        return _("at least %(number)s") % {"number": number(low)}
    return _("at most %(number)s") % {"number": number(high)} if high is not None else "?"


def country(code: str | None) -> str:
    """A country by its code."""
    return str(locale(language()).territories.get(code or "", code or ""))


__all__ = [
    "amount",
    "country",
    "day",
    "day_there",
    "days",
    "label",
    "language",
    "language_name",
    "moment",
    "number",
    "phrase",
    "vocabulary",
]
