"""Trail: who did what in the programme, chained line to line, so that one that was taken out or changed shows.

Each line holds the digest of the line before. Where it ends is kept outside the database too, in the keyring, so that a trail that
was cut short, or put back as it was in a backup, shows as well. Participants stand in it by number alone.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from . import keyring, models
from .shapes import End, Trail
from .store import Kept, Store

START = "0" * 64


def digest(line: Trail) -> str:
    """What the next line holds of a line."""
    return hashlib.sha256(line.model_dump_json().encode()).hexdigest()


def proof(store: Store, end: End) -> str:
    """What is kept of the end of a trail outside the database; it takes the key of the programme to make one."""
    return hmac.new(store.key, f"trail\0{end.number}\0{end.digest}".encode(), hashlib.sha256).hexdigest()


def add(store: Store, by: int, did: str, what: str, record: str = "", about: str = "") -> Trail:
    """Write one line after the last, in the transaction of whoever calls."""
    with transaction.atomic():
        models.Programme.objects.select_for_update().get(pk=store.programme)  # one line after another
        last = end_of(store)
        number, previous = (last.shape.number + 1, last.shape.digest) if last else (1, START)
        line = Trail(
            at=timezone.now(),
            by=by,
            did=did,
            what=what,
            record=record,
            about=about,
            number=number,
            previous=previous,
        )
        store.put(line)
        end = End(number=number, digest=digest(line))
        kept = store.put(end, "", last.id, last.version) if last else store.put(end)
        models.Past.objects.filter(record=kept.id).delete()
        told = proof(store, end)
        transaction.on_commit(lambda: keyring.trail_ended(store.programme, number, told))
    return line


def end_of(store: Store) -> Kept | None:
    """The end of the trail; None of one that has not begun."""
    return next(iter(store.tagged(End.kind)), None)


def lines(store: Store, month: str) -> list[Kept]:
    """The lines of a month ("2026-11"), the latest first."""
    return sorted(store.tagged(f"trail:{month}"), key=lambda kept: -kept.shape.number)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a trail, and at which line: "missing", "changed", or "cut short"."""

    number: int
    what: str


def faults(store: Store) -> Iterator[Fault]:
    """All that is wrong with the trail: lines that are missing, that do not follow, an end that is not the one remembered."""
    number, previous, proofs = 0, START, {}
    for kept in sorted(store.tagged(Trail.kind), key=lambda kept: kept.shape.number):
        line = kept.shape
        if line.number != number + 1:
            yield Fault(number + 1, "missing")
        elif line.previous != previous:
            yield Fault(line.number, "changed")
        number, previous = line.number, digest(line)
        proofs[number] = proof(store, End(number=number, digest=previous))
    last = end_of(store)
    if number and (last is None or (last.shape.number, last.shape.digest) != (number, previous)):
        yield Fault(number + 1, "cut short")
    remembered, told = keyring.end_of_trail(store.programme)
    if remembered > number:
        yield Fault(number + 1, "cut short")
    elif remembered and not hmac.compare_digest(proofs.get(remembered, ""), told):
        yield Fault(remembered, "changed")
