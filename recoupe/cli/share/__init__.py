"""`recoupe share`: what passes between this room and those of partners."""

from __future__ import annotations

import click

from ..common import common_options
from . import asking, cards, giving, taking

EPILOG = """\b
Examples:
  recoupe share card -o our-card.json
  recoupe share add their-card.json --as liaison@room.example
  recoupe share confirm Rabat "8307 8037 5096 8392 4148 6572 5935 3426" --as liaison@room.example
  recoupe share preview --to Rabat --search Namur --as liaison@room.example
  recoupe share give --to Rabat --search Namur --title "Namur" --purpose "..." --as liaison@room.example
  recoupe share take message.age
  recoupe share held --as liaison@room.example

\b
The pages of the room do the same. Programs read docs/protocol.md, people docs/sharing.md.
"""


@click.group("share", epilog=EPILOG, context_settings={"max_content_width": 120})
@common_options
def command() -> None:
    """Exchange evidence, findings, briefs and requests with partners, on their terms and ours."""


for module in (cards, giving, taking, asking):
    for one in module.COMMANDS:
        command.add_command(one)
