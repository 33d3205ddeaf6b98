"""Repeats: a text, or a part of it, that stands more than once in the same document."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORDS = re.compile(r"\w+")
LEAST_CHARACTERS = 120


def repeats(sentences: Sequence[str]) -> dict[int, int]:
    """For each sentence that only repeats an earlier one of its document, by index: the index of the earlier one.

    A sentence counts as repeated inside a run of repeated sentences of at least `LEAST_CHARACTERS` characters in the same
    order as before: a slogan or a heading that comes back by itself stays. Linear in the length of the text.
    """
    first: dict[str, int] = {}
    earlier: list[int | None] = []
    for index, sentence in enumerate(sentences):
        key = " ".join(WORDS.findall(sentence.casefold()))
        earlier.append(first.get(key) if key else None)
        if key:
            first.setdefault(key, index)
    found: dict[int, int] = {}
    index = 0
    while index < len(sentences):
        if earlier[index] is None:
            index += 1
            continue
        end, size, last = index, 0, -1
        while end < len(sentences) and (source := earlier[end]) is not None and source > last:
            size, last, end = size + len(sentences[end]), source, end + 1
        if size >= LEAST_CHARACTERS:
            found |= {n: at for n in range(index, end) if (at := earlier[n]) is not None}
        index = end
    return found
