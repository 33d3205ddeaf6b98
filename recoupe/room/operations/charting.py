"""Charting: who says how many, and when: a bar for each word of each speaker, by outcome, all on one scale."""

from __future__ import annotations

from typing import Any

from ..web import words
from . import outcomes as out
from .case import Case, said
from .models import Outcome
from .tables import GROUPS

WIDE, THIN = 1000, 14


def charts(case: Case, members: dict[int, Any]) -> list[dict[str, Any]]:
    """A chart for each group of outcomes of which somebody spoke: suspects, not final, final; in the order in which a case goes.

    `members` are those whose word a number is, where no source bears it out.
    """
    ends = [end for one in case.counts for end in (one.low, one.high) if end is not None]
    most = max([1, *ends])
    found = []
    for code, label, outcomes in GROUPS:
        some = [chart(case, outcome, most, members) for outcome in outcomes if outcome in case.known]
        if some:
            found.append({"code": code, "label": label, "charts": some, "most": words.number(most)})
    return found


def chart(case: Case, outcome: str, most: int, members: dict[int, Any]) -> dict[str, Any]:
    """One outcome: all that was said of it, by day; of each speaker the last word counts."""
    rows = [one for one in case.counts if one.outcome == outcome]
    last = {one.pk for one in out.last_words(said(row) for row in rows)}
    bars = [bar(row, most, row.pk in last) | {"member": members.get(row.pk)} for row in rows]
    return {"label": Outcome(outcome).label, "bars": bars, "is_disputed": case.known[outcome].is_disputed}


def bar(row: Any, most: int, is_last: bool) -> dict[str, Any]:
    """One bar; an open range fades towards its open side."""
    low, high = row.low or 0, row.high if row.high is not None else most
    return {
        "row": row,
        "x": min(round(WIDE * low / most), WIDE - THIN),
        "width": max(THIN, round(WIDE * (high - low) / most)),
        "is_open": row.low is None or row.high is None,
        "is_exact": row.low == row.high,
        "label": words.amount(row.low, row.high),
        "is_last": is_last,
        "citations": list(row.citations.all()),
    }
