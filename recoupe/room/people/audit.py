"""Audit: append-only and chained, so that an entry that was changed, taken out or moved shows.

Each entry is sealed with HMAC-SHA-256 over all that it says and the seal before it, under the key of the room, which is not in the
database. `Head` holds the number and seal of the last entry, so that a chain cut short shows too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from .models import Entry, Head, Person

START = "0" * 64
LOCK = 20140509  # the number of the lock that PostgreSQL keeps for who writes the next entry


def sealed(entry: Entry) -> str:
    """The seal of an entry: over a canonical form of all its fields and the seal before."""
    said = [entry.number, entry.at, entry.person, entry.who, entry.action, entry.subject, entry.detail, entry.previous]
    return keyed(json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":")))


def keyed(text: str) -> str:
    """HMAC-SHA-256 under the key of the room."""
    return hmac.new(settings.SECRET_KEY.encode(), b"audit:" + text.encode(), hashlib.sha256).hexdigest()


def proof(number: int, seal: str) -> str:
    """The seal of the chain's end."""
    return keyed(f"head:{number}:{seal}")


def record(person: Person | None, action: str, subject: object, /, **detail: Any) -> Entry:
    """Write one entry, in the transaction of whoever calls: what is rolled back was not done."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        head = Head.objects.filter(pk=1).first() or Head(pk=1, number=0, seal=START)
        entry = Entry(
            number=head.number + 1,
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            person=person.pk if person else None,
            who=f"{person.name} ({person.service})" if person else "",
            action=action,
            subject=str(subject)[:300],
            detail=json.loads(json.dumps(detail, default=str)),
            previous=head.seal,
        )
        entry.seal = sealed(entry)
        entry.save(force_insert=True)
        head.number, head.seal, head.proof = entry.number, entry.seal, proof(entry.number, entry.seal)
        head.save()
    return entry


@dataclass(frozen=True)
class Fault:
    """What is wrong with the audit, and at which entry."""

    number: int
    what: str


def faults() -> Iterator[Fault]:
    """All that is wrong: an entry that was changed, one that is missing or was put elsewhere, a chain that was cut short."""
    number, seal = 0, START
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            yield Fault(number + 1, f"missing: entries {number + 1} to {entry.number - 1}")
        elif entry.previous != seal:
            yield Fault(entry.number, "does not follow the entry before it: one was exchanged or reordered")
        if not hmac.compare_digest(entry.seal, sealed(entry)):
            yield Fault(entry.number, "was changed")
        number, seal = entry.number, entry.seal
    head = Head.objects.filter(pk=1).first()
    if head is None:
        if number:
            yield Fault(number, "the end of the chain is missing")
    elif not hmac.compare_digest(head.proof, proof(head.number, head.seal)):
        yield Fault(head.number, "the end of the chain was changed")
    elif (head.number, head.seal) != (number, seal):
        yield Fault(number + 1, f"missing at the end: entries {number + 1} to {head.number}")
