"""Fillers: what a noun phrase names: an entity, a people, those who stand for a country, or its own words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..languages import table
from ..model import Entity, EntityKind, Mention
from .chunks import Kind
from .phrases import Phrase, Reader

GROUPED = re.compile(r"\d{1,3}(?:[., \u00a0\u202f]\d{3})+")  # "400,000": a count and no year


@dataclass(frozen=True, slots=True)
class Filler:
    """What stands in a position. `kind` is an EntityKind, "people", "representative", "body" (one without a name) or "noun"."""

    kind: str
    entity: str | None
    text: str
    start: int
    end: int
    country: str | None = None

    def fits(self, kinds: frozenset[str] | None) -> bool:
        if kinds is None:
            return True
        if self.kind == "people":
            return bool(kinds & {"people", "noun", "group"})
        if self.kind == "representative":
            return bool(kinds & {"representative", "country", "office"})
        if self.kind == "body":
            return bool(kinds & {"body", "noun"})
        return self.kind in kinds


Entities = Mapping[str, Entity]


def fillers(reader: Reader, at: int, entities: Entities) -> tuple[list[Filler], int]:
    """The fillers of the list that begins at chunk `at`, and the chunk after it."""
    phrases, after = reader.listed(at)
    return [filler for phrase in phrases for filler in filled(reader, phrase, entities)], after


def filled(reader: Reader, phrase: Phrase, entities: Entities) -> Iterator[Filler]:
    """What a phrase names: the entity at its head, the country that its head stands for, or its own words."""
    text = reader.sentence.text
    base = reader.sentence.start
    mentions = reader.sources.mentions_in(phrase.start, phrase.end)
    head = [m for m in mentions if m.start < phrase.head_end]
    named = next((m for m in head if m.start <= phrase.start or _opens(reader, phrase, m)), None)
    if named is not None and _is_modifier(reader, named, phrase):
        named = None
    country = next((m.entity for m in mentions if m.kind is EntityKind.COUNTRY), None)
    if named is not None:
        if named.kind is EntityKind.COUNTRY and is_people(reader, named, entities):
            yield Filler(
                "people", None, text[phrase.start - base : phrase.end - base], phrase.start, phrase.end, named.entity
            )
            return
        owner = next((m for m in mentions if m.kind is EntityKind.COUNTRY and m.start > named.start), None)
        is_staffed = any(m.kind is EntityKind.PERSON for m in mentions)
        is_office = named.kind in (EntityKind.OFFICE, EntityKind.ROLE) and not is_staffed
        if is_office and owner is not None and set(phrase.head_words) & reader.rules.representatives:
            words = text[phrase.start - base : phrase.end - base]
            yield Filler("representative", owner.entity, words, phrase.start, phrase.end, owner.entity)
            yield from _apposed(reader, phrase, owner.entity)
            return
        if is_office and named.kind is EntityKind.OFFICE:
            for one in {m.entity: m for m in mentions if m.kind is EntityKind.OFFICE}.values():
                entity = entities.get(one.entity)
                yield Filler("office", one.entity, one.text, one.start, one.end, entity.country if entity else None)
            return
        is_counted = named.start > phrase.start  # "onze personnes"
        if named.kind in (EntityKind.ROLE, EntityKind.GROUP) and (named.end < phrase.end or is_counted):
            yield Filler(
                str(named.kind),
                named.entity,
                text[phrase.start - base : phrase.end - base],
                phrase.start,
                phrase.end,
                country,
            )
            return
        if named.kind is EntityKind.OFFICE:
            person = next((m for m in mentions if m.kind is EntityKind.PERSON and m.start >= named.end), None)
            named = person or named
        entity = entities.get(named.entity)
        own = named.entity if named.kind is EntityKind.COUNTRY else (entity.country if entity else None)
        yield Filler(str(named.kind), named.entity, named.text, named.start, named.end, own)
        return
    if not phrase.head_words or not phrase.head_words[0][:1].isalnum():
        return
    person = next((m for m in head if m.kind is EntityKind.PERSON), None)
    if person is not None:
        yield Filler("person", person.entity, person.text, person.start, person.end)
        return
    representatives = reader.rules.representatives
    stands_for = bool(set(phrase.head_words) & representatives)
    owner = next((m for m in mentions if m.kind in (EntityKind.COUNTRY, EntityKind.ORGANISATION)), None)
    if owner is not None and stands_for:
        yield Filler(
            "representative",
            owner.entity,
            text[phrase.start - base : phrase.end - base],
            phrase.start,
            phrase.end,
            country,
        )
        yield from _apposed(reader, phrase, owner.entity)
        return
    if set(phrase.head_words[:1]) & nature(reader)["not_participants"]:
        return
    spoken = set(phrase.head_words)
    if phrase.head_words[0].isdigit() and len(phrase.head_words) == 1:
        return
    if all(
        word in nature(reader)["counted"] or GROUPED.fullmatch(word) for word in spoken
    ):  # "trois sont tombés", "deux des mis en cause"
        yield Filler("people", None, text[phrase.start - base : phrase.end - base], phrase.start, phrase.end, country)
        return
    if spoken & nature(reader)["quantities"]:
        spoken |= {token.low for token in reader.sentence.tokens if phrase.start <= token.start < phrase.end}
        if any(m.kind is EntityKind.COUNTRY and is_people(reader, m, entities) for m in mentions):
            spoken |= nature(reader)["people"]
    is_single = len(phrase.head_words) == 1 and phrase.last == phrase.first + 1
    if is_single and phrase.head_words[0].endswith(adjective_endings(reader.sentence.language)):
        return  # "religious and civic leaders": an adjective of the list's last noun
    known = ("people", nature(reader)["people"]), ("body", nature(reader)["institutions"])
    kind = "representative" if stands_for else next((kind for kind, words in known if spoken & words), "noun")
    yield Filler(kind, None, text[phrase.start - base : phrase.end - base], phrase.start, phrase.end, country)


def _apposed(reader: Reader, phrase: Phrase, owner: str) -> Iterator[Filler]:
    """The person named between commas after the one who stands for a country ("son homologue belge, Ann Roels, ")."""
    at = phrase.last + 1
    if reader.kind(phrase.last) is not Kind.COMMA or reader.kind(at) is not Kind.NOUN:
        return
    if reader.kind(at + 1) not in (Kind.COMMA, Kind.STOP, None):
        return
    chunk = reader.chunks[at]
    named = [m for m in reader.sources.mentions_in(chunk.start, chunk.end) if m.kind is EntityKind.PERSON]
    if len(named) == 1 and (named[0].start, named[0].end) == (chunk.start, chunk.end):
        yield Filler("person", named[0].entity, named[0].text, named[0].start, named[0].end, owner)


def _is_modifier(reader: Reader, mention: Mention, phrase: Phrase) -> bool:
    """Whether a place only says which: "the Lyon group", where the language puts what modifies first."""
    modifies = bool(table(reader.sentence.language, "events")["grammar"]["modifiers_first"])
    return modifies and mention.kind in (EntityKind.PLACE, EntityKind.COUNTRY) and mention.end < phrase.head_end


def _opens(reader: Reader, phrase: Phrase, mention: Mention) -> bool:
    """Whether only determiners and quotation marks stand between the phrase's beginning and the mention."""
    tokens = reader.sentence.tokens
    first, last = (bisect_left(tokens, at, key=lambda token: token.start) for at in (phrase.start, mention.start))
    between = tokens[first:last]
    return all(not t.is_word or t.low in reader.rules.determiners for t in between)


