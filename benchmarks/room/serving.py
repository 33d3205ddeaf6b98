"""Serving: a PostgreSQL of our own, a copy of a filled room in it, and the room served on loopback as docs/deploy.md says."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WORKERS, THREADS = 2, 8
STARTING_SECONDS = 60
UNPRIVILEGED = "nobody"
# What docs/deploy.md asks of the server; all else is as it comes. Nothing is synced: the copy is thrown away.
OPTIONS = "-c shared_buffers=1GB -c work_mem=32MB -c effective_cache_size=4GB -c random_page_cost=1.1 -c fsync=off"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), reverse=True)
    return found[0].parent if found else None


@contextmanager
def postgresql(binaries: Path, folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL on loopback in this folder. It refuses to run as root: then another user runs it."""
    as_user = ["runuser", "-u", UNPRIVILEGED, "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, UNPRIVILEGED)
    port, data = free_port(), folder / "data"

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    if not data.is_dir():
        run(str(binaries / "initdb"), "-D", str(data), "-U", "recoupe", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port={port} {OPTIONS}"
    run(str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        yield f"postgres://recoupe@127.0.0.1:{port}/postgres"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "fast", "stop")


def copied(filled: Path) -> None:
    """All rows of a filled SQLite room into the PostgreSQL that is Django's default, its indexes made anew over them."""
    import sqlite3

    from django.apps import apps
    from django.db import connection
    from django.db.models import BinaryField, BooleanField

    source = sqlite3.connect(filled)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename LIKE 'evidence_%%'"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        tables = apps.get_models(include_auto_created=True)
        cursor.execute("TRUNCATE " + ", ".join(f'"{table._meta.db_table}"' for table in tables))
        for table in tables:
            name, fields = table._meta.db_table, table._meta.local_concrete_fields
            columns = ", ".join(f'"{field.column}"' for field in fields)
            shaped: list[Any] = [
                bool if isinstance(f, BooleanField) else bytes if isinstance(f, BinaryField) else None for f in fields
            ]
            with cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as copy:
                for row in source.execute(f'SELECT {columns} FROM "{name}"'):
                    copy.write_row(
                        [
                            value if value is None or shape is None else shape(value)
                            for value, shape in zip(row, shaped, strict=True)
                        ]
                    )
            if fields[0].get_internal_type() == "BigAutoField":
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1 + (SELECT coalesce(max(id), 0) FROM \"{name}\"))"
                )
        for _, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def served(database: str) -> Iterator[int]:
    """The port on which a room is served."""
    port = free_port()
    command = [sys.executable, "-m", "recoupe.cli", "--database", database, "serve", "--no-work", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(STARTING_SECONDS * 5):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/login/").read()
                break
            except OSError:
                if server.poll() is not None:
                    raise SystemExit("the server stopped") from None
                time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait()


def spent(command: str) -> float:
    """Seconds of processor that all processes of ours with these words in their command line have used, and their children."""
    ticks, found = 0, Path("/proc").glob("[0-9]*")
    for process in found:
        try:
            if command in (process / "cmdline").read_text().replace("\0", " "):
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                ticks += sum(int(n) for n in fields[11:15])
        except OSError:
            continue  # it is gone
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
