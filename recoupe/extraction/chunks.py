"""Chunks: a sentence as a flat run of noun phrases, verb groups, prepositions and joints, without a parser.

The cut follows closed-class words (`[grammar]` and `[prepositions]` of `events.toml`), the verb groups of
`morphology`, and the mentions and times already found, which are never cut. What stands between is a noun phrase.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from ..languages import table
from ..model import Mention, Time
from .morphology import Tense, readings
from .verbgroups import VerbGroup, verb_groups
from .view import Sentence, Token, tokenised


class Kind(IntEnum):
    """What a chunk is."""

    NOUN = 1
    VERB = 2
    PREPOSITION = 3
    CONJUNCTION = 4
    INCLUDING = 5  # "dont", "such as": what follows is part of what precedes
    RELATIVE = 6  # a subject relative: "qui", "which"
    BREAK = 7  # another clause begins: "que", "where", "because"
    COMMA = 8
    TIME = 9
    PRONOUN = 10
    ADVERB = 11
    STOP = 12  # ; : ( ) and the dash
    QUOTE = 13


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a sentence, `[start, end)` in the clean text, tokens `[first, last)` of the sentence.

    `functions` are what a preposition may mean ("at", "towards"); `has_article` is true where it holds one ("du").
    """

    kind: Kind
    start: int
    end: int
    first: int
    last: int
    word: str = ""
    functions: tuple[str, ...] = ()
    has_article: bool = False
    verb: VerbGroup | None = None


Words = tuple[str, ...]
# The words, the kind of chunk that they make, the phrase of the data, its functions, whether an article is in it.
Opening = tuple[Words, Kind, str, tuple[str, ...], bool]


@dataclass(frozen=True)
class Grammar:
    """The closed-class words of a language, compiled once."""

    openings: dict[str, tuple[Opening | None, dict[str, tuple[Opening, ...]]]]
    determiners: frozenset[str]
    relatives: frozenset[str]
    articles: frozenset[str]
    partitive: frozenset[str]
    clitics: frozenset[str]
    object_clitics: frozenset[str]
    subjects: frozenset[str]
    adjectives: frozenset[str]
    negations: frozenset[str]
    object_control: frozenset[str]
    adverb_ending: re.Pattern[str]
    not_adverbs: frozenset[str]
    genitive: frozenset[str]
    possessive: frozenset[str]
    representatives: frozenset[str]


def words(text: str) -> Words:
    """A phrase of the data as the lower-case tokens that the view would make of it."""
    return tuple(token.low for token in tokenised(text))


@cache
def variants(phrase: str, language: str) -> tuple[tuple[Words, bool], ...]:
    """A phrase with its last word contracted in each way ("au sein de": de, d', du, des), and whether an article is in it."""
    data = table(language, "events")["grammar"]
    parts = words(phrase)
    forms = data["contractions"].get(parts[-1], [parts[-1]])
    return tuple(((*parts[:-1], form), form in data["with_article"]) for form in forms)


