"""`recoupe programme keys`: copies of the keys of participants, and what is still to be erased; nothing of it opens anything."""

from __future__ import annotations

from pathlib import Path

import click

from .common import DONE, SOME_FAILED, common_options, print_json, say, state
from .serve import prepared

EPILOG = """\b
Examples:
  recoupe programme keys show
  recoupe programme keys copy /media/safe/programme-keys-2026-11
  recoupe programme keys check /media/safe/programme-keys-2026-11
  recoupe programme keys due

\b
The keys are sealed: whoever has them, and a backup of the room, still needs a passphrase of a
practitioner. They are in no backup: see docs/programme.md.
"""


@click.group("programme", epilog=EPILOG)
@common_options
def command() -> None:
    """Look after the keys of a programme's participants, without being able to open them."""


@command.group("keys", epilog=EPILOG)
@common_options
def keys() -> None:
    """Copies of the keyring, and erasing on time."""


@keys.command()
@common_options
def show() -> int:
    """Say where the keyring is, how many keys it holds, which copies are known, and what is still owed to them."""
    prepared()
    from ..room.programme import copies, keyring

    with keyring.opened() as ring:
        number = ring.execute("SELECT count(*) FROM key").fetchone()[0]
    owing = set(copies.owing())
    known = [{"path": path, "made": made, "is_owed": path in owing} for path, made in copies.known()]
    if state().json:
        print_json({"path": str(keyring.path()), "keys": number, "copies": known})
        return DONE
    click.echo(f"{keyring.path()}: {number} keys")
    for one in known:
        click.echo(
            f"copy of {one['made']}: {one['path']}" + ("  holds somebody who was erased" if one["is_owed"] else "")
        )
    return DONE


@keys.command()
@click.argument("path", type=click.Path(path_type=Path))
@common_options
def copy(path: Path) -> int:
    """Copy the keyring to PATH, a new file, and remember that it is there: every erasure reaches it, or names it."""
    prepared()
    from django.utils import timezone

    from ..room.programme import copies

    say(f"{copies.copied(path, timezone.localdate())} keys in {path}")
    return DONE


@keys.command()
@click.argument("path", type=click.Path(path_type=Path))
@common_options
def check(path: Path) -> int:
    """Compare a copy with the keyring, and take out of it those who were erased here; exit code 3 where it is out of date."""
    prepared()
    from ..room.programme import copies

    found = copies.looked_at(path)
    say(f"{path}: {found.keys} keys; {found.taken_out} taken out, of somebody who was erased")
    if found.lacks:
        say(f"it lacks {found.lacks} keys that came since: make a new copy")
    if found.besides:
        say(f"it has {found.besides} keys that are not here: the keyring may be an older one")
    return SOME_FAILED if found.lacks or found.besides else DONE


@keys.command()
@click.argument("path", type=click.Path(path_type=Path))
@common_options
def forget(path: Path) -> int:
    """Stop remembering a copy, once it is destroyed."""
    prepared()
    from ..room.programme import copies

    say(f"{path}: {'forgotten' if copies.forgotten(path) else 'no such copy was known'}")
    return DONE


@keys.command()
@click.option("--clock-is-right", is_flag=True, help="The clock leapt by half a year or more, and is right.")
@common_options
def due(clock_is_right: bool) -> int:
    """Erase those whose time is over, as `recoupe work` does by itself, and what is owed to copies.

    After the clock leapt by more than a quarter nobody is erased until a person says that it is right.
    """
    prepared()
    from django.utils import timezone

    from ..room.programme import copies, keyring
    from ..room.programme.erasing import erased_on_time

    today = timezone.localdate()
    if clock_is_right:
        keyring.believe(today)
    elif keyring.has_leapt(today):
        say(f"the clock says {today}, much later than when it was last looked at: nobody is erased (--clock-is-right)")
        return SOME_FAILED
    erased_on_time(today)
    left = copies.reached()
    for one in left:
        click.echo(f"could not be reached: {one}")
    return SOME_FAILED if left else DONE
