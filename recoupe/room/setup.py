"""Setup: opens the workspace, making its database or bringing it up to date where needed."""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import StoreError
from .workspace import DEFAULT_DATABASE, VARIABLE, database

if TYPE_CHECKING:
    from .evidence.store import WorkspaceStore

ATTEMPTS = 40
PAUSE_SECONDS = 0.1
MIGRATING = 20140508  # the number of the lock that PostgreSQL keeps for who makes the tables


def address_of_workspace(given: str | os.PathLike[str] | None = None) -> str:
    """Where the workspace is: as given, else RECOUPE_DATABASE, else `recoupe.db` in the current folder."""
    return os.fspath(given) if given else os.environ.get(VARIABLE) or DEFAULT_DATABASE


def without_password(address: str) -> str:
    """An address as it may be shown."""
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    return address.replace(f":{parts.password}@", ":…@") if "://" in address and parts.password else address


@cache
def started() -> None:
    """Django, set up once a process."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoupe.room.workspace")
    django.setup()


def open_store(given: str | os.PathLike[str] | None = None) -> WorkspaceStore:
    """The workspace at a path or postgres:// address, up to date and ready. Raises StoreError where it cannot be opened.

    Several may be open in one process: each is a database alias of its own, its address.
    """
    address = address_of_workspace(given)
    started()
    from django.db import DatabaseError, connections

    settings = database(address)
    alias = str(settings["NAME"]) if "sqlite" in settings["ENGINE"] else address
    if alias not in connections.databases:
        if "sqlite" in settings["ENGINE"] and not Path(alias).parent.is_dir():
            try:
                Path(alias).parent.mkdir(parents=True)
            except OSError as error:
                raise StoreError(alias, f"its folder cannot be made: {error.strerror}", "check the path") from error
        connections.databases[alias] = connections.configure_settings({"default": settings})["default"]
    shown = without_password(address)
    for attempt in range(ATTEMPTS):
        try:
            bring_up_to_date(alias)
            break
        except DatabaseError as error:
            # Two processes may make the same new workspace at once: the slower one may be told that it is locked.
            connections[alias].close()
            said = str(error)
            if attempt + 1 == ATTEMPTS or not passes(said):
                raise StoreError(
                    shown, f"it cannot be opened: {said}", "check --database or RECOUPE_DATABASE"
                ) from error
            time.sleep(PAUSE_SECONDS)
        except ImportError as error:
            raise StoreError(shown, "PostgreSQL needs psycopg", "pip install 'recoupe[postgres]'") from error
        except Exception as error:
            if type(error).__name__ == "ImproperlyConfigured":
                raise StoreError(shown, "PostgreSQL needs psycopg", "pip install 'recoupe[postgres]'") from error
            raise
    from .evidence.store import WorkspaceStore

    return WorkspaceStore(alias)


def passes(said: str) -> bool:
    """Whether an error of the database is one that passes once another process is done."""
    return any(words in said for words in ("locked", "busy"))


def bring_up_to_date(alias: str) -> None:
    """Apply the migrations that a database lacks, all or none; a database of a newer recoupe is refused.

    Django commits each migration, and may record it after that: a process killed in between would leave a workspace that
    cannot be opened again. Hence one transaction around them all, which another process waits for.
    """
    from django.core.management import call_command
    from django.db import connections, transaction

    if not lacks_migrations(alias):
        return
    connection = connections[alias]
    connection.disable_constraint_checking()  # SQLite can do so only before a transaction, and to change tables wants it
    try:
        with transaction.atomic(using=alias):
            locked(connection)
            if lacks_migrations(alias):
                call_command("migrate", "evidence", database=alias, verbosity=0, interactive=False)
    finally:
        connection.enable_constraint_checking()


def locked(connection: Any) -> None:
    """Let no other process make tables until the transaction ends; on SQLite, to begin one to write does that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATING])


def lacks_migrations(alias: str) -> bool:
    """Whether a database is older than this recoupe. Raises StoreError where it is newer."""
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    ours = {path.stem for path in (Path(__file__).parent / "evidence" / "migrations").glob("[0-9]*.py")}
    applied = {name for app, name in MigrationRecorder(connections[alias]).applied_migrations() if app == "evidence"}
    if applied - ours:
        raise StoreError(alias, "a newer recoupe made this workspace", "upgrade recoupe")
    return bool(ours - applied)


def start_room() -> None:
    """Django with all of the room; its database, RECOUPE_DATABASE, is left as it is."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "recoupe.room.settings"
    django.setup()


def open_room() -> None:
    """Django with all of the room, its database up to date: RECOUPE_DATABASE. Raises StoreError where it cannot be opened."""
    start_room()
    from django.core.management import call_command
    from django.db import DatabaseError, connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    try:
        bring_up_to_date("default")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            connection.disable_constraint_checking()
            try:
                with transaction.atomic():
                    locked(connection)
                    call_command("migrate", verbosity=0, interactive=False)
            finally:
                connection.enable_constraint_checking()
        call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        raise StoreError(
            without_password(address_of_workspace()), f"it cannot be opened: {error}", "check it"
        ) from error


__all__ = ["address_of_workspace", "locked", "open_room", "open_store", "start_room", "started", "without_password"]
