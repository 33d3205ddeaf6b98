"""Persons: names of persons by title, first name, office beside them, or because they were named before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from ..languages import table
from ..model import EntityKind
from .candidates import Candidate
from .capitals import Run, folded, is_first_name, words
from .countries import FINITE
from .morphology import forms
from .offices import Office, country_codes
from .view import Sentence, Token

MOST_WORDS = 5


def persons(
    sentence: Sentence,
    runs: Sequence[Run],
    offices: Sequence[Office],
    is_taken: set[int],
    surnames: dict[str, str],
    known: set[int] = frozenset(),  # type: ignore[assignment]
    unclaimed: list[tuple[int, int, str]] | None = None,
) -> Iterator[Candidate]:
    """The persons named in a sentence.

    `is_taken` are token indexes of other names, `known` those of places and countries too; `surnames` those of persons
    named before (folded surname to full name), to which this adds; `unclaimed` gets the names of several words of which
    nothing tells whose they are, with their offsets: a later sentence may.
    """
    tokens, language = sentence.tokens, sentence.language
    others = words(language, "words", "not_of_person")
    for run in runs:
        first, titled = without_title(tokens, after_office(sentence, run, offices), language)
        if first > run.last or not is_taken.isdisjoint(range(first, run.last + 1)):
            continue
        last = min(run.last, first + MOST_WORDS - 1)
        start, end = tokens[first].start, with_initial(tokens, last)
        name = sentence.text[start - sentence.start : end - sentence.start]
        held = office_beside(sentence, offices, start, end)
        surname = folded(tokens[last].text)
        single = first == last
        rule = None
        if held:
            rule = "names.person-office"
        elif titled:
            rule = "names.person-title"
        elif first and tokens[first - 1].low in others:
            continue
        elif not single and is_first_name(tokens[first].text) and not is_organisation_word(tokens[first], language):
            rule = "names.person-first-name"
        elif surname in surnames and (single or folded(name) in folded(surnames[surname])):
            rule = "names.person-again"
        elif not single and last - first < 3 and not is_organisation_word(tokens[first], language):
            if is_beside_role(sentence, first):
                rule = "names.person-role"
            elif not is_taken_by(known, first, last) and is_told(sentence, tokens, first, last):
                rule = "names.person-told"
            elif unclaimed is not None:
                unclaimed.append((start, end, name))
        if rule is None or (single and held and not tokens[first].text[0].isupper()):
            continue
        surnames.setdefault(surname, name)
        if len(name.split()) > len(surnames[surname].split()):
            surnames[surname] = name
        office = held.name if held else None
        yield Candidate(start, end, EntityKind.PERSON, name, rule, held.country if held else None, office, bool(held))


def after_office(sentence: Sentence, run: Run, offices: Sequence[Office]) -> Run:
    """A run without the office that it begins with, or the end of it: "Prime Minister Ann Lee", "ministre de l'Intérieur X"."""
    tokens, first = sentence.tokens, run.first
    start, end = tokens[first].start - sentence.start, tokens[run.last].end - sentence.start
    for office in offices:
        if office.start <= start < office.end < end:
            while first < run.last and tokens[first].start - sentence.start < office.end:
                first += 1
    return run._replace(first=first) if first < run.last else run  # "tribunal de New York" is cut nowhere


def with_initial(tokens: Sequence[Token], last: int) -> int:
    """Where a name ends; the stop after an initial belongs to it ("Karima T.") unless the text does."""
    is_initial = len(tokens[last].text) == 1 and last + 2 < len(tokens) and tokens[last + 1].text == "."
    return tokens[last + 1].end if is_initial and tokens[last + 1].start == tokens[last].end else tokens[last].end


def is_taken_by(known: set[int], first: int, last: int) -> bool:
    """Whether all of a name is one that the gazetteer knows."""
    return all(n in known for n in range(first, last + 1))


@cache
def told_after(language: str) -> re.Pattern[str]:
    """What after a name tells that it is a person's: an age, a trade in apposition, what only persons do."""
    data = table(language, "names")["words"]
    return re.compile(f"{data['born']}|{data['acts']}")


