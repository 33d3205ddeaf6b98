"""Wording: structured evidence as words of the brief's language, by CLDR through Babel and the language's briefing.toml."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from ..extraction.gazetteer import organisation_by_name, places
from ..languages import available, table
from ..model import Entity, EntityKind, Figure, Published

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?$")
MONTH = re.compile(r"(\d{4})-(\d\d)$")
YEAR = re.compile(r"(\d{4})$")
SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)$")
QUARTER = re.compile(r"(\d{4})-([QH])(\d)$")
WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
DECADE = re.compile(r"(\d{3})X$")
DURATION = re.compile(r"P(T?)(\d+)([DWMYH])$")
CODES = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}


@dataclass(frozen=True)
class Words:
    """The words of one language; every method gives text ready to be shown."""

    language: str
    data: Mapping[str, Any]
    locale: Locale

    def say(self, key: str, **values: object) -> str:
        """The words under a key ("sections.meetings") with their values filled in."""
        found: Any = self.data
        for part in key.split("."):
            found = found[part]
        return str(found).format(**values) if values else str(found)

    def label(self, group: str, name: str, default: str = "") -> str:
        """A label of a group, or the default: never a raw code."""
        return str(self.data[group].get(name, default))

    def quoted(self, text: str) -> str:
        """Words between this language's quotation marks."""
        before, after = self.data["quote"]
        return f"{before}{text}{after}"

    def listed(self, items: Iterable[str]) -> str:
        """Items as a list: "A, B et C"."""
        return str(format_list(list(dict.fromkeys(items)), locale=self.locale))

    def count(self, key: str, number: int, **values: object) -> str:
        """A number of things: "1 document", "12 documents"."""
        one, many = self.data["counts"][key]
        return str(one if number == 1 else many).format(n=self.number(number), **values)

    # --- who and where ---

    def country(self, code: str) -> str:
        """The name of a country."""
        return str(self.locale.territories.get(code, code))

    def entity(self, entity: Entity) -> str:
        """What an entity is called in the brief."""
        if entity.kind is EntityKind.COUNTRY:
            return self.country(entity.id)
        if entity.kind is EntityKind.PLACE:
            return exonyms(self.language).get(entity.geonames or 0, entity.name)
        if told := organisation_by_name().get(entity.name, {}).get(self.language):
            return str(told[0]) if len(told) == 1 else f"{told[0]} ({told[1]})"
        if entity.kind in (EntityKind.ORGANISATION, EntityKind.OFFICE) and entity.country and entity.id != entity.name:
            return f"{entity.name} ({self.country(entity.country)})"
        if entity.acronym and entity.kind is EntityKind.ORGANISATION and entity.acronym != entity.name:
            return f"{entity.name} ({entity.acronym})"
        return entity.name

    def at(self, place: str) -> str:
        """A town with its preposition: "à Lyon", "au Caire"."""
        contractions: Mapping[str, str] = self.data["places"]["contractions"]
        for article, words in contractions.items():
            if place.startswith(article):
                return words.format(place=place.removeprefix(article))
        return self.say("places.at", place=place)

    def scraps(self, language: str) -> frozenset[str]:
        """Words of a document's language that tell nobody apart: possessives, pronouns, forms of "to be"."""
        return frozenset(table(language, "briefing")["scraps"] if language in available() else ())

    # --- when ---

    def day(self, day: date) -> str:
        """A day in words; the first of the month as this language writes it."""
        text = str(format_date(day, "long", locale=self.locale))
        before, after = self.data["first_of_month"]
        return after + text.removeprefix(before) if day.day == 1 and text.startswith(before) else text

    def month(self, year: int, month: int) -> str:
        """A month with its year."""
        return str(format_date(date(year, month, 1), "MMMM y", locale=self.locale))

    def time(self, value: str, modifier: str | None = None) -> str:
        """A TIMEX3 value or an RFC 5545 rule in words; "" for what has no words."""
        if value.startswith("RRULE:"):
            return self.recurrence(value)
        words = self.date(value)
        modifiers: Mapping[str, str] = self.data["periods"]["modifiers"]
        return modifiers[modifier].format(date=words) if words and modifier and modifier in modifiers else words

    def date(self, value: str) -> str:
        """A TIMEX3 date, interval or reference in words."""
        periods: Mapping[str, Any] = self.data["periods"]
        if value.endswith("_REF"):
            return str({"PRESENT": periods["now"], "PAST": periods["past"], "FUTURE": periods["future"]}[value[:-4]])
        if "/" in value:
            begin, _, end = value.partition("/")
            if whole := whole_period(begin, end):
                return self.date(whole)
            told = {
                "begin": self.date(begin) if begin != ".." else "..",
                "end": self.date(end) if end != ".." else "..",
            }
            if not all(told.values()):
                return ""  # "since Ramadan": no words of ours for one end
            if end == "..":
                key = "since_day" if DAY.match(begin) else "since"
            elif begin == "..":
                key = "until_day" if DAY.match(end) else "until"
            else:
                key = "range_days" if DAY.match(begin) and DAY.match(end) else "range"
            return str(periods[key]).format(**told)
        if match := DAY.match(value):
            return self.day(date(int(match[1]), int(match[2]), int(match[3])))
        if match := MONTH.match(value):
            return self.month(int(match[1]), int(match[2]))
        if YEAR.match(value):
            return value
        if match := SEASON.match(value):
            return f"{periods['season'][match[2]]} {match[1]}"
        if match := QUARTER.match(value):
            return str(periods["quarter" if match[2] == "Q" else "half"]).format(number=match[3], year=match[1])
        if match := WEEK.match(value):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 6 if match[3] else 1)
            return str(periods["weekend" if match[3] else "week"]).format(day=self.day(monday))
        if match := DECADE.match(value):
            return str(periods["decade"]).format(year=f"{match[1]}0")
        if match := DURATION.match(value):
            return self.duration(match)
        return ""

    def duration(self, match: re.Match[str]) -> str:
        """A TIMEX3 duration: "six mois" is "6 mois"."""
        one, many = self.data["durations"].get(match[3], ("", ""))
        return f"{match[2]} {one if match[2] == '1' else many}".strip()

    def recurrence(self, rule: str) -> str:
        """An RFC 5545 rule: "chaque semaine", "chaque jeudi"."""
        parts = dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").split(";"))
        frequency, words = parts["FREQ"], self.data["recurrences"]
        if days := [d for d in parts.get("BYDAY", "").split(",") if d in CODES]:
            names = self.locale.days["format"]["wide"]
            return str(words["on"]).format(days=self.listed(names[CODES[d]] for d in days))
        if "INTERVAL" in parts:
            return str(words["interval"][frequency]).format(n=parts["INTERVAL"])
        return str(words[frequency])

    def published(self, published: Published) -> str:
        """When a document was published."""
        first, last = published.earliest, published.latest
        if first and first == last:
            return self.say("documents.published", date=self.day(first))
        if first and last:
            return self.say("documents.between", first=self.day(first), last=self.day(last))
        if first:
            return self.say("documents.after", first=self.day(first))
        return self.say("documents.before", last=self.day(last)) if last else self.say("documents.unknown")

    def reason(self, reason: str) -> str:
        """Why a document has its date, in this language; as it is where the language has no words for it."""
        told = []
        for part in reason.split("; "):
            for pattern, words in self.data["reasons"].items():
                if match := re.fullmatch(pattern, part):
                    part = str(words).format(*match.groups())
                    break
            told.append(part)
        return str(self.data["semicolon"]).join(told)

    # --- how many ---

    def number(self, value: float) -> str:
        """A number with this language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def range(self, figure: Figure) -> str:
        """The range of a figure: "environ 300", "de 40 à 60", "au moins 14"."""
        low, high = figure.low, figure.high
        if low is not None and low == high:
            return self.say("figures.about" if figure.approximate else "figures.exact", low=self.number(low))
        if low is not None and high is not None:
            return self.say("figures.range", low=self.number(low), high=self.number(high))
        if low is not None:
            return self.say("figures.least", low=self.number(low))
        return self.say("figures.most", high=self.number(high or 0))


@cache
def exonyms(language: str) -> Mapping[int, str]:
    """What a language calls the places that it has a name of its own for, by GeoNames id."""
    known = places()
    return {
        known[name][0].id: name for name in reversed(table(language, "places")["words"]["exonyms"]) if name in known
    }


def whole_period(begin: str, end: str) -> str:
    """The month or the year that an interval of days covers exactly: "2012-03-01/2012-03-31" is "2012-03"; else ""."""
    if begin[:4] == end[:4] and begin.endswith("-01-01") and end.endswith("-12-31"):
        return begin[:4]
    if DAY.match(begin) and DAY.match(end) and begin[:7] == end[:7] and begin.endswith("-01"):
        is_last = int(end[8:10]) == monthrange(int(begin[:4]), int(begin[5:7]))[1]
        return begin[:7] if is_last else ""
    return ""


@cache
def words(language: str) -> Words:
    """The words of a language; raises LanguageNotAvailable where it has no briefing.toml."""
    data = table(language, "briefing")
    return Words(language, data, Locale.parse(data["locale"]))
