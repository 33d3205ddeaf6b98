"""`recoupe work`: the background work of the room."""

from __future__ import annotations

import click

from .common import DONE, common_options
from .serve import prepared

EPILOG = """\b
Examples:
  recoupe work
  recoupe work --once
"""


@click.command("work", epilog=EPILOG)
@click.option("--once", is_flag=True, help="Do what there is to do, then stop.")
@common_options
def command(once: bool) -> int:
    """Read what was handed in to the room and work out what holds, until told to stop; `recoupe serve` starts one."""
    prepared()
    from ..room.work import work

    work(once)
    return DONE
