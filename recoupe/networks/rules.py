"""Rules: which findings tell of which function, and the words for those whom nobody names, out of the languages' data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ..languages import available, table
from .model import Function, NodeKind

KEPT = 4096  # texts of which the words are at hand
WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One `[[told]]` of `common/functions.toml`."""

    types: frozenset[str]
    function: Function
    by: tuple[str, ...]
    to: tuple[str, ...]
    by_kinds: frozenset[NodeKind]
    to_kinds: frozenset[NodeKind]
    else_by: str
    else_to: str
    to_role: str
    else_not: tuple[str, ...]
    else_words: str
    words: str
    not_words: str
    to_words: str
    through: tuple[str, ...]
    is_place_of_cell: bool
    takes_groups: bool
    is_mutual: bool
    is_stop: bool


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rules by the kind of finding that they read, "event" or "link"."""
    found: dict[str, list[Rule]] = {}
    for row in table("common", "functions")["told"]:
        rule = Rule(
            types=frozenset(row["types"]),
            function=Function(row["function"]),
            by=tuple(row["by"]),
            to=tuple(row["to"]),
            by_kinds=frozenset(map(NodeKind, row.get("by_kinds", ()))),
            to_kinds=frozenset(map(NodeKind, row["to_kinds"])),
            else_by=row.get("else_by", ""),
            else_to=row.get("else_to", ""),
            to_role=row.get("to_role", ""),
            else_not=tuple(row.get("else_not", ())),
            else_words=row.get("else_words", ""),
            words=row.get("words", ""),
            not_words=row.get("not_words", ""),
            to_words=row.get("to_words", ""),
            through=tuple(row.get("through", ())),
            is_place_of_cell=row.get("is_place_of_cell", False),
            takes_groups=row.get("takes_groups", False),
            is_mutual=row.get("is_mutual", False),
            is_stop=row.get("is_stop", False),
        )
        found.setdefault(row["kind"], []).append(rule)
    return {kind: tuple(rows) for kind, rows in found.items()}


@cache
def unnamed(code: str) -> NodeKind:
    """What is drawn where a text names nobody, by its code."""
    return NodeKind(table("common", "functions")["unnamed"][code])


@cache
def days_of_one_cell() -> int:
    """How many days may lie between texts that are taken to speak of one cell of a place."""
    return int(table("common", "functions")["cells"]["days"])


@cache
def words(name: str) -> frozenset[str]:
    """A list of words, over all languages."""
    return frozenset(word for code in available() for word in table(code, "functions")["words"][name])


@cache
def role_of(word: str) -> str:
    """The code of the role that a word names, "" where it names none."""
    for code in available():
        for role, known in table(code, "functions")["roles"].items():
            if word in known:
                return str(role)
    return ""


@cache
def endings() -> frozenset[str]:
    """Words that end the head of a phrase, over all languages."""
    return frozenset(word for code in available() for word in table(code, "functions")["ends"])


@cache
def possessives() -> frozenset[str]:
    """Words that say whose something is, over all languages."""
    return frozenset(word for code in available() for word in table(code, "functions")["possessives"])


@lru_cache(KEPT)
def spelt(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, elided articles apart ("d'une" is "d", "une")."""
    return tuple(_split(text))


def _split(text: str) -> Iterator[str]:
    for match in WORD.finditer(text.casefold().replace("’", "'")):
        word = match[0].strip("'-")
        opening, _, rest = word.partition("'")
        if rest and len(opening) <= 2:
            yield opening
            yield rest
        elif word:
            yield word


@lru_cache(KEPT)
def head(text: str) -> tuple[str, ...]:
    """The words of a phrase before its first complement: "cellule" of "cellule de neuf personnes", "lyon cell" of "Lyon cell"."""
    spoken = spelt(text)
    stop = next((at for at, word in enumerate(spoken) if at and word in endings()), len(spoken))
    return spoken[:stop]


@lru_cache(KEPT)
def holds(text: str, name: str) -> bool:
    """Whether a phrase holds a word, or words side by side, of a list."""
    spoken = f" {' '.join(spelt(text))} "
    return any(f" {word} " in spoken for word in words(name))
