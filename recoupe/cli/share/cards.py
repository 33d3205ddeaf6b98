"""Cards: `recoupe share card | add | confirm | partners | suspend | resume | rotate`."""

from __future__ import annotations

from pathlib import Path

import click

from ...errors import UsageError
from ..common import DONE, common_options, say, written
from ..serve import prepared
from .common import acting, by_somebody, listed, partner


@click.command()
@click.option("-o", "--output", default="-", show_default=True, help="File to write.")
@common_options
def card(output: str) -> int:
    """Write our card: name, country, services, public keys, address. Its fingerprint is read aloud to whoever gets it."""
    prepared()
    from ...room.sharing import own

    with written(output) as out:
        out.write(own.card_file() + b"\n")
    say(f"fingerprint of {own.name()}: {own.card().keys.fingerprint}")
    return DONE


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@by_somebody
def add(file: Path, email: str) -> int:
    """Take in the card of a partner; nothing passes until it is confirmed."""
    from ...exchange.bundles.card import LARGEST

    if file.stat().st_size > LARGEST:
        raise UsageError(str(file), "it is larger than a card", "choose the card that the partner sent")
    with acting(email) as person:
        from ...room.sharing.actions.partnering import keys_of, take_card

        row = take_card(person, file.read_bytes())
        say(f"{row.name} ({row.country}): {row.state}; fingerprint {keys_of(row).fingerprint}")
    return DONE


@click.command()
@click.argument("name")
@click.argument("heard")
@by_somebody
def confirm(name: str, heard: str, email: str) -> int:
    """Trust the card of NAME, whose people read out its fingerprint: type in what was HEARD."""
    with acting(email) as person:
        from ...room.sharing.actions.partnering import confirm as do

        do(person, partner(name), heard)
        say(f"{name} is confirmed")
    return DONE


@click.command()
@common_options
def partners() -> int:
    """List partners, with fingerprint and state."""
    prepared()
    from ...room.sharing.actions.partnering import keys_of
    from ...room.sharing.models import Partner

    listed(
        {
            "name": row.name,
            "country": row.country,
            "state": row.state,
            "fingerprint": keys_of(row).fingerprint,
            "address": row.endpoint,
        }
        for row in Partner.objects.all()
    )
    return DONE


@click.command()
@click.argument("name")
@click.option("--why", required=True, help="The reason, kept in the audit.")
@by_somebody
def suspend(name: str, why: str, email: str) -> int:
    """Let nothing pass to or from NAME from now on."""
    with acting(email) as person:
        from ...room.sharing.actions.partnering import suspend as do

        do(person, partner(name), why)
    return DONE


@click.command()
@click.argument("name")
@by_somebody
def resume(name: str, email: str) -> int:
    """Let NAME in again."""
    with acting(email) as person:
        from ...room.sharing.actions.partnering import resume as do

        do(person, partner(name))
    return DONE


@click.command()
@by_somebody
def rotate(email: str) -> int:
    """Make new keys of ours, and tell all partners, signed by the old ones."""
    with acting(email) as person:
        from ...room.sharing import own
        from ...room.sharing.actions.partnering import change_keys

        change_keys(person)
        say(f"new fingerprint: {own.card().keys.fingerprint}")
    return DONE


COMMANDS = (card, add, confirm, partners, suspend, resume, rotate)
