"""Numbers: the last one that a table gave to a row, so that after a restore none is given twice."""

from __future__ import annotations

from typing import Any

from django.db.models import AutoField, Model


def is_numbered(table: type[Model]) -> bool:
    """Whether the database itself numbers the rows of a table."""
    return isinstance(table._meta.pk, AutoField)


def last_given(connection: Any, table: type[Model]) -> int | None:
    """The last number that a table gave; None where it gave none, or its rows are not numbered."""
    if not is_numbered(table):
        return None
    name, column = table._meta.db_table, table._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)", [name, column])
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
        row = cursor.fetchone()
    return row[0] if row else None


def give_after(connection: Any, table: type[Model], last: int | None) -> None:
    """Let a table go on after a number, and after all that is in it."""
    if not is_numbered(table):
        return
    name, column = table._meta.db_table, table._meta.pk.column
    newest = table._base_manager.order_by("-pk").values_list("pk", flat=True).first()
    last = max(last or 0, newest or 0)
    if not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s)::regclass, %s)", [name, column, last])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])
