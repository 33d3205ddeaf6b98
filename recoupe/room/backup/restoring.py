"""Restoring: an empty database becomes the room that a backup holds, all of it or nothing.

The tables are first made as they were when the backup was made, then filled, then brought up to date: so a backup of an older
recoupe can be restored by a newer one.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from ...errors import BackupError, StoreError
from ..people.audit import record
from ..setup import locked
from . import rows
from .file import BackupFile, Manifest
from .making import OnProgress, key_told, sealed, silent
from .numbers import give_after

AT_ONCE = 500
AT_ONCE_BYTES = 4 << 20

Apps = Any


def restore(file: BackupFile, by: str, on_progress: OnProgress = silent, *, key_is_lost: bool = False) -> None:
    """Fill the database of this room, which must be empty, with what a backup holds.

    Raises BackupError where the file is not whole, is of a newer recoupe or of another room, StoreError where the database holds
    something. Whatever is raised, the database is as before.
    """
    if not key_is_lost:
        look_at_seal(file)
    connection.disable_constraint_checking()  # SQLite can do so only before a transaction, and to change tables wants it
    try:
        with transaction.atomic():
            locked(connection)
            apps = made_as(file.manifest, str(file.path))
            tables = [table_of(apps, name, str(file.path)) for name in file.manifest.parts]
            refuse_unless_empty(tables)
            at_once()
            fill(file, tables, on_progress)
            connection.check_constraints()
            call_command("migrate", verbosity=0, interactive=False)
            for table in tables:
                give_after(connection, table, file.manifest.parts[table._meta.label].last)
            made = file.manifest.made
            record(None, "restored", "room", file=file.path.name, made=made, rows=file.manifest.rows, by=by)
    except OperationalError as error:
        raise StoreError(
            str(connection.settings_dict["NAME"]), f"it cannot be written: {error}", "nothing was kept"
        ) from error
    except DatabaseError as error:
        raise BackupError(str(file.path), f"its rows do not fit the database: {error}", "nothing was kept") from error
    finally:
        connection.enable_constraint_checking()
    call_command("createcachetable", verbosity=0)


def look_at_seal(file: BackupFile) -> None:
    """Refuse a backup that the key of this room did not seal."""
    path, manifest = str(file.path), file.manifest
    if not hmac.compare_digest(manifest.key.encode(), key_told().encode()):
        raise BackupError(
            path,
            "it is of a room with another key, so that its audit could not be verified here",
            "set RECOUPE_SECRET to the key of that room, or put its .secret file beside the new database; "
            "where it is lost, --key-is-lost",
        )
    if not hmac.compare_digest(file.seal.encode(), sealed(file.sealed).encode()):
        raise BackupError(path, "its seal is not that of this room: it was altered", "take another copy of it")


def made_as(manifest: Manifest, path: str) -> Apps:
    """Make the tables as they were when the backup was made; the models as they were then."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if wanted - set(executor.loader.graph.nodes):
        raise BackupError(path, "a newer recoupe made this backup", f"upgrade recoupe: it is of {manifest.recoupe}")
    if set(executor.loader.applied_migrations) - wanted:
        raise StoreError(
            str(connection.settings_dict["NAME"]),
            "it was made by a newer recoupe than the backup",
            "name a database that does not exist yet, or has no tables",
        )
    executor.migrate(sorted(wanted & set(leaves(wanted, executor))))
    return executor.loader.project_state(sorted(wanted)).apps


def leaves(wanted: set[tuple[str, str]], executor: MigrationExecutor) -> Iterator[tuple[str, str]]:
    """Those of some migrations on which no other of them stands."""
    for node in wanted:
        children = {child.key for child in executor.loader.graph.node_map[node].children}
        if not children & wanted:
            yield node


def table_of(apps: Apps, name: str, path: str) -> type[Model]:
    """A model by its name. Raises BackupError where there is none."""
    try:
        table: type[Model] = apps.get_model(name)
    except (LookupError, ValueError) as error:
        raise BackupError(path, f"there is no table {name}", "upgrade recoupe, or take another copy of it") from error
    return table


def refuse_unless_empty(tables: list[type[Model]]) -> None:
    """Raises StoreError where anything is in these tables."""
    full = [table._meta.label for table in tables if table._base_manager.exists()]
    if full:
        raise StoreError(
            str(connection.settings_dict["NAME"]),
            f"it is not empty: there is something in {', '.join(full[:5])}{', …' if len(full) > 5 else ''}",
            "restore into a new database, and let RECOUPE_DATABASE name that",
        )


def at_once() -> None:
    """Let PostgreSQL look at each row as it comes: what it puts off until the end it keeps in memory."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def fill(file: BackupFile, tables: list[type[Model]], on_progress: OnProgress) -> None:
    """Put the rows of a backup into its tables."""
    done, total = 0, file.manifest.rows
    for table in tables:
        insert = inserting(table)
        for some in batches(file.lines(table._meta.label)):
            try:
                insert(some)
            except OperationalError:
                raise
            except (ValueError, TypeError, AttributeError, OverflowError, DatabaseError) as error:
                raise BackupError(
                    f"{file.path}: {table._meta.label}", f"its rows do not fit: {error}", "nothing was kept"
                ) from error
            done += len(some)
            on_progress(done, total, table._meta.label)


def inserting(table: type[Model]) -> Callable[[list[bytes]], None]:
    """What puts lines into a table as they are: no default, no time of now, no signal comes between."""
    names, quote = rows.columns(table), connection.ops.quote_name
    fields = table._meta.concrete_fields
    into = ", ".join(quote(field.column) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(table._meta.db_table)} ({into}) VALUES ({values})"

    def insert(lines: list[bytes]) -> None:
        found = (zip(fields, rows.read(names, line), strict=True) for line in lines)
        ready = [[field.get_db_prep_save(value, connection) for field, value in row] for row in found]
        with connection.cursor() as cursor:
            cursor.executemany(statement, ready)

    return insert


def batches(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Lines, some at once: so many, or as many as make so many bytes."""
    some: list[bytes] = []
    size = 0
    for line in lines:
        some.append(line)
        size += len(line)
        if len(some) == AT_ONCE or size > AT_ONCE_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some
