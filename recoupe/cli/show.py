"""`recoupe show`: a document with its evidence marked; colours with a legend on a terminal, indented lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise

import click

from ..model import Claim, Document, Event, Evidence, Figure, Link, Mention, Piece, Time, plain
from .common import DONE, common_options, one_document, print_json, printable, state, told, workspace
from .listing import days

EPILOG = """\b
Examples:
  recoupe show 01-lyon.txt
  recoupe show 3f9a0c --json
  recoupe show report.pdf | less
"""

STYLES: dict[str, dict[str, object]] = {
    "person or role": {"fg": "magenta"},
    "organisation or group": {"fg": "blue"},
    "country or place": {"fg": "green"},
    "time": {"fg": "cyan"},
    "figure": {"fg": "yellow"},
    "event": {"bold": True},
    "claim": {"underline": True},
}
STYLE_OF_MENTION = {
    "person": "person or role",
    "role": "person or role",
    "office": "person or role",
    "organisation": "organisation or group",
    "group": "organisation or group",
    "country": "country or place",
    "place": "country or place",
}


@click.command("show", epilog=EPILOG)
@click.argument("document")
@common_options
def command(document: str) -> int:
    """Print DOCUMENT (the beginning of its id, its name or its path) with its evidence marked.

    It is shown as received, persons named: this is the analyst's view, not what leaves the workspace.
    """
    from ..store import withdrawn

    with workspace(must_exist=True) as store:
        id = one_document(store, document).id
        found, evidence = store.document(id), store.evidence(id)
        fall = withdrawn(store).documents.get(id)
    if state().json:
        print_json({"document": found.to_dict(), "evidence": evidence.to_dict(), "fall": plain(fall)})
        return DONE
    if fall:
        click.echo(f"{click.style('no longer stands', fg='red')}: {printable(told(fall))}")
    for line in heading(found, evidence):
        click.echo(printable(line))
    if sys.stdout.isatty():
        click.echo("  ".join(click.style(kind, **style) for kind, style in STYLES.items()) + "\n")  # type: ignore[arg-type]
        click.echo(coloured(found, evidence))
    else:
        for line in listed(found, evidence):
            click.echo(printable(line))
    return DONE


def heading(document: Document, evidence: Evidence) -> Iterator[str]:
    """What is known of a document as a whole."""
    yield document.title or document.name
    if document.title and document.name:
        yield f"  name       {document.name}"
    yield f"  id         {document.id}"
    if document.source:
        yield f"  source     {document.source.name} ({document.source.kind})"
    yield f"  published  {days(document.published)}: {document.published.reason}"
    yield f"  language   {document.language}"
    yield f"  marking    TLP:{document.marking.tlp}" + (" (by default)" if document.marking.is_default else "")
    for note in (*document.notes, *evidence.notes):
        yield f"  note       {note}"
    yield ""


def pieces(evidence: Evidence) -> list[Piece]:
    """All the pieces, by where they stand; the longer first where two begin together."""
    found: list[Piece] = [*evidence.mentions, *evidence.times, *evidence.figures]
    found += [*evidence.claims, *evidence.events, *evidence.links]
    return sorted(found, key=lambda piece: (piece.start, -piece.end))


def coloured(document: Document, evidence: Evidence) -> str:
    """The text with colours for names, times and figures, bold for events, underlining for what someone says."""
    text = printable(document.text)
    opened: list[list[dict[str, object]]] = [[] for _ in range(len(text) + 1)]
    closed: list[list[dict[str, object]]] = [[] for _ in range(len(text) + 1)]
    cuts = {0, len(text)}
    for piece in pieces(evidence):
        if (kind := style_name(piece)) and piece.end > piece.start:
            opened[piece.start].append(STYLES[kind])
            closed[piece.end].append(STYLES[kind])
            cuts |= {piece.start, piece.end}
    out: list[str] = []
    active: list[dict[str, object]] = []
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        for style in closed[start]:
            active.remove(style)
        active += opened[start]
        merged: dict[str, object] = {}
        for style in active:
            merged |= style
        part = text[start:end]
        out.append(click.style(part, **merged) if merged else part)  # type: ignore[arg-type]
    return "".join(out)


def style_name(piece: Piece) -> str | None:
    """The entry of the legend that a piece is shown by."""
    if isinstance(piece, Mention):
        return STYLE_OF_MENTION[piece.kind]
    if isinstance(piece, Claim):
        return "claim" if piece.speaker != "document" else None
    return {Time: "time", Figure: "figure", Event: "event"}.get(type(piece))


def listed(document: Document, evidence: Evidence) -> Iterator[str]:
    """Each passage with its offsets, and below it what was found in it."""
    found = pieces(evidence)
    at = 0
    for passage in document.passages:
        yield f"[{passage.start}–{passage.end}] {' '.join(document.text[passage.start : passage.end].split())}"
        while at < len(found) and found[at].start < passage.end:
            yield f"    {described(found[at], evidence)}"
            at += 1
        yield ""


def described(piece: Piece, evidence: Evidence) -> str:
    """A piece in one line: what it is, its words, and what they mean."""
    words = " ".join(piece.text.split())
    short = words if len(words) <= 80 else words[:79] + "…"
    if isinstance(piece, Mention):
        entity = evidence.entities.get(piece.entity)
        known = entity.name if entity and entity.name != words else ""
        code = f"[{piece.entity}]" if entity and piece.entity != entity.name else ""
        meant = " ".join(part for part in (known, code) if part)
        return f"{piece.kind:13} {short}" + (f" = {meant}" if meant else "")
    if isinstance(piece, Time):
        interval = f", {piece.begins or '…'} to {piece.ends or '…'}" if piece.begins or piece.ends else ""
        return f"{'time':13} {short} = {piece.value}{interval}"
    if isinstance(piece, Figure):
        low, high = (f"{n:g}" if n is not None else "…" for n in (piece.low, piece.high))
        amount = low if low == high else f"{low} to {high}"
        return f"{'figure':13} {short} = {amount} {piece.unit or ''}".rstrip() + (
            f", {piece.trend}" if piece.trend else ""
        )
    if isinstance(piece, Claim):
        speaker = piece.speaker.removeprefix("unnamed: ") if piece.speaker != "document" else "the document itself"
        return f"{'claim':13} {speaker} ({piece.kind}, {piece.modality}): {short}"
    if isinstance(piece, Event):
        who = "; ".join(f"{p.role}: {p.entity or p.text}" for p in piece.participants)
        when = ", ".join(piece.times) or piece.recurrence or ""
        return f"{'event':13} {short} = {piece.type}, {piece.status}" + "".join(
            f" | {part}" for part in (who, when) if part
        )
    if isinstance(piece, Link):
        denied = "not " if piece.is_denied else ""
        return f"{'link':13} {piece.subject} {denied}{piece.type} {piece.object}"
    return short
