"""`recoupe records`: what people made in the room, groups, meetings and decisions, as JSON, out and in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import RecoupeError, UsageError
from .changed import who
from .common import DONE, common_options, print_json, say, state, written
from .serve import installed, prepared

if TYPE_CHECKING:
    from collections import Counter

LARGEST = 256 << 20

EPILOG = """\b
Examples:
  recoupe records export --as secretaire@room.example > records.json
  recoupe records export lyon.json --as secretaire@room.example --group "Groupe de Lyon"
  recoupe --database other.db records import lyon.json --as secretaire@other.example
  recoupe records schema                      # the shape of the file, as JSON Schema

\b
People are known by e-mail address and need an account; services by short name, groups by name.
What is there already is left as it is: to import twice changes nothing. Evidence is not in the file:
decisions cite it by its hash, and stand on it again where the same documents are read.
"""


@click.command("records", epilog=EPILOG)
@click.argument("what", type=click.Choice(["export", "import", "schema"]))
@click.argument("file", default="-")
@click.option("--as", "email", metavar="EMAIL", help="Who does it: what they may see leaves, what they may do is done.")
@click.option("--group", "groups", multiple=True, metavar="NAME", help="Export this group alone; repeatable.")
@common_options
def command(what: str, file: str, email: str | None, groups: tuple[str, ...]) -> int:
    """Write groups, meetings, decisions and actions as JSON into FILE, or add those of FILE to this room.

    FILE is "-", the standard input or output, where it is left out.
    """
    if what == "schema":
        print_json(schema())
        return DONE
    if not email:
        raise UsageError("--as", "it is not said who does it", "give the e-mail address of an account")
    prepared()
    from django.core.exceptions import PermissionDenied
    from django.utils.translation import override

    try:
        with override("en"):
            report(what, *(exported(file, email, groups) if what == "export" else imported(file, email)))
    except PermissionDenied as error:
        raise RecoupeError(email, str(error), "--as somebody who may") from error
    return DONE


def schema() -> Any:
    """The shape of the file as JSON Schema; no database is opened."""
    from ..room.setup import start_room

    installed()
    start_room()
    from ..room.taskforce.records.shapes import Records

    return Records.model_json_schema()


def report(what: str, count: int, added: Counter[str]) -> None:
    """What was done, in a line, or for machines."""
    if what == "export":
        say(f"{count} groups exported")
    elif state().json:
        print_json(dict(added))
    else:
        say("added: " + (", ".join(f"{number} {kind}" for kind, number in added.items()) or "nothing, all is here"))


def exported(file: str, email: str, groups: tuple[str, ...]) -> tuple[int, Any]:
    """Write the records that a person may see."""
    from ..room.taskforce.records.telling import told

    records = told(person(email), groups, by="command line", account=who())
    with written(file) as out:
        out.write(records.model_dump_json(indent=1).encode() + b"\n")
    return len(records.groups), {}


def imported(file: str, email: str) -> tuple[int, Any]:
    """Add the records of a file in the name of a person."""
    from pydantic import ValidationError

    from ..room.taskforce.records.shapes import Records
    from ..room.taskforce.records.taking import taken

    try:
        records = Records.model_validate_json(read(file))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        raise UsageError(file, f"{place}: {first['msg']}", "`recoupe records schema` tells the shape") from error
    return len(records.groups), taken(person(email), records, by="command line", account=who(), file=Path(file).name)


def read(file: str) -> bytes:
    """The bytes of a file, or of the standard input."""
    try:
        if file == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(file, "rb") as source:
                data = source.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(file, f"it cannot be read: {error.strerror}", "check the path") from error
    if len(data) > LARGEST:
        raise UsageError(file, f"it is larger than {LARGEST >> 20} MB", "export fewer groups at once")
    return data


def person(email: str) -> Any:
    """Who has this address here."""
    from ..room.people.models import Person

    found = Person.objects.filter(email=email.lower(), is_active=True).select_related("service").first()
    if found is None:
        raise UsageError(email, "nobody has an account here under this address", "`recoupe account EMAIL` makes one")
    return found
