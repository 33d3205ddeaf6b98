"""Phrases: a sentence as a flat run of noun phrases, verb groups, prepositions and joints, without a parser.

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
from ..model import Mention, Span, Time
from .morphology import Tense
from .verbgroups import VerbGroup, verb_groups
from .view import Sentence, Token, lowered, tokenised


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

    openings: dict[str, tuple[Opening, ...]]
    determiners: frozenset[str]
    articles: frozenset[str]
    partitive: frozenset[str]
    clitics: frozenset[str]
    object_clitics: frozenset[str]
    subjects: frozenset[str]
    adjectives: frozenset[str]
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
        openings={first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in openings.items()},
        determiners=frozenset(tokens["determiners"]),
        articles=frozenset(tokens["articles"]),
        partitive=frozenset(tokens["partitive"]),
        clitics=frozenset([*tokens["clitics"], *tokens["negations"]]),
        object_clitics=frozenset(tokens["object_clitics"]),
        subjects=frozenset([*tokens["pronouns"], *tokens["relatives"], *tokens["negations"]]),
        adjectives=frozenset(tokens["adjectives"]),
        adverb_ending=re.compile("(?:" + "|".join(tokens["adverb_endings"] or ["(?!)"]) + ")$"),
        not_adverbs=frozenset(tokens["not_adverbs"]),
        genitive=frozenset(genitive),
        possessive=frozenset(tokens["possessive"]),
        representatives=frozenset(tokens["representatives"]),
    )


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


def chunked(sentence: Sentence, sources: Sources) -> tuple[Chunk, ...]:
    """The chunks of a sentence, in order, covering every token."""
    rules = grammar(sentence.language)
    tokens = sentence.tokens
    fixed = _fixed(sentence, sources)
    verbs = {group.first: group for group in verb_groups(tokens, sentence.language) if _is_verb(group, tokens, rules)}
    out: list[Chunk] = []
    at, size = 0, len(tokens)
    noun = -1  # first token of the noun phrase being built

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
            is_article = (
                token.low in rules.partitive and last not in verbs and len(variant) == 1 and _opens_object(out, noun)
            )
            if is_article and kind is Kind.PREPOSITION:
                noun = at
                at += 1
                continue
            close(at)
            out.append(Chunk(kind, token.start, tokens[last - 1].end, at, last, phrase, functions, has_article))
            at = last
            continue
        if noun >= 0 and token.low in rules.determiners and token.low in rules.articles:
            close(at)  # an article opens a new phrase
        if rules.adverb_ending.search(token.low) and token.low not in rules.not_adverbs and noun < 0:
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


def _is_verb(group: VerbGroup, tokens: tuple[Token, ...], rules: Grammar) -> bool:
    """Whether a group is a verb here: a lone form after a determiner that is no pronoun is a noun ("ce groupe")."""
    if group.first == group.last and tokens[group.first].low in rules.adjectives:
        return False
    if not group.is_finite or len(group.lemmas) > 1 or group.head != group.last:
        return True
    before = tokens[group.first - 1].low if group.first else ""
    if group.first == group.head:
        return before not in rules.determiners or before in rules.clitics
    # "la collecte de dons": an article before a present is one, unless a subject pronoun stands before it
    is_article = all(token.low in rules.object_clitics for token in tokens[group.first : group.head])
    may_be_noun = group.tense in (Tense.PRESENT, Tense.SUBJUNCTIVE) and is_article
    return not may_be_noun or before in rules.subjects


def _opening(tokens: tuple[Token, ...], at: int, rules: Grammar) -> Opening | None:
    for row in rules.openings.get(tokens[at].low, ()):
        variant = row[0]
        if len(variant) == 1:
            return row
        if at + len(variant) <= len(tokens) and all(tokens[at + k].low == variant[k] for k in range(1, len(variant))):
            return row
        # "en présence, cette fois-ci, des ministres": a short aside inside the preposition
        if row[1] is Kind.PREPOSITION and len(variant) > 2:
            head = len(variant) - 1
            if all(at + k < len(tokens) and tokens[at + k].low == variant[k] for k in range(1, head)):
                comma = at + head
                if comma < len(tokens) and tokens[comma].low == ",":
                    for end in range(comma + 2, min(comma + 8, len(tokens) - 1)):
                        if tokens[end].low == "," and tokens[end + 1].low == variant[-1]:
                            return (("",) * (end + 2 - at), *row[1:])
    return None


def _opens_object(out: list[Chunk], noun: int) -> bool:
    """Whether "de", "des", "du" here is an article: nothing nominal just before it (a verb, a joint, the beginning)."""
    if noun >= 0:
        return False
    if not out:
        return True
    last = out[-1]
    if last.kind is Kind.COMMA:
        return not any(chunk.kind is Kind.PREPOSITION and "of" in chunk.functions for chunk in out[-8:])
    return last.kind in (Kind.VERB, Kind.STOP, Kind.INCLUDING, Kind.QUOTE, Kind.BREAK, Kind.ADVERB, Kind.TIME)


def _fixed(sentence: Sentence, sources: Sources) -> dict[int, tuple[str, int]]:
    """Stretches of tokens that are not cut: first token -> ("time" or "mention", last token plus one)."""
    found: dict[int, tuple[str, int]] = {}
    pieces: list[tuple[int, int, str]] = [
        (m.start, m.end, "mention") for m in sources.mentions_in(sentence.start, sentence.end)
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


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase with its complements: chunks `[first, last)` of the sentence; `head` is the first noun chunk.

    `start` is after the article; `head_end` is where the head noun phrase ends, before "de ..."; `text` is the clean text.
    """

    first: int
    last: int
    start: int
    end: int
    head_end: int
    head_words: Words

    @property
    def span(self) -> Span:
        return self.start, self.end