@cache
def trades(language: str) -> re.Pattern[str]:
    """How the words for who has a trade end, where no list holds them."""
    return re.compile(table(language, "names")["words"]["trades"])


def is_told(sentence: Sentence, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether what stands right before or after a name of several words tells that it is a person's."""
    if not all(t.text[0].isupper() or "-" in t.text for t in (tokens[first], tokens[last])):
        return False
    before = tokens[first - 1] if first else None
    if before is not None and tokens[first].start - before.end == 1 and before.is_word:
        if before.low in words(sentence.language, "words", "named") or trades(sentence.language).search(before.low):
            return True
        if before.low in words(sentence.language, "words", "articles"):
            return False
    return told_after(sentence.language).match(sentence.low, tokens[last].end - sentence.start) is not None


def without_title(tokens: Sequence[Token], run: Run, language: str) -> tuple[int, bool]:
    """Where the name begins once a title is left out, and whether there is one ("Mme Vasseur", "M. Dupont")."""
    titles = words(language, "", "titles")
    first = run.first
    if first < run.last and tokens[first].low in country_codes(language):
        first += 1  # "l'Égyptienne Samira K."
    if first < run.last and tokens[first].low in words(language, "", "offices"):
        first += 1  # "Minister Ellwood"
    if tokens[first].low in titles or tokens[first].low + "." in titles:
        has_stop = first + 1 < len(tokens) and tokens[first + 1].text == "."
        if has_stop:
            return run.last + 1, False
        return first + 1, True
    before = tokens[first - 1] if first else None
    if before and before.text == "." and first > 1 and tokens[first - 2].low + "." in titles:
        return first, True
    return first, bool(before and before.low in titles)


def is_beside_role(sentence: Sentence, first: int) -> bool:
    """Whether a role, with its nationality or not, stands right before a name: "la blogueuse syrienne X Y"."""
    tokens = sentence.tokens
    roles = words(sentence.language, "people", "roles")
    nations = country_codes(sentence.language)
    at = first - 1
    while at >= 0 and tokens[at].low in nations and tokens[first].start - tokens[at].end < 40:
        at -= 1
    return at >= 0 and tokens[at].low in roles


def is_organisation_word(token: Token, language: str) -> bool:
    """Whether a word begins the names of organisations."""
    return token.text in words(language, "cues", "first_words")


def office_beside(sentence: Sentence, offices: Sequence[Office], start: int, end: int) -> Office | None:
    """The office that stands right before or right after a name: "X, ministre de…", "le ministre…, X,", "le ministre X".

    An office with an article after a comma begins a clause where a verb follows it: "selon X, le ministre a démissionné"
    does not make X the minister.
    """
    base, low = sentence.start, sentence.low
    leading = words(sentence.language, "words", "office_before_name")
    trailing = words(sentence.language, "words", "office_after_name")
    for office in offices:
        if office.is_plural:
            continue
        if office.end <= start - base and low[office.end : start - base] in leading:
            return office
        if office.start >= end - base and low[end - base : office.start] in trailing:
            has_article = office.start - (end - base) > 2
            after = sentence.text[office.end : office.end + 2]
            is_of_next = after[:1] == " " and after[1:].isupper()  # "le frère de Rami, le colonel Hafez M."
            if not is_of_next and not (has_article and acts_after(sentence, base + office.end)):
                return office
    return None


def acts_after(sentence: Sentence, at: int) -> bool:
    """Whether a finite verb follows right after an offset."""
    tokens = sentence.tokens
    n = bisect_left(tokens, at, key=lambda t: t.start)
    if n >= len(tokens) or tokens[n].start - at > 1:
        return False
    return any(reading.tense in FINITE for reading in forms(sentence.language).get(tokens[n].low, ()))
