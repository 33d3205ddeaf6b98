"""Figures: quantities as ranges with unit, population, as-of, trend and speaker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..languages import table
from ..model import Claim, ClaimKind, EntityKind, Figure, Mention, Time, TimeKind
from .candidates import Taken
from .morphology import FINITE, forms
from .numbers import Number, any_of, numbers
from .view import Sentence, Token, View

MOST_POPULATION_WORDS = 7
SIGN = re.compile(r"([€$£])\s?\d")
SIGN_BEFORE = re.compile(r"([€$£]|(?<![\w-])[a-z]{3})\s?$")


@dataclass(frozen=True)
class Lexicon:
    """What a language's `figures.toml` says, ready for look-up."""

    units: Mapping[str, str]
    skipped: frozenset[str]
    stops: frozenset[str]
    links: frozenset[str]
    measures: frozenset[str]
    verbal: re.Pattern[str]
    determiners: frozenset[str]
    happened: re.Pattern[str]
    plural: tuple[str, ...]
    trends: tuple[tuple[str, re.Pattern[str]], ...]
    anaphor: re.Pattern[str]
    label: re.Pattern[str]


@cache
def lexicon(language: str) -> Lexicon:
    """The compiled figures of a language."""
    data = table(language, "figures")
    words = data["words"]
    return Lexicon(
        dict.fromkeys(table(language, "events")["nature"]["people"], "person")
        | {noun: unit for unit, nouns in data["units"].items() for noun in nouns},
        frozenset(words["skipped"]),
        frozenset(words["stops"]),
        frozenset(words["links"]),
        frozenset(words["measures"]),
        re.compile(words["verbal"]),
        frozenset(words["determiners"]),
        re.compile(rf"\s{any_of(words['happened'])}\s(?:{any_of(words['adverbs'])}\s)?([^\W\d_]+)"),
        tuple(words["plural"]),
        tuple(
            (trend, re.compile(rf"(?<![\w-]){any_of(words[trend])}(?![\w-])"))
            for trend in ("rising", "falling", "stable")
        ),
        re.compile(rf"^\W*(?:[\w']+\s){{0,2}}?{any_of(words['anaphors'])}(?![\w-])"),
        re.compile(rf"(?<![\w-]){any_of(words['labels'])}\s?$"),
    )


def figures(
    view: View, mentions: tuple[Mention, ...], times: tuple[Time, ...], claims: tuple[Claim, ...]
) -> tuple[Figure, ...]:
    """The figures of a document. Dates, durations, ages, numbers of articles and bare "un" are none."""
    taken = Taken(dict.fromkeys((time.start, time.end) for time in times))
    starts = [mention.start for mention in mentions]
    ordered = sorted(times, key=lambda time: time.start)
    time_starts = [time.start for time in ordered]
    said = claims_by_sentence(view, claims)
    found: list[Figure] = []
    last_of_paragraph: dict[int, int] = {}
    for sentence in view.sentences:
        known = lexicon(sentence.language)
        trend = trend_of(sentence, known)
        if trend and known.anaphor.match(sentence.low) and sentence.paragraph in last_of_paragraph:
            index = last_of_paragraph[sentence.paragraph]
            found[index] = replace(found[index], trend=trend)
        near = mentions[bisect_right(starts, sentence.start - 1) : bisect_right(starts, sentence.end)]
        dates = ordered[bisect_left(time_starts, sentence.start) : bisect_left(time_starts, sentence.end)]
        heard = said.get(sentence.start, ())
        for number in numbers(sentence.low, sentence.language):
            figure = counted(view, sentence, number, near, taken, known)
            if figure is None:
                continue
            figure = replace(figure, speaker=speaker_of(figure, heard), as_of=as_of(view, sentence, figure, dates))
            if trend and not known.anaphor.match(sentence.low) and trend_stands_near(sentence, figure, known):
                figure = replace(figure, trend=trend)
            last_of_paragraph[sentence.paragraph] = len(found)
            found.append(figure)
    return tuple(found)


