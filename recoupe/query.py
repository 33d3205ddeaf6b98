"""Queries: what a person types to find passages and claims, and what is understood of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import filterfalse

from .errors import UsageError

WORD = re.compile(r"[^\W_]+")
PART = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:"(?P<straight>[^"]*)"|«(?P<french>[^»]*)»|“(?P<curly>[^”]*)”|(?P<bare>[^\s"«“]+))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several in a row (a phrase), folded; `is_prefix` where the last one only has to begin so."""

    words: tuple[str, ...]
    is_prefix: bool = False
    is_excluded: bool = False

    def __str__(self) -> str:
        words = " ".join(self.words) + ("…" if self.is_prefix else "")
        return f"“{words}”" if len(self.words) > 1 else words


@dataclass(frozen=True, slots=True)
class Query:
    """The terms of a query; all that are not excluded have to be found in the same passage or claim."""

    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_excluded)

    def understood(self) -> str:
        """The query in words, as it is shown to whoever typed it."""
        said = "all of: " + ", ".join(map(str, self.wanted)) if len(self.wanted) > 1 else str(self.wanted[0])
        if self.excluded:
            said += "; none of: " + ", ".join(map(str, self.excluded))
        return said + " (accents and capitals do not matter)"


def parse(text: str) -> Query:
    """A query out of what was typed: words, "phrases" (also « » and “ ”), word* for a beginning, -word to leave out.

    Raises UsageError where no word is wanted.
    """
    terms: list[Term] = []
    for match in PART.finditer(text):
        said = next(
            part for part in (match["straight"], match["french"], match["curly"], match["bare"]) if part is not None
        )
        words = folded_words(said)
        if words:
            terms.append(Term(words, said.endswith("*"), match["minus"] is not None))
    query = Query(tuple(terms))
    if not query.wanted:
        raise UsageError(
            f"query {text!r}", "it names no word to look for", 'for example: recoupe search "réunion de Lyon"'
        )
    return query


def folded(text: str) -> str:
    """Lower case, without accents; ligatures as their letters ("cœur" is "coeur")."""
    low = text.lower().replace("œ", "oe").replace("æ", "ae")
    return low if low.isascii() else "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", low)))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared; an apostrophe or a hyphen parts words."""
    return tuple(WORD.findall(folded(text)))


def count(query: Query, text: str) -> int:
    """How often the terms stand in a text; 0 where it does not answer the query."""
    words = folded_words(text)
    counts = [occurrences(term, words) for term in query.wanted]
    if not all(counts) or any(occurrences(term, words) for term in query.excluded):
        return 0
    return sum(counts)


def occurrences(term: Term, words: tuple[str, ...]) -> int:
    """How often a term stands in the words of a text."""
    *whole, last = term.words
    size = len(term.words)
    found = 0
    for at in range(len(words) - size + 1):
        end = words[at + size - 1]
        if (end.startswith(last) if term.is_prefix else end == last) and words[at : at + size - 1] == tuple(whole):
            found += 1
    return found
