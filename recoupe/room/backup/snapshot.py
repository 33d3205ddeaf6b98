"""Snapshot: the room as it stands at one moment, read in peace while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import connections, transaction

ALIAS = "snapshot"


@contextmanager
def snapshot(of: str = "default") -> Iterator[str]:
    """The alias of a connection that sees one moment of a database and can write nothing; nobody waits for it.

    On SQLite that is a read transaction beside the write-ahead log, on PostgreSQL REPEATABLE READ, READ ONLY. A connection of its
    own, since that of the room takes the right to write when it begins.
    """
    settings = deepcopy(connections.databases[of])
    if connections[of].vendor == "postgresql":
        from psycopg import IsolationLevel

        settings["OPTIONS"]["isolation_level"] = IsolationLevel.REPEATABLE_READ
        read_only = "SET TRANSACTION READ ONLY"
    else:
        settings["OPTIONS"]["transaction_mode"] = "DEFERRED"
        read_only = "PRAGMA query_only = ON"
    connections.databases[ALIAS] = settings
    try:
        with transaction.atomic(using=ALIAS):
            with connections[ALIAS].cursor() as cursor:
                cursor.execute(read_only)
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS], connections.databases[ALIAS]
