"""`recoupe search`: passages and claims by their words."""

from __future__ import annotations

import click

from ..query import Query, folded, parse
from ..store import Hit
from .common import DONE, FOUND_NOTHING, common_options, print_json, printable, say, state, told, workspace

EPILOG = """\b
Examples:
  recoupe search réunion Lyon
  recoupe search '"task force" -Bruxelles'
  recoupe search 'recrut*' --limit 10 --json
"""


@click.command("search", epilog=EPILOG)
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to show.")
@common_options
def command(words: tuple[str, ...], limit: int) -> int:
    """Find passages and claims that hold all the words of QUERY, best first.

    "…" or « … » for words in a row, word* for a beginning, -word to leave out. Accents and capitals do not matter.
    """
    query = parse(" ".join(words))
    with workspace(must_exist=True) as store:
        hits = store.search(query, limit)
    if state().json:
        print_json({"query": query.understood(), "hits": [hit.to_dict() for hit in hits]})
        return DONE if hits else FOUND_NOTHING
    say(f"Looked for {query.understood()}")
    for hit in hits:
        click.echo(
            f"{click.style(printable(hit.name), bold=True)} ({hit.document[:12]}, {hit.start}–{hit.end}){said_by(hit)}"
        )
        click.echo(f"    {marked(query, printable(' '.join(hit.text.split())))}")
        if hit.fall:
            click.echo(f"    {click.style('no longer stands', fg='red')}: {printable(told(hit.fall))}")
    say(f"{len(hits)} found" + (", and perhaps more: see --limit" if len(hits) == limit else ""))
    return DONE if hits else FOUND_NOTHING


def said_by(hit: Hit) -> str:
    """Who says it and how, for a claim."""
    if hit.kind != "claim":
        return ""
    speaker = "the document" if hit.speaker == "document" else (hit.speaker or "").removeprefix("unnamed: ")
    return f" {printable(speaker)} ({hit.modality}):"


def marked(query: Query, text: str) -> str:
    """The text with the words that were looked for in bold, on a terminal."""
    wanted = {word for term in query.wanted for word in term.words}
    beginnings = tuple(term.words[-1] for term in query.wanted if term.is_prefix)
    out, word = [], ""
    for character in text + "\n":
        if character.isalnum():
            word += character
            continue
        low = folded(word)
        hit = low in wanted or (beginnings and low.startswith(beginnings))
        out += [click.style(word, bold=True, fg="yellow") if hit else word, character]
        word = ""
    return "".join(out)[:-1]
