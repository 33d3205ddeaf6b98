"""`recoupe findings`: what holds over the documents, graded, with its independent sources."""

from __future__ import annotations

import click

from ..query import folded
from .changed import told as line
from .common import (
    DONE,
    FOUND_NOTHING,
    common_options,
    crosschecked,
    print_json,
    printable,
    say,
    state,
    told,
    workspace,
)

KINDS = ("event", "figure", "link")

EPILOG = """\b
Examples:
  recoupe findings
  recoupe findings --kind event --about Lyon --pieces
  recoupe findings --contradictions
  recoupe findings --json > findings.json
"""


@click.command("findings", epilog=EPILOG)
@click.option("--kind", type=click.Choice(KINDS), help="Only events, figures or links.")
@click.option("--about", metavar="TEXT", help="Only those in whose words, places or parties this stands.")
@click.option("--pieces", is_flag=True, help="Show the pieces of evidence that each stands on, with their ids.")
@click.option("--contradictions", is_flag=True, help="Show what cannot all be right, instead.")
@common_options
def command(kind: str | None, about: str | None, pieces: bool, contradictions: bool) -> int:
    """List what holds over the documents of the workspace, best grounded first.

    Each has its Admiralty grade (A to F for the best source, 1 to 6 for how far it is confirmed) and how many independent
    sources carry it: copies of one text, articles of one outlet and words of one speaker count once. See docs/grading.md.
    """
    with workspace(must_exist=True) as store:
        findings = crosschecked(store)
        names = {entry.id: entry.name for entry in store.entries()}
    if state().json:
        print_json(findings.to_dict())
        return DONE if findings.findings else FOUND_NOTHING
    if contradictions:
        for one in findings.contradictions:
            click.echo(f"{click.style(one.about, bold=True)}: {one.reason}")
            for side in one.sides:
                sources = ", ".join(names[document] for document in side.documents)
                click.echo(f"    {printable(findings.shown(side.says))}  ({printable(sources)})")
        say(f"{len(findings.contradictions)} contradictions")
        return DONE if findings.contradictions else FOUND_NOTHING
    wanted = folded(about or "").split()
    rows = [finding for finding in findings.findings if kind in (None, finding.kind)]
    rows.sort(key=lambda f: (not f.is_standing, f.grade.credibility, -len(f.independent_sources), f.id))
    shown = 0
    for finding in rows:
        text = line(finding, findings)
        parties = " ".join(part.text for part in finding.participants)
        if not all(word in folded(f"{text} {parties}") for word in wanted):
            continue
        shown += 1
        click.echo(printable(text))
        for support in finding.supports if pieces else ():
            where = f"{support.piece[:12]}  {names[support.document]} ({support.start}–{support.end})"
            gone = f"  {told(support.fall)}" if support.fall else ""
            click.echo(printable(f"    {where}  {support.status}: {' '.join(support.text.split())}{gone}"))
    say(f"{shown} findings, {len(findings.contradictions)} contradictions")
    return DONE if shown else FOUND_NOTHING
