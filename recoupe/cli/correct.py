"""`recoupe correct`: what a piece of evidence says, put right by a person; the correction is evidence too."""

from __future__ import annotations

import json
from typing import Any

import click

from ..crosscheck.rulings import FIELDS
from ..errors import RecoupeError, UsageError
from .changed import keep, report, who
from .common import DONE, common_options, crosschecked, workspace

EPILOG = f"""\b
Examples:
  recoupe correct 8c1f22 --set low=12 --set high=12 --why "the text says a dozen"
  recoupe correct 8c1f22 --set begins=2014-05-22 --set ends=2014-05-22 --why "the Thursday after"
  recoupe correct 8c1f22 --wrong --why "an irony, nobody was arrested"
  recoupe correct 8c1f22 --undo --why "it was right"

\b
Fields:
  event   {", ".join(FIELDS["Event"])}
  figure  {", ".join(FIELDS["Figure"])}
  link    {", ".join(FIELDS["Link"])}
"""


@click.command("correct", epilog=EPILOG)
@click.argument("piece")
@click.option(
    "--set",
    "fields",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What the text says; repeatable; nothing after = empties it.",
)
@click.option("--wrong", is_flag=True, help="The text does not say this at all.")
@click.option("--undo", is_flag=True, help="Take the corrections of this piece back; all stay on record.")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@click.option("--by", default=who, metavar="NAME", help="Who rules so.  [default: your account]")
@common_options
def command(piece: str, fields: tuple[str, ...], wrong: bool, undo: bool, why: str, by: str) -> int:
    """Correct PIECE, a piece of evidence by the beginning of its id (6 characters or more).

    `recoupe findings --pieces` and the exports give the ids. The document and what was found in it stay as they are: the
    correction is kept beside them, with its reason, and everything that stands on the piece says so.
    """
    if sum((bool(fields), wrong, undo)) != 1:
        raise UsageError("correct", "it takes one of --set, --wrong and --undo", "see `recoupe correct --help`")
    with workspace(must_exist=True) as store:
        findings = crosschecked(store)
        before = findings.rulings
        found = [id for id in findings.state.by_piece if id.startswith(piece.lower())] if len(piece) >= 6 else []
        if len(found) != 1:
            why_not = "several pieces begin so" if found else "no piece of evidence is called so"
            raise RecoupeError(piece, why_not, "`recoupe findings --pieces` shows their ids")
        if undo:
            changes = findings.uncorrect(found[0], why, by=by)
        else:
            values: dict[str, Any] = {"is_wrong": True} if wrong else dict(map(parsed, fields))
            changes = findings.correct(found[0], why, by=by, **values)
        keep(store, findings, before)
    report(findings, changes)
    return DONE


def parsed(field: str) -> tuple[str, Any]:
    """A FIELD=VALUE: numbers and true or false as such, nothing as None, anything else as text."""
    name, equals, value = field.partition("=")
    if not equals:
        raise UsageError(field, "it is not FIELD=VALUE", "for example --set low=12")
    try:
        told = json.loads(value) if value else None
    except json.JSONDecodeError:
        told = value
    return name.strip(), told if isinstance(told, int | float | bool | None) else value
