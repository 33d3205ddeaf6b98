"""Clauses: where the words end that belong to a trigger, and which belong to another: asides, aims, parts of a count."""

from __future__ import annotations

from .chunks import Kind, is_participle
from .fillers import natures
from .lexicon import lexicon as speech_lexicon
from .phrases import Reader
from .triggers import Found


def clause_end(reader: Reader, at: int) -> int:
    """Where the words that begin at chunk `at` end: before "including", a relative, a new finite verb or a stop."""
    end = reader.chunks[at].end
    for k in range(at + 1, len(reader.chunks)):
        chunk = reader.chunks[k]
        if chunk.kind in (Kind.STOP, Kind.INCLUDING, Kind.RELATIVE, Kind.BREAK):
            break
        if chunk.kind is Kind.VERB and chunk.verb is not None and chunk.verb.is_finite:
            break
        if chunk.kind is Kind.COMMA and reader.kind(k + 1) is not Kind.NOUN:
            break
        if chunk.kind in (Kind.NOUN, Kind.VERB, Kind.TIME):
            end = chunk.end
    return end


def says_more(reader: Reader, found: Found) -> bool:
    """Whether a trigger only says more of a noun in the clause of another verb ("a arrêté mardi X, revenu de Y")."""
    if found.is_noun or not is_participle(reader.chunks[found.at].verb) or reader.is_elliptic(found.at):
        return False
    for back in range(found.at - 1, -1, -1):
        kind, verb = reader.kind(back), reader.chunks[back].verb
        if kind in (Kind.STOP, Kind.BREAK, Kind.RELATIVE):
            return False
        if verb is not None and verb.is_finite:
            return True
    return False


def opens_aim(reader: Reader, at: int) -> bool:
    """Whether an infinitive of aim stands at a chunk ("afin de préparer")."""
    if reader.kind(at) is not Kind.VERB or reader.kind(at - 1) is not Kind.PREPOSITION:
        return False
    verb = reader.chunks[at].verb
    return verb is not None and verb.tense.value == "infinitive" and "aim" in reader.chunks[at - 1].functions


def aside_start(reader: Reader, at: int) -> int:
    """From the comma that closes a participle's aside to the one that opens it ("X, lancée en mai par Y, a")."""
    for back in range(at - 1, max(0, at - 25), -1):
        kind, verb = reader.kind(back), reader.chunks[back].verb
        if kind in (Kind.STOP, Kind.BREAK, Kind.RELATIVE) or (verb is not None and verb.is_finite):
            return at
        if is_participle(verb) and reader.kind(back - 1) is Kind.COMMA and reader.kind(back - 2) is Kind.NOUN:
            return back - 1
    return at


def opens_part(reader: Reader, at: int) -> bool:
    """Whether "including" or "of whom" with a number stands at a chunk: a part of those who were just counted."""
    chunk = reader.chunks[at]
    if chunk.kind not in (Kind.INCLUDING, Kind.BREAK, Kind.RELATIVE, Kind.PREPOSITION):
        return False
    tokens = reader.sentence.tokens
    parts = natures(reader.sentence.language)["parts"]
    opening = " ".join(token.low for token in tokens[chunk.first : chunk.last])
    last = chunk.last
    if opening not in parts and last < len(tokens):
        opening, last = f"{opening} {tokens[last].low}", last + 1
    if opening not in parts or last >= len(tokens):
        return False
    low = tokens[last].low
    return (
        low[:1].isdigit()
        or low in speech_lexicon(reader.sentence.language).modality["numbers"]
        or low in (natures(reader.sentence.language)["one"])
    )
