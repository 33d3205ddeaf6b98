"""Databases for tests of the room: new ones of either kind, and which of them is the room of this process."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NUMBER = itertools.count()


def new_database(kind: str, folder: Path, server: str = "", like: str = "") -> str:
    """The address of an empty database, or of a copy of one that nobody is connected to; on this server for "postgresql"."""
    name = f"other{next(NUMBER)}"
    if kind == "sqlite":
        if like:
            shutil.copyfile(like, folder / f"{name}.db")
        return str(folder / f"{name}.db")
    import psycopg

    template = f" TEMPLATE {urlsplit(like).path.lstrip('/')}" if like else ""
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{template}")
    return server.replace("/postgres?", f"/{name}?")


@contextmanager
def room_at(address: str) -> Iterator[None]:
    """The room of this process is the one at an address; afterwards it is the one from before."""
    from django.core.cache import caches
    from django.db import connections

    from recoupe.room.workspace import database

    def turn_to(settings: dict[str, Any]) -> None:
        connections["default"].close()
        connections.databases["default"] = settings
        del connections["default"]
        caches["here"].clear()

    before = connections.databases["default"]
    turn_to(connections.configure_settings({"default": database(address)})["default"])
    try:
        yield
    finally:
        turn_to(before)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """All that is in the room, table by table."""
    from recoupe.room.backup.rows import columns
    from recoupe.room.backup.tables import tables

    return {
        table._meta.label: [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in table._base_manager.order_by("pk").values_list(*columns(table))
        ]
        for table in tables()
    }
