"""Reference: docs/cli.md out of what `--help` says; `python -m recoupe.cli.reference > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from . import COMMANDS, cli

OPENING = """# Command line

Made from `recoupe --help` by `python -m recoupe.cli.reference > docs/cli.md`; a test holds the two together.
"""


def page() -> str:
    """The page: the help of recoupe, then of each command."""
    root = click.Context(cli, info_name="recoupe", terminal_width=100, **cli.context_settings)
    parts = [OPENING, block("recoupe", cli.get_help(root))]
    for name in COMMANDS:
        command = cli.get_command(root, name)
        if command is not None:
            context = click.Context(command, parent=root, info_name=name, terminal_width=100)
            parts.append(block(f"recoupe {name}", command.get_help(context)))
            parts += within(f"recoupe {name}", command, context)
    return "\n".join(parts)


def within(title: str, command: click.Command, context: click.Context) -> Iterator[str]:
    """The help of each command that stands within another, at any depth."""
    for below in getattr(command, "commands", {}).values():
        inner = click.Context(below, parent=context, info_name=below.name, terminal_width=100)
        yield block(f"{title} {below.name}", below.get_help(inner))
        yield from within(f"{title} {below.name}", below, inner)


def block(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    print(page(), end="")
