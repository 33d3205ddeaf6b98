"""Triggers: the words that name an event, in a sense that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..languages import table
from .chunks import Chunk, Kind, Words, is_participle, words
from .morphology import Tense, forms, readings
from .phrases import Reader
from .view import Token


@dataclass(frozen=True)
class EventType:
    """A type of `common/events.toml`: the role or the detail that each position fills, and what may fill a role."""

    name: str
    roles: Mapping[str, str]
    details: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]
    is_free: bool


@dataclass(frozen=True)
class Frame:
    """One `[[trigger]]` of a language: its words, and how it departs from its type.

    `needs` are positions or roles of which one must be filled; `kinds` limits what may stand in a position.
    """

    type: EventType
    name: str
    roles: Mapping[str, str]
    details: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]
    needs: tuple[str, ...]
    options: Mapping[str, Any] = field(repr=False)

    @property
    def rule(self) -> str:
        return f"events.{self.name}"

    def has(self, option: str) -> bool:
        return bool(self.options.get(option))


@dataclass(frozen=True)
class Lexicon:
    """All frames of a language by the words that open them."""

    verbs: Mapping[str, tuple[Frame, ...]]
    reflexives: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[tuple[Words, Frame], ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger in a sentence: the chunks that it begins and ends in and the clean-text offsets of its words."""

    frame: Frame
    at: int
    last: int
    start: int
    end: int
    is_noun: bool


@cache
def event_types() -> Mapping[str, EventType]:
    """The types of `common/events.toml` by name."""
    found = {}
    for name, row in table("common", "events").items():
        roles = {key: value for key, value in row.items() if key not in NOT_POSITIONS}
        kinds = {key: frozenset(value) for key, value in row.get("kinds", {}).items()}
        found[name] = EventType(name, roles, row.get("details", {}), kinds, row["merge"] == "free")
    return found


NOT_POSITIONS = frozenset({"description", "label", "kinds", "details", "merge"})


@cache
def lexicon(language: str) -> Lexicon:
    """The frames of a language's `events.toml`."""
    types = event_types()
    verbs: dict[str, list[Frame]] = {}
    reflexives: dict[str, list[Frame]] = {}
    nouns: dict[str, list[tuple[Words, Frame]]] = {}
    for row in table(language, "events")["trigger"]:
        kind = types[row["type"]]
        takes = row.get("takes", ())  # positions that here hold somebody who takes part, and no words to be kept
        details = {key: name for key, name in kind.details.items() if key not in takes} | row.get("details", {})
        roles = {**{k: v for k, v in kind.roles.items() if k not in details}, **row.get("roles", {})}
        kinds = {key: frozenset(value) for key, value in row.get("kinds", {}).items()}
        frame = Frame(kind, row["name"], roles, details, kinds, tuple(row.get("needs", ())), row)
        for lemma in row.get("verbs", ()):
            verbs.setdefault(lemma, []).append(frame)
        for lemma in row.get("reflexive", ()):
            reflexives.setdefault(lemma, []).append(frame)
        for phrase in (*row.get("nouns", ()), *row.get("phrases", ())):
            parts = words(phrase)
            nouns.setdefault(parts[0], []).append((parts, frame))
    return Lexicon(
        {lemma: tuple(frames) for lemma, frames in verbs.items()},
        {lemma: tuple(frames) for lemma, frames in reflexives.items()},
        {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in nouns.items()},
    )


@cache
def trigger_forms(language: str) -> frozenset[str]:
    """Every word form that may open a trigger: a sentence without one is not cut into phrases."""
    known = lexicon(language)
    lemmas = set(known.verbs) | set(known.reflexives)
    found = {form for form, readings in forms(language).items() if any(r.lemma in lemmas for r in readings)}
    return frozenset(found | set(known.nouns))


