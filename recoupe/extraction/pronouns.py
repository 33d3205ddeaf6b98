"""Pronouns: whom "elle", "he" or "ce dernier" means, among those who were named before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from ..model import Entity, EntityKind, Mention, SpeakerKind
from .lexicon import Lexicon
from .view import Sentence, lowered

# A pronoun rarely reaches further back than this many characters.
REACH = 1500
PEOPLE = (EntityKind.PERSON,)
# A country that only was named says nothing; one that spoke is found among the speakers.
BODIES = (EntityKind.ORGANISATION, EntityKind.OFFICE, EntityKind.GROUP)


@dataclass
class History:
    """Who has spoken or been named so far, in order: what a pronoun is resolved against.

    `spoken` holds (offset, speaker, kind, gender, number) of the speakers of claims.
    """

    lexicon: Lexicon
    entities: dict[str, Entity]
    mentions: tuple[Mention, ...]
    text: str
    spoken: list[tuple[int, str, SpeakerKind, str, str]] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for mention in self.mentions:
            if mention.kind is EntityKind.PERSON and self.genders.get(mention.entity, "any") == "any":
                self.genders[mention.entity] = gender_of(
                    mention, self.entities.get(mention.entity), self.text, self.lexicon
                )

    def heard(self, offset: int, speaker: str, kind: SpeakerKind, words: str) -> None:
        """Remember who spoke at an offset."""
        if kind is SpeakerKind.DOCUMENT:
            return
        if kind is SpeakerKind.NAMED:
            gender, number = self.genders.get(speaker, "any"), "one"
        else:
            gender, number = gender_of_words(words, self.lexicon)
        self.spoken.append((offset, speaker, kind, gender, number))

    def meant(self, pronoun: tuple[str, str], offset: int) -> tuple[str, SpeakerKind] | None:
        """The one whom a pronoun of (gender, number) at an offset means; None where nobody fits.

        The last speaker comes first, unless someone was named since; a person before an organisation.
        """
        gender, number = pronoun
        if number == "near":
            return self._nearest(gender, offset)
        if number == "many":
            for _, speaker, kind, _, spoken_number in self._recent(offset):
                if spoken_number == "many":
                    return speaker, kind
            return self._named(BODIES, "any", offset)
        last = next(
            (s for s in self._recent(offset) if s[4] == "one" and agree(s[3], gender)),
            None,
        )
        named = self._last(PEOPLE, gender, offset)
        if last is not None and (named is None or last[0] >= named[0] - 300):
            return last[1], last[2]
        if named is not None:
            return named[1], SpeakerKind.NAMED
        return self._named(BODIES, gender, offset) or self._to_come(gender, offset)

    def _nearest(self, gender: str, offset: int) -> tuple[str, SpeakerKind] | None:
        """The person or role named last before "celui-ci": a role keeps its words, "un commerçant"."""
        for mention in reversed(self._before(offset)):
            if offset - mention.start > REACH // 3:
                break
            if mention.kind is EntityKind.PERSON and agree(self.genders.get(mention.entity, "any"), gender):
                return mention.entity, SpeakerKind.NAMED
            if mention.kind is EntityKind.ROLE:
                before = self.text[max(0, mention.start - 12) : mention.start]
                words = lowered(before).replace("'", "' ").split()[-1:]
                article = words[0] if words and words[0] in self.lexicon.words["determiners"] else ""
                if article and agree(gender_of_words(article, self.lexicon)[0], gender):
                    joint = "" if article.endswith("'") else " "
                    return f"unnamed: {article}{joint}{mention.text.lower()}", SpeakerKind.UNNAMED
        return None

    def holder(self, noun: str, article: str, offset: int) -> str | None:
        """The one person named before who holds the office that a noun names: "la ministre", "the general"."""
        gender = gender_of_words(article, self.lexicon)[0]
        found = {
            mention.entity
            for mention in self._before(offset)
            if (entity := self.entities.get(mention.entity)) is not None
            and mention.kind is EntityKind.PERSON
            and noun in lowered(entity.office or "").split()
            and agree(self.genders.get(mention.entity, "any"), gender)
        }
        return found.pop() if len(found) == 1 else None

    def _recent(self, offset: int) -> Iterator[tuple[int, str, SpeakerKind, str, str]]:
        """The speakers within reach of an offset, the latest first."""
        return takewhile(lambda spoken: offset - spoken[0] < REACH, reversed(self.spoken))

    def _last(self, kinds: tuple[EntityKind, ...], gender: str, offset: int) -> tuple[int, str] | None:
        """The nearest entity of the kinds named before an offset; in the nearest sentence the first named, its subject."""
        for mention in reversed(self._before(offset)):
            if offset - mention.start > REACH:
                break
            if mention.kind is EntityKind.GROUP and mention.text.islower():
                continue
            if lowered(mention.text) in self.lexicon.cues["platforms"]:
                continue
            if mention.kind in kinds and agree(self.genders.get(mention.entity, "any"), gender):
                return mention.start, mention.entity
        return None

    def _named(self, kinds: tuple[EntityKind, ...], gender: str, offset: int) -> tuple[str, SpeakerKind] | None:
        found = self._last(kinds, gender, offset)
        return (found[1], SpeakerKind.NAMED) if found else None

    def _to_come(self, gender: str, offset: int) -> tuple[str, SpeakerKind] | None:
        """A text that begins with a quotation names its speaker just after."""
        for mention in self.mentions[: 40 if offset < REACH else 0]:
            if offset < mention.start < offset + 400 and mention.kind is EntityKind.PERSON:
                return (
                    (mention.entity, SpeakerKind.NAMED)
                    if agree(self.genders.get(mention.entity, "any"), gender)
                    else None
                )
        return None

    def _before(self, offset: int) -> tuple[Mention, ...]:
        low, high = 0, len(self.mentions)
        while low < high:
            middle = (low + high) // 2
            if self.mentions[middle].start < offset:
                low = middle + 1
            else:
                high = middle
        return self.mentions[max(0, low - 40) : low]


def agree(one: str, other: str) -> bool:
    """Whether two genders may be the same person's; "any" fits both."""
    return "any" in (one, other) or one == other


