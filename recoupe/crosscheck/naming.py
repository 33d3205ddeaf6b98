"""Naming: what a name is made of, and the keys by which names of one thing in the world find each other.

Keys by their first letter: "n" the name itself, "c" what its words mean, "s" how it sounds, "r" a row of known names, "p" a place;
"m" first and last name, "l" a surname, "a" an acronym. Two names that share one of the first five are compared at once; the last
three join only where one name alone can be meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from ..languages import available, first_names, table
from ..model import Entity, EntityKind
from .aliases import LONGEST, cities, is_acronym, known_organisation, known_person, lexicon, nationality
from .scripts import folded, is_latin, romanised, spelled_out
from .spelling import Spelling, same_names, spelling

WORD = re.compile(r"[^\W_]+")
WITH_COUNTRY = re.compile(r"(?P<office>.+) \((?P<country>[A-Z]{2})\)")
LEAST_SOUNDS = 4
NEVER_JOINED = frozenset({EntityKind.GROUP, EntityKind.ROLE})


@dataclass(frozen=True, slots=True)
class Naming:
    """A name as it is compared. `node` names it over all documents; it is empty where the name may only be joined within its
    document: private persons, groups, names that say no more than what sort of thing it is ("la police").

    `units` are a person's names, particles with what follows. `alone` is a surname by itself, `initial` the letter before it.
    """

    node: str
    kind: EntityKind
    country: str = ""
    keys: tuple[str, ...] = ()
    sound: Spelling | None = None
    units: tuple[str, ...] = ()
    alone: str = ""
    initial: str = ""
    row: str = ""
    full: bool = True

    @property
    def is_known_person(self) -> bool:
        """Whether this is a person of the list of publicly known ones."""
        return bool(self.row) and self.kind is EntityKind.PERSON


class Words(NamedTuple):
    """What the words of a name mean: concepts and other words in alphabetical order, the countries named in their order, and
    whether it says which one is meant and not only of what sort."""

    codes: tuple[str, ...]
    countries: tuple[str, ...]
    is_specific: bool

    def of(self, given: str | None) -> tuple[tuple[str, ...], str]:
        """The words and the country of what is named: the given one or the first that is told; further countries are words
        ("embassy of Sudan in France")."""
        country = given or next(iter(self.countries), "")
        return tuple(sorted({*self.codes, *(c for c in self.countries if c != country)})), country


@lru_cache(maxsize=1 << 16)
def words(name: str) -> Words:
    """The words of an organisation's or office's name by what they mean."""
    tokens = [(part, not w[0].islower()) for w in WORD.findall(name) for part in folded(w).split()]
    known, latin = lexicon(), is_latin(name)
    codes: set[str] = set()
    countries: list[str] = []
    specific, n = False, 0
    while n < len(tokens):
        size, meaning = 1, None
        for size in range(min(LONGEST, len(tokens) - n), 0, -1):
            phrase = " ".join(token for token, _ in tokens[n : n + size])
            meaning = known.get(phrase)
            if meaning is not None:
                break
        token, has_capital = tokens[n]
        if meaning is None:
            code = None if latin else nationality(token)
            city, size = (0, 1) if code else _city(tokens, n, latin)
            if code:
                countries.append(code)
            elif city:
                codes.add(f"geonames:{city}")
                specific = True
            else:
                codes.add(token)
                specific = specific or has_capital
        elif meaning.sort == "country":
            countries.append(meaning.code)
        elif meaning.sort == "word":
            codes.update(meaning.code.split())
        n += size
    return Words(tuple(sorted(codes)), tuple(dict.fromkeys(countries)), specific)


def _city(tokens: list[tuple[str, bool]], n: int, latin: bool) -> tuple[int, int]:
    """The city named at a word, and how many words name it; 0 and 1 where there is none."""
    if not tokens[n][1]:
        return 0, 1
    for size in (3, 2, 1):
        phrase = " ".join(token for token, _ in tokens[n : n + size])
        if n + size <= len(tokens) and phrase in cities() and (not latin or len(phrase) > 3):
            return cities()[phrase][0], size
    return 0, 1


def office_key(office: str | None, country: str | None) -> str:
    """What office is meant, over languages, with its country; empty where it does not say of what ("ministre")."""
    if not office:
        return ""
    told = WITH_COUNTRY.fullmatch(office)
    meant = words(told["office"] if told else office)
    codes, where = meant.of(told["country"] if told else country)
    return f"{' '.join(codes)} ({where})" if where or meant.is_specific else ""


@cache
def _held_by_many() -> frozenset[str]:
    return frozenset(table("common", "concepts")["held_by_many"]["words"])


@lru_cache(maxsize=1 << 17)
def naming(entity: Entity) -> Naming:
    """How an entity is compared with those of other documents."""
    if entity.kind in NEVER_JOINED:
        return Naming("", entity.kind)
    if entity.kind is EntityKind.COUNTRY:
        return _country(entity)
    if entity.kind is EntityKind.PLACE:
        return _place(entity)
    if entity.kind is EntityKind.PERSON:
        return _person(entity)
    return _body(entity)


def _country(entity: Entity) -> Naming:
    meaning = lexicon().get(folded(entity.name))
    code = entity.country or (meaning.code if meaning and meaning.sort == "country" else "")
    code = code or folded(entity.name)
    return Naming(code, entity.kind, code, (f"n:{folded(entity.name)}",) if len(code) > 2 else ())


def _place(entity: Entity) -> Naming:
    number, country, name = entity.geonames, entity.country or "", folded(entity.name)
    if number is None and entity.id.startswith("geonames:"):
        told = entity.id.removeprefix("geonames:")
        number = int(told) if told.isdecimal() else None
    if number is None and name in cities() and country in ("", cities()[name][1]):
        number, country = cities()[name]
    if number is not None:
        return Naming(f"geonames:{number}", entity.kind, country, (f"p:{name}",))
    return Naming(
        f"place:{name}" + (f" ({country})" if country else ""), entity.kind, country, (f"p:{name}",), full=False
    )


@cache
def _titles() -> frozenset[str]:
    listed = [title for language in available() for title in table(language, "names")["titles"]]
    return frozenset(folded(title) for title in (*listed, *romanised()["titles"]["words"]))


@cache
def _particles() -> frozenset[str]:
    data = romanised()["particles"]
    return frozenset((*data["surname"], *data["articles"], *data["same"], "abd"))


@lru_cache(maxsize=1 << 16)
def person_words(name: str) -> tuple[str, ...]:
    """A person's name without title, the given name first, particles with the word that they belong to."""
    before, comma, after = name.partition(",")
    if comma and after.strip():
        name = f"{after.strip()} {before.strip()}"
    listed = name.split()
    while len(listed) > 1 and folded(listed[0]) in _titles():
        listed = listed[1:]
    capital = [w for w in listed if len(w) > 1 and w.isupper() and w.isalpha()]
    if 0 < len(capital) < len(listed) and listed[: len(capital)] == capital:  # "MILQUET Joëlle"
        listed = [*listed[len(capital) :], *capital]
    units: list[str] = []
    held = ""
    for word in listed:
        for part in [folded(word).replace(" ", "")] if "'" not in word and "’" not in word else folded(word).split():
            if part in _particles():
                held += part
            elif part:
                units.append(held + part)
                held = ""
    return tuple([*units, held] if held else units)


