"""Acronyms: which words an acronym in parentheses stands for, where no list knows it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from ..model import EntityKind
from .candidates import Candidate
from .view import Sentence

LONGEST = 14
SMALL = 3


def spelled_out(sentence: Sentence, acronym: Candidate) -> Candidate | None:
    """The words right before "(OVF)" whose initials make it: "Organe de veille des frontières (OVF)".

    Words of up to three small letters ("de", "the") need not count; the first word counts. None where nothing fits.
    """
    tokens = sentence.tokens
    opening = bisect_left(tokens, acronym.start, key=lambda t: t.start) - 1
    if opening < 0 or tokens[opening].text != "(" or len(acronym.name) <= 2:
        return None
    wanted = acronym.name.upper()
    initials = ""
    for n in range(opening - 1, max(-1, opening - 1 - LONGEST), -1):
        token = tokens[n]
        if not token.is_word:
            return None
        if token.low.endswith("'") or (len(token.text) <= SMALL and not token.is_capitalised):
            continue
        initials = token.text[0].upper() + initials
        if not wanted.endswith(initials):
            return None
        if initials == wanted:
            start, end = token.start, tokens[opening - 1].end
            name = sentence.text[start - sentence.start : end - sentence.start].replace("’", "'")
            return Candidate(
                start, end, EntityKind.ORGANISATION, name, "names.organisation-expanded", acronym=acronym.name
            )
    return None


def same_all_over(found: Iterable[Candidate]) -> list[Candidate]:
    """Acronyms standing alone get the name that the document spells out for them once."""
    rows = list(found)
    names = {c.acronym: c.name for c in rows if c.rule == "names.organisation-expanded" and c.acronym}
    return [replace(c, name=names[c.name]) if c.rule == "names.acronym" and c.name in names else c for c in rows]
