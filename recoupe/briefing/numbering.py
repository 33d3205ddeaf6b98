"""Numbering: citations numbered in the order in which a reader meets them, a few a line, those that no line needs left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .model import Bar, Block, Chart, Citation, Line, Point, Run, Section
from .wording import Words

MOST_CITED = 9


def numbered(
    sections: Sequence[Section], citations: Sequence[Citation], words: Words
) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    """The sections with their citations numbered from 1 in reading order, and those citations."""
    numbers: dict[int, int] = {}

    def renumbered(old: Iterable[int]) -> tuple[int, ...]:
        return tuple(numbers.setdefault(n, len(numbers) + 1) for n in old)

    def line(old: Line) -> Line:
        shown, rest = old.citations[:MOST_CITED], len(old.citations) - MOST_CITED
        told = (Run(f" ({words.count('sentences_more', rest)})", "note"),) if rest > 0 else ()
        return replace(old, runs=(*old.runs, *told), citations=renumbered(shown))

    def point(old: Point) -> Point:
        return replace(old, citations=renumbered(old.citations[:MOST_CITED]))

    def bar(old: Bar) -> Bar:
        return replace(old, line=line(old.line))

    def chart(old: Chart) -> Chart:
        return replace(old, bars=tuple(map(bar, old.bars)))

    def block(old: Block) -> Block:
        return replace(old, lines=tuple(map(line, old.lines)))

    made = tuple(
        replace(
            section,
            charts=tuple(map(chart, section.charts)),
            blocks=tuple(map(block, section.blocks)),
            points=tuple(map(point, section.points)),
        )
        for section in sections
    )
    by_number = {citation.number: citation for citation in citations}
    return made, tuple(replace(by_number[old], number=new) for old, new in numbers.items())
