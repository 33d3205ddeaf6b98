"""`recoupe audit verify`: whether the audit of the room is whole."""

from __future__ import annotations

import click

from .common import DONE, FOUND_NOTHING, common_options, say
from .serve import prepared

EPILOG = """\b
Examples:
  recoupe audit verify
  recoupe --database postgres://recoupe@/recoupe audit verify
"""


@click.command("audit", epilog=EPILOG)
@click.argument("what", type=click.Choice(["verify"]))
@common_options
def command(what: str) -> int:
    """Look whether an entry of the room's audit was changed, is missing, or was put elsewhere: exit code 1 where one was."""
    prepared()
    from ..room.people.audit import faults
    from ..room.people.models import Entry

    found = list(faults())
    for fault in found:
        click.echo(f"entry {fault.number}: {fault.what}")
    if not found:
        say(f"{Entry.objects.count()} entries, whole")
    return FOUND_NOTHING if found else DONE
