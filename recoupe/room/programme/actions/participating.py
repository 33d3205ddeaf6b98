"""Participating: somebody begins to take part, together with a first consent; their card changes; it ends.

There is no record of anyone before they consent, so that nothing tells who was asked and declined. How it ended is written nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from ....errors import UsageError
from .. import keyring, models
from ..checking import changed as with_changes
from ..checking import made, one_line
from ..door import Inside
from ..erasing import last_day
from ..shapes import Consent, Participant, State
from ..stopping import STOPPING
from ..store import Kept, new_id
from .founding import today

LABELS = {
    "pseudonym": say("Pseudonym"),
    "facility": say("Facility"),
    "reference": say("Reference in the facility"),
    "language": say("Language"),
    "team": say("Team"),
    "entered": say("Since"),
}


def entered(inside: Inside, consent: Consent, **said: Any) -> Kept:
    """Somebody takes part from today on, as they consented to. Raises UsageError for a pseudonym or reference that is taken."""
    fields = {"entered": today(), "team": (inside.row.pk,)} | tidy(said)
    card = made(Participant, LABELS, **fields)
    id = new_id()
    try:
        with transaction.atomic():
            stands_alone(inside, card)
            kept = inside.store.put(card, id=id)
            inside.store.put(consent, kept.owner)
            inside.noted("wrote", "participant", kept.id, kept.owner)
            keyring.gone_by(kept.owner, last_day(inside.about, card, today()))
    except BaseException:
        keyring.erase(id)  # it is no part of the database, and would stay there for nobody
        raise
    return kept


def changed(inside: Inside, kept: Kept, **said: Any) -> Kept:
    """Change a card that was seen. Raises Overtaken where somebody did so in between, UsageError as `entered` does."""
    card = with_changes(kept.shape, LABELS, **tidy(said))
    with transaction.atomic():
        stands_alone(inside, card, kept.id)
        after = inside.store.put(card, kept.owner, kept.id, kept.version)
        inside.noted("changed", "participant", kept.id, kept.owner)
    keyring.gone_by(kept.owner, last_day(inside.about, card, today()))
    return after


def tidy(said: dict[str, Any]) -> dict[str, Any]:
    """Short texts in one form."""
    return {name: one_line(value) if isinstance(value, str) else value for name, value in said.items()}


def stands_alone(inside: Inside, card: Participant, id: str = "") -> None:
    """Raises UsageError where somebody else has the pseudonym, or is the one whom the facility calls so. One writes at a time."""
    models.Programme.objects.select_for_update().get(pk=inside.row.programme_id)
    others = [one for one in inside.store.tagged(f"called:{card.pseudonym.casefold()}") if one.id != id]
    if others:
        raise UsageError(card.pseudonym, _("somebody is called so already"), _("take another pseudonym"))
    same = [one for one in inside.store.tagged(reference_of(card)) if one.id != id] if card.reference else []
    if same and inside.is_of(same[0]):
        raise UsageError(
            card.reference,
            _("this is %(pseudonym)s in the same facility") % {"pseudonym": same[0].shape.pseudonym},
            _("go on with that card, and write a new consent there"),
        )
    if same:
        raise UsageError(
            card.reference,
            _("somebody has this reference in this facility"),
            _("ask whoever coordinates the programme"),
        )


def reference_of(card: Participant) -> str:
    """The tag of a facility with the reference that it uses."""
    return f"reference:{card.facility.casefold()}\0{card.reference.casefold()}"


def ended(inside: Inside, owner: str, at: date | None = None) -> Kept:
    """The programme has ended for somebody: finished, left, moved, all alike. What was planned stops."""
    kept = inside.store.get(owner, Participant)
    if kept.shape.state != State.ENDED:
        kept = changed(inside, kept, state=State.ENDED, until=at or today())
    for stop in STOPPING:
        stop(inside, owner, ())
    return kept


def team_of(inside: Inside, numbers: Iterable[int]) -> tuple[int, ...]:
    """Those of some numbers who work in the programme now."""
    there = {pk for pk, (row, one) in inside.colleagues().items() if row.wrapped is not None and one.until is None}
    return tuple(sorted(there & set(numbers)))
