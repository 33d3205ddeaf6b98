"""Speakers: who is meant by the words before or after a verb of speech, or after "selon"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..model import EntityKind, Mention, Span, SpeakerKind
from .lexicon import Lexicon
from .pronouns import History, pronoun_at
from .verbgroups import VerbGroup
from .view import Sentence, Token, lowered

SPEAKING = frozenset(
    {EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.COUNTRY, EntityKind.OFFICE, EntityKind.GROUP}
)
NATIONALITY = "names.nationality"
SENTENCE_SIGNS = frozenset('.;:!?()[]«»“”"…')


class Speaker(NamedTuple):
    """Who speaks: the id as in `Claim.speaker`, its kind, and the clean offsets of the words that say so."""

    id: str
    kind: SpeakerKind
    span: Span

    @property
    def is_named(self) -> bool:
        return self.kind is SpeakerKind.NAMED


@dataclass
class Scene:
    """A sentence with what is known about it: tokens, verb groups, mentions, and who spoke before."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    groups: tuple[VerbGroup, ...]
    mentions: Sequence[Mention]
    lexicon: Lexicon
    history: History

    def __post_init__(self) -> None:
        self.starts = [token.start for token in self.tokens]
        self.mention_at: dict[int, Mention] = {}
        for mention in self.mentions:
            index = bisect_left(self.starts, mention.start)
            known = self.mention_at.get(index)
            if index < len(self.tokens) and (known is None or known.end < mention.end):
                self.mention_at[index] = mention

    def index_of(self, offset: int) -> int:
        """The first token that starts at an offset or after it."""
        return bisect_left(self.starts, offset)

    def past(self, mention: Mention) -> int:
        """The first token after a mention."""
        return bisect_left(self.starts, mention.end)

    def text(self, first: int, last: int) -> str:
        """The words of the tokens `[first, last)`, as in the document."""
        base = self.sentence.start
        return self.sentence.text[self.tokens[first].start - base : self.tokens[last - 1].end - base]


def phrase(scene: Scene, first: int, last: int) -> Speaker | None:
    """Who speaks, if the tokens `[first, last)` name or describe someone; the phrase may begin with adverbs.

    A person in it, in apposition or not, comes first ("le porte-parole du parquet, X"), but not one that only
    completes a noun ("l'avocat de X"); then a pronoun, a name at its head, and last an unnamed one ("un spécialiste").
    """
    first = _head(scene, first, last)
    if first >= last:
        return None
    found = pronoun_at(scene.sentence, first, scene.lexicon)
    if found is not None:
        pronoun, length = found
        span = scene.tokens[first].start, scene.tokens[first + length - 1].end
        meant = scene.history.meant(pronoun, span[0])
        return Speaker(meant[0], meant[1], span) if meant else None
    if scene.tokens[first].low in scene.lexicon.cues["unnamed_pronouns"]:
        return _unnamed(scene, first, first + 1)
    person = _person(scene, first, last)
    if person is not None:
        return Speaker(person.entity, SpeakerKind.NAMED, (person.start, person.end))
    return _named_head(scene, first, last) or _described(scene, first, last) or _capitalised(scene, first, last)


def _capitalised(scene: Scene, first: int, last: int) -> Speaker | None:
    """Someone whose name nobody knows: two capitals at least in a row and nothing else ("Cleveland Police")."""
    run = scene.tokens[first:last]
    is_name = 2 <= len(run) <= 5 and all(token.is_capitalised for token in run)
    return _unnamed(scene, first, last) if is_name else None


def _head(scene: Scene, first: int, last: int) -> int:
    """Past the adverbs and signs that a phrase may begin with."""
    skipped = scene.lexicon.words["adverbs"] | scene.lexicon.words["conjunctions"]
    while first < last and first not in scene.mention_at:
        token = scene.tokens[first]
        is_adverb = token.low in skipped and pronoun_at(scene.sentence, first, scene.lexicon) is None
        if is_adverb or token.text == ",":
            first += 1
        else:
            break
    return first


