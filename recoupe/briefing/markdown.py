"""Markdown: the brief as plain text that reads well by itself; what documents say cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Brief, Line, Run

# Markup, and the signs at which readers make links by themselves: https://, www., an address of mail.
SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
FIRST = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))([-+=.)])")
SPACE = re.compile(r"\s*[\r\n\t]\s*|  +")


def rendered(brief: Brief) -> bytes:
    """The brief as UTF-8 Markdown (CommonMark)."""
    return ("\n".join(lines(brief)).rstrip() + "\n").encode()


def lines(brief: Brief) -> Iterator[str]:
    """The brief line by line."""
    yield from (f"**{plain(brief.marking_text)}**", "", f"# {plain(brief.title)}", "")
    if brief.subtitle:
        yield from (plain(brief.subtitle), "")
    yield from (plain(brief.made_of), "")
    for section in brief.sections:
        yield from (f"## {plain(section.title)}", "")
        if section.intro:
            yield from (f"*{plain(section.intro)}*", "")
        for chart in section.charts:
            yield from (f"### {plain(chart.heading)}", "")
            yield from (item(bar.line) for bar in chart.bars)
            yield ""
        for block in section.blocks:
            if block.heading:
                yield from (f"### {plain(block.heading)}", "")
            yield from map(item, block.lines)
            yield ""
            if block.note:
                yield from (f"*{plain(block.note)}*", "")
    yield from (f"## {plain(brief.labels['citations'])}", "")
    names = {source.document: source.name for source in brief.sources}
    for citation in brief.citations:
        page = f", {brief.labels['page']}{citation.page}" if citation.page else ""
        yield f"{citation.number}. {plain(citation.quote)} — {plain(names[citation.document])}{page}"
    yield from ("", *(plain(note) for note in brief.notes), "", f"**{plain(brief.marking_text)}**")


def item(line: Line) -> str:
    """A line of a list, its citations in brackets."""
    return f"- {''.join(map(styled, line.runs))} {''.join(f'[{n}]' for n in line.citations)}"


def styled(run: Run) -> str:
    """A run in its style."""
    text = plain(run.text)
    if run.style == "strong" and text.strip():
        return f"**{text.strip()}**" + (" " if text.endswith(" ") else "")
    if run.style == "grade":
        return f" **{text.strip()}**"
    return f"*{text.strip()}*" if run.style == "quote" and text.strip() else text


def plain(text: str) -> str:
    """A text that no Markdown reader takes for markup."""
    return FIRST.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", SPACE.sub(" ", text)))
