"""Rows: a row of a table as a line of JSON, and back; what went in comes out equal, in either kind of database."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model

AS_THEY_ARE = {
    "AutoField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "FloatField", "ForeignKey",
    "OneToOneField",
    "IntegerField", "JSONField", "TextField",
}  # fmt: skip
OTHERS = {"BinaryField", "DateField", "DateTimeField"}

Columns = dict[str, str]
"""The columns of a table by the name of the field ("document_id"), with the kind of field."""


def columns(table: type[Model]) -> Columns:
    """The columns of a table. Raises TypeError for a kind of field of which nobody has said how it is written."""
    found = {field.attname: field.get_internal_type() for field in table._meta.concrete_fields}
    for name, kind in found.items():
        if kind not in AS_THEY_ARE | OTHERS:
            raise TypeError(f"{table._meta.label}.{name}: say in {__name__} how a {kind} is written")
    return found


def written(names: Columns, values: Sequence[Any]) -> bytes:
    """A row as a line. ASCII, so that even half a surrogate pair in a JSON field comes back."""
    row = {name: plain(kind, value) for (name, kind), value in zip(names.items(), values, strict=True)}
    return json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n"


def read(names: Columns, line: bytes) -> list[Any]:
    """The values of a row, in the order of the columns. Raises ValueError where it is no row of this table."""
    row = json.loads(line)
    if not isinstance(row, dict) or row.keys() != names.keys():
        raise ValueError("other columns than the table has")
    return [unplain(kind, row[name]) for name, kind in names.items()]


def plain(kind: str, value: Any) -> Any:
    """A value of a field as JSON has it."""
    if value is None or kind in AS_THEY_ARE:
        return value
    if kind == "BinaryField":
        return base64.b64encode(value).decode("ascii")
    return value.isoformat()


def unplain(kind: str, value: Any) -> Any:
    """A value of a field out of JSON. Raises ValueError or TypeError where it is none."""
    if value is None or kind in AS_THEY_ARE:
        return value
    if kind == "BinaryField":
        return base64.b64decode(value, validate=True)
    return datetime.fromisoformat(value) if kind == "DateTimeField" else date.fromisoformat(value)
