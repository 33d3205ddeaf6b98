"""Publishing: numbers for the outside: what is due is approved by a second coordinator where there is one, and then frozen.

Nothing that was published is ever changed or published anew, in any other grouping either: see `numbers.cohorts`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.audit import record
from .. import counting, models
from ..door import Inside
from ..numbers.cohorts import Chapter, Ledger, release
from ..shapes import Proposal
from ..store import Kept
from ..turns import in_turn
from .founding import coordinates


def due_now(inside: Inside, today: date | None = None) -> tuple[Ledger, list[Chapter]]:
    """What would be published now, and the ledger as it would be then. Only a coordinator may look at it."""
    coordinates(inside)
    about = inside.about
    with in_turn(inside):
        ledger, kept = counting.ledger_of(inside)
        after, chapters = release(
            counting.people(inside), ledger, today or timezone.localdate(), about.smallest, about.months
        )
        # A half-year of too few was looked at now, whether anything is published or not: one more who comes changes nothing.
        if after.through != ledger.through and len(after.cohorts) == len(ledger.cohorts):
            counting.keep(inside, replace(ledger, through=after.through), kept)
    return after, chapters


def coordinators(inside: Inside) -> list[int]:
    """Who coordinates the programme now."""
    return [
        pk for pk, (row, one) in inside.colleagues().items() if one.is_coordinator and one.until is None and row.wrapped
    ]


def proposal_of(inside: Inside) -> Kept | None:
    """What one coordinator wants to publish and another has to look at; None where nothing is."""
    return next(iter(inside.store.tagged(Proposal.kind)), None)


def chapters_of(proposal: Kept) -> list[Chapter]:
    """The numbers of a proposal."""
    return [Chapter.from_json(one) for one in json.loads(proposal.shape.chapters)]


def proposed(inside: Inside) -> list[models.Published]:
    """Publish what is due: at once where nobody else coordinates, else when another approves. Gives what was published."""
    with transaction.atomic():
        models.Programme.objects.select_for_update().get(pk=inside.row.programme_id)
        if proposal_of(inside) is not None:
            raise UsageError(_("numbers"), _("some wait to be approved"), _("look at those first"))
        ledger, chapters = due_now(inside)
        if chapters and len(coordinators(inside)) > 1:
            said = json.dumps([one.as_json() for one in chapters], ensure_ascii=False)
            kept = inside.store.put(Proposal(at=timezone.now(), by=inside.row.pk, chapters=said))
            inside.noted("proposed", "numbers", kept.id)
            return []
        if chapters:
            return frozen(inside, ledger, chapters)
    raise UsageError(_("numbers"), _("nothing is due"), _("come back on the day that the page names"))


def approved(inside: Inside) -> list[models.Published]:
    """Publish what another coordinator proposed, as long as it is the same now. Raises PermissionDenied for whoever proposed it."""
    coordinates(inside)
    with transaction.atomic():
        models.Programme.objects.select_for_update().get(pk=inside.row.programme_id)
        proposal = proposal_of(inside)
        if proposal is None:
            raise UsageError(_("numbers"), _("none wait to be approved"), _("go back to the page"))
        if proposal.shape.by == inside.row.pk and len(coordinators(inside)) > 1:
            raise PermissionDenied(_("Another coordinator has to look at what you proposed."))
        ledger, chapters = due_now(inside)
        if [one.tables for one in chapters] != [one.tables for one in chapters_of(proposal)]:
            raise UsageError(
                _("numbers"), _("they are not the same any more"), _("put this proposal away, and propose them anew")
            )
        inside.store.drop(proposal.id)
        return frozen(inside, ledger, chapters)


def taken_back(inside: Inside) -> None:
    """Put a proposal away; nothing of it was published, and nothing stays of it."""
    coordinates(inside)
    if proposal := proposal_of(inside):
        inside.store.drop(proposal.id)
        inside.noted("changed", "numbers", proposal.id)


def frozen(inside: Inside, ledger: Ledger, chapters: list[Chapter]) -> list[models.Published]:
    """Write numbers down for the outside, once and for all, and who is counted in them, sealed."""
    _before, kept = counting.ledger_of(inside)
    counting.keep(inside, ledger, kept)
    at = timezone.now()
    rows = models.Published.objects.bulk_create(
        models.Published(
            programme_id=inside.row.programme_id,
            name=inside.about.name,
            at=at,
            cohort=one.cohort,
            chapter=one.name,
            body=one.as_json(),
        )
        for one in chapters
    )
    inside.noted("published", "numbers")
    record(inside.person, "published numbers of a programme", f"programme {inside.row.programme_id}")
    return rows
