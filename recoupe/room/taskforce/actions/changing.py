"""Changing: one way to change a record: whoever saw an older version is told, and the version before is kept."""

from __future__ import annotations

import json
from typing import Any

from django.core import serializers
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ....errors import RecoupeError
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ..models import Revision

OWN_WAY = {"meeting": ("state", "cancelled_because"), "hypothesis": ("state", "because", "turn")}
"""What is not put back with the rest: a meeting is opened, closed and cancelled by those who do that, a hypothesis settled."""


SEEN = {"seen": "citations", "seen of sentences": "quotes"}
"""Under which name a revision keeps what had been seen of what is cited."""


class Overtaken(RecoupeError):
    """Somebody else changed the same thing in between; `row` is it as it is now, `wanted` what was to be changed."""

    def __init__(self, row: Any, wanted: dict[str, Any]) -> None:
        super().__init__(str(row), _("somebody changed it while you did"), _("look at both, and save again"))
        self.row, self.wanted = row, wanted


def plain(row: models.Model) -> dict[str, Any]:
    """All the fields of a record."""
    return dict(json.loads(serializers.serialize("json", [row]))[0]["fields"])


def kind_of(row: Any) -> str:
    """What kind of record it is, as revisions and the audit call it."""
    return type(row).__name__.lower()


def changed(person: Person, action: str, row: Any, version: int, /, **fields: Any) -> Any:
    """Change fields of a record that the person saw in a version. Raises Overtaken where it has another by now."""
    require(person, action)
    kind = kind_of(row)
    with transaction.atomic():
        before = as_kept(row)
        updated = type(row).objects.filter(pk=row.pk, version=version).update(version=F("version") + 1, **fields)
        row.refresh_from_db()
        if not updated:
            raise Overtaken(row, fields)
        Revision.objects.create(kind=kind, record=row.pk, version=version, body=before, by=person)
        record(person, f"changed {kind}", f"{kind} {row.pk}", version=version, fields=told(row, fields))
    return row


def as_kept(row: Any) -> dict[str, Any]:
    """All of a record for a revision; of what cites findings also what had been seen of each, which a review forgets."""
    seen = {
        kept: {str(one.pk): one.state for one in getattr(row, name).all()}
        for kept, name in SEEN.items()
        if hasattr(row, name)
    }
    return plain(row) | seen


def told(row: Any, fields: dict[str, Any]) -> dict[str, str]:
    """What of a change the audit tells: choices as they are; of words only that they changed, for its readers see no evidence."""
    return {name: str(value) if row._meta.get_field(name).choices else "…" for name, value in fields.items()}


def made(person: Person, action: str, row: Any) -> Any:
    """Keep a new record."""
    require(person, action)
    kind = kind_of(row)
    with transaction.atomic():
        row.save()
        record(person, f"made {kind}", f"{kind} {row.pk}")
    return row


def removed(person: Person, action: str, row: Any, version: int) -> None:
    """Take a record out; it is kept as a revision. Raises Overtaken where somebody changed it in between."""
    require(person, action)
    kind, pk = kind_of(row), row.pk
    with transaction.atomic():
        before = as_kept(row)
        if not type(row).objects.select_for_update().filter(pk=pk, version=version).exists():
            raise Overtaken(row, {})
        Revision.objects.create(kind=kind, record=pk, version=version, body=before, by=person)
        row.delete()
        record(person, f"removed {kind}", f"{kind} {pk}", version=version)


def undone(person: Person, action: str, row: Any, version: int, to: int | None = None) -> Any:
    """Put a record back to the version before the one that was seen, or to any; that is a version too, so that it can be undone."""
    past = Revision.objects.filter(kind=kind_of(row), record=row.pk)
    last = (past if to is None else past.filter(version=to)).first()
    if last is None:
        raise RecoupeError(str(row), _("there is no earlier version"), _("there is nothing to take back"))
    with transaction.atomic():
        changed(person, action, row, version, **words_of(row, last))
        for kept, name in SEEN.items():
            for pk, state in last.body.get(kept, {}).items():
                getattr(row, name).filter(pk=pk).update(state=state)
    return row


def words_of(row: Any, revision: Revision) -> dict[str, Any]:
    """What a record said in a revision; not who may see it, where it belongs, or what is worked out."""
    said = {name: value for name, value in revision.body.items() if name not in SEEN}
    (stored,) = serializers.deserialize(
        "json",
        json.dumps([{"model": row._meta.label_lower, "pk": row.pk, "fields": said}]),
        ignorenonexistent=True,
    )
    kept = "id", "version", "changed", "basis", "made", "turn", "position", *OWN_WAY.get(kind_of(row), ())
    names = [f.name for f in row._meta.concrete_fields if f.name not in kept and not f.is_relation]
    return {name: getattr(stored.object, name) for name in names if name in said}
