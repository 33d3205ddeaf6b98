"""Taking: `recoupe share take | held | accept | refuse`."""

from __future__ import annotations

from pathlib import Path

import click

from ...errors import UsageError
from ..common import DONE, SOME_FAILED, common_options, say
from ..serve import prepared
from .common import acting, by_somebody, listed, the


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@common_options
def take(files: tuple[Path, ...]) -> int:
    """Take in messages that came as files; a bundle is held until somebody accepts it."""
    prepared()
    from ...errors import BundleError
    from ...exchange.bundles.messages import LARGEST
    from ...room.sharing.receiving import received

    failed = 0
    for file in files:
        try:
            if file.stat().st_size > LARGEST:
                raise BundleError(str(file), f"it is larger than {LARGEST >> 20} MB", "ask for it in parts", "large")
            letter = received(file.read_bytes(), str(file))
            say(f"{file}: {letter.kind} of {letter.partner}")
        except BundleError as error:
            failed += 1
            click.echo(f"recoupe: {error}", err=True)
    return SOME_FAILED if failed else DONE


@click.command()
@by_somebody
def held(email: str) -> int:
    """List the bundles of partners, and what became of them."""
    with acting(email) as person:
        from ...room.access import Clearance, visible
        from ...room.sharing import models

        rows = visible(models.Received, Clearance.of(person)).select_related("partner", "label", "letter")
        listed(
            {"received": row.pk, "state": row.state, "partner": row.partner.name, "tlp": row.label.tlp, "title": row.title,
             "purpose": row.letter.manifest.get("purpose", ""), "warnings": " ".join(row.warnings)}
            for row in rows
        )  # fmt: skip
    return DONE


@click.command()
@click.argument("received", type=int)
@click.option("--group", "names", multiple=True, metavar="NAME", help="File it for this group; repeatable.")
@by_somebody
def accept(received: int, names: tuple[str, ...], email: str) -> int:
    """Take a bundle among the evidence, as the partner's; its sender is told."""
    with acting(email) as person:
        from ...room.access import Clearance, visible
        from ...room.sharing import models
        from ...room.sharing.actions.accepting import accept as do
        from ...room.taskforce.models import Group

        clearance = Clearance.of(person)
        known = dict(visible(Group, clearance).values_list("name", "pk"))
        if lost := [name for name in names if name not in known]:
            raise UsageError(lost[0], "there is no group of this name that they are in", ", ".join(known))
        new = do(person, the(models.Received, clearance, received), [known[name] for name in names])
        say(f"{new} documents are new here; `recoupe work` cross-checks them")
    return DONE


@click.command()
@click.argument("received", type=int)
@click.option("--why", required=True, help="The reason, which the partner reads.")
@by_somebody
def refuse(received: int, why: str, email: str) -> int:
    """Do not take a bundle."""
    with acting(email) as person:
        from ...room.access import Clearance
        from ...room.sharing import models
        from ...room.sharing.actions.accepting import refuse as do

        do(person, the(models.Received, Clearance.of(person), received), why)
    return DONE


COMMANDS = (take, held, accept, refuse)
