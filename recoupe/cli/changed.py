"""Changed: what a ruling changed, as lines for a person or as JSON."""

from __future__ import annotations

import getpass

import click

from ..crosscheck.findings import Findings
from ..crosscheck.model import Changes, Finding, Ruling
from ..store import Store
from .common import print_json, printable, say, state

MOST_SHOWN = 20


def who() -> str:
    """The account that rules; nobody where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def keep(store: Store, findings: Findings, before: tuple[Ruling, ...]) -> None:
    """Store the rulings that are new."""
    for ruling in findings.rulings:
        if ruling not in before:
            store.keep_ruling(ruling)


def report(findings: Findings, changes: Changes) -> None:
    """What changed: each finding once, the gravest first."""
    if state().json:
        print_json(changes.to_dict())
        return
    by_id = {finding.id: finding for finding in findings.findings}
    shown: set[str] = set()
    for name, ids in (
        ("stands on nothing any more", changes.fallen),
        ("stands again", changes.restored),
        ("contradicted", changes.contradicted),
        ("confirmed", changes.confirmed),
        ("graded anew", changes.flagged),
        ("new", changes.new),
    ):
        fresh = [id for id in ids if id not in shown]
        shown.update(fresh)
        if fresh:
            click.echo(f"{click.style(name, bold=True)} ({len(fresh)})")
            for id in fresh[:MOST_SHOWN]:
                click.echo(f"    {printable(told(by_id[id], findings))}")
            if len(fresh) > MOST_SHOWN:
                click.echo(f"    and {len(fresh) - MOST_SHOWN} more: --json gives them all")
    say(f"{len(shown)} findings changed" if shown else "Nothing that holds has changed")


def told(finding: Finding, findings: Findings) -> str:
    """A finding on one line: grade, kind, when, where, the words of its first support, its sources."""
    place = findings.shown(finding.place) if finding.place else finding.country or ""
    when = finding.begins if finding.begins == finding.ends else f"{finding.begins or '…'}/{finding.ends or '…'}"
    facts = [finding.type or finding.kind, finding.status, when or "", place]
    if finding.kind == "figure":
        low, high = ("?" if value is None else f"{value:g}" for value in (finding.low, finding.high))
        facts = [low if low == high else f"{low}–{high}", finding.population or finding.unit or "", finding.status]
    if finding.kind == "link":
        facts = [" → ".join(part.text for part in sorted(finding.participants, key=lambda p: p.role != "subject"))]
        facts.append(f"{finding.type}, {finding.status}")
    words = " ".join(finding.supports[0].text.split())
    sources = len(finding.independent_sources)
    told = f"{finding.id[:12]}  {finding.grade}  {', '.join(filter(None, facts))}  “{words}”  "
    return told + (
        f"{sources} independent source{'s' * (sources != 1)}" if finding.is_standing else "stands on nothing"
    )
