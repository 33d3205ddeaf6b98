"""Complements: how far the name of a body goes on after its capitals ("Fédération nationale" + "des pompiers")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..languages import table
from .capitals import has_capital, is_first_name, joined, words
from .morphology import Tense, forms
from .offices import country_codes
from .view import Token

MOST_COMPLEMENTS, MOST_WORDS = 3, 5


class Joints(NamedTuple):
    """What holds the words of a body's name together in a language."""

    links: frozenset[str]
    genitive: frozenset[str]
    articles: frozenset[str]
    and_: frozenset[str]
    adjectives: frozenset[str]
    with_small_letters: bool


@cache
def joints(language: str) -> Joints:
    """The joints of names of bodies in a language."""
    data = table(language, "names")["bodies"]
    links, genitive, articles, and_, adjectives = (
        frozenset(data[key]) for key in ("links", "genitive", "articles", "and", "adjectives")
    )
    return Joints(links, genitive, articles, and_, adjectives, data["complements_with_small_letters"])


def end_of_name(tokens: Sequence[Token], first: int, last: int, language: str) -> int:
    """The last token of a body's name whose capitals stand at tokens `first` to `last`.

    Adjectives of the head and complements belong to it: "Comité" + "de sauvetage", "Association" + "péruvienne de
    défense" + "des biens culturels". A nationality counts only where a complement follows, a place only as the first
    complement, small letters only where the language writes names so.
    """
    rules, nations = joints(language), country_codes(language)
    end, at, count = last, last + 1, 0
    while at < len(tokens) and joined(tokens, at):
        token = tokens[at]
        if token.low in rules.adjectives and not token.is_capitalised:
            end, at = at, at + 1
        elif token.low in nations and not token.is_capitalised:
            at += 1
        elif token.is_capitalised and at == end + 1 and end > last:
            end, at = at, at + 1  # "Compagnie nationale Trans-Gare"
        elif count < MOST_COMPLEMENTS and (until := complement(tokens, at, rules, language, count)):
            end, at, count = until, until + 1, count + 1
        else:
            break
    return end


def complement(tokens: Sequence[Token], at: int, rules: Joints, language: str, count: int) -> int | None:
    """The last token of a complement that begins at a token ("de la propriété intellectuelle"); None where none does."""
    start = at
    if tokens[at].low in rules.and_ and at + 1 < len(tokens):
        if not tokens[at + 1].is_capitalised and (not count or tokens[at + 1].low not in rules.genitive):
            return None
        at += 1
    if tokens[at].low in rules.links:
        at += 1
        while at < len(tokens) and tokens[at].low in rules.articles:
            at += 1
    elif at == start:
        return None
    if at >= len(tokens) or not tokens[at].is_word or tokens[at].low in words(language, "words", "not_names"):
        return None
    if any(reading.tense is Tense.INFINITIVE for reading in forms(language).get(tokens[at].low, ())):
        return None  # "pour réclamer"
    if has_capital(tokens[at]):
        if count and at - start == 1 and tokens[start].low in rules.genitive and tokens[at - 1].low != "des":
            return None  # "Club des patrons" is said to be "de Lyon"
        last = at
        while last + 1 < len(tokens) and last - at < MOST_WORDS and is_capital_after(tokens, last + 1):
            last += 1
        return last
    if not rules.with_small_letters or tokens[at].text[:1].isdigit():
        return None
    return at


def is_capital_after(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name in capitals goes on at a token."""
    return has_capital(tokens[at]) and joined(tokens, at) and not is_first_name(tokens[at].text)


def end_of_slogan(tokens: Sequence[Token], last: int, language: str) -> int:
    """The last token of a name that is a slogan begun with a capital: "Pétrole" + "pour tous"; an acronym is none."""
    if tokens[last].text.isupper() or last + 1 >= len(tokens):
        return last
    if tokens[last + 1].low not in words(language, "bodies", "slogan_links"):
        return last
    at = last + 2
    articles = words(language, "bodies", "articles")
    while at < len(tokens) and tokens[at].low in articles:
        at += 1
    if at >= len(tokens) or not tokens[at].is_word:
        return last
    is_verb = any(reading.tense is Tense.INFINITIVE for reading in forms(language).get(tokens[at].low, ()))
    return last if is_verb else at
