"""Countries and places: by name, nationality, capital for a government, kingdom; places with their GeoNames id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from ..languages import table
from ..model import EntityKind
from .candidates import Candidate
from .capitals import Run, words
from .gazetteer import SENTENCE_HEAD_POPULATION, Found, Place, Sort, gazetteer, places
from .morphology import Tense, forms
from .view import Sentence, Token

FINITE = frozenset({Tense.PRESENT, Tense.IMPERFECT, Tense.PAST, Tense.FUTURE, Tense.CONDITIONAL})


def geographical(
    sentence: Sentence, found: Sequence[Found], runs: Sequence[Run], spoken: Counter[str]
) -> Iterator[Candidate]:
    """The countries and places among the gazetteer's finds. `spoken` counts the countries of the document, to which it adds."""
    tokens = sentence.tokens
    at = {token.start - sentence.start: n for n, token in enumerate(tokens)}
    inside = {n: run for run in runs for n in range(run.first, run.last + 1)}
    for one in found:
        sorts = {entry.sort: entry for entry in one.entries}
        first = at.get(one.start)
        if first is None and Sort.DEMONYM not in sorts and Sort.COUNTRY not in sorts:
            continue
        start, end = sentence.start + one.start, sentence.start + one.end
        text = sentence.text[one.start : one.end]
        if entry := sorts.get(Sort.COUNTRY):
            if is_in_longer_name(inside, first, one, tokens, sentence):
                continue
            spoken[entry.key] += 1
            yield country(start, end, entry.key, "names.country")
        elif entry := sorts.get(Sort.DEMONYM):
            spoken[entry.key] += 1
            yield country(start, end, entry.key, "names.nationality")
        elif entry := sorts.get(Sort.CAPITAL):
            acts = first is not None and is_subject(sentence, first, one)
            if acts or Sort.PLACE not in sorts:
                yield country(start, end, entry.key, "names.capital" if acts else "names.seat")
            elif not is_in_longer_name(inside, first, one, tokens, sentence):
                yield from placed(sentence, one, text, entry.key)
        elif Sort.PLACE in sorts and first is not None and is_place(sentence, first, one, inside):
            yield from placed(sentence, one, text, None)


@cache
def place_words(language: str, key: str) -> frozenset[str]:
    """A list of words of a language's `places.toml`."""
    return frozenset(table(language, "places")["words"][key])


def country(start: int, end: int, code: str, rule: str) -> Candidate:
    """A candidate for a country."""
    return Candidate(start, end, EntityKind.COUNTRY, code, rule, country=code)


def placed(sentence: Sentence, one: Found, text: str, code: str | None) -> Iterator[Candidate]:
    """A candidate for a place; `code` is the country that is meant where the name says so."""
    yield Candidate(
        sentence.start + one.start,
        sentence.start + one.end,
        EntityKind.PLACE,
        text,
        "names.place",
        country=code,
        place=text,
    )


def is_in_longer_name(
    inside: dict[int, Run], first: int | None, one: Found, tokens: Sequence[Token], sentence: Sentence
) -> bool:
    """Whether a name is only part of a longer run of capitals that is no name of a place ("Chad Smith", "Jordan River")."""
    run = inside.get(first) if first is not None else None
    if run is None or run.first == run.last:
        return False
    start, end = tokens[run.first].start - sentence.start, tokens[run.last].end - sentence.start
    if one.start == start and one.end == end:
        return False
    # A country right after others or before a colon stays one; a first name or a further capital beside it makes a person's name.
    return (
        one.end - one.start < end - start
        and sum(1 for n in range(run.first, run.last + 1) if tokens[n].text[:1].isupper()) <= 3
    )


def is_subject(sentence: Sentence, first: int, one: Found) -> bool:
    """Whether a capital acts: it heads the clause and a finite verb follows ("Rabat a annoncé", "Washington estime")."""
    tokens = sentence.tokens
    if first and tokens[first - 1].low in words(sentence.language, "words", "locatives"):
        return False
    last = first
    while last + 1 < len(tokens) and tokens[last + 1].start < sentence.start + one.end:
        last += 1
    known, skipped = forms(sentence.language), place_words(sentence.language, "skipped")
    idle = place_words(sentence.language, "not_acts")
    for token in tokens[last + 1 : last + 5]:
        readings = known.get(token.low, ())
        if token.low in skipped:
            continue
        return any(r.lemma not in idle and (r.tense in FINITE or r.tense is Tense.PAST_PARTICIPLE) for r in readings)
    return False


def is_place(sentence: Sentence, first: int, one: Found, inside: dict[int, Run]) -> bool:
    """Whether the name of a place means it here: not in a longer name, and led by a preposition where it is also a word."""
    tokens = sentence.tokens
    text = sentence.text[one.start : one.end]
    if is_in_longer_name(inside, first, one, tokens, sentence):
        return False
    before = tokens[first - 1].low if first else ""
    two = f"{tokens[first - 2].low} {before}" if first > 1 else before
    located = before in words(sentence.language, "words", "locatives") or two in words(
        sentence.language, "words", "locatives"
    )
    if text in gazetteer(sentence.language).ambiguous or text.lower() in words(sentence.language, "words", "not_names"):
        return located and before not in ("de", "d'", "of", "du")
    if first == 0:
        return places()[text][0].population >= SENTENCE_HEAD_POPULATION
    return (
        located
        or places()[text][0].population >= SENTENCE_HEAD_POPULATION
        or before in (",", "et", "and", "(", "ou", "or")
    )


def best(name: str, country: str | None, spoken: Counter[str]) -> Place:
    """The place that a name means: in the country said, else the largest, countries that the document speaks of counting more."""
    rows = places()[name]
    if country:
        rows = tuple(row for row in rows if row.country == country) or rows
    return max(rows, key=lambda row: row.population * (10 if row.country in spoken else 1))


@cache
def kingdom_pattern(language: str) -> re.Pattern[str]:
    """The words for a kingdom that stand alone ("le Royaume", "the Kingdom"), with a capital."""
    forms_of = [
        re.sub(r"[^\W\d_]+$", lambda m: m[0].capitalize(), w) for w in table(language, "places")["kingdoms"]["words"]
    ]
    return re.compile(
        "(?<![\\w-])(?i:"
        + "|".join(re.escape(f.rpartition(" ")[0]) + " ?" for f in forms_of if " " in f)
        + ")("
        + "|".join({re.escape(f.rpartition(" ")[2]) for f in forms_of})
        + r")(?![\w-])(?! (?:de |du |des |d'|of ))"
    )


def kingdoms(sentence: Sentence, recent: Sequence[str], own: str | None) -> Iterator[Candidate]:
    """ "Le Royaume": the kingdom spoken of last, else the one where the text appears."""
    if "oyaume" not in sentence.text and "ingdom" not in sentence.text:
        return
    kings = table(sentence.language, "places")["kingdoms"]["countries"]
    for match in kingdom_pattern(sentence.language).finditer(sentence.text.replace("’", "'")):
        code = own if own in kings else next((c for c in reversed(recent) if c in kings), None)
        if code:
            yield country(sentence.start + match.start(), sentence.start + match.end(), code, "names.kingdom")