def gender_of(mention: Mention, entity: Entity | None, text: str, lexicon: Lexicon) -> str:
    """A person's gender as the text shows it: by the title or article before, then by the first name."""
    before = lowered(text[max(0, mention.start - 40) : mention.start]).replace(",", " ").split()[-3:]
    for word in reversed(before):
        if word in lexicon.titles:
            return lexicon.titles[word]
    full = lowered(entity.name if entity else mention.text)
    first = full.split()[0] if full.split() else ""
    first = first if len(full.split()) > 1 else ""
    if lowered(mention.text).split()[0] in lexicon.titles:
        return lexicon.titles[lowered(mention.text).split()[0]]
    if first in lexicon.genders["masculine"]:
        return "masculine" if first not in lexicon.genders["feminine"] else "any"
    if first in lexicon.genders["feminine"]:
        return "feminine"
    for word in reversed(before):
        if word in lexicon.genders["feminine_before"]:
            return "feminine"
        if word in lexicon.genders["masculine_before"]:
            return "masculine"
    if first and first.endswith(tuple(lexicon.genders["feminine_endings"])):
        return "feminine"
    return "any"


def gender_of_words(words: str, lexicon: Lexicon) -> tuple[str, str]:
    """Gender and number of "un spécialiste", "les experts", by the article."""
    first = lowered(words).replace("'", "' ").split()[:1]
    low = first[0] if first else ""
    if low in lexicon.genders["feminine_before"]:
        return "feminine", "one"
    if low in lexicon.genders["masculine_before"]:
        return "masculine", "one"
    return "any", "many" if low.endswith("s") or low in lexicon.words["plural_determiners"] else "one"


def pronoun_at(sentence: Sentence, index: int, lexicon: Lexicon) -> tuple[tuple[str, str], int] | None:
    """The pronoun that begins at a token, as (gender, number) and how many tokens it has."""
    tokens = sentence.tokens
    for length in (2, 1):
        words = tuple(token.low for token in tokens[index : index + length])
        found = lexicon.pronouns.get(words)
        if found is not None:
            return (found[0], found[1]), length
    return None
