"""Capitals: runs of words written with a capital, as names of persons and organisations are, and what the first words tell."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..languages import first_names, table
from .view import Sentence, Token

LONGEST_RUN = 8


class Run(NamedTuple):
    """Tokens `first` to `last` (both inclusive) of a sentence that make one name by their capitals."""

    first: int
    last: int


@cache
def words(language: str, group: str, key: str) -> frozenset[str]:
    """A list of a language's `names.toml` as a set."""
    data = table(language, "names")
    rows: list[str] = data[group][key] if group else data[key]
    return frozenset(rows)


@cache
def folded(word: str) -> str:
    """A word in lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def is_first_name(word: str) -> bool:
    """Whether a word is a known first name, or a compound that begins with one."""
    low = folded(word)
    return low in first_names() or ("-" in low and low.partition("-")[0] in first_names())


def has_capital(token: Token) -> bool:
    """Whether a word is written as a name: a capital first, or after a hyphen or an apostrophe ("al-Nusra", "d'Esquadra")."""
    text = token.text
    return text[:1].isupper() or (
        "-" in text and any(part[:1].isupper() for part in text.split("-")[1:]) and text[0].isalpha()
    )


def runs(sentence: Sentence, lower_elsewhere: frozenset[str]) -> list[Run]:
    """The runs of capitalised words of a sentence, particles inside them included.

    A common word with a capital at the head of the sentence (or after a colon or an opening quote) begins no name:
    `lower_elsewhere` are the words that the document also writes in lower case.
    """
    tokens = sentence.tokens
    particles = words(sentence.language, "words", "particles")
    common = words(sentence.language, "words", "not_names")
    found: list[Run] = []
    at = 0
    while at < len(tokens):
        text = tokens[at].text
        if (text[0].islower() and "-" not in text) or not may_begin(tokens, at, common, lower_elsewhere):
            at += 1
            continue
        last = at
        ahead = at + 1
        while ahead < len(tokens) and ahead - at < LONGEST_RUN:
            is_common = tokens[ahead].low in common and not is_first_name(tokens[ahead - 1].text)
            if has_capital(tokens[ahead]) and not is_common and joined(tokens, ahead):
                last = ahead
                ahead += 1
            elif tokens[ahead].low in particles and ahead + 1 < len(tokens) and joined(tokens, ahead):
                ahead += 1
            else:
                break
        found.append(Run(at, last))
        at = last + 1
    return found


def may_begin(tokens: Sequence[Token], at: int, common: frozenset[str], lower_elsewhere: frozenset[str]) -> bool:
    """Whether a name may begin at a token."""
    token = tokens[at]
    if not has_capital(token) or token.low in common or not token.is_word or token.low.endswith("'"):
        return False
    if len(token.text) == 1 and (at + 1 >= len(tokens) or tokens[at + 1].text != "."):
        return False
    at_head = at == 0 or tokens[at - 1].text in (":", "«", "“", '"', "-", "–", "—", "•")
    follows = at + 1 < len(tokens) and has_capital(tokens[at + 1]) and tokens[at + 1].low not in common
    return not (at_head and not follows and (token.low in lower_elsewhere) and not is_first_name(token.text))


def joined(tokens: Sequence[Token], at: int) -> bool:
    """Whether only a space (or nothing, after an elision) stands before a token."""
    return tokens[at].start - tokens[at - 1].end <= 1


def lower_words(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The words that a document writes in lower case somewhere."""
    return frozenset(t.text for s in sentences for t in s.tokens if t.text[:1].islower())
