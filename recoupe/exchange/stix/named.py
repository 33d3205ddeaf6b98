"""Named by others: their identities, locations and groups as entities; whoever may be a private person is one."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from babel import Locale

from ...model import Entity, EntityKind
from ..loading import COUNTRY
from .parsing import Object, text, texts
from .vocabulary import WORDS


def entity_of(row: Object) -> Entity | None:
    """An object of others as an entity; None where it is none, or has no name."""
    if row["type"] == "location":
        return place(row)
    name = " ".join(text(row, "name").split())
    kind = WORDS["entity_kind_by_type"].get(row["type"])
    if row["type"] == "identity":
        kind = WORDS["entity_kind"].get(text(row, "identity_class"), "person")
    if not kind or not name:
        return None
    roles = [role for role in texts(row, "roles") if role.strip()]
    if kind == EntityKind.ROLE and name in roles:
        return Entity(name, EntityKind.OFFICE, name)
    aliases = tuple(dict.fromkeys(one for one in texts(row, "aliases") if one.strip() and one != name))
    office = roles[0] if roles and kind == EntityKind.PERSON else None
    return Entity(name, EntityKind(kind), name, aliases, office=office)


def place(row: Object) -> Entity | None:
    """A location: a country where it has nothing but a country, a place otherwise."""
    country = text(row, "country").upper()
    country = country if COUNTRY.fullmatch(country) else ""
    parts = [text(row, part) for part in ("name", "city", "administrative_area", "region")]
    name = " ".join(next((part for part in parts if part.strip()), country).split())
    latitude, longitude = degrees(row.get("latitude"), 90), degrees(row.get("longitude"), 180)
    if not name:
        return None
    is_country = country and (name == country or name.casefold() in names_of(country)) and not any(parts[1:3])
    if is_country:
        return Entity(country, EntityKind.COUNTRY, name, country=country)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Entity(name, EntityKind.PLACE, name, country=country or None, latitude=latitude, longitude=longitude)


def degrees(value: Any, most: int) -> float | None:
    """A latitude or longitude; None where it is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number and abs(value) <= most else None


@cache
def names_of(country: str) -> frozenset[str]:
    """What a country is called in the languages of the vocabulary."""
    return frozenset(
        name.casefold()
        for language in WORDS["country_names_in"]
        if (name := Locale.parse(language).territories.get(country))
    )
