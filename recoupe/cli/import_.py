"""`recoupe import`: what a partner's system exported, looked at first, and taken into the workspace where that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..model import plain
from .common import DONE, common_options, print_json, printable, say, state, workspace

if TYPE_CHECKING:
    from ..exchange.content import SharedDocument

ENGINE = "imported"
"""What found the evidence of a text that was taken in: whoever sent it."""

EPILOG = """\b
Examples:
  recoupe import from-aleph.ftm.json
  recoupe import event.misp.json --json > content.json
  recoupe import bundle.stix.json --keep
"""


@click.command("import", epilog=EPILOG)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keep", is_flag=True, help="Take it into the workspace, in its own marking; what carries none is AMBER+STRICT."
)
@common_options
def command(file: Path, keep: bool) -> int:
    """Say what is in FILE (FollowTheMoney, MISP or STIX 2.1): texts with their marking, evidence, findings, and what was left out.

    Nothing is written to the workspace without --keep. What is signed comes by `recoupe share take`, and is held until somebody
    accepts it; such a file is whatever its bearer says. With --json all of it is printed.
    """
    from ..exchange.formats import read
    from ..reading.files import loaded
    from ..reading.limits import DEFAULT

    notes: list[str] = []
    content = read(loaded(file, DEFAULT), str(file), notes.append)
    if keep:
        kept(content.documents)
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


def kept(documents: Iterable[SharedDocument]) -> None:
    """Take texts with their evidence into the workspace; what is there already stays as it is."""
    with workspace() as store:
        there = {entry.id for entry in store.entries()}
        new = [shared for shared in documents if shared.document.id not in there]
        for shared in new:
            store.save(shared.document, shared.evidence, ENGINE)
    say(f"{len(new)} texts are new in the workspace")
