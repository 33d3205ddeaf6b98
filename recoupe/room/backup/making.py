"""Making: write all of the room as it stands into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from ...version import VERSION
from ..people.audit import keyed, record
from . import rows
from .file import FORMAT, BackupWriter, Manifest, Part
from .numbers import last_given
from .snapshot import snapshot
from .tables import tables

OnProgress = Callable[[int, int, str], None]

AT_ONCE = 500
AT_ONCE_HEAVY = 8  # of rows that hold files and pages, so that a pile of large ones does not fill the memory
HEAVY = {"evidence.Document", "evidence.Upload", "taskforce.Brief"}
TOLD_EVERY = 1000


def silent(done: int, total: int, name: str) -> None:
    """Nobody is told how far it is."""


def back_up(out: BinaryIO, name: str, by: str, on_progress: OnProgress = silent) -> Manifest:
    """Write the room into a file, as it stands now; what others write meanwhile is not in it.

    That it was done is in the audit before anything is written: half a backup has left the room too.
    """
    record(None, "backed up", "room", file=name, by=by)
    with snapshot() as alias:
        counts = {table: table._base_manager.using(alias).count() for table in tables()}
        writer, parts = BackupWriter(out), {}
        done, total = 0, sum(counts.values())

        def told(table: type[Model]) -> Iterator[bytes]:
            nonlocal done
            for line in lines(table, alias):
                yield line
                done += 1
                if not done % TOLD_EVERY:
                    on_progress(done, total, table._meta.label)

        for table in counts:
            parts[table._meta.label] = writer.table(
                table._meta.label, told(table), last_given(connections[alias], table)
            )
        manifest = manifest_of(alias, parts)
    writer.close(manifest.to_bytes(), sealed(manifest.to_bytes()))
    return manifest


def lines(table: type[Model], alias: str) -> Iterator[bytes]:
    """The rows of a table by primary key, a line each, a few at once in memory."""
    names = rows.columns(table)
    chunk = AT_ONCE_HEAVY if table._meta.label in HEAVY else AT_ONCE
    found: Any = table._base_manager.using(alias).order_by("pk").values_list(*names)
    for values in found.iterator(chunk_size=chunk):
        yield rows.written(names, values)


def manifest_of(alias: str, parts: dict[str, Part]) -> Manifest:
    """What the backup says of itself."""
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[alias]).applied_migrations()):
        applied.setdefault(app, []).append(name)
    return Manifest(
        format=FORMAT,
        recoupe=VERSION,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        database=connections[alias].vendor,
        key=key_told(),
        migrations=applied,
        parts=parts,
    )


def key_told() -> str:
    """Which key the room has, without telling the key."""
    return keyed("which key")[:32]


def sealed(manifest: bytes) -> str:
    """The seal of a manifest, which nobody can make who has not the key of the room."""
    return keyed(f"backup:{manifest.decode()}")