def _person(scene: Scene, first: int, last: int) -> Mention | None:
    """The first person of a phrase who does not merely complete another noun."""
    words = scene.lexicon.words
    for index in range(first, last):
        mention = scene.mention_at.get(index)
        if mention is None or mention.kind is not EntityKind.PERSON:
            continue
        before = scene.tokens[index - 1].low if index > first else ""
        if before in words["of"] or before in words["prepositions"]:
            continue
        return mention
    return None


def _named_head(scene: Scene, first: int, last: int) -> Speaker | None:
    """An organisation, office or country whose name is the head of a phrase, with or without an article."""
    words = scene.lexicon.words
    at = first
    while at < last and at - first < 3 and at not in scene.mention_at and scene.tokens[at].low in words["determiners"]:
        at += 1
    mention = scene.mention_at.get(at)
    if mention is None and at < last and scene.tokens[at].low in scene.lexicon.cues["apposed"]:
        mention = scene.mention_at.get(at + 1)  # "l'agence Medipress", "the Meridian agency"
    if mention is not None and mention.rule == NATIONALITY and not mention.text.islower():
        # "L'Égyptien X" and "les Iraniens" are people, not their country's government.
        start, end = scene.tokens[first].start, mention.end
        said = lowered(scene.sentence.text[start - scene.sentence.start : end - scene.sentence.start])
        return Speaker(f"unnamed: {said}", SpeakerKind.UNNAMED, (start, end))
    if mention is not None and mention.kind is EntityKind.OFFICE and at > first:
        entity = scene.history.entities.get(mention.entity)
        if (entity is None or entity.country is None) and scene.tokens[at - 1].low not in words["definite"] | words[
            "possessives"
        ]:
            return _unnamed(scene, at - 1, scene.past(mention))  # "un général", and not the general
    if mention is not None and mention.kind in SPEAKING and scene.past(mention) <= last:
        is_common = mention.kind in (EntityKind.COUNTRY, EntityKind.GROUP) and mention.text.islower()
        is_people = mention.kind is EntityKind.COUNTRY and mention.rule == "names.nationality"  # "les Belges disent"
        if not is_common and not is_people:  # "marocain" names no government, "les spécialistes" no one
            return Speaker(mention.entity, SpeakerKind.NAMED, (mention.start, mention.end))
    return _behind_document(scene, at, last)


def _behind_document(scene: Scene, at: int, last: int) -> Speaker | None:
    """Whoever is behind a document: "un communiqué du ministère", "des informations relayées par X"."""
    if at >= last or scene.tokens[at].low not in scene.lexicon.cues["documents"]:
        return None
    if at > 0 and scene.tokens[at - 1].low in scene.lexicon.words["possessives"]:  # "selon ses déclarations"
        meant = scene.history.meant(("any", "one"), scene.tokens[at].start)
        span = scene.tokens[at - 1].start, scene.tokens[at].end
        return Speaker(meant[0], meant[1], span) if meant else None
    leading = scene.lexicon.cues["behind"]
    for index in range(at + 1, min(last, at + 9)):
        mention = scene.mention_at.get(index)
        if mention is None or mention.kind not in SPEAKING:
            continue
        before = {scene.tokens[i].low for i in range(max(at, index - 2), index)}
        if before & leading and not (mention.kind is EntityKind.COUNTRY and mention.text.islower()):
            return Speaker(mention.entity, SpeakerKind.NAMED, (mention.start, mention.end))
    return None


