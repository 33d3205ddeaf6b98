"""Mapped text: a text whose every character knows the bytes that it came from.

Cleaning never edits a string: it takes slices of a mapped text, joins them, and substitutes inside them, so that each
character of the result still leads to the bytes as received.
"""

from __future__ import annotations

import codecs
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

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
        return OffsetMap(self.starts, self.ends).original(start, end)

    def offsets(self) -> OffsetMap:
        return OffsetMap(self.starts, self.ends)

    def strip(self) -> MappedText:
        """Without the white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self[left : len(self.text.rstrip())] if left < len(self.text) else self[:0]

    def lines(self) -> list[MappedText]:
        """The lines, without their line breaks; blank lines are empty texts."""
        found, at = [], 0
        for match in re.finditer(r"\r\n|\r|\n", self.text):
            found.append(self[at : match.start()])
            at = match.end()
        return [*found, self[at:]]

    def sub(self, pattern: re.Pattern[str], replacement: str) -> MappedText:
        """Each match replaced; every character of the replacement leads to all the bytes of its match."""
        parts: list[MappedText] = []
        at = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            if start == end:
                continue
            parts.append(self[at:start])
            if replacement:
                parts.append(inserted(replacement, (self.starts[start], self.ends[end - 1])))
            at = end
        return join([*parts, self[at:]]) if parts or at else self


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
    """The bytes decoded, each character knowing its bytes; undecodable bytes become U+FFFD. Linear in the bytes."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = data.decode(encoding, errors="replace")
    if len(text) == len(data):
        return MappedText(text, array("I", range(len(data))), array("I", range(1, len(data) + 1)))
    if "\ufffd" not in text and "16" not in encoding and "32" not in encoding:
        sizes = array("I", map(len, map(str.encode, text))) if is_utf8(encoding) else None
        if sizes is not None and sum(sizes) == len(data) - mark(data, encoding):
            starts = array("I", accumulate(sizes, initial=mark(data, encoding)))
            ends = starts[1:]
            starts.pop()
            return MappedText(text, starts, ends)
    # Odd encodings and damaged bytes: feed the decoder byte by byte and note when a character comes out.
    characters: list[str] = []
    starts, ends = array("I"), array("I")
    begun = 0
    for at in range(len(data) + 1):
        out = decoder.decode(data[at : at + 1], final=at == len(data))
        for character in out:
            characters.append(character)
            starts.append(begun)
            ends.append(min(at + 1, len(data)))
        if out:
            begun = min(at + 1, len(data))
    return MappedText("".join(characters), starts, ends)


def is_utf8(encoding: str) -> bool:
    """Whether an encoding is UTF-8, with or without a byte-order mark."""
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")


def mark(data: bytes, encoding: str) -> int:
    """How many bytes of byte-order mark the decoder of this encoding swallows."""
    return 3 if codecs.lookup(encoding).name == "utf-8-sig" and data.startswith(codecs.BOM_UTF8) else 0