def triggers(reader: Reader) -> list[Found]:
    """The triggers of a sentence from left to right, at most one on the same words."""
    known = lexicon(reader.sentence.language)
    found: list[Found] = []
    for at, chunk in enumerate(reader.chunks):
        if chunk.kind is Kind.VERB:
            frame = _verb_frame(reader, at, known)
            if frame is not None and chunk.verb is not None:
                found.append(Found(frame, at, at, chunk.start, chunk.end, False))
    found += _nouns(reader, known)
    return sorted(found, key=lambda f: (f.start, -f.end))


def _verb_frame(reader: Reader, at: int, known: Lexicon) -> Frame | None:
    verb = reader.chunks[at].verb
    if verb is None:
        return None
    if verb.is_reflexive:
        frames = known.reflexives.get(verb.lemma, ()) + tuple(
            f
            for f in known.verbs.get(verb.lemma, ())
            if not f.has("not_reflexive") and verb.lemma not in known.reflexives
        )
    else:
        frames = known.verbs.get(verb.lemma, ())
        if is_participle(verb) and verb.lemma in known.reflexives and not frames:
            frames = known.reflexives[verb.lemma]  # "les ministres réunis à Lyon"
    return next((frame for frame in frames if _verb_fits(reader, at, frame)), None)


def _verb_fits(reader: Reader, at: int, frame: Frame) -> bool:
    verb = reader.chunks[at].verb
    assert verb is not None
    options = frame.options
    if frame.has("finite") and not verb.is_finite:
        return False
    if frame.has("passive") and not verb.is_passive:
        return False
    target = reader.subject(at) if verb.is_passive and not reader.is_elliptic(at) else reader.object(at)
    head: Words = ()
    if target is not None:
        phrase = reader.phrase(target)
        head = phrase.head_words if phrase else ()
    if options.get("object_words") and not set(head) & set(options["object_words"]):
        return False
    if options.get("not_words"):
        spoken = {token.low for token in reader.sentence.tokens}
        if spoken & set(options["not_words"]) & (set(head) or spoken):
            return False
    if options.get("then"):
        after = reader.sentence.text[reader.chunks[at].end - reader.sentence.start :]
        limit = reader.sentence.low[len(reader.sentence.low) - len(after) :][:120]
        return any(f" {then}" in limit for then in options["then"])
    if options.get("with_preposition"):
        ahead = range(at + 1, min(at + 5, len(reader.chunks)))
        return any(reader.chunks[k].word in options["with_preposition"] for k in ahead)
    return True


def _nouns(reader: Reader, known: Lexicon) -> list[Found]:
    tokens = reader.sentence.tokens
    chunk_of = {token: at for at, chunk in enumerate(reader.chunks) for token in range(chunk.first, chunk.last)}
    named = _inside_names(reader)
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        row = next(
            (
                row
                for row in known.nouns.get(tokens[at].low, ())
                if at + len(row[0]) <= len(tokens)
                and all(tokens[at + k].low == row[0][k] for k in range(1, len(row[0])))
            ),
            None,
        )
        if row is None or at in named:
            at += 1
            continue
        parts, frame = row
        last = at + len(parts)
        if _is_in_name(tokens, at, last):
            at = last
            continue
        chunk = chunk_of[at]
        is_phrase = parts in {words(p) for p in frame.options.get("phrases", ())}
        if is_phrase or (reader.chunks[chunk].kind is Kind.NOUN and _noun_fits(reader, chunk, at, last, frame)):
            end = _with_adjectives(reader, reader.chunks[chunk], last)
            found.append(Found(frame, chunk, chunk_of[last - 1], tokens[at].start, tokens[end - 1].end, not is_phrase))
        at = last
    return found


def _is_in_name(tokens: tuple[Token, ...], at: int, last: int) -> bool:
    """Whether a capitalised trigger stands beside another capital: "the Syrian American Forum" is a name."""
    if not tokens[at].is_capitalised or at == 0:
        return False
    after = tokens[last] if last < len(tokens) else None
    return tokens[at - 1].is_capitalised or (after is not None and after.is_capitalised)


