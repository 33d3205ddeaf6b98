"""TAXII: what a program of others reads: the objects of one collection as one person may see them, oldest first.

A collection is a group's, or all that the person sees. The objects are made by `recoupe.exchange.stix` out of what standing
findings stand on; a table remembers when each was first there for a reader, so that they can ask for what came after.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.cache import caches

from ...exchange.stix import bundle
from ...identifiers import digest
from ..access import Clearance, visible
from ..evidence import models as ev
from ..evidence.pile import chunks
from ..taskforce.models import Group
from . import models, own
from .choosing import Chosen, for_reader

NAMESPACE = uuid.UUID("6f0c1f8e-3b1c-5a7e-9a53-0a8c4e0f7d11")
MEDIA_TYPE = "application/stix+json;version=2.1"
KEPT_SECONDS = 600


@dataclass(frozen=True)
class Collection:
    """One collection: its id, title, and what a reader sees of it."""

    id: str
    title: str
    description: str
    clearance: Clearance

    def resource(self) -> dict[str, Any]:
        """As TAXII 2.1 describes it (section 5.2)."""
        return {
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "can_read": True,
            "can_write": False,
            "media_types": [MEDIA_TYPE],
        }


@dataclass(frozen=True)
class Held:
    """An object with when it was first there."""

    object: dict[str, Any]
    added: datetime

    @property
    def id(self) -> str:
        return str(self.object["id"])

    @property
    def version(self) -> str:
        return str(self.object.get("modified") or self.object.get("created") or moment(self.added))


def collections(clearance: Clearance) -> list[Collection]:
    """The collections of a reader: all that they see, and what each of their groups needs to know."""
    everything = Collection(collection_id("all"), own.name() or "recoupe", "All that you may see.", clearance)
    groups = visible(Group, clearance).order_by("name")
    return [
        everything,
        *(Collection(collection_id(f"group {one.pk}"), one.name, one.aim, clearance.within(one.pk)) for one in groups),
    ]


def collection_id(of: str) -> str:
    """The id of a collection: the same as long as the room keeps its keys."""
    first = models.OwnKeys.objects.order_by("id").first() or own.current()
    return str(uuid.uuid5(NAMESPACE, f"{first.key}\n{of}"))


def objects(collection: Collection) -> list[Held]:
    """The objects of a collection, by when they were first there."""
    turn = ev.Turn.objects.exclude(basis="").order_by("-id").first()
    if turn is None:
        return []
    reader = digest([collection.clearance.fingerprint, collection.id])
    key = digest(["taxii", reader, turn.pk, turn.basis])
    kept = caches["here"].get(key)
    if kept is None:
        keys = list(visible(ev.Finding, collection.clearance).filter(is_standing=True).values_list("key", flat=True))
        content = for_reader(collection.clearance, Chosen(findings=tuple(keys)), f"reader {reader}")
        made = bundle(content, made=turn.at, by=own.name() or "recoupe")["objects"] if content.documents else []
        kept = json.dumps(dated(reader, made))
        caches["here"].set(key, kept, KEPT_SECONDS)
    return [Held(row, datetime.fromisoformat(at)) for row, at in json.loads(kept)]


def dated(reader: str, made: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """Objects with when they were first there as they are, as far as this reader was told; what is new is of now."""
    by_key = {f"{row['id']} {digest(without_moment(row))}": row for row in made}
    known = dict(models.Offered.objects.filter(reader=reader).values_list("object", "at"))
    now = datetime.now(UTC)
    new = [key for key in by_key if key not in known]
    for some in chunks(new):
        models.Offered.objects.bulk_create(
            [models.Offered(reader=reader, object=key, at=now) for key in some], ignore_conflicts=True
        )
    rows = [(as_first_told(row, known.get(key, now)), moment(known.get(key, now))) for key, row in by_key.items()]
    return sorted(rows, key=lambda row: (row[1], row[0]["id"]))


def without_moment(row: dict[str, Any]) -> dict[str, Any]:
    """An object without the moment of telling, which is another with every turn."""
    return {name: value for name, value in row.items() if name != "modified"}


def as_first_told(row: dict[str, Any], at: datetime) -> dict[str, Any]:
    """An object whose version is from when it was first told so: what did not change keeps its version."""
    return row | {"modified": max(moment(at), str(row["created"]))} if "modified" in row else row


def moment(at: datetime) -> str:
    """A moment as TAXII writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
