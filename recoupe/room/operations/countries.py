"""Countries: their codes (ISO 3166), and as a list to choose from in the language of the page."""

from __future__ import annotations

from functools import cache

from ...crosscheck.scripts import folded
from ..web.words import language, locale

NO_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""Two letters to which CLDR gives a name, and which are no country: regions, parts of countries, codes for tests."""


@cache
def codes() -> frozenset[str]:
    """The codes of all countries."""
    return frozenset(code for code in locale("en").territories if len(code) == 2 and code.isalpha()) - NO_COUNTRY


def choices() -> list[tuple[str, str]]:
    """Code and name of every country, by name."""
    return choices_in(language())


@cache
def choices_in(code: str) -> list[tuple[str, str]]:
    """The same in one language; sorted as far as Unicode goes, accents left out."""
    named = locale(code).territories
    return sorted(((one, str(named.get(one, one))) for one in codes()), key=lambda pair: folded(pair[1]))
