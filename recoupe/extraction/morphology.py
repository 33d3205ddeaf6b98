"""Morphology: the inflected forms of the verbs that rules speak of, from the conjugation data of a language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class Tense(StrEnum):
    """Mood and tense of a single form; compound tenses are an auxiliary's form and a past participle."""

    INFINITIVE = "infinitive"
    PRESENT = "present"
    IMPERFECT = "imperfect"
    PAST = "past"
    FUTURE = "future"
    CONDITIONAL = "conditional"
    SUBJUNCTIVE = "subjunctive"
    PRESENT_PARTICIPLE = "present participle"
    PAST_PARTICIPLE = "past participle"


class VerbForm(NamedTuple):
    """One reading of an inflected form: `person` is 1 to 6 (1st singular to 3rd plural), 0 where it has none."""

    lemma: str
    tense: Tense
    person: int = 0


@cache
def forms(language: str) -> Mapping[str, tuple[VerbForm, ...]]:
    """Every inflected form of the language's `verbs.toml`, in lower case, with its readings."""
    raise NotImplementedError
