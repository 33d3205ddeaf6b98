"""Tables: outcomes in three groups that never mix: suspects, judged but not final, final."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import outcomes as out
from . import telling
from .case import Case
from .models import Outcome

GROUPS = (
    ("suspects", _("Suspects: presumed innocent"),
     (out.ARRESTED, out.RELEASED, out.BAILED, out.CHARGED, out.TRIED, out.DISCONTINUED)),
    ("not-final", _("Judged at first instance: not final"), (*out.FIRST, out.APPEALED)),
    ("final", _("Final judgments"), out.FINAL),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One outcome: the range over all who speak of it, who that is, and whether they differ."""

    code: str
    label: str
    told: str
    known: out.Known
    speakers: int


def outcome_rows(case: Case) -> list[dict[str, Any]]:
    """The outcomes of which somebody spoke, in their groups; a group of which nobody spoke says so."""
    found = []
    for code, label, outcomes in GROUPS:
        lines = [
            Line(one, str(Outcome(one).label), telling.known_told(known), known, len(known.said))
            for one in outcomes
            if (known := case.known.get(one))
        ]
        found.append({"code": code, "label": label, "lines": lines})
    return found
