"""People: unnamed persons and groups by what they are ("jeunes jihadistes", "un recruteur présumé", "cellules terroristes")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..languages import table
from ..model import EntityKind
from .candidates import Candidate
from .gazetteer import demonym_forms
from .offices import WORD_AFTER, any_of
from .view import Sentence


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


def people(sentence: Sentence) -> Iterator[Candidate]:
    """The groups and roles of a sentence; determiners are left out of the span."""
    for match in pattern(sentence.language).finditer(sentence.low):
        kind = EntityKind.GROUP if match["group"] else EntityKind.ROLE
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip())
        name = sentence.low[start:end].strip()
        yield Candidate(sentence.start + start, sentence.start + start + len(name), kind, name, f"names.{kind}")