def is_people(reader: Reader, mention: Mention, entities: Entities) -> bool:
    """Whether a country is named by its people ("les Belges", "une centaine de Marocains", "un Tunisien")."""
    entity = entities.get(mention.entity)
    if entity is None or mention.text.isupper() or mention.text[:1].islower():
        return False
    name, said = folded(entity.name), folded(mention.text.split(None, 1)[-1])
    if name.startswith(said) or name.endswith(said):
        return False
    tokens = reader.sentence.tokens
    first = bisect_left(tokens, mention.start, key=lambda token: token.start)
    before = tokens[first].low if " " in mention.text else tokens[first - 1].low if first else ""
    one = nature(reader)["one"]
    if before in one:
        return True
    is_counted = before in reader.rules.determiners or before in reader.rules.genitive or before[:1].isdigit()
    is_within = before[:1].isalpha() and before not in reader.rules.openings  # "onze Français", "young Tunisians"
    return said[-1:] in nature(reader)["plural"] and (is_counted or is_within)


def folded(text: str) -> str:
    """Lower case without accents, hyphens and leading article, for comparing names."""
    plain = unicodedata.normalize("NFD", text.lower().replace("’", "'").replace("-", " "))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip()


def nature(reader: Reader) -> Mapping[str, frozenset[str]]:
    """The word lists of `[nature]` as sets."""
    return natures(reader.sentence.language)


@cache
def adjective_endings(language: str) -> tuple[str, ...]:
    """Endings that only adjectives have, where a language has such."""
    return tuple(table(language, "events")["nature"]["adjective_endings"])


@cache
def natures(language: str) -> Mapping[str, frozenset[str]]:
    """The word lists of a language's `[nature]` as sets."""
    return {key: frozenset(value) for key, value in table(language, "events")["nature"].items()}


def is_body(reader: Reader, member: Filler) -> bool:
    """Whether who meets is a body, itself the group: "ce groupe", "la task force", "the committee"."""
    named = member.entity if member.entity and member.kind == "organisation" else member.text
    heads = [word.strip('«»"“” ') for word in named.casefold().split()[:3]]
    bodies = natures(reader.sentence.language)["bodies"]
    return any(" ".join(heads[:size]) in bodies or heads[size - 1] in bodies for size in range(1, len(heads) + 1))
