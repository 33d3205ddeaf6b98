"""Values: what a row says that can be compared without reading it: months, yes or no, money, and who and how from one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from babel.numbers import get_currency_name
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say
from django.utils.translation import ngettext

from ...errors import UsageError
from ..web import words
from .models import Row

MOST_MONTHS = 1200
MOST_MONEY = 1e13
CURRENCIES = ("EUR", "MAD", "JOD", "USD", "GBP", "TND", "TRY", "CHF", "CAD", "DZD", "EGP")


class Term(TextChoices):
    """Who acts in a practice, for whom it is, and what is done: one list for all, so that languages do not matter."""

    POLICE = "police", say("police")
    INTELLIGENCE = "intelligence", say("intelligence services")
    JUSTICE = "justice", say("justice")
    MINISTERS = "ministers", say("ministers")
    CITIES = "cities", say("cities")
    PRISONS = "prisons", say("prison administration")
    PSYCHOLOGISTS = "psychologists", say("psychologists")
    CLERICS = "clerics", say("recognised religious authorities")
    REINTEGRATION = "reintegration", say("reintegration specialists")
    FAMILIES = "families", say("families")
    ASSOCIATIONS = "associations", say("associations")
    ABROAD = "abroad", say("partners abroad")
    PRISONERS = "prisoners", say("prisoners")
    RETURNEES = "returnees", say("returnees")
    NETWORKS = "networks", say("recruitment networks")
    YOUNG = "young", say("young people")
    SERVICES = "services", say("the services themselves")
    DISMANTLING = "dismantling", say("dismantling cells")
    TALKS = "talks", say("talks")
    MEETINGS = "meetings", say("regular meetings")
    EXCHANGE = "exchange", say("exchange of information")
    FOLLOW_UP = "follow-up", say("follow-up after release")
    TRAINING = "training", say("training")


WHO = (Term.POLICE, Term.INTELLIGENCE, Term.JUSTICE, Term.MINISTERS, Term.CITIES, Term.PRISONS, Term.PSYCHOLOGISTS,
       Term.CLERICS, Term.REINTEGRATION, Term.FAMILIES, Term.ASSOCIATIONS, Term.ABROAD)  # fmt: skip
FOR = (Term.PRISONERS, Term.RETURNEES, Term.NETWORKS, Term.YOUNG, Term.FAMILIES, Term.SERVICES)
HOW = (Term.DISMANTLING, Term.TALKS, Term.MEETINGS, Term.EXCHANGE, Term.FOLLOW_UP, Term.TRAINING)
OF_ROW: dict[str, tuple[str, ...]] = {
    Row.ACTORS: ("actors",),
    Row.STEPS: ("means",),
    Row.DURATION: ("months",),
    Row.COST: ("cost",),
    Row.FOR_WHOM: ("for", "is_voluntary", "in_prison"),
}
"""The values that a row may have; the others have words alone."""
NAMES = {
    "actors": say("who acts"),
    "means": say("what is done"),
    "months": say("how long"),
    "cost": say("cost"),
    "for": say("for whom"),
    "is_voluntary": say("voluntary"),
    "in_prison": say("in prison"),
}
TERMS: dict[str, tuple[Term, ...]] = {"actors": WHO, "means": HOW, "for": FOR}


def read(row: str, said: Any) -> dict[str, Any]:
    """The values of a row as a form gives them. Raises UsageError for what is no value of its kind."""
    found: dict[str, Any] = {}
    for kind in OF_ROW.get(row, ()):
        if (value := READ[kind](kind, said)) not in (None, []):
            found[kind] = value
    return found


def read_terms(kind: str, said: Any) -> list[str]:
    """Some of the list of a kind, in its order."""
    chosen = set(said.getlist(kind))
    known = [str(term) for term in TERMS[kind]]
    if other := chosen - set(known):
        raise UsageError(min(other)[:40], _("it is not on the list"), _("choose from the list"))
    return [term for term in known if term in chosen]


def read_yes_no(kind: str, said: Any) -> bool | None:
    """Yes, no, or not known."""
    value = said.get(kind, "")
    if value not in ("yes", "no", ""):
        raise UsageError(value[:40], _("it is neither yes nor no"), _("choose from the list"))
    return {"yes": True, "no": False}.get(value)


def read_range(kind: str, said: Any, most: float) -> list[float] | None:
    """A range; where one end is given, both are it."""
    ends = [a_number(said.get(f"{kind}_{end}", ""), most) for end in ("low", "high")]
    known = [end for end in ends if end is not None]
    if not known:
        return None
    low, high = (end if end is not None else known[0] for end in ends)
    if low > high:
        raise UsageError(f"{low:g} – {high:g}", _("the first is more than the second"), _("write the smaller first"))
    return [low, high]


def a_number(text: str, most: float) -> float | None:
    """A number of a form, from 0 to the most that makes sense; None where there is none."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    is_plain = plain.isascii() and plain.replace(".", "", 1).isdigit() and len(plain) < 20
    if not is_plain or float(plain) > most:
        raise UsageError(text[:40], _("it is no number"), _("write it in digits"))
    return float(plain)


def read_cost(kind: str, said: Any) -> list[Any] | None:
    """A range of money and its currency."""
    ends = read_range(kind, said, MOST_MONEY)
    if ends is None:
        return None
    if (currency := said.get("currency", "")) not in CURRENCIES:
        raise UsageError(currency[:10], _("it is no currency of the list"), _("choose from the list"))
    return [*ends, currency]


READ: dict[str, Callable[[str, Any], Any]] = {
    "actors": read_terms,
    "means": read_terms,
    "for": read_terms,
    "months": lambda kind, said: read_range(kind, said, MOST_MONTHS),
    "cost": read_cost,
    "is_voluntary": read_yes_no,
    "in_prison": read_yes_no,
}


def told(kind: str, value: Any) -> str:
    """A value in the reader's language."""
    if kind in TERMS:
        return words.joined(term_told(term) for term in value)
    if kind == "months":
        low, high = value
        # Of one month and of two some languages say no number: a range or a fraction takes the form of several.
        count = int(high) if low == high == int(high) else max(3, int(high))
        return ngettext("%(n)s month", "%(n)s months", count) % {"n": words.amount(low, high)}
    if kind == "cost":
        low, high, currency = value
        name = get_currency_name(currency, count=high, locale=words.locale(words.language()))
        return f"{words.amount(low, high)} {name}"
    return _("yes") if value else _("no")


def term_told(term: str) -> str:
    """A term of the list in the reader's language."""
    return str(Term(term).label) if term in Term.values else term


def lines(says: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values of a line, each with what it is of."""
    return [(str(NAMES[kind]), told(kind, says[kind])) for kind in NAMES if kind in says]


def currencies() -> list[tuple[str, str]]:
    """The currencies to choose from, by their names."""
    return [(code, get_currency_name(code, locale=words.locale(words.language()))) for code in CURRENCIES]