def _described(scene: Scene, first: int, last: int) -> Speaker | None:
    """An unnamed speaker: a determiner and a noun in lower case, or a bare noun for people ("experts")."""
    words, tokens = scene.lexicon.words, scene.tokens
    if tokens[first].low not in words["determiners"] and tokens[first].low not in scene.lexicon.cues["people"]:
        return None
    if tokens[first].low in words["of"] - words["plural_determiners"]:
        return None  # "du Caire, …": a complement, no one
    end = first + 1
    while (
        end < last
        and (tokens[end].is_word or tokens[end].text in "'’%")
        and (tokens[end].low not in words["stops"] or tokens[end - 1].low in words["leading_on"])
    ):
        end += 1
    while end > first + 1 and tokens[end - 1].low in words["of"] | words["determiners"] | words["adverbs"]:
        end -= 1
    verbs = {g.first for g in scene.groups if g.is_finite and tokens[g.first].low not in words["leading_on"]}
    if any(first < index < end for index in verbs):
        return None
    has_noun = any(t.low not in words["determiners"] and t.low not in words["adverbs"] for t in tokens[first:end])
    if not has_noun or end - first > 14:
        return None
    if end - first == 2 and tokens[first].low in words["definite"]:  # "la ministre", "the general"
        holder = scene.history.holder(tokens[first + 1].low, tokens[first].low, tokens[first].start)
        if holder is not None:
            return Speaker(holder, SpeakerKind.NAMED, (tokens[first].start, tokens[first + 1].end))
    return _unnamed(scene, first, end)


def source(scene: Scene, first: int, end: int) -> Speaker:
    """The unnamed speaker of "de source judiciaire"."""
    return _unnamed(scene, first, end)


def _unnamed(scene: Scene, first: int, end: int) -> Speaker:
    span = scene.tokens[first].start, scene.tokens[end - 1].end
    return Speaker(f"unnamed: {scene.text(first, end).lower()}", SpeakerKind.UNNAMED, span)


def phrase_end(scene: Scene, first: int, limit: int) -> int:
    """Where the phrase for a speaker that begins at a token ends: at a sign, a stop word or a verb.

    A person named right after a comma belongs to it ("le ministre des Transports, Omar Haddad").
    """
    tokens, words = scene.tokens, scene.lexicon.words
    verbs = {group.first: group for group in scene.groups}
    at = first
    while at < limit:
        mention = scene.mention_at.get(at)
        if mention is not None and scene.past(mention) <= limit:
            at = max(scene.past(mention), at + 1)
            continue
        token = tokens[at]
        if token.text == ",":
            following = scene.mention_at.get(at + 1)
            if following is not None and following.kind is EntityKind.PERSON and _closes(scene, following):
                at += 1
                continue
            break
        if token.text == "." and at > first and tokens[at - 1].low in scene.lexicon.titles:
            at += 1  # "M. Duval"
            continue
        if token.text in SENTENCE_SIGNS or token.text in "—–":
            break
        is_stop = token.low in words["stops"] and tokens[at - 1].low not in words["leading_on"]
        is_verb = at in verbs and verbs[at].is_finite and token.low not in words["leading_on"]
        if at > first and (is_stop or is_verb):
            break
        at += 1
    return at


def _closes(scene: Scene, mention: Mention) -> bool:
    """Whether a sign follows a name, as it does when the name is in apposition."""
    at = scene.past(mention)
    return at >= len(scene.tokens) or scene.tokens[at].text in ",.;)»”—–"


def after(scene: Scene, first: int, limit: int) -> Speaker | None:
    """The speaker whose phrase begins at a token, at the latest at `limit`."""
    first = _head(scene, first, limit)
    return phrase(scene, first, phrase_end(scene, first, limit)) if first < limit else None


