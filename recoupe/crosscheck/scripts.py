"""Scripts: names of any script in plain Latin letters, to compare them by; never to show them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from anyascii import anyascii

from ..languages import table

ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
ARABIC_MARKS = re.compile(r"[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u061c]")
NOT_WORD = re.compile(r"[^a-z0-9]+")
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")


@cache
def romanised() -> Mapping[str, Any]:
    """The data on names spelled after other scripts."""
    return table("common", "romanised")


def is_arabic(text: str) -> bool:
    """Whether a text has letters of the Arabic script."""
    return ARABIC.search(text) is not None


def is_latin(text: str) -> bool:
    """Whether all letters of a text are Latin ones."""
    return text.isascii() or all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or not c.isalpha() for c in text)


def without_marks(text: str) -> str:
    """Arabic text without vowel signs and with one form of each letter; other text in its compatibility form."""
    text = unicodedata.normalize("NFKC", text)
    return ARABIC_MARKS.sub("", text) if is_arabic(text) else text


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """A text in small Latin letters and digits, one space between words: "Joëlle MILQUET" and "joelle milquet" are one.

    Apostrophes, hyphens and stops part words; "d'Irak" is two. An Arabic article and one of its letters' several forms are
    left out.
    """
    text = without_marks(text)
    if is_arabic(text):
        text = " ".join(_arabic_folded(word) for word in text.split())
    return NOT_WORD.sub(" ", anyascii(text.replace("`", "'").replace("ʼ", "'")).lower()).strip()


def _arabic_folded(word: str) -> str:
    """An Arabic word without conjunction and article, its hamzas and endings levelled, in Latin consonants."""
    for lead in romanised()["arabic"]["leads"]:
        if word.startswith(lead) and len(word) > len(lead) + 1:
            word = word[len(lead) :]
            break
    data = romanised()["arabic"]
    return "".join(data["plain"].get(c, c) for c in "".join(data["levelled"].get(c, c) for c in word))


@lru_cache(maxsize=1 << 16)
def joined(text: str) -> str:
    """A folded text without its spaces: "Jean-Claude" and "Jean Claude" are one."""
    return folded(text).replace(" ", "")


UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "ae", "Ö": "oe", "Ü": "ue", "Ø": "oe"}
)


def spelled_out(text: str) -> str | None:
    """A folded text with its umlauts as two letters ("Mueller" for "Müller"); None where it has none."""
    other = text.translate(UMLAUTS)
    return folded(other) if other != text else None
