"""`recoupe export`: the evidence in a format that other programs read."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from ..errors import RecoupeError, UsageError
from .common import DONE, common_options, crosschecked, one_document, say, workspace, written

FORMATS = ("json", "csv", "parquet", "geojson", "ics", "ftm", "misp", "stix")

EPILOG = """\b
Examples:
  recoupe export -o evidence.json
  recoupe export --format csv > evidence.csv
  recoupe export -o places.geojson --document 01-lyon.txt
  recoupe export -o for-aleph.ftm.json
  recoupe export -o event.misp.json
  recoupe export -o meetings.ics
  recoupe export -o named.csv --with-names "annex for the examining magistrate, file 2014/118"
"""


@click.command("export", epilog=EPILOG)
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Told by the ending of -o where it is left out.")
@click.option("-o", "--output", default="-", show_default=True, help='File to write; "-" is the standard output.')
@click.option(
    "--document", "keys", multiple=True, metavar="DOCUMENT", help="Only this one (id, name or path); repeatable."
)
@click.option(
    "--with-names", metavar="REASON", help="Name private persons too; the reason is kept in export and workspace."
)
@click.option(
    "--although", metavar="REASON", help="Let it leave in a format that cannot carry its marking; the reason is kept."
)
@common_options
def command(
    format_: str | None, output: str, keys: tuple[str, ...], with_names: str | None, although: str | None
) -> int:
    """Write the evidence as JSON, CSV, Parquet or GeoJSON, as FollowTheMoney, MISP or STIX 2.1, or its dated events as iCalendar.

    Persons who hold no office and speak for nobody are written as P-01, P-02, unless a reason is given.
    """
    from ..exchange import carrying, formats
    from ..exchange.content import strictest
    from ..exchange.exporting import Export
    from ..store import Disclosure
    from ..version import VERSION

    format_ = format_ or told_by(output)
    if format_ == "parquet" and output == "-" and sys.stdout.isatty():
        raise UsageError("parquet", "it is not for the screen", "give a file with -o")
    reason, despite = given("--with-names", with_names), given("--although", although)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    with workspace(must_exist=True) as store:
        entries = [one_document(store, key) for key in keys] if keys else store.entries()
        ids = list(dict.fromkeys(entry.id for entry in entries))
        if not ids:
            raise RecoupeError(
                "workspace", "there is nothing in it to export", "`recoupe read PATH` puts something there"
            )
        unmarked = carrying.lost(format_, marking) if (marking := strictest(entry.marking for entry in entries)) else []
        carrying.check(format_, marking, despite)
        if unmarked:
            store.disclose(Disclosure(made, f"{format_}, unmarked", despite, len(ids)))
        if reason:
            # Recorded before anything leaves: an export that fails half-way has shown names too.
            store.disclose(Disclosure(made, format_, reason, len(ids)))
        with written(output) as out:
            export = Export(lambda: store.pairs(ids), made, VERSION, reason, crosschecked(store))
            formats.write(format_, export, out, despite)
    say(f"{len(ids)} documents exported" + (f" to {output}" if output != "-" else ""))
    return DONE


def given(option: str, reason: str | None) -> str:
    """The reason of an option. Raises UsageError for one that says nothing."""
    if reason is not None and not reason.strip():
        raise UsageError(option, "the reason is empty", "say why")
    return (reason or "").strip()


def told_by(output: str) -> str:
    """The format that the ending of a file tells; JSON for the standard output."""
    from ..exchange.formats import told_by as by_name

    if output == "-":
        return "json"
    if not (format_ := by_name(output)):
        endings = ", ".join(FORMATS)
        raise UsageError(output, "its ending tells no format", f"end it in one of {endings}, or give --format")
    return format_
