"""Checking: what forms say of an operation, as it may be kept; what may not is refused with what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ....errors import UsageError
from ..countries import codes
from ..models import Cooperation

MOST = 1_000_000
MOST_COUNTRIES = 40
YEARS = range(1900, 2200)


def one_of(choices: Any, code: str) -> str:
    """A code of a list of choices. Raises UsageError for any other."""
    if code not in set(choices):
        raise UsageError(str(code)[:60] or "?", _("it is not among the choices"), _("choose from the list"))
    return str(code)


def country_said(code: str) -> str:
    """The code of a country (ISO 3166), or none. Raises UsageError for what is no country."""
    code = str(code or "").strip().upper()
    if code and code not in codes():
        raise UsageError(code[:20], _("it is no country"), _("choose from the list"))
    return code


def countries_said(pairs: Iterable[Any]) -> list[list[str]]:
    """Countries with what each did, each country once a role; lines without a country are none."""
    found: list[list[str]] = []
    for code, role in pairs:
        if country := country_said(code):
            pair = [country, one_of(Cooperation, role or Cooperation.PARTNER)]
            if pair not in found:
                found.append(pair)
    return found[:MOST_COUNTRIES]


def in_order(begins: date | None, ends: date | None) -> tuple[date | None, date | None]:
    """Two days, the first before the second; one day alone is an interval of itself."""
    for day in (begins, ends):
        if day and day.year not in YEARS:
            raise UsageError(str(day), _("it is no day of our time"), "2026-12-01")
    if begins and ends and ends < begins:
        raise UsageError(f"{begins} – {ends}", _("it ends before it begins"), _("exchange the two days"))
    return begins, ends or begins


def a_number(text: str) -> int | None:
    """A whole number of people as a form gives it; None where it says none. Raises UsageError for what is none."""
    text = str(text or "").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9 or int(text) > MOST:
        raise UsageError(text[:40], _("it is no number of people"), _("write a whole number in digits, from 0 on"))
    return int(text)


def bounds(low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """A range of people. Raises UsageError where it says nothing, or its ends are exchanged."""
    for end in (low, high):
        if end is not None and not 0 <= end <= MOST:
            raise UsageError(str(end), _("it is no number of people"), _("write a whole number in digits, from 0 on"))
    if low is None and high is None:
        raise UsageError(_("number"), _("it says nothing"), _("write at least how many, at most how many, or both"))
    if low is not None and high is not None and low > high:
        raise UsageError(f"{low} – {high}", _("at least is more than at most"), _("exchange the two numbers"))
    return low, high
