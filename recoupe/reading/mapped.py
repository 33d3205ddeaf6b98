"""Mapped text: a text whose every character knows the bytes that it came from.

Cleaning never edits a string: it takes slices of a mapped text, joins them, and substitutes inside them, so that each
character of the result still leads to the bytes as received.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import OffsetMap, Span


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text with, for each character, its first byte (`starts`) and its last byte plus one (`ends`)."""

    text: str
    starts: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> MappedText:
        return MappedText(self.text[part], self.starts[part], self.ends[part])

    def span(self, start: int, end: int) -> Span:
        """The bytes `[first, last)` behind the characters `[start, end)`."""
        return self.offsets().original(start, end)

    def offsets(self) -> OffsetMap:
        return OffsetMap(self.starts, self.ends)

    def strip(self) -> MappedText:
        """Without the white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self[left : len(self.text.rstrip())] if left < len(self.text) else self[:0]

    def lines(self) -> list[MappedText]:
        """The lines, without their line breaks."""
        return [self[m.start() : m.end()] for m in re.finditer(r"[^\r\n]*(?=\r\n|\r|\n|\Z)", self.text) if m.group() or m.start() < len(self.text)]

    def sub(self, pattern: re.Pattern[str], replacement: str) -> MappedText:
        """Each match replaced; every character of the replacement leads to all the bytes of the match."""
        parts: list[MappedText] = []
        at = 0
        for match in pattern.finditer(self.text):
            if match.start() == match.end():
                continue
            parts.append(self[at : match.start()])
            parts.append(inserted(replacement, self.span(match.start(), match.end())))
            at = match.end()
        if not parts:
            return self
        parts.append(self[at:])
        return join(parts)


def from_characters(text: str, starts: Iterable[int], ends: Iterable[int]) -> MappedText:
    """A mapped text from its characters and their byte offsets."""
    return MappedText(text, array("I", starts), array("I", ends))


def inserted(text: str, span: Span) -> MappedText:
    """Characters that stand for the bytes `span` as a whole (a space for a line break, a repaired sequence)."""
    return MappedText(text, array("I", [span[0]]) * len(text), array("I", [span[1]]) * len(text))


def join(parts: Iterable[MappedText]) -> MappedText:
    """The parts one after the other."""
    texts: list[str] = []
    starts, ends = array("I"), array("I")
    for part in parts:
        texts.append(part.text)
        starts.extend(part.starts)
        ends.extend(part.ends)
    return MappedText("".join(texts), starts, ends)


def decoded(data: bytes, encoding: str) -> MappedText:
    """The bytes decoded, each character knowing its bytes; undecodable bytes become U+FFFD."""
    text = data.decode(encoding, errors="replace")
    if len(text) == len(data):
        starts = array("I", range(len(data)))
        return MappedText(text, starts, array("I", range(1, len(data) + 1)))
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
        return _utf8(data)
    width = 4 if "32" in encoding else 2 if "16" in encoding else 0
    starts, ends, at = array("I"), array("I"), 0
    for character in text:
        size = (width if width == 4 or ord(character) < 0x10000 else 4) if width else len(character.encode(encoding, errors="replace"))
        starts.append(at)
        at = min(at + size, len(data))
        ends.append(at)
    return MappedText(text, starts, ends)


def _utf8(data: bytes) -> MappedText:
    texts: list[str] = []
    starts, ends, at = array("I"), array("I"), 0
    while at < len(data):
        try:
            chunk, bad = data[at:].decode("utf-8"), None
        except UnicodeDecodeError as error:
            chunk, bad = data[at : at + error.start].decode("utf-8"), (at + error.start, at + error.end)
        texts.append(chunk)
        for character in chunk:
            code = ord(character)
            starts.append(at)
            at += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
            ends.append(at)
        if bad:
            texts.append("\ufffd")
            starts.append(bad[0])
            ends.append(bad[1])
            at = bad[1]
    return MappedText("".join(texts), starts, ends)