def _person(entity: Entity) -> Naming:
    units, row = person_words(entity.name), known_person(entity.name)
    if not entity.is_public and row is None:
        return Naming("", entity.kind, entity.country or "", units=units)
    if row is None and units and (len(units) == 1 or len(units[0]) == 1):
        return _surname_alone(entity, units)
    country, name = entity.country or "", " ".join(units)
    keys = {f"n:{name.replace(' ', '')}"}
    if other := spelled_out(entity.name):
        keys.add(f"n:{''.join(person_words(other))}")
    if len(units) == 2 and units[1] in first_names() and units[0] not in first_names():
        keys.add(f"n:{units[1]}{units[0]}")
    sound = spelling(entity.name if "," not in entity.name else name)
    if len(units) > 1 and len(sound.sounds) > LEAST_SOUNDS:
        keys.add(f"s:{sound.key}")
    if row is not None:
        keys.add(f"r:{folded(row)}")
    if len(units) > 1:
        keys |= {f"m:{units[0]} {unit}" for unit in {units[-1], units[1]}}
    keys |= {f"l:{unit}" for unit in _surnames(units, entity.name)}
    node = f"person:{name}" + (f" ({country})" if country else "")
    return Naming(node, entity.kind, country, tuple(sorted(keys)), sound, units, row=row or "")