@cache
def grammar(language: str) -> Grammar:
    """The closed-class words of `events.toml`, by the first word that opens them, the longest first."""
    data = table(language, "events")
    tokens = data["grammar"]
    found: dict[Words, tuple[Kind, str, list[str], bool]] = {}

    def add(phrases: Sequence[str], kind: Kind, function: str = "") -> None:
        for phrase in phrases:
            for variant, has_article in variants(phrase, language):
                known = found.get(variant)
                if known and known[0] is kind:
                    if function:
                        known[2].append(function)
                elif not known:
                    found[variant] = (kind, phrase, [function] if function else [], has_article)

    for function, phrases in data["prepositions"].items():
        add(phrases, Kind.PREPOSITION, function)
    add(tokens["including"], Kind.INCLUDING)
    add(tokens["conjunctions"], Kind.CONJUNCTION)
    add(tokens["relatives"], Kind.RELATIVE)
    add([*tokens["other_relatives"], *tokens["subordinators"]], Kind.BREAK)
    add(tokens["pronouns"], Kind.PRONOUN)
    add(tokens["adverbs"], Kind.ADVERB)
    openings: dict[str, list[Opening]] = {}
    for variant, (kind, phrase, functions, has_article) in found.items():
        openings.setdefault(variant[0], []).append((variant, kind, phrase, tuple(functions), has_article))
    genitive = {variant[0] for phrase in data["prepositions"]["of"] for variant, _ in variants(phrase, language)}
    return Grammar(
        openings={first: _indexed(rows) for first, rows in openings.items()},
        determiners=frozenset(tokens["determiners"]),
        relatives=frozenset(tokens["relatives"]),
        articles=frozenset(tokens["articles"]),
        partitive=frozenset(tokens["partitive"]),
        clitics=frozenset([*tokens["clitics"], *tokens["negations"]]),
        object_clitics=frozenset(tokens["object_clitics"]),
        subjects=frozenset([*tokens["pronouns"], *tokens["relatives"], *tokens["negations"]]),
        adjectives=frozenset(tokens["adjectives"]),
        negations=frozenset(tokens["negations"]),
        object_control=frozenset(tokens["object_control"]),
        adverb_ending=re.compile("(?:" + "|".join(tokens["adverb_endings"] or ["(?!)"]) + ")$"),
        not_adverbs=frozenset(tokens["not_adverbs"]),
        genitive=frozenset(genitive),
        possessive=frozenset(tokens["possessive"]),
        representatives=frozenset(tokens["representatives"]),
    )


def _indexed(rows: list[Opening]) -> tuple[Opening | None, dict[str, tuple[Opening, ...]]]:
    """The row of one word, and the longer ones by their second word, the longest first."""
    single = next((row for row in rows if len(row[0]) == 1), None)
    longer: dict[str, list[Opening]] = {}
    for row in sorted(rows, key=lambda row: -len(row[0])):
        if len(row[0]) > 1:
            longer.setdefault(row[0][1], []).append(row)
    return single, {second: tuple(found) for second, found in longer.items()}


# Tokens of the longest sentence that is read for events and links: what is longer is no sentence.
LONGEST = 600

STOPS = frozenset(";:()[]—–…!?.")
QUOTES = frozenset('«»"“”„')


class Sources:
    """The mentions and times of a document, handed out by sentence."""

    def __init__(self, mentions: Sequence[Mention], times: Sequence[Time]) -> None:
        self.mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self.times = sorted(times, key=lambda t: (t.start, -t.end))
        self.mention_starts = [m.start for m in self.mentions]
        self.time_starts = [t.start for t in self.times]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        first, last = bisect_left(self.mention_starts, start), bisect_left(self.mention_starts, end)
        return [m for m in self.mentions[first:last] if m.end <= end]

    def times_in(self, start: int, end: int) -> list[Time]:
        first, last = bisect_left(self.time_starts, start), bisect_left(self.time_starts, end)
        return [t for t in self.times[first:last] if t.end <= end]


def is_prose(sentence: Sentence) -> bool:
    """Whether a sentence has a length that prose has; a longer run (a table, a list) is not cut into phrases."""
    return len(sentence.text) < LONGEST * 20 and len(sentence.tokens) <= LONGEST


