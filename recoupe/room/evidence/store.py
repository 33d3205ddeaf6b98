"""Store: the durable adapter of `recoupe.store.Store`, over Django's ORM; one transaction a document."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import wraps
from itertools import islice
from typing import Any, TypeVar

from django.db import IntegrityError, OperationalError, connections, transaction
from django.db.models import Count, QuerySet

from ... import model
from ...crosscheck.model import Ruling, RulingKind, ruling_id
from ...errors import StoreError
from ...query import Query
from ...store import Disclosure, Entry, Failure, Hit, Receipt, entry_order, missing, named, standing_first
from . import models, rows, search

CHUNK = 50
ATTEMPTS = 5
PAUSE_SECONDS = 0.2
HEAVY = ("original", "layer", "text", "starts", "ends", "apart")
WITHDRAWN_TOO = 4  # where there are withdrawals, so many times more is looked at, for those that stand come first

Result = TypeVar("Result")


def patient(write: Callable[..., Result]) -> Callable[..., Result]:
    """A write that tries again where another process held the database for longer than it was waited for."""

    @wraps(write)
    def tried(self: WorkspaceStore, *args: Any) -> Result:
        for attempt in range(ATTEMPTS):
            try:
                return write(self, *args)
            except (OperationalError, IntegrityError) as error:
                # IntegrityError: on PostgreSQL two readers may store the same document at once; the second finds it there.
                passes = isinstance(error, IntegrityError) or "locked" in str(error)
                if attempt + 1 == ATTEMPTS or not passes:
                    raise StoreError(
                        self.alias, f"it cannot be written: {error}", "check the disk and its permissions"
                    ) from error
                time.sleep(PAUSE_SECONDS * (attempt + 1))
        raise AssertionError("unreachable")

    return tried


def as_rulings(found: QuerySet[models.Ruling]) -> list[Ruling]:
    """Rows as the rulings that they are, in the order in which they were made."""
    rows = found.order_by("at", "id").values(*(f.name for f in fields(Ruling)))
    return [Ruling(**row | {"kind": RulingKind(row["kind"])}) for row in rows]


class WorkspaceStore:
    """The workspace in a database; `alias` is its name among Django's connections. See `recoupe.store.Store`."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def has(self, document: str, engine: str) -> bool:
        return bool(models.Document.objects.using(self.alias).filter(id=document, engine=engine).exists())

    @patient
    def save(self, document: model.Document, evidence: model.Evidence, engine: str) -> bool:
        with transaction.atomic(using=self.alias):
            there = models.Document.objects.using(self.alias).filter(id=document.id)
            if there.filter(engine=engine).exists():
                return False
            label = there.values_list("label", flat=True).first()
            there.delete()
            for kind, made in rows.of(document, evidence, engine, label):
                kind.objects.using(self.alias).bulk_create(made, batch_size=500)
        return True

    def entries(self) -> list[Entry]:
        found = list(models.Document.objects.using(self.alias).defer(*HEAVY))
        counts: dict[str, dict[str, int]] = {row.id: {} for row in found}
        for field, kind in rows.PIECES.items():
            grouped = kind.objects.using(self.alias).order_by().values_list("document").annotate(Count("id"))
            numbers = dict(grouped)
            for id in counts:
                counts[id][field] = numbers.get(id, 0)
        return sorted((rows.entry(row, counts[row.id]) for row in found), key=entry_order)

    def find(self, key: str) -> list[Entry]:
        return named(self.entries(), key)

    def document(self, id: str) -> model.Document:
        return self._pair(id)[0]

    def evidence(self, id: str) -> model.Evidence:
        return self._pair(id)[1]

    def pairs(self, ids: Iterable[str] | None = None) -> Iterator[tuple[model.Document, model.Evidence]]:
        wanted = iter([entry.id for entry in self.entries()] if ids is None else ids)
        while chunk := list(islice(wanted, CHUNK)):
            found = models.Document.objects.using(self.alias).in_bulk(chunk)
            if lost := [id for id in chunk if id not in found]:
                raise missing(lost[0])
            below = rows.below(self.alias, chunk)
            for id in chunk:
                yield rows.document(found[id], below), rows.evidence(found[id], below)

    def search(self, query: Query, limit: int = 50) -> list[Hit]:
        wanted = limit * WITHDRAWN_TOO if any(r.kind is RulingKind.WITHDRAW for r in self.rulings()) else limit
        return standing_first(search.search(self.alias, query, wanted), self)[:limit]

    def provenances(self) -> Iterator[tuple[str, model.Provenance]]:
        found = models.Document.objects.using(self.alias).defer(*HEAVY)
        return ((row.id, rows.provenance(row)) for row in found.iterator(chunk_size=500))

    def receipt(self, key: str, engine: str) -> Receipt | None:
        row = models.Receipt.objects.using(self.alias).filter(key=key, engine=engine).first()
        if row is None:
            return None
        return Receipt(row.key, row.engine, tuple(row.documents), tuple(Failure(*failure) for failure in row.failures))

    @patient
    def keep_receipt(self, receipt: Receipt) -> None:
        failures = [[failure.what, failure.why, failure.remedy] for failure in receipt.failures]
        values = {"documents": list(receipt.documents), "failures": failures}
        with transaction.atomic(using=self.alias):
            stored = models.Receipt.objects.using(self.alias)
            stored.filter(key=receipt.key).delete()
            stored.create(key=receipt.key, engine=receipt.engine, **values)

    @patient
    def disclose(self, disclosure: Disclosure) -> None:
        values = {"at": disclosure.at, "format": disclosure.format, "reason": disclosure.reason}
        models.Disclosure.objects.using(self.alias).create(documents=disclosure.documents, **values)

    def disclosures(self) -> list[Disclosure]:
        found = models.Disclosure.objects.using(self.alias).order_by("id")
        return [Disclosure(row.at, row.format, row.reason, row.documents) for row in found]

    def keep_ruling(self, ruling: Ruling) -> str:
        values = {field.name: str(getattr(ruling, field.name)) for field in fields(ruling)}
        id = ruling_id(ruling)
        models.Ruling.objects.using(self.alias).get_or_create(id=id, defaults=values)
        return id

    def rulings(self) -> list[Ruling]:
        return as_rulings(models.Ruling.objects.using(self.alias))

    def close(self) -> None:
        connections[self.alias].close()

    def _pair(self, id: str) -> tuple[model.Document, model.Evidence]:
        return next(self.pairs([id]))