def counted(
    view: View, sentence: Sentence, number: Number, mentions: Sequence[Mention], taken: Taken, known: Lexicon
) -> Figure | None:
    """The figure that a number is, where it counts something that the language's units or the mentions know."""
    start, end = sentence.start + number.start, sentence.start + number.end
    if (
        number.is_single
        or taken.covers(start, end)
        or known.label.search(sentence.low, max(0, number.start - 12), number.start)
    ):
        return None
    sign = sign_of(sentence, number, known)
    if sign:
        return Figure(
            **view.piece(start, end, number.rule),
            low=number.low,
            high=number.high,
            unit=sign,
            approximate=number.is_approximate,
        )
    first = bisect_left(sentence.tokens, end, key=lambda t: t.start)
    following = sentence.tokens[first : first + 10]
    noun = noun_after(following, sentence, mentions, known)
    if noun is None:
        return None
    index, unit, last = noun
    population: str | None = population_of(following, index, last, sentence, taken, known)
    if unit in known.measures:
        # "12 % des Marocains" counts Moroccans; "43 millions de dollars" says all.
        at = last + 2 if last + 1 < len(following) and following[last + 1].low in known.links else len(following)
        is_noun = at < len(following) and following[at].low not in known.stops and following[at].is_word
        population = population_of(following, at, at, sentence, taken, known) if is_noun else None
    return Figure(
        **view.piece(start, end, number.rule),
        low=number.low,
        high=number.high,
        unit=unit,
        approximate=number.is_approximate,
        population=population,
    )


def sign_of(sentence: Sentence, number: Number, known: Lexicon) -> str | None:
    """The currency whose sign or code stands before the digits: "€5.4 million", "more than $3bn", "EUR 12 million"."""
    told = SIGN.search(sentence.low, number.start, number.end) or SIGN_BEFORE.search(
        sentence.low, max(0, number.start - 5), number.start
    )
    return known.units.get(told[1]) if told else None


def noun_after(
    tokens: Sequence[Token], sentence: Sentence, mentions: Sequence[Mention], known: Lexicon
) -> tuple[int, str, int] | None:
    """The counted noun among the tokens after a number: its index, its unit, and the index of its last word."""
    for index, token in enumerate(tokens[:5]):
        two = f"{token.low} {tokens[index + 1].low}" if index + 1 < len(tokens) else ""
        if two in known.units:
            return index, known.units[two], index + 1
        if token.low in known.units and not (token.low in known.skipped and follows_noun(tokens, index, known)):
            return index, known.units[token.low], index
        for mention in mentions:
            if mention.start <= token.start < mention.end and mention.start >= tokens[0].start:
                person = mention.kind in (EntityKind.GROUP, EntityKind.ROLE, EntityKind.OFFICE)
                people = (
                    mention.kind is EntityKind.COUNTRY
                    and mention.text[:1].isupper()
                    and mention.text.endswith(("s", "x", "z"))
                    and mention.rule == "names.nationality"
                )
                if person or people:
                    last = max(n for n, t in enumerate(tokens) if t.start < mention.end)
                    return index, "person", last
        if token.low not in known.skipped and not is_between(token, tokens, index, mentions):
            return None
    return None


def is_between(token: Token, tokens: Sequence[Token], index: int, mentions: Sequence[Mention]) -> bool:
    """Whether a word only says from where those counted are, or joins two that do: "forty Georgian and Armenian officers"."""
    after = tokens[index + 1] if index + 1 < len(tokens) else token
    own, other = (
        any(m.rule == "names.nationality" and m.start <= t.start < m.end for m in mentions) for t in (token, after)
    )
    return own or (index > 0 and other and len(token.low) <= 3)


