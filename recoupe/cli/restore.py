"""`recoupe restore`: a room out of a backup, in an empty database of either kind."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import UsageError
from .changed import who
from .common import DONE, common_options, print_json, say, state
from .progress import progress
from .serve import installed

EPILOG = """\b
Examples:
  recoupe restore --check room.zip
  recoupe --database new.db restore room.zip                  # with new.secret beside it: the key of the room
  recoupe --database postgres://recoupe@/room restore room.zip    # moves the room to PostgreSQL

\b
The key of the room must be there: RECOUPE_SECRET, or for an SQLite database called new.db the file
new.secret. Then `recoupe audit verify` says whether the audit is whole.
"""


@click.command("restore", epilog=EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Read all of FILE and say whether it is whole; no database is opened.")
@click.option(
    "--key-is-lost",
    is_flag=True,
    help="Restore under another key: the audit cannot be verified any more, nor whether FILE was altered on purpose.",
)
@common_options
def command(file: Path, check: bool, key_is_lost: bool) -> int:
    """Make a room of the backup FILE, in a database that is new or empty, on SQLite or on PostgreSQL alike.

    All of it is restored or nothing. What a database holds is never replaced: restore into a new one, and let RECOUPE_DATABASE
    name that.
    """
    if check and key_is_lost:
        raise UsageError("--check", "it asks for no key", "leave --key-is-lost out")
    installed()
    from ..room.backup.file import BackupFile

    with BackupFile(file) as backup, progress("Checking" if check else "Restoring", state().quiet) as advance:
        made = backup.manifest
        if check:
            backup.look_through()
        else:
            from ..room.setup import start_room

            start_room()
            from ..room.backup.restoring import restore

            restore(backup, who(), advance, key_is_lost=key_is_lost)
    if state().json:
        print_json({"file": str(file), "made": made.made, "tables": len(made.parts), "rows": made.rows})
    say(f"{file} of {made.made} is whole" if check else f"{made.rows} rows of {len(made.parts)} tables restored")
    return DONE
