"""Settling: works out what holds over all documents, and stores it so that a page is a query.

The engine gives the findings as they stand on everything; from these come the tellings for whoever may read only some of the
documents (`recoupe.crosscheck.seen`), one for each set of labels that somebody reads. What did not change is left alone, so that
settling after one more document writes little. It can be broken off at any time, and is then done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from django.db.models import Count, Max

from ...crosscheck.findings import Findings
from ...identifiers import digest
from ...model import Marking, Tlp
from ..access import label_of, view_of
from . import models
from .keeping import Labels, Scopes, keep_contradictions, keep_copies, keep_findings, keep_identities
from .pile import Pile, names_of_private_persons
from .store import WorkspaceStore

OnProgress = Callable[[int, int], None]


def settle(views: Iterable[Labels], host: str = "", on_progress: OnProgress | None = None) -> models.Turn:
    """Work all findings out and store them, as told to each of these sets of labels; the turn that this was.

    `host` is the service that keeps the room: what nobody marked or filed is its own.
    """
    began = time.monotonic()
    give_labels(host)
    wanted = sorted(set(views), key=sorted)
    read = [view_of(labels) for labels in wanted]
    models.View.objects.exclude(pk__in=read).delete()
    basis = basis_now(wanted)
    store = WorkspaceStore("default")
    total = models.Document.objects.count()
    pile = Pile(Findings(store.rulings()), labels=dict(models.Document.objects.values_list("id", "label")))
    for done, (document, evidence) in enumerate(store.pairs()):
        pile.take(document, evidence)
        if on_progress and not done % 50:
            on_progress(done, total)
    names_of_private_persons(pile)
    turn = models.Turn.objects.create(basis="", documents=total)
    scopes = Scopes()
    keep_findings(pile, wanted, scopes, turn)
    keep_identities(pile, wanted, scopes)
    keep_copies(pile)
    keep_contradictions(pile, wanted, scopes)
    turn.findings = len(pile.findings.findings)
    turn.seconds = time.monotonic() - began
    turn.basis = basis
    turn.save()
    return turn


def basis_now(views: Iterable[Labels]) -> str:
    """What the findings are made of, as one hash: documents with engine and label, rulings, and for whom they are told."""
    counted = models.Document.objects.aggregate(Count("id"), Max("received"))
    labels = sorted(
        map(list, models.Document.objects.values_list("label").annotate(Count("id")).order_by("label")), key=str
    )
    engines = sorted(models.Document.objects.values_list("engine", flat=True).distinct())
    rulings = sorted(models.Ruling.objects.values_list("id", flat=True))
    return digest(
        [counted["id__count"], str(counted["received__max"]), labels, engines, rulings, sorted(map(sorted, views))]
    )


def give_labels(host: str) -> None:
    """Give a label to what came in by another door than the room: its own marking, filed for nobody in particular."""
    for row in models.Document.objects.filter(label=None).defer("text", "original", "layer").iterator():
        marking = Marking(Tlp(row.tlp), row.originator or host, tuple(row.releasable_to), row.is_default_marking)
        models.Document.objects.filter(pk=row.pk).update(label=label_of(marking))
