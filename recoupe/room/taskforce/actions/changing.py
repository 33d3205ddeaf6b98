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


class Overtaken(RecoupeError):
    """Somebody else changed the same thing in between; `row` is it as it is now, `wanted` what was to be changed."""

    def __init__(self, row: Any, wanted: dict[str, Any]) -> None:
        super().__init__(str(row), _("somebody changed it while you did"), _("look at both, and save again"))
        self.row, self.wanted = row, wanted


def plain(row: models.Model) -> dict[str, Any]:
    """All the fields of a record."""
    return dict(json.loads(serializers.serialize("json", [row]))[0]["fields"])


def changed(person: Person, action: str, row: Any, version: int, **fields: Any) -> Any:
    """Change fields of a record that the person saw in a version. Raises Overtaken where it has another by now."""
    require(person, action)
    kind = type(row).__name__.lower()
    with transaction.atomic():
        before = plain(row)
        updated = type(row).objects.filter(pk=row.pk, version=version).update(version=F("version") + 1, **fields)
        row.refresh_from_db()
        if not updated:
            raise Overtaken(row, fields)
        Revision.objects.create(kind=kind, record=row.pk, version=version, body=before, by=person)
        record(person, f"changed {kind}", f"{kind} {row.pk}", version=version, fields=told(row, fields))
    return row


def told(row: Any, fields: dict[str, Any]) -> dict[str, str]:
    """What of a change the audit tells: choices as they are; of words only that they changed, for its readers see no evidence."""
    return {name: str(value) if row._meta.get_field(name).choices else "…" for name, value in fields.items()}


def made(person: Person, action: str, row: Any) -> Any:
    """Keep a new record."""
    require(person, action)
    kind = type(row).__name__.lower()
    with transaction.atomic():
        row.save()
        record(person, f"made {kind}", f"{kind} {row.pk}")
    return row


def undone(person: Person, action: str, row: Any, version: int) -> Any:
    """Put a record back to the version before the one that was seen; that is a version too, so that it can be undone."""
    last = Revision.objects.filter(kind=type(row).__name__.lower(), record=row.pk).first()
    if last is None:
        raise RecoupeError(str(row), _("there is no earlier version"), _("there is nothing to take back"))
    (stored,) = serializers.deserialize(
        "json", json.dumps([{"model": row._meta.label_lower, "pk": row.pk, "fields": last.body}])
    )
    kept = "id", "version", "changed", "basis", "made"
    names = [f.name for f in row._meta.concrete_fields if f.name not in kept and not f.is_relation]
    return changed(person, action, row, version, **{name: getattr(stored.object, name) for name in names})
