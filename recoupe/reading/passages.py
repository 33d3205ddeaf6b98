"""Passages: the sentences and headings of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..languages import available, table
from ..model import PassageKind, Span

STOP = re.compile(r"[.!?…]+(?:[\"”’'»)\]]|\s?»)*[.,]?(?=\s|$)|[.!?](?=[«“]|[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{2})")
LAST_WORD = re.compile(r"([^\s(«“\"'’]+)$")
NEXT = re.compile(r"\s*[«“\"'‘(\[–—-]*\s*((\S)[^\s,;:.!?]*)")
BULLET = re.compile(r"\s*(?:[-–—•▪◦*·]|\d{1,2}[.)]) ")
HEADING_CHARACTERS, HEADING_WORDS = 180, 28
LONGEST_SENTENCE = 4000


@cache
def abbreviations(key: str) -> frozenset[str]:
    """The abbreviations of all languages under a key of `sentences.toml`."""
    return frozenset(word for language in available() for word in table(language, "sentences")[key])


def sentences(text: str) -> Iterator[Span]:
    """The sentences of one paragraph as spans, white space left out. A very long one is cut at a comma or a space."""
    start = 0
    for match in STOP.finditer(text):
        if ends(text, match):
            yield from cut(text, start, match.end())
            start = match.end()
    yield from cut(text, start, len(text))


def ends(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop ends the sentence."""
    following = NEXT.match(text, stop.end())
    if following is None:
        return True
    word_after, after = following[1].lower(), following[2]
    if stop.group() == ".":
        before = LAST_WORD.search(text, max(0, stop.start() - 40), stop.start())
        word = before[1] if before else ""
        low = word.lower()
        if len(word) == 1 and word.isupper() and after.isupper():
            return False
        if low in abbreviations("abbreviations") or (low in abbreviations("before_number") and after.isdigit()):
            return False
        if low in abbreviations("before_name"):
            return after.isupper() and word_after in abbreviations("openers")
        if low in abbreviations("may_end"):
            return after.isupper()
    # A small letter after "...", "!" or "?" goes on with the sentence; so does one after a stop that ends no sentence.
    return not after.islower()


def cut(text: str, start: int, end: int) -> Iterator[Span]:
    """A span without its outer white space, in parts of at most `LONGEST_SENTENCE` characters."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        at = max(text.rfind(mark, start + LONGEST_SENTENCE // 2, limit) for mark in (", ", "; ", " "))
        at = at if at > start else limit - 1
        yield start, at + 1 if not text[at].isspace() else at
        start = at + 1
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        yield start, end


def kind(paragraph: str) -> PassageKind:
    """Whether a paragraph is a heading: short, without a final stop, and not an item of a list."""
    text = paragraph.rstrip()
    short = len(text) <= HEADING_CHARACTERS and len(text.split()) <= HEADING_WORDS
    if short and text[-1:] not in '.!…»”":;,)' and not BULLET.match(text):
        return PassageKind.HEADING
    return PassageKind.SENTENCE
