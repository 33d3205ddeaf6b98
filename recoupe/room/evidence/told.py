"""Told: findings with the sentence that each stands on, as pages show them, private persons masked."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import F, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from ..access import Clearance, visible
from ..people.models import Disclosed
from ..people.roles import may
from ..sharing.coming import told_from
from . import models
from .masks import of_documents


def disclosed_to(clearance: Clearance) -> set[str]:
    """The pseudonyms behind which this person sees names, for now, and as long as they may ask for them."""
    if not may(clearance.person, "name.disclose"):
        return set()
    rows = Disclosed.objects.filter(person=clearance.person, until__gt=timezone.now())
    return set(rows.values_list("pseudonym", flat=True))


def unmasking(clearance: Clearance, pseudonyms: Collection[str] | None = None) -> dict[str, str]:
    """The names behind pseudonyms that were disclosed to this person, of documents that they may see."""
    wanted = disclosed_to(clearance) if pseudonyms is None else set(pseudonyms)
    if not wanted:
        return {}
    rows = visible(models.Pseudonym, clearance).filter(pseudonym__in=wanted)
    return {row.pseudonym: max(row.forms, key=len) for row in rows if row.forms}


def with_quotes(rows: Iterable[models.Finding], clearance: Clearance) -> list[models.Finding]:
    """Findings, each with the sentence that tells it first (`quote`, `quote_document`) and the partners it came from (`senders`).

    Of a queryset the numbers are asked for first: sorting them alone, a database need not carry the bodies along.
    """
    if isinstance(rows, QuerySet):
        ids = list(rows.values_list("pk", flat=True))
        by_pk = visible(models.Finding, clearance).in_bulk(ids)
        rows = [by_pk[pk] for pk in ids if pk in by_pk]
    found = list(rows)
    first = (
        visible(models.Support, clearance)
        .filter(finding__in=[row.pk for row in found], position=0)
        .annotate(sentence=Substr("document__text", F("sentence_start") + 1, F("sentence_end") - F("sentence_start")))
        .values_list("finding", "sentence", "document", "document__title", "start")
    )
    by_finding = {row[0]: row[1:] for row in first}
    masks = of_documents({row[1] for row in by_finding.values()}, disclosed_to(clearance))
    for row in found:
        sentence, document, title, start = by_finding.get(row.pk, ("", "", "", 0))
        row.quote = masks[document].text(sentence) if document else ""
        row.quote_document, row.quote_title, row.quote_start = document, title, start
    told_from(found)
    return found