def subject(scene: Scene, group: VerbGroup, floor: int = 0, depth: int = 0) -> Speaker | None:
    """The speaker who is the subject of a verb group and stands before it; `floor` is the first token that counts."""
    tokens, words = scene.tokens, scene.lexicon.words
    end = group.first
    if end > floor and tokens[end - 1].low in words["relatives"]:
        end -= 1
        while end > floor and tokens[end - 1].text == ",":
            end -= 1
        return phrase(scene, _antecedent(scene, floor, end), end)
    start = _clause_start(scene, floor, end)
    joined = _joined_to(scene, group, start, end)
    if joined is not None and depth < 3:
        return subject(scene, joined, floor, depth + 1)
    pieces = _pieces(scene, start, end)
    if not pieces:
        return None
    if tokens[end - 1].text == ",":  # "X, ministre de Y, a dit": the phrase begins before the apposition
        pieces = [piece for piece in pieces if _is_nominal(scene, *piece)][:1] or pieces[:1]
    else:
        pieces = pieces[-1:] if _is_nominal(scene, *pieces[-1]) else [p for p in pieces if _is_nominal(scene, *p)][-1:]
    return phrase(scene, pieces[0][0], end) if pieces else None


def _clause_start(scene: Scene, floor: int, end: int) -> int:
    """Where the clause that ends before a token begins: after a strong sign or a "que"."""
    for index in range(end - 1, floor - 1, -1):
        token = scene.tokens[index]
        is_sign = token.text in ';:«»“”"()—–…' and not (token.text in "()" and index == end - 1)
        if is_sign or (token.low in scene.lexicon.words["completives"] and end - index < 25):
            return index + 1
    return floor


def _joined_to(scene: Scene, group: VerbGroup, start: int, end: int) -> VerbGroup | None:
    """The earlier verb whose subject a verb shares: "Le ministre est venu et a indiqué que"."""
    tokens = scene.tokens
    if end - 1 < start or tokens[end - 1].low not in scene.lexicon.words["conjunctions"]:
        return None
    earlier = [g for g in scene.groups if g.is_finite and start <= g.first < group.first]
    return earlier[-1] if earlier else None


def _pieces(scene: Scene, start: int, end: int) -> list[tuple[int, int]]:
    """The tokens `[start, end)` cut at commas, and after a conjunction that follows a finite verb."""
    cuts = [start]
    inside = 0
    for index in range(start, end):
        mention = scene.mention_at.get(index)
        if mention is not None:
            inside = max(inside, scene.past(mention))
        if (scene.tokens[index].text == "," and index >= inside) or (
            scene.tokens[index].low in scene.lexicon.words["conjunctions"]
            and any(g.is_finite and start <= g.first < index for g in scene.groups)
        ):
            cuts.append(index + 1)
    pieces = zip(cuts, [*[cut - 1 for cut in cuts[1:]], end], strict=True)
    return [(first, last) for first, last in pieces if first < last]


def _is_nominal(scene: Scene, first: int, last: int) -> bool:
    """Whether a piece begins as a noun phrase does: a determiner, a name, a pronoun; no preposition, no verb."""
    words = scene.lexicon.words
    first = _head(scene, first, last)
    if first >= last:
        return False
    low = scene.tokens[first].low
    if (
        first in scene.mention_at
        or low in scene.lexicon.cues["people"]
        or low in scene.lexicon.cues["unnamed_pronouns"]
    ):
        return True
    if pronoun_at(scene.sentence, first, scene.lexicon) is not None:
        return True
    if low in words["prepositions"] or any(group.first == first for group in scene.groups):
        return False
    has_person = any(scene.mention_at[i].kind is EntityKind.PERSON for i in range(first, last) if i in scene.mention_at)
    return low in words["determiners"] or has_person


def _antecedent(scene: Scene, floor: int, end: int) -> int:
    """Where the noun phrase begins that a relative clause completes: at the nearest determiner or name before it."""
    words = scene.lexicon.words
    for index in range(end - 1, max(floor, end - 12) - 1, -1):
        mention = scene.mention_at.get(index)
        before = scene.tokens[index - 1].low if index > floor else ""
        if mention is not None and before not in words["of"]:
            return index
        low = scene.tokens[index].low
        if low in words["determiners"] and low not in words["of"] and before not in words["of"]:
            return index
    return end
