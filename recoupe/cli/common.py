"""Common: what all commands share: options, exit codes, the workspace, and how files and errors are written."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from ..errors import RecoupeError, StoreError, UsageError

if TYPE_CHECKING:
    from ..crosscheck.findings import Findings
    from ..crosscheck.model import Fall
    from ..pipeline import Summary
    from ..room.evidence.store import WorkspaceStore
    from ..store import Entry, Store

DONE, FOUND_NOTHING, USAGE, SOME_FAILED, WORKSPACE, INTERRUPTED = 0, 1, 2, 3, 4, 130

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass
class State:
    """What the options that every command has were set to."""

    database: str | None = None
    json: bool = False
    quiet: bool = False


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--database, --json and --quiet, which may stand before or after the name of a command."""

    def keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        state = ctx.find_root().ensure_object(State)
        if value:
            setattr(state, str(parameter.name), value)

    options = (
        click.option(
            "--database", metavar="PATH|URL", expose_value=False, callback=keep, help="Which workspace to use."
        ),
        click.option("--json", is_flag=True, expose_value=False, callback=keep, help="Answer in JSON, for machines."),
        click.option(
            "-q", "--quiet", is_flag=True, expose_value=False, callback=keep, help="Say only what went wrong."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def state() -> State:
    """The options of the command that runs."""
    return click.get_current_context().find_root().ensure_object(State)


@contextlib.contextmanager
def workspace(must_exist: bool = False) -> Iterator[WorkspaceStore]:
    """The workspace, closed when the command is done; `must_exist` where there is nothing to do without one."""
    from ..room.setup import address_of_workspace, open_store

    address = address_of_workspace(state().database)
    if must_exist and "://" not in address and not Path(address).exists():
        raise StoreError(
            address, "there is no such workspace", "`recoupe read PATH` makes one; or name it with --database"
        )
    store = open_store(address)
    try:
        yield store
    finally:
        store.close()


def one_document(store: Store, key: str) -> Entry:
    """The document that a key means. Raises RecoupeError where there is none, UsageError where there are several."""
    found = store.find(key)
    if not found and Path(key).exists():
        raise RecoupeError(key, "it is not in the workspace yet", f"`recoupe read {key}` puts it there")
    if not found:
        raise RecoupeError(key, "no document of the workspace is called so", "`recoupe list` shows them")
    if len(found) > 1:
        some = ", ".join(f"{entry.id[:12]} ({entry.name})" for entry in found[:5])
        raise UsageError(key, f"{len(found)} documents are called so", f"name one by its id: {some}")
    return found[0]


def print_json(value: Any) -> None:
    """A value on stdout as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1 if sys.stdout.isatty() else None))


def printable(text: str) -> str:
    """Text of others as it may reach a terminal: no escape sequences, no characters that turn the direction of writing."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def told(fall: Fall) -> str:
    """Why something no longer stands."""
    how = {
        "withdrawn": "its document was withdrawn",
        "copy": f"a copy of {fall.document[:12]}, which was withdrawn",
        "passage": f"taken from {fall.document[:12]}, which was withdrawn",
        "recalled": "recalled by the partner who sent it",
        "said after": f"said after the source of {fall.document[:12]}, which was withdrawn",
        "wrong": "ruled out by hand",
    }
    return f"{how[fall.how]}: {fall.why}"


def crosschecked(store: Store, ids: Iterable[str] | None = None) -> Findings:
    """What holds over the documents of the workspace, or over some of them, with what people ruled."""
    from ..crosscheck.findings import Findings

    found = Findings(store.rulings())
    for _, evidence in store.pairs(ids):
        found.take(evidence)
    return found


def say(text: str) -> None:
    """A line for the person, on stderr, so that it never mixes with output; not said with --quiet."""
    if not state().quiet:
        click.echo(text, err=True)


def report(summary: Summary) -> None:
    """What a reading did: a line for each failure (said even with --quiet), then the summary line."""
    for failure in summary.failures:
        remedy = f" ({failure.remedy})" if failure.remedy else ""
        click.echo(
            f"{click.style('failed', fg='red')}  {printable(f'{failure.what}: {failure.why}{remedy}')}", err=True
        )
    say(summary.line())


def exit_code(summary: Summary) -> int:
    """The exit code of a reading: nothing read, some failed, or all well."""
    if not summary.documents:
        return FOUND_NOTHING
    return SOME_FAILED if summary.failures else DONE


@contextlib.contextmanager
def written(target: str) -> Iterator[BinaryIO]:
    """A file to write, or stdout for "-"; the file appears whole or not at all."""
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise UsageError(target, f"it cannot be written: {error.strerror}", "choose another place with -o") from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_paths(paths: Iterable[str], store: Store, workers: int) -> Summary:
    """Read paths into the workspace with a progress bar."""
    from ..pipeline import read_into
    from .progress import progress

    with progress("Reading", state().quiet) as advance:
        return read_into(paths, store, workers=workers, on_progress=advance)


def workers_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--workers, for commands that read."""
    text = "How many processes extract at once."
    return click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help=text)(command)
