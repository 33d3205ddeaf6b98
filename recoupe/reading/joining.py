"""Joining: lines to paragraphs, where a line break or a hyphen stands inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .mapped import MappedText, inserted, join

SENTENCE_END = re.compile(r"[.!?…:;][\"'’»”)\]]*$|[»”]$")
HYPHEN_END = re.compile(r"[^\W\d_][-\u00ad\u2010\ufffe\x02]$")
BULLET = re.compile(r"(?:[-–—•▪◦*·]|\d{1,2}[.)]) ")
WIDEST, NARROWEST, FULL = 130, 40, 0.72


def paragraphs(lines: Sequence[MappedText | None], keeps_lines: bool) -> list[MappedText]:
    """The paragraphs of a text; None among the lines is a blank one. `keeps_lines`: each line is a paragraph already."""
    if keeps_lines:
        return [line for line in lines if line is not None]
    width = wrapped_width([line.text for line in lines if line is not None])
    found: list[list[MappedText]] = []
    before: MappedText | None = None
    for line in lines:
        if line is not None:
            if before is not None and continues(before.text, line.text, width):
                found[-1].append(line)
            else:
                found.append([line])
        before = line
    return [joined(rows) for rows in found]


def wrapped_width(lines: Sequence[str]) -> int | None:
    """The width at which a text was wrapped, in characters; None where its lines are paragraphs."""
    lengths = sorted(map(len, lines))
    # Where most lines end a sentence, each is a paragraph, however alike in length.
    if len(lengths) < 3 or 2 * sum(1 for line in lines if SENTENCE_END.search(line)) > len(lines):
        return None
    width = lengths[(len(lengths) * 9) // 10]
    return width if NARROWEST <= width <= WIDEST and lengths[-1] <= WIDEST + 20 else None


def continues(before: str, line: str, width: int | None) -> bool:
    """Whether a line goes on with the sentence or the paragraph of the line before it."""
    if BULLET.match(line):
        return False
    if HYPHEN_END.search(before) and line[:1].islower():
        return True
    ended = bool(SENTENCE_END.search(before))
    if line[:1].islower() or line[:1] in ",;)»":
        return not ended or before[-1:] in ",;" or (before[-1:] in ":»”" and line[:1].islower())
    if before[-1:] in ",(«“" or before.endswith(
        (" de", " du", " des", " la", " le", " les", " et", " of", " the", " and", "’", "'")
    ):
        return True
    return width is not None and len(before) >= FULL * width and not BULLET.match(before)


def joined(lines: Sequence[MappedText]) -> MappedText:
    """The lines as one paragraph: a space for each line break, a word broken by a hyphen made whole."""
    if len(lines) == 1:
        return lines[0]
    parts = [lines[0]]
    for line in lines[1:]:
        last = parts[-1]
        if HYPHEN_END.search(last.text) and line.text[:1].islower():
            compound = last.text[-1] == "-" and is_compound(last.text, line.text)
            parts[-1] = last if compound else last[:-1]
        else:
            gap = last.ends[-1], line.starts[0]
            parts.append(inserted(" ", gap if gap[0] <= gap[1] else (gap[0], gap[0])))
        parts.append(line)
    return join(parts)


def is_compound(before: str, after: str) -> bool:
    """Whether the hyphen belongs to the word ("peut-être", "celui-ci", "a-t-il") and not to the line break."""
    head, tail = re.split(r"[\s'’]", before)[-1][:-1], re.split(r"\W", after)[0]
    return (
        "-" in head
        or len(tail) <= 2
        or tail in ("être", "même", "mêmes", "delà", "dire", "elle", "elles")
        or head.istitle()
    )
