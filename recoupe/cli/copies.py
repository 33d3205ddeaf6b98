"""`recoupe copies`: which documents repeat which, how, and which is taken for the original."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ..errors import RecoupeError
from ..model import Document, Provenance, plain
from .common import DONE, FOUND_NOTHING, SOME_FAILED, common_options, print_json, printable, say, state, workspace

EPILOG = """\b
Examples:
  recoupe copies articles/
  recoupe copies --json
"""


@click.command("copies", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@common_options
def command(paths: tuple[str, ...]) -> int:
    """Say which documents of PATHS, or of the workspace where none is given, repeat which, and how.

    PATHS are only compared, not kept. A copy may be exact, framed (with a greeting), truncated, reordered, doubled, embedded
    in a longer text, edited or translated; the reason says why the other is taken for the original.
    """
    from ..crosscheck.copies import CopyIndex

    index, names = CopyIndex(), {}
    failures: list[RecoupeError] = []
    for id, known in read(paths, failures) if paths else stored():
        index.add(id, known)
        names[id] = known.name
    copies = index.copies()
    if state().json:
        rows = [{"name": names[c.document], "copy_of_name": names[c.copy_of], **plain(c)} for c in copies]
        print_json({"documents": len(index), "copies": rows, "families": index.families()})
    else:
        for copy in copies:
            name, original = printable(names[copy.document]), printable(names[copy.copy_of])
            how = f"{copy.kind}, {100 * copy.containment:.0f} % shared"
            click.echo(f"{click.style(name, bold=True)}\n    repeats {original} ({how}); {printable(copy.reason)}")
    originals = len(index) - len({copy.document for copy in copies})
    say(f"{len(index)} documents, {len(index) - originals} of them copies of another")
    if not len(index):
        return FOUND_NOTHING
    return SOME_FAILED if failures else DONE


def stored() -> Iterator[tuple[str, Provenance]]:
    """The documents of the workspace."""
    with workspace(must_exist=True) as store:
        for document, evidence in store.pairs():
            yield document.id, evidence.provenance


def read(paths: tuple[str, ...], failures: list[RecoupeError]) -> Iterator[tuple[str, Provenance]]:
    """The documents of files and folders; what they name is looked for only where there are several languages."""
    from ..extraction import extract
    from ..extraction.provenance import provenance
    from ..reading import read_many
    from ..reading.files import files_under
    from .progress import progress

    def note(error: RecoupeError) -> None:
        failures.append(error)
        click.echo(f"{click.style('failed', fg='red')}  {printable(str(error))}", err=True)

    files = list(files_under(paths, note))
    found: list[Document] = []
    with progress("Reading", state().quiet) as advance:
        for done, file in enumerate(files):
            advance(done, len(files), str(file))
            found += read_many([file], on_error=note)
    is_mixed = len({document.language for document in found}) > 1
    with progress("Comparing", state().quiet) as advance:
        for done, document in enumerate({document.id: document for document in found}.values()):
            advance(done, len(found), document.name)
            yield document.id, extract(document).provenance if is_mixed else provenance(document)
