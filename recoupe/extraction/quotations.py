"""Quotations: what stands between quotation marks, over sentences and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ..model import Span

OPENERS = {"«": "»", "“": "”", "„": "“”", "‘": "’"}
MARKS = re.compile(r"[«»“”„‘\"]|’(?!\w)")
# A quotation longer than this is a mark that was never closed.
LONGEST = 4000
BLANK = " \t\n\u00a0\u202f\u2009\u200a"


class Quotation(NamedTuple):
    """The characters between two quotation marks, `[start, end)`, trimmed; `outer` includes the marks."""

    start: int
    end: int
    outer: Span


def quotations(text: str) -> tuple[Quotation, ...]:
    """Outermost quotations in order. One that is carried over paragraphs gives one for each repeated opening mark."""
    found: list[Quotation] = []
    opened: int | None = None
    closer, depth = "", 0
    for match in MARKS.finditer(text):
        mark, at = match.group(), match.start()
        if opened is not None and at - opened > LONGEST:
            opened, depth = None, 0
        if opened is None:
            if mark in OPENERS and _may_open(text, at):
                opened, closer, depth = at, OPENERS[mark], 1
            elif mark == '"' and _may_open(text, at):
                opened, closer, depth = at, '"”', 1
        elif mark in closer:
            depth -= 1
            if depth == 0:
                _add(found, text, opened, at)
                opened = None
        elif mark in OPENERS and OPENERS[mark] == closer:
            if "\n" in text[max(opened, at - 3) : at]:
                # the opening mark is repeated at the head of a paragraph: the quotation goes on
                _add(found, text, opened, at - 1)
                opened = at
            else:
                depth += 1
        elif mark == "”" and closer == "”":
            depth = 0
    return tuple(found)


def _may_open(text: str, at: int) -> bool:
    """A mark opens before a word and after a blank or a sign, never after a letter."""
    before = text[at - 1] if at else " "
    return not before.isalnum() and at + 1 < len(text)


def _add(found: list[Quotation], text: str, opened: int, closed: int) -> None:
    start, end = trimmed(text, opened + 1, closed)
    if start < end:
        found.append(Quotation(start, end, (opened, closed + 1)))


def trimmed(text: str, start: int, end: int, signs: str = ",;:") -> Span:
    """`[start, end)` without blanks at its ends, nor commas and such; a full stop inside is kept off too."""
    while start < end and (
        text[start] in BLANK
        or text[start] in signs
        or (text[start] in "…—–-" and start + 1 < end and text[start + 1] in BLANK)
    ):
        start += 1
    while start < end and (text[end - 1] in BLANK or text[end - 1] in signs or text[end - 1] in ".—–"):
        end -= 1
    return start, end


def without_tail(text: str, start: int, end: int, words: frozenset[str]) -> Span:
    """`[start, end)` without words at its end that only lead on ("… et puis"), and the signs before them."""
    while True:
        last = max(text.rfind(" ", start, end), text.rfind("\u00a0", start, end))
        if last < start or text[last + 1 : end].lower() not in words:
            return start, end
        start, end = trimmed(text, start, last)


def covering(found: tuple[Quotation, ...], offset: int) -> Quotation | None:
    """The quotation in which an offset stands, by bisection."""
    index = bisect_right(found, offset, key=lambda q: q.outer[0]) - 1
    if index >= 0 and found[index].outer[0] <= offset < found[index].outer[1]:
        return found[index]
    return None


def within(found: tuple[Quotation, ...], start: int, end: int) -> tuple[Quotation, ...]:
    """The quotations that overlap `[start, end)`, in order."""
    first = bisect_right(found, start, key=lambda q: q.outer[1])
    last = first
    while last < len(found) and found[last].outer[0] < end:
        last += 1
    return found[first:last]


def said_end(found: tuple[Quotation, ...], start: int, end: int) -> int:
    """Where what is said from `start` ends: with its sentence, or with a quotation that reaches over that end."""
    reach = end
    for quote in within(found, start, end):
        if quote.outer[0] < end:
            reach = max(reach, quote.outer[1])
    return reach
