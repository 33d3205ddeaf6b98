"""Morphology: the inflected forms of the verbs that rules speak of, from the conjugation data of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ..languages import table


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


FINITE = frozenset(
    {Tense.PRESENT, Tense.IMPERFECT, Tense.PAST, Tense.FUTURE, Tense.CONDITIONAL, Tense.SUBJUNCTIVE},
)

# The keys of a pattern in verbs.toml, as tenses; a suffix after an underscore names a variant of the endings.
KEYS = {tense.value: tense for tense in Tense} | {
    "gerund": Tense.PRESENT_PARTICIPLE,
    "participle": Tense.PAST_PARTICIPLE,
}


class VerbForm(NamedTuple):
    """One reading of an inflected form: `person` is 1 to 6 (1st singular to 3rd plural), 0 where it has none."""

    lemma: str
    tense: Tense
    person: int = 0


@cache
def forms(language: str) -> Mapping[str, tuple[VerbForm, ...]]:
    """Every inflected form of the language's `verbs.toml`, in lower case, with its readings."""
    data = table(language, "verbs")
    readings: dict[str, dict[VerbForm, None]] = {}
    for form, reading in _inflected(data):
        readings.setdefault(form, {})[reading] = None
    return MappingProxyType({form: tuple(found) for form, found in readings.items()})


def readings(low: str, language: str) -> tuple[VerbForm, ...]:
    """The readings of a word as it stands in a text, in lower case: an inverted subject ("a-t-il") is taken off first."""
    known = forms(language)
    found = known.get(low)
    if found is None and ("-" in low or "'" in low or low in _contracted(language)):
        found = known.get(without_enclitic(low, language))
    return found or ()


def without_enclitic(low: str, language: str) -> str:
    """A verb without what hangs on it: "précise-t-il" gives "précise", "didn't" gives "did", "won't" gives "will"."""
    whole = _contracted(language).get(low)
    if whole is not None:
        return whole
    match = _enclitic(language).search(low)
    return low[: match.start()] if match else low


def is_noun_too(low: str, language: str) -> bool:
    """Whether a verb's form is also a common noun of the press ("rencontre", "attack")."""
    return low in _nouns(language)


@cache
def _contracted(language: str) -> Mapping[str, str]:
    contracted: Mapping[str, str] = table(language, "verbs")["groups"]["contracted"]
    return contracted


@cache
def _nouns(language: str) -> frozenset[str]:
    return frozenset(table(language, "verbs")["groups"]["nouns"].split())


@cache
def _enclitic(language: str) -> re.Pattern[str]:
    endings = sorted(table(language, "verbs")["groups"]["enclitics"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, endings))})$" if endings else r"(?!)")


def _inflected(data: Mapping[str, Any]) -> Iterator[tuple[str, VerbForm]]:
    endings = data["endings"]
    for pattern in data["patterns"].values():
        for lemma in pattern["verbs"].split():
            root, between = _root(lemma, pattern["infinitive"])
            known = lemma if "lemma" not in pattern else lemma.removesuffix(pattern["infinitive"]) + pattern["lemma"]
            yield lemma, VerbForm(known, Tense.INFINITIVE)
            for tense, person, form in _conjugated(pattern, endings):
                yield root + form.replace("?", between), VerbForm(known, tense, person)
    yield from _listed(data.get("irregular"))


def _root(lemma: str, infinitive: str) -> tuple[str, str]:
    """What is left of a lemma without its ending, and the consonants that the ending's "?" stands for."""
    before, joker, after = infinitive.partition("?")
    if not lemma.endswith(after if joker else infinitive):
        raise ValueError(f"{lemma} does not end in {infinitive}")
    if not joker:
        return lemma.removesuffix(infinitive), ""
    root = lemma.removesuffix(after)
    cut = root.rindex(before)
    return root[:cut], root[cut + len(before) :]


def _conjugated(pattern: Mapping[str, Any], endings: Mapping[str, list[str]]) -> Iterator[tuple[Tense, int, str]]:
    for key, stem in pattern.items():
        tense = KEYS.get(key) or KEYS.get(key.partition("_")[0])
        if tense is None or tense is Tense.INFINITIVE:
            continue
        yield from _persons(tense, stem if isinstance(stem, list) else _ended(stem, key, endings))
        literary = key.replace("past_", "subjunctive_")  # the imperfect subjunctive is on the stem of the past
        if literary != key and isinstance(stem, str) and literary in endings:
            yield from _persons(Tense.SUBJUNCTIVE, _ended(stem, literary, endings))
        if (
            tense is Tense.FUTURE
            and isinstance(stem, str)
            and "conditional" in endings
            and "conditional" not in pattern
        ):
            yield from _persons(Tense.CONDITIONAL, _ended(stem, "conditional", endings))


def _ended(stem: str, key: str, endings: Mapping[str, list[str]]) -> list[str]:
    return [stem + ending for ending in endings.get(key) or endings[key.partition("_")[0]]]


def _persons(tense: Tense, written: list[str]) -> Iterator[tuple[Tense, int, str]]:
    """Six forms are the six persons ("-" where there is none); participles, and tenses with one form, have no person."""
    has_person = len(written) == 6 and tense in FINITE
    for person, form in enumerate(written, start=1):
        if form != "-":
            yield tense, person if has_person else 0, form


def _listed(irregular: Mapping[str, Any] | None) -> Iterator[tuple[str, VerbForm]]:
    """Verbs given form by form, a line each; a present with two forms is the base form and the third person."""
    if irregular is None:
        return
    for line in irregular["parts"].strip().splitlines():
        cells = line.split()
        lemma = cells[0]
        for column, cell in zip(irregular["columns"], cells, strict=True):
            for form in cell.split("/"):
                if column == "present":
                    for person in (1, 2, 4, 5, 6):
                        yield lemma, VerbForm(lemma, Tense.PRESENT, person)
                    yield form, VerbForm(lemma, Tense.PRESENT, 3)
                else:
                    yield form, VerbForm(lemma, KEYS[column])