def chunked(sentence: Sentence, sources: Sources) -> tuple[Chunk, ...]:
    """The chunks of a sentence, in order, covering every token."""
    rules = grammar(sentence.language)
    tokens = sentence.tokens
    fixed = _fixed(sentence, sources)
    groups = (_as_participle(group, sentence, rules) for group in verb_groups(tokens, sentence.language))
    verbs = {group.first: group for group in groups if _is_verb(group, tokens, rules)}
    out: list[Chunk] = []
    at, size = 0, len(tokens)
    noun = -1  # first token of the noun phrase being built
    after_place = -1  # the token after a place's or a country's name

    def close(before: int) -> None:
        nonlocal noun
        if noun >= 0:
            out.append(Chunk(Kind.NOUN, tokens[noun].start, tokens[before - 1].end, noun, before))
            noun = -1

    while at < size:
        token = tokens[at]
        until = fixed.get(at)
        if until is not None and until[0] == "time":
            close(at)
            out.append(Chunk(Kind.TIME, token.start, tokens[until[1] - 1].end, at, until[1]))
            at = until[1]
            continue
        if until is not None:
            noun = at if noun < 0 else noun
            at = until[1]
            after_place = at if until[0] == "place" else -1
            continue
        opening = _opening(tokens, at, rules)
        group = verbs.get(at)
        if group is not None and not _is_function_word(opening, group, out):
            close(at)
            out.append(Chunk(Kind.VERB, token.start, group.end, at, group.last + 1, verb=group))
            at = group.last + 1
            continue
        if not token.is_word:
            if token.low in QUOTES:
                if noun < 0 or at + 1 >= size:
                    out.append(Chunk(Kind.QUOTE, token.start, token.end, at, at + 1))
            elif token.low in ",." and is_decimal(tokens, at):
                noun = at if noun < 0 else noun
            elif token.low == ",":
                close(at)
                out.append(Chunk(Kind.COMMA, token.start, token.end, at, at + 1))
            elif token.low in STOPS or token.low == "-":
                close(at)
                out.append(Chunk(Kind.STOP, token.start, token.end, at, at + 1, token.low))
            elif noun < 0:
                noun = at
            at += 1
            continue
        if opening is not None:
            variant, kind, phrase, functions, has_article = opening
            last = at + len(variant)
            is_article = len(variant) == 1 and token.low in rules.partitive and last < size and last not in verbs
            if is_article and tokens[last].is_capitalised and token.low not in rules.determiners:
                is_article = False  # "reviennent de Syrie", but "arrêtent des Marocains"
            is_article = is_article and _opens_object(out, noun)
            if is_article and kind is Kind.PREPOSITION:
                noun = at
                at += 1
                continue
            close(at)
            out.append(Chunk(kind, token.start, tokens[last - 1].end, at, last, phrase, functions, has_article))
            at = last
            continue
        if noun >= 0 and token.low in rules.determiners and (token.low in rules.articles or at == after_place):
            close(at)  # an article opens a new phrase, and so does a count after a place ("à Rome trois hommes")
        if token.low in rules.negations:
            close(at)  # "de ne pas transmettre": no part of a phrase
            out.append(Chunk(Kind.ADVERB, token.start, token.end, at, at + 1, token.low))
            at += 1
            continue
        is_adverb = rules.adverb_ending.search(token.low) is not None and token.low not in rules.not_adverbs
        if is_adverb and (noun < 0 or at + 1 in verbs):
            close(at)
            out.append(Chunk(Kind.ADVERB, token.start, token.end, at, at + 1, token.low))
            at += 1
            continue
        noun = at if noun < 0 else noun
        at += 1
    close(size)
    return tuple(out)


def _is_function_word(opening: Opening | None, group: VerbGroup, out: list[Chunk]) -> bool:
    """Whether what may be a verb is rather a preposition or a set phrase here ("entre", "durant", "visant à")."""
    if opening is None:
        return False
    if len(opening[0]) > 1:
        return True
    after_subject = bool(out) and out[-1].kind in (Kind.PRONOUN, Kind.RELATIVE)
    return group.first == group.last and not after_subject


def _as_participle(group: VerbGroup, sentence: Sentence, rules: Grammar) -> VerbGroup:
    """A lone form in the first or second person without its pronoun is the participle that it may be ("reconnus")."""
    if group.first != group.last or not group.is_finite or group.person not in (1, 2, 4, 5) or group.first == 0:
        return group
    tokens = sentence.tokens
    if tokens[group.first - 1].low in rules.subjects:
        return group
    found = readings(tokens[group.head].low, sentence.language)
    if not any(reading.tense is Tense.PAST_PARTICIPLE for reading in found):
        return group
    return group._replace(tense=Tense.PAST_PARTICIPLE, is_passive=True)


