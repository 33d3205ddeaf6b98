"""`recoupe export`: the evidence in a format that other programs read."""

from __future__ import annotations

import importlib
import sys
from datetime import UTC, datetime

import click

from ..errors import RecoupeError, UsageError
from .common import DONE, common_options, crosschecked, one_document, say, workspace, written

FORMATS = ("json", "csv", "parquet", "geojson")

EPILOG = """\b
Examples:
  recoupe export -o evidence.json
  recoupe export --format csv > evidence.csv
  recoupe export -o places.geojson --document 01-lyon.txt
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
@common_options
def command(format_: str | None, output: str, keys: tuple[str, ...], with_names: str | None) -> int:
    """Write the evidence as JSON, CSV, Parquet or GeoJSON.

    Persons who hold no office and speak for nobody are written as P-01, P-02, unless a reason is given.
    """
    from ..exchange.exporting import Export
    from ..store import Disclosure
    from ..version import VERSION

    format_ = format_ or told_by(output)
    if format_ == "parquet" and output == "-" and sys.stdout.isatty():
        raise UsageError("parquet", "it is not for the screen", "give a file with -o")
    if with_names is not None and not with_names.strip():
        raise UsageError("--with-names", "the reason is empty", "say why the names are needed")
    reason = (with_names or "").strip()
    made = datetime.now(UTC).isoformat(timespec="seconds")
    writer = importlib.import_module(f"...exchange.{format_}", __name__)
    with workspace(must_exist=True) as store:
        entries = [one_document(store, key) for key in keys] if keys else store.entries()
        ids = list(dict.fromkeys(entry.id for entry in entries))
        if not ids:
            raise RecoupeError(
                "workspace", "there is nothing in it to export", "`recoupe read PATH` puts something there"
            )
        if reason:
            # Recorded before anything leaves: an export that fails half-way has shown names too.
            store.disclose(Disclosure(made, format_, reason, len(ids)))
        with written(output) as out:
            writer.write(Export(lambda: store.pairs(ids), made, VERSION, reason, crosschecked(store)), out)
    say(f"{len(ids)} documents exported" + (f" to {output}" if output != "-" else ""))
    return DONE


def told_by(output: str) -> str:
    """The format that the ending of a file tells; JSON for the standard output."""
    if output == "-":
        return "json"
    ending = output.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise UsageError(
            output, "its ending tells no format", f"end it in one of {', '.join(FORMATS)}, or give --format"
        )
    return ending
