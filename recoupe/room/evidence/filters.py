"""Filters: what of the findings is wanted, kept in the address, the same for list, timeline, map and network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..access import visible
from ..web import words
from . import models

KINDS = ("event", "figure", "link")


@dataclass(frozen=True)
class Filters:
    """What is wanted. Empty: no matter."""

    kind: str = ""
    type: str = ""
    since: str = ""
    until: str = ""
    actor: str = ""
    place: str = ""
    state: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Filters:
        """What the address asks for; what makes no sense is left out."""
        asked = {name: request.GET.get(name, "").strip()[:300] for name in cls.__dataclass_fields__}
        if asked["kind"] not in KINDS:
            asked["kind"] = ""
        if asked["state"] not in ("standing", "contradicted", "withdrawn", "single"):
            asked["state"] = ""
        for name in ("since", "until"):
            try:
                date.fromisoformat(asked[name])
            except ValueError:
                asked[name] = ""
        return cls(**asked)

    def findings(self, clearance: Any) -> QuerySet[models.Finding]:
        """The findings that are wanted, of those that a person may see."""
        rows = visible(models.Finding, clearance)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.type:
            rows = rows.filter(type=self.type)
        if self.since:
            rows = rows.filter(Q(ends__gte=self.since) | Q(ends=None, begins__gte=self.since))
        if self.until:
            rows = rows.filter(begins__lte=self.until)
        if self.actor:
            rows = rows.filter(pk__in=visible(models.Part, clearance).filter(identity=self.actor).values("finding"))
        if self.place:
            rows = rows.filter(place=self.place)
        if self.state == "contradicted":
            rows = rows.filter(is_contradicted=True, is_standing=True)
        elif self.state == "withdrawn":
            rows = rows.filter(is_standing=False)
        elif self.state == "single":
            rows = rows.filter(independent=1, is_standing=True)
        else:
            rows = rows.filter(is_standing=True)
        return rows

    def query(self, **other: str) -> str:
        """The filters as part of an address, some of them exchanged."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__} | other
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def is_empty(self) -> bool:
        return not self.query()

    def sentence(self) -> list[tuple[str, str]]:
        """What is asked for, part by part, with the address without that part."""
        states = {
            "standing": _("that stand"),
            "contradicted": _("contradicted"),
            "withdrawn": _("withdrawn"),
            "single": _("from one source alone"),
        }
        kinds = {"event": _("events"), "figure": _("figures"), "link": _("links")}
        parts = [
            ("kind", kinds.get(self.kind, "")),
            ("type", words.label("types", self.type) if self.type else ""),
            ("since", _("from %(day)s") % {"day": words.day(self.since)} if self.since else ""),
            ("until", _("until %(day)s") % {"day": words.day(self.until)} if self.until else ""),
            ("actor", self.actor),
            ("place", self.place),
            ("state", states.get(self.state, "")),
        ]
        return [(said, self.query(**{name: ""})) for name, said in parts if said]
