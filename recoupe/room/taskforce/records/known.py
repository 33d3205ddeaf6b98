"""Known: records that are here already, known again by what they say, or said before somebody changed them."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from django.db.models import Model

from ..actions.changing import plain
from ..models import Revision

BY: dict[str, tuple[str, ...]] = {
    "seat": ("name", "since"),
    "meeting": ("begins", "title"),
    "delegation": ("name",),
    "item": ("title",),
    "decision": ("made",),
    "action": ("text",),
    "review": ("at",),
    "commitment": ("by", "text"),
    "report": ("at",),
}
"""By which fields a record is known among those of its parent."""


class Known:
    """The records of one parent; each is found once, so that of two that say the same, both come."""

    def __init__(self, rows: Any) -> None:
        self._rows: dict[str, list[Model]] = defaultdict(list)
        self._found: set[int] = set()
        kind = rows.model.__name__.lower()
        here = {row.pk: row for row in rows.all()}
        before = Revision.objects.filter(kind=kind, record__in=list(here)).values_list("record", "body")
        said = [(row.pk, plain(row)) for row in here.values()] + list(before)
        for pk, body in said:
            self._rows[told(kind, body)].append(here[pk])

    def take(self, row: Model) -> Any:
        """The record that is here and says what this one says; None where there is none."""
        for there in self._rows[told(type(row).__name__.lower(), plain(row))]:
            if there.pk not in self._found:
                self._found.add(there.pk)
                return there
        return None


def told(kind: str, body: dict[str, Any]) -> str:
    """What a record is known by."""
    return json.dumps([body[name] for name in BY[kind]])
