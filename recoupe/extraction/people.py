"""People: unnamed persons and groups by what they are ("jeunes jihadistes", "un recruteur présumé", "cellules terroristes")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick

from ..languages import table
from ..model import EntityKind
from .candidates import Candidate
from .gazetteer import demonym_forms
from .offices import WORD_AFTER, any_of
from .view import Sentence

# Characters in which the adjectives before a head stand, and half of those in which the head and what follows do.
REACH = 64


@cache
def pattern(language: str) -> re.Pattern[str]:
    """Groups, bodies and roles with the adjectives around them, in lower case."""
    data = table(language, "names")["people"]
    nation = any_of({form.lower() for form, _ in demonym_forms(language)})
    adjective = any_of([*data["adjectives"], "\0"])
    before = any_of(data["before"])
    return re.compile(
        rf"(?<![\w-])(?P<before>(?:(?:{before}|{nation}) ){{0,3}})"
        rf"(?:(?P<group>{any_of([*data['groups'], *data['bodies']])})|(?P<role>{any_of(data['roles'])})){WORD_AFTER}"
        rf"(?P<after>(?: (?:{adjective}|{nation}){WORD_AFTER}){{0,2}})"
    )


@cache
def heads(language: str) -> AhoCorasick:
    """The heads that the pattern stands on, in one automaton."""
    data = table(language, "names")["people"]
    return AhoCorasick(sorted({*data["groups"], *data["bodies"], *data["roles"]}))


def around_heads(low: str, language: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern, tried only from `REACH` characters before a head on, which is quicker than everywhere."""
    at, search = 0, pattern(language).search
    for _, start, _ in heads(language).find_matches_as_indexes(low):
        if start < at:
            continue
        match = search(low, max(at, start - REACH), min(len(low), start + 2 * REACH))
        if match:
            yield match
            at = match.end()


def people(sentence: Sentence) -> Iterator[Candidate]:
    """The groups and roles of a sentence; determiners are left out of the span."""
    for match in around_heads(sentence.low, sentence.language):
        kind = EntityKind.GROUP if match["group"] else EntityKind.ROLE
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip())
        name = sentence.low[start:end].strip()
        yield Candidate(sentence.start + start, sentence.start + start + len(name), kind, name, f"names.{kind}")
