"""Lens: how a network is looked at: over which time, from where, which functions, how well borne out; kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...networks.model import Function, Reading
from ..web import words
from .models import Network
from .models.networks import By, FunctionWord

SHOWN = ("picture", "routes", "functions", "structure", "hypotheses")
"""The views of a network: its picture, its routes on the map, who does what, how it hangs together, what is only thought."""
MOST_ASKED = 9


@dataclass(frozen=True)
class Lens:
    """What of a network is asked for. `pick` is the node ("n:key") or tie ("t:key") that is opened, `inside` a group of nodes."""

    show: str = "picture"
    since: str = ""
    until: str = ""
    by: str = "fact"
    country: str = ""
    functions: tuple[str, ...] = ()
    independent: int = 1
    single: bool = False
    inside: str = ""
    pick: str = ""

    @classmethod
    def of(cls, asked: QueryDict | Mapping[str, Any]) -> Lens:
        """What the address asks for; what makes no sense is left out."""
        many = asked.getlist("function") if isinstance(asked, QueryDict) else asked.get("function", ())
        least = str(asked.get("independent", ""))
        return cls(
            show=str(asked["show"]) if asked.get("show") in SHOWN else "picture",
            since=a_day(asked.get("since", "")),
            until=a_day(asked.get("until", "")),
            by=str(asked["by"]) if asked.get("by") in By.values else str(By.FACT),
            country=str(asked.get("country", ""))[:2].upper(),
            functions=tuple(str(code) for code in FunctionWord.values if code in many),
            independent=int(least) if least.isascii() and least.isdigit() and 1 <= int(least[:2]) <= MOST_ASKED else 1,
            single=bool(asked.get("single")),
            inside=str(asked.get("inside", ""))[:300],
            pick=str(asked.get("pick", ""))[:400],
        )

    @property
    def reading(self) -> Reading:
        """The same as the engine asks it."""
        return Reading(
            since=self.since or None,
            until=self.until or None,
            by=self.by,
            country=self.country,
            functions=frozenset(Function(code) for code in self.functions),
            independent=self.independent,
            single_source_only=self.single,
        )

    @property
    def is_empty(self) -> bool:
        """Whether it leaves nothing out."""
        return self.reading == Reading(by=self.by)

    @property
    def is_of_a_time(self) -> bool:
        """Whether a period is asked for, so that what has no day is left out."""
        return bool(self.since or self.until)

    @property
    def template(self) -> str:
        """What shows this view."""
        return f"operations/network_view_{self.show}.html"

    @property
    def views(self) -> dict[str, str]:
        """Each view with the address of it, everything else being asked alike."""
        return {show: self.query(show=show, pick="", inside="") for show in SHOWN}

    @property
    def cleared(self) -> str:
        """The address of the same view with nothing left out."""
        return Lens(show=self.show).query()

    def query(self, **other: Any) -> str:
        """The lens as part of an address, some of it exchanged; what is as it is anyway is not said."""
        one = replace(self, **other)
        said = [("show", one.show if one.show != "picture" else ""), ("since", one.since), ("until", one.until),
                ("by", one.by if one.by != By.FACT else ""), ("country", one.country)]  # fmt: skip
        said += [("function", code) for code in one.functions]
        said += [("independent", one.independent if one.independent > 1 else ""), ("single", "1" if one.single else ""),
                 ("inside", one.inside), ("pick", one.pick)]  # fmt: skip
        return urlencode([(name, value) for name, value in said if value])

    def sentence(self) -> list[tuple[str, str]]:
        """What is asked for, part by part, with the address without that part."""
        parts = [
            (_("from %(day)s") % {"day": words.day(self.since)} if self.since else "", self.query(since="")),
            (_("until %(day)s") % {"day": words.day(self.until)} if self.until else "", self.query(until="")),
            (words.country(self.country) if self.country else "", self.query(country="")),
        ]
        for code in self.functions:
            rest = tuple(other for other in self.functions if other != code)
            parts.append((str(FunctionWord(code).label), self.query(functions=rest)))
        if self.independent > 1:
            form = ngettext("at least %(n)s independent source", "at least %(n)s independent sources", self.independent)
            parts.append((form % {"n": words.number(self.independent)}, self.query(independent=1)))
        parts.append((_("from one source alone") if self.single else "", self.query(single=False)))
        return [(said, rest) for said, rest in parts if said]


def a_day(text: Any) -> str:
    """An ISO day, or "" for what is none."""
    try:
        return date.fromisoformat(str(text)).isoformat()
    except ValueError:
        return ""


def kept_in(row: Network) -> Reading:
    """What a network asks for itself, as the engine asks it; its countries and words are asked beside (see `drawing`)."""
    return Reading(
        since=row.since.isoformat() if row.since else None,
        until=row.until.isoformat() if row.until else None,
        by=row.by,
        functions=frozenset(Function(code) for code in row.functions.split() if code in FunctionWord.values),
    )
