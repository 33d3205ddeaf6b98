"""Networks: found a question that a group asks of what is found, and change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.models import Person
from ...taskforce.actions.changing import changed, made
from ...taskforce.models import Group
from ..models import Network
from ..models.networks import By, FunctionWord

ACTION = "network.draw"


@dataclass(frozen=True)
class Question:
    """What a form says of a network."""

    name: str
    aim: str = ""
    countries: Sequence[str] = ()
    functions: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    by: str = "fact"
    words: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of a record. Raises UsageError for what makes no network."""
        name, by = self.name.strip()[:120], self.by if self.by in By.values else str(By.FACT)
        if not name:
            raise UsageError(_("network"), _("it has no name"), _("write what is asked, in a few words"))
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"{self.since}/{self.until}", _("it ends before it begins"), _("exchange the two days"))
        countries = list(dict.fromkeys(code.strip().upper() for code in self.countries if code.strip()))
        for code in countries:
            if not (len(code) == 2 and code.isascii() and code.isalpha()):
                raise UsageError(code[:20], _("it is no code of a country"), _("write two letters, as in BE, MA"))
        functions = [code for code in FunctionWord.values if code in self.functions]
        return {
            "name": name,
            "aim": self.aim.strip(),
            "countries": " ".join(countries)[:300],
            "functions": " ".join(functions),
            "since": self.since,
            "until": self.until,
            "by": by,
            "words": self.words.strip()[:200],
        }


def found_network(person: Person, group: Group, question: Question) -> Network:
    """Keep a new question of a group."""
    row: Network = made(person, ACTION, Network(group=group, **question.fields()))
    return row


def change_network(person: Person, row: Network, version: int, question: Question) -> Network:
    """Ask otherwise. Raises Overtaken where somebody changed it in between."""
    changed(person, ACTION, row, version, **question.fields())
    return row
