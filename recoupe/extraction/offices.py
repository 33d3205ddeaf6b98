"""Offices: what public persons hold ("ministre belge de l'Intérieur", "Spain's secretary of state for security")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from ..languages import table
from .gazetteer import country_names, demonym_forms

WORD_AFTER = r"(?![\w-])"


class Office(NamedTuple):
    """An office in a sentence: its offsets there, its name without nationality, and the country that it names."""

    start: int
    end: int
    name: str
    country: str | None
    is_plural: bool
    head: str


@cache
def country_codes(language: str) -> dict[str, str]:
    """Country codes by name and nationality in lower case."""
    codes = {form.lower().replace("’", "'"): code for form, code in demonym_forms(language)}
    return codes | {name.lower().replace("’", "'"): code for name, code in country_names(language)}


def any_of(words: object) -> str:
    """A regular expression for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(map(str, words), key=len, reverse=True)) + ")"  # type: ignore[call-overload]


@cache
def pattern(language: str) -> re.Pattern[str]:
    """The pattern of an office in lower case."""
    data = table(language, "names")
    nation = any_of({form.lower() for form, _ in demonym_forms(language)})
    country = any_of({name.lower().replace("’", "'") for name, _ in country_names(language)})
    portfolio = any_of(data["portfolios"])
    of = any_of(data["words"]["of"])
    article = r"(?:l'|la |le |les |the )?"
    charge = rf"{article}{portfolio}(?:(?:,| et| and)(?: (?:{of} ?)?){article}{portfolio})*"
    heads = any_of([*data["offices"], *data["offices_with_complement"]])
    return re.compile(
        rf"(?<![\w-])(?:(?P<before>{nation}|{country}'s) )?(?:(?P<charge_before>{portfolio}) )?(?P<head>{heads}){WORD_AFTER}"
        rf"(?: (?P<nation>{nation}){WORD_AFTER})?"
        rf"(?:,? {of} ?(?P<charge>{charge}){WORD_AFTER})?"
        rf"(?: (?P<nation_after>{nation}){WORD_AFTER})?"
        rf"(?: {of} ?{article}(?P<country>{country}|{nation}){WORD_AFTER})?"
    )


@cache
def bare_heads(language: str) -> frozenset[str]:
    """Heads that are an office by themselves, and those that are one only with a complement."""
    data = table(language, "names")
    return frozenset(data["offices_with_complement"])


@cache
def probe(language: str) -> AhoCorasick:
    """A quick test for a head of an office."""
    data = table(language, "names")
    return AhoCorasick(sorted({*data["offices"], *data["offices_with_complement"]}))


def offices(low: str, text: str, language: str) -> Iterator[Office]:
    """The offices of a sentence, given in lower case with straight apostrophes and as written (of the same length)."""
    if not probe(language).find_matches_as_indexes(low):
        return
    codes = country_codes(language)
    for match in pattern(language).finditer(low):
        head, charge = match["head"], match["charge"] or match["charge_before"]
        nation = match["nation"] or match["nation_after"] or match["before"] or match["country"]
        start = match.start("head")
        if match["charge_before"]:
            start = match.start("charge_before")
        if match["before"]:
            start = match.start("before")
        country = codes.get(nation.removesuffix("'s")) if nation else None
        name, end = named(match, text), match.end()
        if not charge and not is_plural(head, language):
            end = complement_end(low, end, language)
            name += text[match.end() : end]
        is_bare = head in bare_heads(language) and not charge and not nation and end == match.end()
        if is_bare and not (low[end : end + 1] == " " and text[end + 1 : end + 2].isupper()):
            continue  # "le président" of what? "Le président Hosni Moubarak" is one all the same.
        yield Office(start, end, name, country, is_plural(head, language), head)


@cache
def complement(language: str) -> re.Pattern[str]:
    """What an office is held of, where that is no portfolio: "de Marseille", "du programme au ministère de la Justice"."""
    data = table(language, "names")
    of, more = any_of(data["words"]["of"]), any_of(data["words"]["of_bodies"])
    led = rf" {of} ?(?:l'|la |le |les |the )?"
    noun, rest = r"[^\W\d_][\w-]*", rf"(?: {more}(?![\w-]))?"
    return re.compile(rf"{led}(?P<noun>{noun}){rest}(?:{led}{noun}{rest}){{0,2}}")


@cache
def bodies_of_private_persons(language: str) -> frozenset[str]:
    """Words for bodies that nobody holds a public office of: cells, networks, gangs."""
    return frozenset(word for phrase in table(language, "names")["people"]["bodies"] for word in phrase.split())


def complement_end(low: str, end: int, language: str) -> int:
    """Where the complement of an office ends; where the office itself does, if it has none or is that of a private body."""
    match = complement(language).match(low, end)
    if match is None or match["noun"] in bodies_of_private_persons(language):
        return end
    return match.end()


def is_plural(head: str, language: str) -> bool:
    """Whether a head names several holders ("ministres")."""
    return head.endswith("s") and head[:-1] in table(language, "names")["offices"]


def named(match: re.Match[str], text: str) -> str:
    """The name of the office as written, without nationality and article: "ministre de l'Intérieur"."""
    head = text[match.start("head") : match.end("head")]
    is_title = all(
        word[0].isupper() for word in head.split() if len(word) > 3
    )  # "Prime Minister", and not "chef de l'État"
    head = head.lower() if is_title else head[0].lower() + head[1:]
    if match["charge_before"]:
        return f"{text[match.start('charge_before') : match.end('charge_before')].lower()} {head}"
    if match["charge"]:
        begins = match.end("nation") if match["nation"] else match.end("head")
        return f"{head} {text[begins : match.end('charge')].strip(' ,')}"
    return head