def _inside_names(reader: Reader) -> set[int]:
    """Tokens inside the name of someone or somewhere: "La Réunion" is no meeting."""
    inside = set()
    sentence = reader.sentence
    mentions = [m for m in reader.sources.mentions_in(sentence.start, sentence.end) if m.kind != "role"]
    for index, token in enumerate(sentence.tokens):
        while mentions and mentions[0].end <= token.start:
            mentions.pop(0)
        if mentions and mentions[0].start <= token.start < mentions[0].end:
            inside.add(index)
    return inside


def _with_adjectives(reader: Reader, chunk: Chunk, last: int) -> int:
    """The end of the trigger's words with one adjective after the noun ("réunion internationale")."""
    tokens = reader.sentence.tokens
    data = table(reader.sentence.language, "events")["nature"]
    if last < chunk.last and tokens[last].low in data["international"]:
        return last + 1
    return last


def _noun_fits(reader: Reader, at: int, first: int, last: int, frame: Frame) -> bool:
    tokens = reader.sentence.tokens
    chunk = reader.chunks[at]
    data = table(reader.sentence.language, "events")["nature"]
    after = " ".join(token.low for token in tokens[last : last + 4]).replace("' ", "'")
    if any(after.startswith(ending) for ending in frame.options.get("not_before", ())):
        return False
    before = reader.chunks[at - 1] if at else None
    has_article = first > chunk.first or (before is not None and before.has_article)
    if frame.has("determined") and not has_article:
        return False
    if before is not None and before.kind is Kind.PREPOSITION:
        if before.word in data["hypothetical"] or "against" in before.functions:
            return False
        if "of" in before.functions:
            # "réseaux de recrutement": a bare complement says what kind, not what happened
            carrier = reader.words_of(reader.chunks[at - 2]) if at >= 2 and reader.kind(at - 2) is Kind.NOUN else ()
            if carrier and carrier[-1] in data["hypothetical_nouns"]:
                return False
            if not has_article and carrier and carrier[-1] not in data["carriers"]:
                return False
    if first > chunk.first and tokens[first - 1].low in data["none"]:
        return False
    if frame.options.get("supported"):
        return _support_lemma(reader, at) in frame.options["supported"]
    return True


def _support_lemma(reader: Reader, at: int) -> str:
    """The verb that carries a noun: the one whose subject or object it is."""
    carried = support(reader, at)
    verb = reader.chunks[carried].verb if carried is not None else None
    return verb.lemma if verb else ""


def support(reader: Reader, at: int) -> int | None:
    """The chunk of the verb group that carries the noun chunk `at`: its passive or plain verb, or what governs it."""
    start = reader.phrase_start(at)
    before = start - 1
    while reader.kind(before) in (Kind.ADVERB, Kind.QUOTE, Kind.COMMA):
        before -= 1
    if reader.kind(before) is Kind.PREPOSITION and set(reader.chunks[before].functions) & {"at", "to"}:
        before -= 1
        while reader.kind(before) is Kind.ADVERB:
            before -= 1
    if reader.kind(before) is Kind.VERB and start == at:
        return before
    participle = at + 1 if _is_reduced(reader, at + 1) else None
    for after in range(at + 1, min(at + 25, len(reader.chunks))):
        kind = reader.kind(after)
        if kind is Kind.VERB and reader.chunks[after].verb.is_finite:  # type: ignore[union-attr]
            return after if reader.subject(after) in (start, at) else participle
        if kind in (Kind.STOP, Kind.BREAK, Kind.RELATIVE):
            break
    return participle


def _is_reduced(reader: Reader, at: int) -> bool:
    """Whether a verb after a noun says what was done with it: "une réunion tenue à Lyon", "a meeting held in Lyon"."""
    verb = reader.chunks[at].verb if at < len(reader.chunks) else None
    if verb is None:
        return False
    is_carrier = verb.lemma in table(reader.sentence.language, "events")["support"]
    may_be = any(
        r.tense is Tense.PAST_PARTICIPLE
        for r in readings(reader.sentence.tokens[verb.head].low, reader.sentence.language)
    )
    is_bare = verb.first == verb.last and reader.kind(at + 1) in (Kind.PREPOSITION, Kind.TIME)
    return is_participle(verb) or (is_carrier and may_be and is_bare)
