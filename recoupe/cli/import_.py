"""`recoupe import`: what a partner's system exported, looked at before anything of it is taken in."""

from __future__ import annotations

from pathlib import Path

import click

from ..model import plain
from .common import DONE, common_options, print_json, printable, say, state

EPILOG = """\b
Examples:
  recoupe import from-aleph.ftm.json
  recoupe import event.misp.json --json > content.json
"""


@click.command("import", epilog=EPILOG)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@common_options
def command(file: Path) -> int:
    """Say what is in FILE (FollowTheMoney, MISP or STIX 2.1): texts with their marking, evidence, findings, and what was left out.

    Nothing is written to the workspace: a member of a room accepts what partners send. With --json all of it is printed.
    """
    from ..exchange.formats import read
    from ..reading.files import loaded
    from ..reading.limits import DEFAULT

    notes: list[str] = []
    content = read(loaded(file, DEFAULT), str(file), notes.append)
    if state().json:
        print_json(plain(content) | {"notes": notes})
        return DONE
    for shared in content.documents:
        document, found = shared.document, shared.evidence
        pieces = sum(len(rows) for rows in (found.mentions, found.figures, found.claims, found.events, found.links))
        name = document.title or document.name or document.id[:12]
        click.echo(printable(f"TLP:{document.marking.tlp:<12}  {pieces:>5} pieces  {name}"))
    for note in notes:
        say(printable(f"left out  {note}"))
    say(
        f"{len(content.documents)} texts, {len(content.findings)} findings, {len(content.contradictions)} contradictions"
    )
    return DONE
