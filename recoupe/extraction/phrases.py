"""Phrases: noun phrases with their complements, lists of them, and the subject and object of a verb group."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Span
from .chunks import QUOTES, Chunk, Kind, Sources, Words, chunked, grammar, is_participle
from .morphology import Tense, readings
from .view import Sentence


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
        # "les autorités reconnues, ...": a participle with nothing after it is an adjective
        is_closed = self.kind(last + 1) in (Kind.COMMA, Kind.CONJUNCTION, Kind.STOP, None)
        if self.kind(last) is Kind.VERB and is_participle(self.chunks[last].verb) and is_closed:
            last += 1
        first = chunk.first
        tokens = self.sentence.tokens
        named = {m.start for m in self.sources.mentions_in(chunk.start, chunk.end)}
        while (
            first < chunk.last - 1
            and tokens[first].start not in named
            and (tokens[first].low in self.rules.articles or not tokens[first].is_word)
        ):
            first += 1
        end = self.chunks[last - 1].end
        closing = chunk.last - 1
        is_quote = last == at + 1 and closing > first and tokens[closing].low in QUOTES
        if is_quote and not any(token.low in QUOTES for token in tokens[first:closing]):
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
        """Whether the phrase at `at` is the subject of a clause of its own ("X arrête … et la police arrête …")."""
        phrase = self.phrase(at)
        end = phrase.last if phrase else at + 1
        if not (self.kind(end) is Kind.VERB and self._is_finite(end)):
            return False
        for back in range(at - 1, max(-1, at - 30), -1):
            if self.kind(back) in (Kind.STOP, Kind.BREAK, Kind.RELATIVE):
                return False
            if self.kind(back) is Kind.VERB and self._is_finite(back):
                return True
        return False

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

    def is_elliptic(self, at: int) -> bool:
        """Whether a participle carries on a compound tense: "la police a tiré sur la foule, tué une personne"."""
        if self.kind(at - 1) not in (Kind.COMMA, Kind.CONJUNCTION) or not is_participle(self.chunks[at].verb):
            return False
        return self.kind(at + 1) is Kind.NOUN or self._is_compound(at - 2)

    def _is_compound(self, at: int) -> bool:
        """Whether an active compound tense stands here, whose auxiliary serves what is joined ("les avoir armés et logés")."""
        verb = self.chunks[at].verb if self.kind(at) is Kind.VERB else None
        if (
            verb is None
            or verb.is_passive
            or verb.is_reflexive
            or is_participle(verb)
            or verb.tense is not Tense.INFINITIVE
        ):
            return False
        found = readings(self.sentence.tokens[verb.head].low, self.sentence.language)
        return any(reading.tense is Tense.PAST_PARTICIPLE for reading in found)

    def subject(self, at: int) -> int | None:
        """The first chunk of the subject of the verb group at `at`; None where there is none or it is a pronoun."""
        verb = self.chunks[at].verb
        if verb is None:
            return None
        if verb.is_finite:
            return self._finite_subject(at)
        if is_participle(verb):
            found = self._antecedent(at)
            following = self._after_opening(at) if found is None else None
            return following if following is not None and self.kind(following) is Kind.NOUN else found
        return self._controller(at)

    def _after_opening(self, at: int) -> int | None:
        """Whom a participle that opens the sentence says something of: "Arrêtés à Rome en mars, les suspects …" """
        back = at - 1
        while self.kind(back) in (Kind.QUOTE, Kind.ADVERB, Kind.CONJUNCTION):
            back -= 1
        if self.kind(back) not in (None, Kind.STOP):
            return None
        within = False  # a clause of its own: "alors qu'il partait,"
        for after in range(at + 1, min(at + 20, len(self.chunks) - 1)):
            kind = self.kind(after)
            within = within or kind is Kind.BREAK
            if kind is Kind.COMMA and self.kind(after + 1) in (Kind.NOUN, Kind.PRONOUN):
                ahead = range(after + 1, min(after + 12, len(self.chunks)))
                verb = next((k for k in ahead if self.kind(k) is Kind.VERB and self._is_finite(k)), None)
                if verb is not None and self.kind(after + 1) is Kind.PRONOUN:
                    return after + 1
                return after + 1 if verb is not None and self.subject(verb) == after + 1 else None
            if kind is Kind.STOP or (kind is Kind.VERB and self._is_finite(after) and not within):
                return None
        return None

    def _finite_subject(self, at: int) -> int | None:
        before = self._before_aside(at)
        if before is not None:
            return before
        relative = self._relative_before_aside(at)
        if relative is not None:
            return self._antecedent(relative)
        back = at - 1
        while self.kind(back) is Kind.ADVERB:
            back -= 1
        if self.kind(back) is Kind.COMMA and self._is_active(back - 1):  # "X les formait, les armait"
            return self.subject(back - 1)
        if self.kind(back) is Kind.CONJUNCTION:  # "X a quitté Y et rentre": the subject of the verb before
            verbs = (
                k for k in range(back - 1, max(-1, back - 25), -1) if self.kind(k) is Kind.VERB and self._is_finite(k)
            )
            governor = next(verbs, None)
            return self.subject(governor) if governor is not None else None
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
                    if self.kind(at - 1) is Kind.COMMA and self._is_active(start - 1):
                        return self.subject(
                            start - 1
                        )  # "X recrutait des jeunes, les formait": the object is not who acts
                    first = self.list_start(back)
                    if self.kind(first - 1) is Kind.PREPOSITION and self._opens_clause(start):
                        return start
                    if self.kind(first - 1) is not Kind.PREPOSITION:
                        return first
                    start = first
                back = start - 1
            back -= 1
        return None

    def _is_active(self, at: int) -> bool:
        """Whether a finite verb in the active voice stands here."""
        verb = self.chunks[at].verb if self.kind(at) is Kind.VERB else None
        return verb is not None and verb.is_finite and not verb.is_passive

    def _opens_clause(self, at: int) -> bool:
        """Whether a joint after a comma stands before a noun ("dans une maison louée à cet effet, et la cellule …")."""
        return self.kind(at - 1) is Kind.CONJUNCTION and self.kind(at - 2) is Kind.COMMA

    def pronoun(self, at: int) -> Chunk | None:
        """The personal pronoun that is the subject of the finite verb at `at`."""
        verb = self.chunks[at].verb
        if verb is not None and is_participle(verb):
            opening = self._after_opening(at)
            return self.chunks[opening] if opening is not None and self.kind(opening) is Kind.PRONOUN else None
        back = at - 1
        while self.kind(back) is Kind.ADVERB:
            back -= 1
        is_subject = verb is not None and verb.is_finite and self.kind(back) is Kind.PRONOUN
        return self.chunks[back] if is_subject else None

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

    def _relative_before_aside(self, at: int) -> int | None:
        """The relative before an aside in commas that ends at the verb ("des jeunes qui, armés de X, voulaient")."""
        if self.kind(at - 1) is not Kind.COMMA:
            return None
        for back in range(at - 2, max(0, at - 14), -1):
            kind = self.kind(back)
            if kind in (Kind.STOP, Kind.BREAK) or (kind is Kind.VERB and self._is_finite(back)):
                return None
            if kind is Kind.COMMA and self.kind(back - 1) is Kind.RELATIVE:
                return back - 1
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
        return self.phrase_start(back)

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
                if governor is not None and governor.lemma in self.rules.object_control and not governor.is_passive:
                    return self.object(back)
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
        while self.kind(after) in (Kind.ADVERB, Kind.QUOTE, Kind.TIME):
            after += 1
        if self.kind(after) is Kind.CONJUNCTION:
            after += 1
            while self.kind(after) is Kind.PREPOSITION or self.kind(after) is Kind.ADVERB:
                after += 1
            if self.kind(after) is Kind.VERB and not self._is_finite(after):
                return self.object(after)
            return None
        if self._is_locative(after) and self.kind(after + 2) in (Kind.NOUN, Kind.TIME):
            after += 2  # "a arrêté à Rome trois hommes": the place stands before the object
            while self.kind(after) in (Kind.ADVERB, Kind.TIME):
                after += 1
        return after if self.kind(after) is Kind.NOUN else None

    def _is_locative(self, at: int) -> bool:
        """Whether a place's name after "in" or "at" stands here."""
        if self.kind(at) is not Kind.PREPOSITION or not set(self.chunks[at].functions) & {"at", "in"}:
            return False
        return self.kind(at + 1) is Kind.NOUN and self.has_place(self.chunks[at + 1])

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
