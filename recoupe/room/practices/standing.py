"""Standing: the lines of practices that stand on a finding, a document or a sentence, of those that a reader may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from ..access import Clearance, visible
from ..taskforce import models as tf
from ..web.words import countries_to_choose
from . import models
from .adoptions import adopted_by
from .telling import practices_told


def lines_on(
    clearance: Clearance, pieces: Collection[str] = (), documents: Iterable[str] = (), at: tuple[int, int] | None = None
) -> list[models.Line]:
    """The lines that cite one of these pieces, or a sentence of these documents; with `at` only of those within that stretch."""
    wanted, named = set(pieces), set(documents)
    rows = (
        visible(models.Line, clearance).filter(state="kept").filter(Q(quotes__document__in=named) | ~Q(citations=None))
    )
    found = []
    for line in rows.distinct().select_related("practice").prefetch_related("citations", "quotes"):
        for one in line.stood_on():
            if isinstance(one, models.Standing):
                is_on = not wanted.isdisjoint(one.pieces)
            else:
                is_on = one.document in named and (at is None or (one.start < at[1] and one.end > at[0]))
            if is_on:
                found.append(line)
                break
    return found


def of_decision(decision: tf.Decision, clearance: Clearance, may_adopt: bool) -> dict[str, Any]:
    """What the page of a decision needs to know of the practices of its group."""
    rows = visible(models.Practice, clearance).filter(group=decision.meeting.group_id)
    return {
        "adopts": adopted_by(decision, clearance),
        "adoptable": list(rows) if may_adopt else [],
        "states": models.AdoptionState.choices,
        "countries": countries_to_choose() if may_adopt else [],
    }


def for_today(clearance: Clearance) -> list[Any]:
    """The practices of one's country with a line whose basis changed, or with comments to settle."""
    own = visible(models.Practice, clearance).filter(country=clearance.person.service.country or "-")
    return [told for told in practices_told(own, clearance) if told.is_changed or told.open_comments]
