"""Words: the codes of the engine in the reader's language, and dates and numbers as people of that language write them (CLDR)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ...languages import available, table
from ...query import folded

NO_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}  # CLDR names these too
SPOKEN = (  # in prisons of Europe and of the Maghreb, beside those of the room
    "am bg bn bs ckb cs de el es fa ff ha hi hr hu hy it ka kab ku ln mk om pa pl ps pt rif"
    " ro rom ru rw shi so sq sr sw ta ti tr tzm uk ur vi wo zgh zh"
)
VOCABULARY = Path(__file__).parent / "vocabulary"
FROM_BRIEFS = ("types", "status", "roles", "units", "links", "rules", "modality", "reasons")
FIRST = re.compile(r"(?<!\w)1(?=\s)")
ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d(?:T[\d:.+Z-]+)?")


def language() -> str:
    """The language of the page, without its region."""
    return (translation.get_language() or "fr").split("-")[0]


@cache
def vocabulary(code: str) -> dict[str, Any]:
    """What the codes of events, roles, statuses, units and links are called; from the briefs where those are written in it."""
    path = VOCABULARY / f"{code}.toml"
    if not path.exists():
        return vocabulary("en")
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    if code in available():
        brief = table(code, "briefing")
        told |= {group: {**brief[group], **told.get(group, {})} for group in FROM_BRIEFS}
    return told


def label(group: str, name: str) -> str:
    """What a code is called; of one that has no name, the code itself."""
    told = vocabulary(language())
    return str(told.get(group, vocabulary("en")[group]).get(name, name))


def sentence(group: str, text: str) -> str:
    """A sentence of the engine in the reader's language; as it is where no table has it."""
    for pattern, form in vocabulary(language()).get(group, {}).items():
        if match := re.fullmatch(pattern, text, re.DOTALL):
            return str(form).format(*match.groups())
    return text


def with_days(text: str) -> str:
    """A sentence with its ISO days as people write them."""
    return ISO_DAY.sub(lambda found: day(found[0]), text)


def joined(items: Iterable[Any]) -> str:
    """Items side by side, with this language's comma."""
    return str(vocabulary(language())["comma"]).join(str(item) for item in items)


def listed(items: list[str]) -> str:
    """Items as a list: "A, B et C"."""
    return str(format_list(items, locale=locale(language())))


def language_name(code: str | None) -> str:
    """What a language is called, by its BCP 47 code."""
    try:
        return str(Locale.parse(code or "", sep="-").get_display_name(locale(language())) or code)
    except (ValueError, UnknownLocaleError):
        return str(locale(language()).languages.get((code or "").split("-")[0].lower(), code or ""))


@cache
def locale(code: str) -> Locale:
    """How people of a language write; English as in Europe."""
    return Locale.parse(vocabulary(code)["locale"])


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
    return written(value, style)


def written(value: date, style: str) -> str:
    """A day in a style of CLDR, with this language's word for the first of a month: "1er mars 2026"."""
    said = str(format_date(value, style, locale=locale(language())))
    return FIRST.sub(str(vocabulary(language()).get("first", "1")), said, count=1) if value.day == 1 else said


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


def days_in_short(first: date, last: date) -> str:
    """Some days on end, as a calendar heads them: "23–29 nov. 2026"."""
    return str(format_interval(first, last, "yMMMd", locale=locale(language())))


def moment(value: datetime, zone: str = "", with_day: bool = True) -> str:
    """A moment in a time zone: "mardi 8 mai 2026, 10:00"."""
    local = value.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(value)
    clock = format_time(local, "short", locale=locale(language()))
    return joined([written(local, "full"), clock]) if with_day else str(clock)


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


def is_country(code: str) -> bool:
    """Whether it is the code of a country (ISO 3166-1 alpha-2)."""
    return len(code) == 2 and code.isalpha() and code.isupper() and code in locale("en").territories


def countries_to_choose() -> list[tuple[str, str]]:
    """Every country, by its name in the reader's language."""
    names = locale(language()).territories
    codes = [code for code in locale("en").territories if is_country(code) and code not in NO_COUNTRIES]
    return sorted(((code, str(names.get(code, code))) for code in codes), key=lambda row: folded(row[1]))


def languages_to_choose(chosen: str = "") -> list[tuple[str, str]]:
    """Languages that people may speak, those of the room first, by name; and the one that is chosen, whichever it is."""
    names = locale(language()).languages
    ours = sorted(path.stem for path in VOCABULARY.glob("*.toml"))
    others = [code for code in SPOKEN.split() if code in names or code == chosen]
    codes = [*ours, *sorted(others, key=lambda code: folded(language_name(code)))]
    if chosen and chosen not in codes:
        codes.append(chosen)
    return [(code, language_name(code)) for code in codes]


@cache
def countries() -> dict[str, str]:
    """The code of each country by what it is called in the languages of the room."""
    return {
        name: code
        for one in sorted(path.stem for path in VOCABULARY.glob("*.toml"))
        for code, name in locale(one).territories.items()
        if len(code) == 2
    }


def named(text: str, identity: str | None = None) -> str:
    """A name as it is shown; a country's in the reader's language. The identity of a country is its code."""
    code = countries().get(text, "")
    return country(code) if code and (identity is None or identity == code) else text


__all__ = [
    "amount",
    "country",
    "day",
    "day_there",
    "days",
    "label",
    "language",
    "language_name",
    "listed",
    "moment",
    "named",
    "number",
    "sentence",
    "vocabulary",
]
