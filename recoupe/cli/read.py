"""`recoupe read`: files, folders and archives into the workspace."""

from __future__ import annotations

import dataclasses

import click

from .common import common_options, exit_code, print_json, read_paths, report, state, workers_option, workspace

EPILOG = """\b
Examples:
  recoupe read articles/
  recoupe read mails.mbox report.pdf archive.zip
  recoupe read https://example.org/article.html
  recoupe --database case-12.db read pile/ --workers 4
"""


@click.command("read", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@workers_option
@common_options
def command(paths: tuple[str, ...], workers: int) -> int:
    """Read files, folders and archives into the workspace.

    Text, HTML, PDF, DOCX, mail, feeds, tables, WARC and zip; an address only when it is typed here. Reading again changes
    nothing: what is there is known by its bytes. An interrupted reading goes on where it was.
    """
    with workspace() as store:
        summary = read_paths(paths, store, workers)
    if state().json:
        failures = [dataclasses.asdict(failure) for failure in summary.failures]
        counts = {"read": summary.read, "already_there": summary.known, "failed": len(failures)}
        print_json(counts | {"documents": summary.documents, "failures": failures})
    else:
        report(summary)
    return exit_code(summary)
