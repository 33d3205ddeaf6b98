"""`recoupe list`: the documents of the workspace."""

from __future__ import annotations

import click

from ..model import Published, plain
from .common import DONE, FOUND_NOTHING, common_options, print_json, printable, say, state, told, workspace

EPILOG = """\b
Examples:
  recoupe list
  recoupe documents --json
"""


@click.command("list", epilog=EPILOG)
@common_options
def command() -> int:
    """List the documents of the workspace, by day of publication (also: recoupe documents)."""
    from ..store import withdrawn

    with workspace(must_exist=True) as store:
        entries = store.entries()
        gone = withdrawn(store).documents
    if state().json:
        print_json([entry.to_dict() | {"fall": plain(gone.get(entry.id))} for entry in entries])
        return DONE if entries else FOUND_NOTHING
    for entry in entries:
        found = sum(entry.counts.values())
        about = f"{entry.id[:12]}  {days(entry.published):23}  {entry.language:3}  {found:4} found  {entry.name}"
        click.echo(printable(about + (f"  “{entry.title}”" if entry.title else "")))
        if fall := gone.get(entry.id):
            click.echo(f"              {click.style('no longer stands', fg='red')}: {printable(told(fall))}")
    say(f"{len(entries)} documents")
    return DONE if entries else FOUND_NOTHING


def days(published: Published) -> str:
    """An interval of days, short."""
    if not published.is_known:
        return "undated"
    if published.day:
        return published.day.isoformat()
    return f"{published.earliest or '…'} – {published.latest or '…'}"