def _is_verb(group: VerbGroup, tokens: tuple[Token, ...], rules: Grammar) -> bool:
    """Whether a group is a verb here: a lone form after a determiner that is no pronoun is a noun ("ce groupe")."""
    if group.first == group.last and tokens[group.first].low in rules.adjectives:
        return False
    if not group.is_finite or len(group.lemmas) > 1 or group.head != group.last:
        return True
    before = tokens[group.first - 1].low if group.first else ""
    if group.first == group.head:
        says_more = (
            before in rules.relatives and group.first > 1 and tokens[group.first - 2].is_word
        )  # "a ring that smuggled"
        return before not in rules.determiners or before in rules.clitics or says_more
    # "la collecte de dons": an article before a present is one, unless a subject pronoun stands before it
    is_article = all(token.low in rules.object_clitics for token in tokens[group.first : group.head])
    may_be_noun = group.tense in (Tense.PRESENT, Tense.SUBJUNCTIVE) and is_article
    return not may_be_noun or before in rules.subjects


def _opening(tokens: tuple[Token, ...], at: int, rules: Grammar) -> Opening | None:
    """The longest function word or phrase that begins at a token."""
    rows = rules.openings.get(tokens[at].low)
    if rows is None:
        return None
    single, longer = rows
    second = tokens[at + 1].low if at + 1 < len(tokens) else ""
    for row in longer.get(second, ()):
        variant = row[0]
        size = len(variant)
        if at + size <= len(tokens) and all(tokens[at + k].low == variant[k] for k in range(2, size)):
            return row
        if row[1] is Kind.PREPOSITION and size > 2:
            after = _after_aside(tokens, at, variant)
            if after is not None:
                return (("",) * (after - at), *row[1:])
    return single


def _after_aside(tokens: tuple[Token, ...], at: int, variant: Words) -> int | None:
    """Where a preposition ends that holds a short aside: "en présence, cette fois-ci, des ministres"."""
    comma = at + len(variant) - 1
    if comma >= len(tokens) or tokens[comma].low != ",":
        return None
    if any(tokens[at + k].low != variant[k] for k in range(2, len(variant) - 1)):
        return None
    for end in range(comma + 2, min(comma + 8, len(tokens) - 1)):
        if tokens[end].low == "," and tokens[end + 1].low == variant[-1]:
            return end + 2
    return None


def is_decimal(tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma or stop stands inside a number: "6,5 millions", "1.6 million"."""
    if not 0 < at < len(tokens) - 1:
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    return before.text.isdigit() and after.text.isdigit() and before.end == after.start - 1


def _opens_object(out: list[Chunk], noun: int) -> bool:
    """Whether "de", "des", "du" here is an article: nothing nominal just before it (a verb, a joint, the beginning)."""
    if noun >= 0:
        return False
    if not out:
        return True
    last = out[-1]
    if last.kind is Kind.COMMA:
        return not any(chunk.kind is Kind.PREPOSITION and "of" in chunk.functions for chunk in out[-8:])
    if last.kind is Kind.PREPOSITION:
        return last.functions != ("of",)
    return last.kind in (Kind.VERB, Kind.STOP, Kind.INCLUDING, Kind.QUOTE, Kind.BREAK, Kind.ADVERB, Kind.TIME)


def _fixed(sentence: Sentence, sources: Sources) -> dict[int, tuple[str, int]]:
    """Stretches of tokens that are not cut: first token -> ("time", "place" or "mention", last token plus one)."""
    found: dict[int, tuple[str, int]] = {}
    pieces: list[tuple[int, int, str]] = [
        (m.start, m.end, "place" if m.kind == "place" else "mention")
        for m in sources.mentions_in(sentence.start, sentence.end)
    ]
    pieces += [(t.start, t.end, "time") for t in sources.times_in(sentence.start, sentence.end)]
    if not pieces:
        return found
    starts = [token.start for token in sentence.tokens]
    covered = -1
    for start, end, kind in sorted(pieces, key=lambda piece: (piece[0], -piece[1])):
        if start < covered:
            continue
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if first < last:
            found[first] = (kind, last)
            covered = end
    return found


def is_participle(verb: VerbGroup | None) -> bool:
    """Whether a group is a past participle alone ("réunions tenues")."""
    return verb is not None and verb.tense is Tense.PAST_PARTICIPLE
