"""`recoupe completion`: what makes a shell complete recoupe's commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from .common import DONE, common_options

EPILOG = """\b
Examples:
  recoupe completion bash > ~/.local/share/bash-completion/completions/recoupe
  recoupe completion zsh > ~/.zfunc/_recoupe
  recoupe completion fish > ~/.config/fish/completions/recoupe.fish
"""


@click.command("completion", epilog=EPILOG)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@common_options
def command(shell: str) -> int:
    """Print what makes SHELL complete recoupe's commands."""
    group = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(group, {}, "recoupe", "_RECOUPE_COMPLETE").source())
    return DONE
