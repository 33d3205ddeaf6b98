"""`recoupe backup`: all of the room in one file, while it is running."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from ..errors import UsageError
from .changed import who
from .common import DONE, common_options, print_json, say, state, written
from .progress import progress
from .serve import prepared

EPILOG = """\b
Examples:
  recoupe backup /backup/room-$(date +%F).zip
  recoupe backup - | age -r age1… > room.zip.age
  recoupe restore --check /backup/room-2026-11-25.zip

\b
The key of the room (RECOUPE_SECRET, or the .secret file beside an SQLite database) is not in it: keep
that elsewhere. Whoever has both could forge the audit; without the key, it cannot be verified. All else
is in it, unencrypted: see docs/deploy.md.
"""


@click.command("backup", epilog=EPILOG)
@click.argument("file")
@click.option("--force", is_flag=True, help="Put it in the place of a file that is there.")
@common_options
def command(file: str, force: bool) -> int:
    """Write everything in the room into FILE, while the room is running; "-" is the standard output.

    FILE is a ZIP of tables as JSON lines, of which `recoupe restore` makes a room again, on SQLite or on PostgreSQL alike. It
    appears whole or not at all, and only you can read it.
    """
    if file == "-" and sys.stdout.isatty():
        raise UsageError(file, "a backup is not for the screen", "send it to a file or a program")
    refuse_to_overwrite(file, force)
    prepared()
    from ..room.backup.making import back_up

    with kept(file, force) as out, progress("Backing up", state().quiet) as advance:
        made = back_up(out, Path(file).name, who(), advance)
    if state().json and file != "-":
        print_json({"file": file, "made": made.made, "tables": len(made.parts), "rows": made.rows})
    say(f"{made.rows} rows of {len(made.parts)} tables" + (f" in {file}" if file != "-" else ""))
    return DONE


def refuse_to_overwrite(file: str, force: bool) -> None:
    """Raises UsageError where there is such a file, and nobody said that it may go."""
    if file != "-" and not force and os.path.lexists(file):
        raise UsageError(file, "there is such a file", "choose another name, or --force")


@contextlib.contextmanager
def kept(file: str, force: bool) -> Iterator[BinaryIO]:
    """A file that only its owner can read, and that appears whole and on the disk, or not at all."""
    if file == "-":
        with written("-") as out:
            yield out
        return
    path = Path(file)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable to its owner alone
    except OSError as error:
        raise UsageError(file, f"it cannot be written: {error.strerror}", "choose another place") from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        refuse_to_overwrite(file, force)
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(file, f"it cannot be written: {error.strerror}", "choose another place") from error
    finally:
        Path(name).unlink(missing_ok=True)
