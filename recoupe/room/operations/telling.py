"""Telling: what is known of a case in words: ranges, who differs, and how each remainder was worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..web import words
from . import outcomes as out
from .models import Outcome

PEOPLE = {
    out.ARRESTED: lambda n: _("%(n)s arrested") % {"n": n},
    out.RELEASED: lambda n: _("%(n)s released without charge") % {"n": n},
    out.BAILED: lambda n: _("%(n)s released for the time being") % {"n": n},
    out.CHARGED: lambda n: _("%(n)s charged") % {"n": n},
    out.TRIED: lambda n: _("%(n)s tried") % {"n": n},
    out.CONVICTED: lambda n: _("%(n)s found guilty at first instance, not final") % {"n": n},
    out.ACQUITTED: lambda n: _("%(n)s acquitted at first instance, not final") % {"n": n},
    out.APPEALED: lambda n: _("%(n)s on appeal") % {"n": n},
    out.CONVICTED_FINALLY: lambda n: _("%(n)s convicted, final") % {"n": n},
    out.ACQUITTED_FINALLY: lambda n: _("%(n)s acquitted, final") % {"n": n},
    out.DISCONTINUED: lambda n: _("the case of %(n)s discontinued") % {"n": n},
}
"""A number of people with what they met with: each outcome has its own sentence, so that none borrows the word of another."""


@dataclass(frozen=True)
class Told:
    """An account in words: whose, its parts, the remainder, and the steps by which that was worked out."""

    heading: str
    parts: list[str]
    rest: str
    unknown: str
    steps: list[str]
    is_impossible: bool


def apart(text: str) -> str:
    """A part of a sentence that keeps its own direction (Unicode isolates): "12–16", and a French name, in an Arabic line."""
    return f"\u2068{text}\u2069"


def amount(value: out.Range) -> str:
    """A range as it is written: "4", "12–16", "at least 2"."""
    return apart(words.amount(value.low, value.high))


def known_told(known: out.Known) -> str:
    """A range over speakers: "14 or 17" where each names one number and they differ."""
    points = sorted({one.range.low for one in known.said if one.range.low == one.range.high})
    if len(points) == 2 and all(one.range.low == one.range.high for one in known.said):
        one, other = (apart(words.number(point)) for point in points)
        return apart(_("%(one)s or %(other)s") % {"one": one, "other": other})
    return amount(known.range)


def people(outcome: str, known: out.Known) -> str:
    """How many met with what: "14 or 17 arrested"."""
    return PEOPLE[outcome](known_told(known))


def according(outcome: str, known: out.Known) -> str:
    """The same with who says so: "14 or 17 arrested: 14 according to the ministry, 17 according to the Civil Guard"."""
    if len(known.said) == 1:
        who = apart(known.said[0].speaker)
        return _("%(what)s, according to %(who)s") % {"what": people(outcome, known), "who": who}
    each = [
        _("%(number)s according to %(who)s") % {"number": amount(one.range), "who": apart(one.speaker)}
        for one in known.said
    ]
    return _("%(what)s: %(each)s") % {"what": people(outcome, known), "each": words.joined(each)}


HEADINGS = {
    (out.ARRESTED,): lambda n: _("Of %(n)s people arrested") % {"n": n},
    (out.CHARGED,): lambda n: _("Of %(n)s people charged") % {"n": n},
}


def rest_told(account: out.Account) -> str:
    """What is left of a whole: of so many nothing is known; of those judged, that they have no final judgment."""
    number = amount(account.rest)
    if account.whole == (out.ARRESTED,):
        return _("of %(number)s nothing is known since") % {"number": number}
    if account.whole == (out.CHARGED,):
        return _("%(number)s still before the courts, or nothing is known") % {"number": number}
    return _("%(number)s without a final judgment that is known: on appeal, or the time for it runs") % {
        "number": number
    }


def account_told(account: out.Account, known: dict[str, out.Known]) -> Told:
    """One account in words."""
    heading = HEADINGS.get(account.whole, lambda n: _("Of %(n)s people judged at first instance") % {"n": n})
    whole = known_told(known[account.whole[0]]) if len(account.whole) == 1 else amount(account.of)
    steps = [according(one, known[one]) for one in (*account.whole, *account.parts)]
    steps += sums(account, known)
    missing = [str(Outcome(one).label) for one in account.unknown]
    if not account.parts:
        unknown = "" if account.whole[0] in out.FIRST else _("Nobody said what became of them.")
    else:
        unknown = _("Nobody said how many: %(what)s.") % {"what": words.joined(missing)} if missing else ""
    parts = [people(one, known[one]) for one in account.parts]
    return Told(heading(whole), parts, rest_told(account), unknown, steps, account.is_impossible)


def sums(account: out.Account, known: dict[str, out.Known]) -> list[str]:
    """The two sums: what is left at least, and at most."""
    parts = [known[one].range for one in account.parts]
    if account.is_impossible:
        return [
            _("The parts are at least %(parts)s, the whole at most %(whole)s: both cannot be.")
            % {"parts": words.number(account.taken.low), "whole": words.number(account.of.high)}
        ]
    if any(one.high is None for one in parts):
        found = [_("left at least: 0, for of one part nobody says how many at most")]
    else:
        found = [difference(_("left at least: %(sum)s"), account.of.low, [one.high or 0 for one in parts])]
    if account.of.high is None:
        found.append(_("left at most: nobody says, for of the whole nobody says how many at most"))
    else:
        found.append(difference(_("left at most: %(sum)s"), account.of.high, [one.low for one in parts]))
    return found


def difference(form: str, whole: int, parts: list[int]) -> str:
    """A sum as it was worked out: "left at least: 14 − 4 − 10 = 0"; nobody can be fewer than none."""
    result = whole - sum(parts)
    written = " − ".join(map(words.number, (whole, *parts)))
    said = form % {"sum": apart(f"{written} = {words.number(result)}") if parts else words.number(whole)}
    return _("%(sum)s, that is none") % {"sum": said} if result < 0 else said


def fault_told(fault: out.Fault, known: dict[str, out.Known]) -> str:
    """What cannot be so, in words."""
    parts = words.listed([people(one, known[one]) for one in fault.parts])
    return _("%(parts)s, but only %(whole)s: one of the numbers is wrong, or they do not count the same people.") % {
        "parts": parts,
        "whole": people(fault.whole, known[fault.whole]),
    }


def cases_told(n: int) -> str:
    """A number of operations."""
    return ngettext("%(n)s operation", "%(n)s operations", n) % {"n": words.number(n)}


def gaps_told(row: Any) -> str:
    """What is missing in a row of the statistics: "3 operations, of 2 nothing is known after the arrests"."""
    silent = len(row.silent)
    said = cases_told(len(row.cases))
    if not silent:
        return said
    more = ngettext(
        "of %(n)s nothing is known after the arrests", "of %(n)s nothing is known after the arrests", silent
    ) % {"n": words.number(silent)}  # fmt: skip
    return words.joined([said, more])