def is_participle(verb: VerbGroup | None) -> bool:
    """Whether a group is a past participle alone ("réunions tenues")."""
    return verb is not None and verb.tense is Tense.PAST_PARTICIPLE


class Reader:
    """The chunks of one sentence with what is asked of them: phrases, lists, subjects, objects, complements."""

    def __init__(self, sentence: Sentence, sources: Sources) -> None:
        self.sentence = sentence
        self.sources = sources
        self.rules = grammar(sentence.language)
        self.chunks = chunked(sentence, sources)

    def kind(self, at: int) -> Kind | None:
        return self.chunks[at].kind if 0 <= at < len(self.chunks) else None

    def words_of(self, chunk: Chunk) -> Words:
        return tuple(token.low for token in self.sentence.tokens[chunk.first : chunk.last])

    def is_of(self, at: int) -> bool:
        return self.kind(at) is Kind.PREPOSITION and "of" in self.chunks[at].functions

    def phrase(self, at: int) -> Phrase | None:
        """The noun phrase that begins at chunk `at`, with its "of" complements and the reduced relatives' head kept out."""
        if self.kind(at) is not Kind.NOUN:
            return None
        chunk = self.chunks[at]
        last = at + 1
        while self.is_of(last) and self.kind(last + 1) is Kind.NOUN:
            last += 2
        if (
            self.kind(last) is Kind.PREPOSITION
            and self.chunks[last].word in ("en", "in")
            and self.kind(last + 1) is Kind.NOUN
            and not self.has_place(self.chunks[last + 1])
            and self.chunks[last + 1].last - self.chunks[last + 1].first <= 2
        ):
            last += 2
        if self.kind(last) is Kind.VERB and is_participle(self.chunks[last].verb):
            # "les autorités reconnues, ...": a participle with nothing after it is an adjective
            if self.kind(last + 1) in (Kind.COMMA, Kind.CONJUNCTION, Kind.STOP, None):
                last += 1
        first = chunk.first
        tokens = self.sentence.tokens
        while first < chunk.last - 1 and (tokens[first].low in self.rules.articles or not tokens[first].is_word):
            first += 1
        end = self.chunks[last - 1].end
        closing = chunk.last - 1
        if last == at + 1 and closing > first and tokens[closing].low in QUOTES:
            if not any(token.low in QUOTES for token in tokens[first:closing]):
                end = tokens[closing - 1].end
        head = tuple(token.low for token in tokens[first : chunk.last])
        return Phrase(at, last, tokens[first].start, end, chunk.end, head)

    def has_place(self, chunk: Chunk) -> bool:
        return any(m.kind in ("place", "country") for m in self.sources.mentions_in(chunk.start, chunk.end))

    def listed(self, at: int) -> tuple[list[Phrase], int]:
        """The phrases of the list that begins at chunk `at` ("A, B et C", "X tels que A et B"), and the chunk after it.

        A list goes on over commas only where a joint ends it or it opens after "such as"; "des ministres de A, du B et
        du C" lists the complements.
        """
        members: list[Phrase] = []
        phrase = self.phrase(at)
        if phrase is None:
            return members, at
        members.append(phrase)
        end = phrase.last
        while True:
            step = self._next_member(end)
            if step is None:
                return members, end
            found = self.phrase(step)
            if found is None:
                return members, end
            members.append(found)
            end = found.last

    def _next_member(self, at: int) -> int | None:
        """The chunk where the next member of a list begins, when the list goes on at `at`."""
        kind = self.kind(at)
        if kind is Kind.STOP and self.chunks[at].word == "(":
            return None
        commas = 0
        while self.kind(at) is Kind.COMMA:
            at += 1
            commas += 1
        joints = 0
        while self.kind(at) in (Kind.CONJUNCTION, Kind.INCLUDING, Kind.ADVERB):
            joints += self.kind(at) is not Kind.ADVERB
            at += 1
        if not joints and not commas:
            return None
        if self.kind(at) is Kind.PREPOSITION and ({"of"} & set(self.chunks[at].functions) or self._repeats(at)):
            at += 1
        if self.kind(at) is not Kind.NOUN:
            return None
        if joints:
            return None if self._is_clause(at) else at
        return at if self._list_closes(at) else None

    def _repeats(self, at: int) -> bool:
        """Whether the preposition at `at` is the one that opened the list ("avec A et avec B")."""
        back = at - 1
        while back >= 0 and self.kind(back) not in (Kind.VERB, Kind.RELATIVE, Kind.BREAK, Kind.STOP):
            if self.kind(back) is Kind.PREPOSITION and self.chunks[back].word == self.chunks[at].word:
                return True
            back -= 1
        return False

    def _is_clause(self, at: int) -> bool:
        """Whether the phrase at `at` is the subject of a clause of its own ("… et la police arrête …")."""
        phrase = self.phrase(at)
        end = phrase.last if phrase else at + 1
        return self.kind(end) is Kind.VERB and self._is_finite(end)

    def _is_finite(self, at: int) -> bool:
        verb = self.chunks[at].verb
        return verb is not None and verb.is_finite

    def _list_closes(self, at: int) -> bool:
        """Whether a joint comes before the clause ends: "…, B, C et D"."""
        for k in range(at, min(at + 40, len(self.chunks))):
            kind = self.kind(k)
            if kind is Kind.CONJUNCTION:
                after = k + 1
                if self.kind(after) is Kind.PREPOSITION:
                    after += 1
                return self.kind(after) is Kind.NOUN and not self._is_clause(after)
            if kind is Kind.VERB and is_participle(self.chunks[k].verb):
                continue
            if kind not in (Kind.NOUN, Kind.COMMA, Kind.PREPOSITION, Kind.QUOTE, Kind.ADVERB):
                return False
            if (
                kind is Kind.PREPOSITION
                and "of" not in self.chunks[k].functions
                and self.chunks[k].word not in ("en", "in")
            ):
                return False
        return False

    def phrase_start(self, at: int) -> int:
        """Back from a noun chunk to the head of its phrase: from "Syrie" in "combattants de Syrie" to "combattants"."""
        while self.is_of(at - 1) and self.kind(at - 2) is Kind.NOUN:
            at -= 2
        return at

    def list_start(self, at: int) -> int:
        """Back from the last member of a list to its first: from "C" in "A, B et C" to "A"."""
        at = self.phrase_start(at)
        joined = False
        while True:
            back = at - 1
            if self.kind(back) in (Kind.CONJUNCTION, Kind.INCLUDING):
                joined = True
                back -= 1
                if self.kind(back) is Kind.COMMA:
                    back -= 1
            elif self.kind(back) is Kind.COMMA and joined:
                back -= 1
            else:
                return at
            if self.kind(back) is not Kind.NOUN:
                return at
            start = self.phrase_start(back)
            if (
                self.kind(start - 1) is Kind.PREPOSITION
                and not self.is_of(start - 1)
                and self.kind(start - 2) is Kind.NOUN
            ):
                return at
            at = start

    def subject(self, at: int) -> int | None:
        """The first chunk of the subject of the verb group at `at`; None where there is none or it is a pronoun."""
        verb = self.chunks[at].verb
        if verb is None:
            return None
        if verb.is_finite:
            return self._finite_subject(at)
        if is_participle(verb):
            return self._antecedent(at)
        return self._controller(at)

    def _finite_subject(self, at: int) -> int | None:
        before = self._before_aside(at)
        if before is not None:
            return before
        back = at - 1
        while back >= 0:
            kind = self.kind(back)
            if kind is Kind.RELATIVE:
                return self._antecedent(back)
            if kind is Kind.PRONOUN or kind in (Kind.BREAK, Kind.STOP):
                return None
            if kind is Kind.VERB:
                if self._is_finite(back):
                    joined = any(self.kind(k) is Kind.CONJUNCTION for k in range(back + 1, at))
                    return self.subject(back) if joined else None
                if not is_participle(self.chunks[back].verb):
                    return None
            if kind is Kind.NOUN:
                start = self.phrase_start(back)
                governed = self.kind(start - 1) is Kind.PREPOSITION
                if not governed:
                    first = self.list_start(back)
                    if self.kind(first - 1) is not Kind.PREPOSITION:
                        return first
                    start = first
                back = start - 1
            back -= 1
        return None

    def _before_aside(self, at: int) -> int | None:
        """The subject before an aside in commas that ends at the verb `at` ("X, lié à Y, finance …")."""
        if self.kind(at - 1) is not Kind.COMMA:
            return None
        for back in range(at - 2, max(0, at - 14), -1):
            kind = self.kind(back)
            if kind in (Kind.STOP, Kind.BREAK) or (kind is Kind.VERB and self._is_finite(back)):
                return None
            if kind is Kind.COMMA and self.kind(back - 1) is Kind.NOUN:
                first = self.list_start(back - 1)
                return None if self.kind(first - 1) in (Kind.PREPOSITION, Kind.COMMA, Kind.CONJUNCTION) else first
        return None

    def _antecedent(self, at: int) -> int | None:
        """The phrase that a relative or a participle at `at` says more of."""
        back = at - 1
        while self.kind(back) in (Kind.COMMA, Kind.QUOTE, Kind.ADVERB):
            back -= 1
        if self.kind(back) is Kind.VERB and is_participle(self.chunks[back].verb):
            return self._antecedent(back)
        if self.kind(back) is Kind.CONJUNCTION and self.kind(back - 1) is Kind.VERB:
            return self.subject(back - 1)
        if self.kind(back) is not Kind.NOUN:
            return None
        start = self.phrase_start(back)
        return start

    def _controller(self, at: int) -> int | None:
        """The subject of an infinitive or a gerund: that of the verb that governs it."""
        back = at - 1
        steps = 0
        while back >= 0 and steps < 12:
            kind = self.kind(back)
            if kind is Kind.VERB:
                governor = self.chunks[back].verb
                if governor is not None and is_participle(governor) and back + 3 < at:
                    return None
                return self.subject(back)
            if kind in (Kind.STOP, Kind.BREAK, Kind.RELATIVE, Kind.PRONOUN):
                return self._antecedent(back) if kind is Kind.RELATIVE else None
            verb = self.chunks[at].verb
            if kind is Kind.NOUN and back == at - 1 and verb is not None and verb.tense is Tense.PRESENT_PARTICIPLE:
                return self.phrase_start(back)
            back -= 1
            steps += 1
        return None

    def object(self, at: int) -> int | None:
        """The first chunk of the direct object after the verb group at `at`."""
        after = at + 1
        while self.kind(after) in (Kind.ADVERB, Kind.QUOTE):
            after += 1
        if self.kind(after) is Kind.CONJUNCTION:
            after += 1
            while self.kind(after) is Kind.PREPOSITION or self.kind(after) is Kind.ADVERB:
                after += 1
            if self.kind(after) is Kind.VERB and not self._is_finite(after):
                return self.object(after)
            return None
        return after if self.kind(after) is Kind.NOUN else None

    def reach(self, at: int) -> int:
        """The chunk at which what belongs to the trigger at `at` ends: the next clause, stop or end."""
        end = at + 1
        while end < len(self.chunks):
            kind = self.kind(end)
            if kind in (Kind.STOP, Kind.BREAK, Kind.RELATIVE):
                break
            if kind is Kind.VERB and self._is_finite(end):
                break
            end += 1
        return end


def same(text: str) -> str:
    """A text for comparison: lower case, straight apostrophes."""
    return lowered(text)