def _surname_alone(entity: Entity, units: tuple[str, ...]) -> Naming:
    """A surname, with an initial or without. With a given office of a given country it names its holder; any other stays in
    its document."""
    initial = units[0] if len(units) > 1 else ""
    surname, office = "".join(units[1:]) if initial else units[0], office_key(entity.office, entity.country)
    keys = {f"l:{surname}", f"l:{same_names().get(surname, surname)}"}
    return Naming(
        f"person:{' '.join(units)} @ {office}" if office else "",
        entity.kind,
        entity.country or "",
        tuple(sorted(keys)),
        units=units,
        alone=surname,
        initial=initial,
        full=False,
    )


def _surnames(units: tuple[str, ...], name: str) -> set[str]:
    """What a person may be called by alone: all names but the given one, with and without their particles."""
    found = set(units[1:])
    parts = {word for word in folded(name).split() if word not in _particles() and len(word) > 2}
    found |= {word for word in parts for unit in units[1:] if unit.endswith(word)}
    return found | {same_names()[word] for word in found if word in same_names()}


def _body(entity: Entity) -> Naming:
    """An organisation or an office."""
    given = entity.country or ""
    row = None
    if entity.kind is EntityKind.ORGANISATION:
        for name in (entity.name, *(a for a in entity.aliases if " " in a), *filter(None, [entity.acronym])):
            row = known_organisation(name, given)
            if row is not None or (name == entity.name and is_acronym(name)):
                break
    meant = words(entity.name)
    codes, country = meant.of(given)
    country = country or (row.country if row else "")
    plain = folded(entity.name)
    if row is None and not meant.is_specific and not is_acronym(entity.name):
        is_of_many = entity.kind is EntityKind.OFFICE and _held_by_many() >= {*codes}
        if is_of_many or not country:
            return Naming("", entity.kind)
    keys = {f"n:{plain.replace(' ', '')}"} if meant.is_specific or row else set()
    if codes and not is_acronym(entity.name):
        keys.add(f"c:{' '.join(codes)}" + ("" if meant.is_specific else f" ({country})"))
    if row is not None:
        keys.add(f"r:{folded(row.name)}")
        if row.stands_for:
            keys.add(f"c:{' '.join(sorted(row.stands_for.split()))} ({country})")
    sound = spelling(entity.name)
    if sound.is_foreign and len(sound.sounds) > LEAST_SOUNDS and entity.kind is EntityKind.ORGANISATION:
        keys.add(f"s:{sound.key}")
    alone = entity.name.upper() if is_acronym(entity.name) and row is None else ""
    if entity.acronym and not alone:
        keys.add(f"a:{entity.acronym.upper()}")
    if alone:
        keys = {f"a:{alone}"}
    node = f"{entity.kind.value}:{plain}" + (f" ({country})" if country else "")
    return Naming(
        node,
        entity.kind,
        country,
        tuple(sorted(keys)),
        sound,
        alone=alone,
        row=row.name if row else "",
        full=meant.is_specific,
    )
