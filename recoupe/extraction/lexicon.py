"""Lexicon: the `speech.toml` of a language, made ready for look-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..languages import table
from .view import Token

Words = frozenset[str]
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Lexicon:
    """Cues of speech: verbs by class, and the words that lead to a speaker. `phrases` are cues as tuples of words."""

    verbs: Mapping[str, str]
    infinitive: Words
    noun: Words
    quotation_only: Words
    person_first: Words
    words: Mapping[str, Words]
    according: Phrases
    cited: Phrases
    learned: Phrases
    cues: Mapping[str, Words]
    titles: Mapping[str, str]
    pronouns: Mapping[tuple[str, ...], tuple[str, str]]
    genders: Mapping[str, Any]
    modality: Mapping[str, Any]


def _words(value: str | list[str]) -> Words:
    return frozenset(value.split() if isinstance(value, str) else value)


def _phrases(values: list[str]) -> Phrases:
    """Phrases as tuples of tokens by their first, the longest first; "d'après" is two tokens."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted((tuple(value.replace("'", "' ").split()) for value in values), key=len, reverse=True):
        found.setdefault(words[0], []).append(words)
    return {first: tuple(phrases) for first, phrases in found.items()}


def phrase_length(phrases: Phrases, tokens: Sequence[Token], index: int) -> int:
    """How many tokens the longest of some phrases has that stands at a token; 0 where none does."""
    for words in phrases.get(tokens[index].low, ()):
        if tuple(token.low for token in tokens[index : index + len(words)]) == words:
            return len(words)
    return 0


@cache
def lexicon(language: str) -> Lexicon:
    """The cues of speech in a language."""
    data = table(language, "speech")
    cues, words = data["cues"], data["words"]
    return Lexicon(
        verbs={lemma: kind for kind, lemmas in data["verbs"].items() for lemma in lemmas.split()},
        infinitive=_words(data["verbs_with"]["infinitive"]),
        noun=_words(data["verbs_with"]["noun"]),
        quotation_only=_words(data["verbs_with"]["quotation_only"]),
        person_first=_words(data["verbs_with"]["person_first"]),
        words={name: _words(value) for name, value in words.items() if name != "titles"},
        according=_phrases(cues["according"]),
        cited=_phrases(cues["cited"]),
        learned=_phrases(cues["learned"]),
        cues={name: _words(value) for name, value in cues.items() if name not in ("according", "cited", "learned")},
        titles=words["titles"],
        pronouns={tuple(name.replace("'", "' ").split()): tuple(value) for name, value in data["pronouns"].items()},
        genders={name: _words(value) for name, value in data["genders"].items()},
        modality={
            name: value if isinstance(value, bool) else _words(value) for name, value in data["modality"].items()
        },
    )