def follows_noun(tokens: Sequence[Token], index: int, known: Lexicon) -> bool:
    """Whether another counted noun stands right after: "dix jeunes Français" counts the French."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and (after.low in known.units or after.text[:1].isupper())


def population_of(
    tokens: Sequence[Token], index: int, last: int, sentence: Sentence, taken: Taken, known: Lexicon
) -> str:
    """The words that say what is counted: the noun with what belongs to it, and what happened to it."""
    first = index
    while first > 0 and tokens[first - 1].low in known.skipped and tokens[first - 1].low not in known.links:
        first -= 1
    end = last
    while end + 1 < len(tokens) and end - index < MOST_POPULATION_WORDS:
        after = tokens[end + 1]
        linked = after.low in known.links and end + 2 < len(tokens) and tokens[end + 2].is_word
        is_stop = (after.low in known.stops or is_finite(after.low, sentence.language)) and not linked
        if not after.is_word or is_stop or taken.covers(after.start, after.end) or after.start - tokens[end].end > 1:
            break
        if known.verbal.fullmatch(after.low) and not ends_at(tokens, end + 2, known):
            break
        end += 2 if linked else 1
    while end > last and (tokens[end].low in known.links or tokens[end].low in known.stops):
        end -= 1
    base = sentence.start
    text = sentence.text[tokens[first].start - base : tokens[end].end - base]
    happened = known.happened.match(sentence.low, tokens[end].end - base)
    if happened is None or happened[1] in known.stops:
        return text
    noun, what = tokens[last].low, happened[1]  # "une cellule de neuf personnes a été démantelée": not the persons
    is_of_another = bool(known.plural) and noun.endswith(known.plural) and not what.endswith(known.plural)
    return text if is_of_another else f"{text} {what}"


def ends_at(tokens: Sequence[Token], index: int, known: Lexicon) -> bool:
    """Whether no more of a phrase comes from a token on: a sign, a stop word, or nothing."""
    return index >= len(tokens) or not tokens[index].is_word or tokens[index].low in known.stops - known.determiners


def is_finite(word: str, language: str) -> bool:
    """Whether a word can only be a finite verb: what is counted ends before it."""
    readings = forms(language).get(word, ())
    return bool(readings) and all(r.tense in FINITE for r in readings)


def trend_of(sentence: Sentence, known: Lexicon) -> str | None:
    """What a sentence says of how a number moves."""
    return next((trend for trend, regex in known.trends if regex.search(sentence.low)), None)


def trend_stands_near(sentence: Sentence, figure: Figure, known: Lexicon) -> bool:
    """Whether the words of rising or falling stand within a few words of the figure."""
    at = figure.start - sentence.start
    return any(abs(m.start() - at) < 60 for _, regex in known.trends for m in regex.finditer(sentence.low))


def claims_by_sentence(view: View, claims: Sequence[Claim]) -> dict[int, list[Claim]]:
    """The claims that reach into each sentence, by where it starts; so that no figure has to ask all of them."""
    starts = [sentence.start for sentence in view.sentences]
    found: dict[int, list[Claim]] = {}
    for claim in claims:
        for n in range(max(0, bisect_right(starts, claim.start) - 1), bisect_left(starts, claim.end)):
            found.setdefault(starts[n], []).append(claim)
    return found


def speaker_of(figure: Figure, claims: Sequence[Claim]) -> str | None:
    """Who gives a figure: the speaker of the innermost claim that holds it; None for the document itself."""
    inside = [
        c for c in claims if c.kind is not ClaimKind.OWN_VOICE and c.start <= figure.start and figure.end <= c.end
    ]
    return min(inside, key=lambda c: c.end - c.start).speaker if inside else None


def as_of(view: View, sentence: Sentence, figure: Figure, times: Sequence[Time]) -> str | None:
    """When a figure holds, as "begins/ends": the nearest time of its sentence; for "now" the publication."""
    inside = [
        t
        for t in times
        if sentence.start <= t.start < sentence.end and t.kind is TimeKind.DATE and (t.begins or t.ends)
    ]
    if not inside:
        return None
    nearest = min(inside, key=lambda t: abs(t.start - figure.start))
    return f"{nearest.begins or '..'}/{nearest.ends or '..'}"
