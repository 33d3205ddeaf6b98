"""Command line: `recoupe brief | read | search | findings | withdraw | ...`, one command a file."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from ..errors import RecoupeError, StoreError, UsageError
from ..version import VERSION
from .common import DONE, FOUND_NOTHING, INTERRUPTED, USAGE, WORKSPACE, State, common_options, printable

COMMANDS = {
    "brief": "Write a sourced brief of files, folders or the whole workspace.",
    "read": "Read files, folders and archives into the workspace.",
    "list": "List the documents of the workspace.",
    "show": "Print a document with its evidence marked.",
    "search": "Find passages and claims.",
    "copies": "Say which documents repeat which, and how.",
    "findings": "List what holds over the documents, graded and sourced.",
    "withdraw": "Withdraw a document, and say what falls with it.",
    "correct": "Correct what a piece of evidence says.",
    "rule": "Rule on sources and names; list all rulings.",
    "export": "Write the evidence in a format that other programs read.",
    "import": "Look at a file of a partner, FollowTheMoney, MISP or STIX 2.1, or take it in.",
    "share": "Exchange with partners: cards, bundles, requests, releases, recalls.",
    "serve": "Open the room in the browser.",
    "work": "Do the background work of the room.",
    "account": "Make an account in the room.",
    "programme": "Look after the keys of a programme's participants.",
    "records": "Write groups, meetings and decisions as JSON, or take them in.",
    "audit": "Verify the audit of the room.",
    "backup": "Write everything in the room into one file.",
    "restore": "Make a room of a backup.",
    "doctor": "Say what is installed and what is not.",
    "completion": "Print what makes a shell complete recoupe's commands.",
}
OTHER_NAMES = {"documents": "list"}
MODULES = {"list": "listing", "import": "import_"}  # names that Python has for something else

EPILOG = """\b
Examples:
  recoupe brief articles/ -o brief.html -o brief.pdf
  recoupe read mails.mbox report.pdf
  recoupe search '"task force" Lyon'

\b
The workspace is a SQLite file, recoupe.db in the current folder, unless --database or
RECOUPE_DATABASE names another file or a postgres:// address.

\b
Exit codes:
  0    all went well
  1    nothing could be read, or nothing was found
  2    the command was not understood
  3    some inputs failed; the rest is done
  4    the workspace cannot be opened or written
  130  interrupted; what was read until then is kept
"""


class OutputClosed(Exception):
    """Whoever read our output has had enough."""


class Commands(click.Group):
    """The commands, each loaded when it is asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise OutputClosed from error
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        name = OTHER_NAMES.get(name, name)
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f".{MODULES.get(name, name)}", __name__)
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@common_options
@click.version_option(VERSION, "-V", "--version", prog_name="recoupe", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """From a pile of files to a brief in which every line leads back to its sentence."""
    ctx.ensure_object(State)


def main(arguments: list[str] | None = None) -> None:
    """The entry point `recoupe`: runs a command and ends with its exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command; errors become one line on stderr. Gives the exit code."""
    try:
        code = cli.main(arguments, prog_name="recoupe", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return USAGE
    except UsageError as error:
        return told(error, USAGE)
    except StoreError as error:
        return told(error, WORKSPACE)
    except RecoupeError as error:
        return told(error, FOUND_NOTHING)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nInterrupted; what was read until then is kept.", err=True)
        return INTERRUPTED
    except OutputClosed:
        # Nothing is wrong, and nothing more can be said; Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code if isinstance(code, int) else DONE


def told(error: RecoupeError, code: int) -> int:
    """An error said on stderr, and the exit code that goes with it."""
    click.echo(printable(f"recoupe: {error}"), err=True)
    return code
