"""Speech: who says what, quoted or reported, and how far it is vouched for.

A quotation split by its report (« A », dit X, « B ») gives one claim for each part, with the same speaker; so does a
quotation carried over paragraphs. A quotation inside indirect speech is part of the indirect claim, unless it is nearly
all of it. What no one is said to have said, and that tells of someone, some time or some number, is the document's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from ..model import Claim, ClaimKind, Entity, EntityKind, Mention, Modality, Span, SpeakerKind, Time
from .attribution import Attribution
from .cues import announced, attributions
from .lexicon import Lexicon, lexicon
from .modality import modality
from .pronouns import History
from .quotations import Quotation, quotations, trimmed, within, without_tail
from .speakers import Scene, Speaker
from .verbgroups import VerbGroup, verb_groups
from .view import Sentence, Token, View

# The name that a message on a network begins with: "@name:".
HANDLE = re.compile(r"\s*(?P<handle>@\w+)\s?:\s*")
# No sentence of prose has more words: tables and lists that nothing cuts are not read for speech.
LONGEST = 600
# The part of a reported clause above which a quotation inside it is taken for the claim itself.
MOSTLY = 0.7
RULES = {
    "that": "speech.that",
    "infinitive": "speech.infinitive",
    "noun": "speech.noun",
    "colon": "speech.colon",
    "inserted": "speech.inserted",
    "interrupting": "speech.inserted",
    "according": "speech.according-to",
    "heading": "speech.for",
    "announced": "speech.block",
}


def claims(
    view: View, entities: dict[str, Entity], mentions: tuple[Mention, ...], times: tuple[Time, ...]
) -> tuple[Claim, ...]:
    """What is said in a document, by whom and how; in the order of the text, each once."""
    if not view.sentences:
        return ()
    quotes = quotations(view.document.text)
    ordered = tuple(sorted(mentions, key=lambda m: (m.start, -m.end)))
    starts = [mention.start for mention in ordered]
    teller = Teller(view, entities, ordered, quotes)
    for sentence in view.sentences:
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        teller.hear(sentence, ordered[first:last])
    teller.carry_on()
    return tuple(sorted([*teller.claims, *teller.own_voice(times)], key=lambda claim: (claim.start, claim.end)))


class Teller:
    """Collects the claims of one document, sentence by sentence: a pronoun needs to know who spoke before."""

    def __init__(
        self,
        view: View,
        entities: dict[str, Entity],
        mentions: tuple[Mention, ...],
        quotes: tuple[Quotation, ...],
    ) -> None:
        self.view, self.text, self.quotes, self.mentions = view, view.document.text, quotes, mentions
        self.entities = entities
        self.claims: list[Claim] = []
        self.histories: dict[str, History] = {}
        self.scenes: dict[int, Scene] = {}
        self.quoted: set[int] = set()
        self.announced: set[int] = set()

    def scene(self, sentence: Sentence, mentions: Sequence[Mention]) -> Scene:
        language = sentence.language
        history = self.histories.get(language)
        if history is None:
            history = History(lexicon(language), self.entities, self.mentions, self.text)
            self.histories[language] = history
        tokens = sentence.tokens
        return Scene(sentence, tokens, verb_groups(tokens, language), mentions, lexicon(language), history)

    def hear(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Add the claims that the cues of a sentence make."""
        scene = self.scene(sentence, mentions)
        self.scenes[sentence.index] = scene
        if sentence.index in self.announced or len(scene.tokens) > LONGEST:
            return
        if self._introduces(scene):
            return
        if sentence.is_heading:
            return
        for attribution in attributions(scene, self.quotes):
            for span in attribution.said:
                self._say(scene, attribution, span)

    def _introduces(self, scene: Scene) -> bool:
        """Add the paragraph that a sentence ending in a colon announces ("Elle ajoute :"), as its speaker's words."""
        tokens, sentence = scene.tokens, scene.sentence
        if len(tokens) < 3 or tokens[-1].text != ":" or sentence.index + 1 >= len(self.view.sentences):
            return False
        following = self.view.sentences[sentence.index + 1]
        attribution = announced(scene)
        if attribution is None or following.paragraph == sentence.paragraph or following.text.rstrip().endswith(":"):
            return False
        last = following
        while last.index + 1 < len(self.view.sentences):
            after = self.view.sentences[last.index + 1]
            if after.paragraph != following.paragraph:
                break
            last = after
        handle = HANDLE.match(self.text, following.start)
        if handle and not is_person_here(scene, attribution.speaker):
            named = Speaker(f"unnamed: {handle['handle']}", SpeakerKind.UNNAMED, handle.span("handle"))
            attribution = replace(attribution, speaker=named)
        start, end = self._bounds((handle.end() if handle else following.start, last.end))
        if start >= end or not any(group.is_finite for group in self._words(scene, start, end)[1]):
            return False
        self.announced.update(range(following.index, last.index + 1))
        self.quoted.update(q.start for q in within(self.quotes, start, end))
        self._add(scene, attribution, start, end, ClaimKind.DIRECT)
        return True

    def _say(self, scene: Scene, attribution: Attribution, span: Span) -> None:
        start, end = self._bounds(span)
        if attribution.form in ("that", "infinitive", "noun", "inserted", "according"):
            start, end = without_tail(self.text, start, end, scene.lexicon.words["conjunctions"])
        found = within(self.quotes, start, end)
        inside = [q for q in found if q.outer[0] >= start - 2 and q.outer[1] <= end + 2]
        quoted = sum(q.end - q.start for q in inside)
        is_interrupted = attribution.form == "interrupting"
        is_adjacent = bool(inside) and attribution.form in ("inserted", "colon", "according")
        share = quoted / max(1, end - start)
        if attribution.form == "colon" and inside and inside[0].outer[0] <= start + 1:
            start, end = inside[0].start, inside[0].end
        is_whole = any(q.start <= start and end <= q.end for q in found)
        if is_interrupted or is_whole:
            self._add(scene, attribution, start, end, ClaimKind.DIRECT)
            self.quoted.update(q.start for q in found)
        elif inside and (
            share >= MOSTLY or (is_adjacent and self._is_quotation_said(scene, attribution, inside, start, end))
        ):
            for quote in inside:
                if len(quote_words(self.text, quote)) >= (1 if share >= MOSTLY else 4):
                    self._add(scene, attribution, quote.start, quote.end, ClaimKind.DIRECT)
                    self.quoted.add(quote.start)
        else:
            self.quoted.update(q.start for q in inside)
            kind = ClaimKind.DIRECT if _is_dialogue(scene.sentence, attribution) else ClaimKind.INDIRECT
            self._add(scene, attribution, start, end, kind)

    def _is_quotation_said(
        self, scene: Scene, attribution: Attribution, inside: list[Quotation], start: int, end: int
    ) -> bool:
        """Whether the quotation right beside the cue, a clause by itself, is what is said: « … », selon X."""
        quote = inside[-1] if attribution.form != "colon" else inside[0]
        has_verb = any(g.is_finite and quote.start <= g.start < quote.end for g in scene.groups)
        touches = end - quote.outer[1] <= 2
        return touches and has_verb and len(quote_words(self.text, quote)) >= 4

    def _bounds(self, span: Span) -> Span:
        """A span without the signs and blanks at its ends, and without the marks of a quotation that is all of it."""
        start, end = trimmed(self.text, *span)
        whole = [q for q in within(self.quotes, start, end) if q.outer[0] <= start and q.outer[1] >= end]
        if whole:
            start, end = max(start, whole[0].start), min(end, whole[0].end)
        start, end = trimmed(self.text, start, end)
        return start, end

    def _add(self, scene: Scene, attribution: Attribution, start: int, end: int, kind: ClaimKind) -> None:
        if end - start < 3 or any(claim.start == start and claim.end == end for claim in self.claims[-6:]):
            return
        tokens, groups = self._words(scene, start, end)
        needs_verb = kind is ClaimKind.INDIRECT and attribution.form in ("inserted", "according", "heading")
        if needs_verb and not any(group.is_finite for group in groups):
            return
        said = modality(
            tokens,
            groups,
            scene.lexicon,
            cue=attribution.verb,
            is_cue_negated=attribution.is_negated,
            is_reported_past=attribution.is_past and attribution.form == "that",
            is_quoted=kind is ClaimKind.DIRECT,
        )
        if attribution.form == "infinitive" and said is Modality.ASSERTED and attribution.verb == "plan":
            said = Modality.PLAN
        speaker = attribution.speaker
        scene.history.heard(speaker.span[0], speaker.id, speaker.kind, speaker.id.partition(": ")[2])
        self.claims.append(
            Claim(
                **self.view.piece(start, end, RULES[attribution.form]),
                speaker=speaker.id,
                speaker_kind=speaker.kind,
                kind=kind,
                modality=said,
                cue=self.text[slice(*attribution.cue)],
                cue_span=attribution.cue,
                speaker_span=speaker.span,
                via=tuple(dict.fromkeys(via for via in attribution.via if via != speaker.id)),
            )
        )

    def _words(self, scene: Scene, start: int, end: int) -> tuple[list[Token], list[VerbGroup]]:
        """The tokens of what is said, and its verb groups with indexes that count from them."""
        if scene.sentence.start <= start and end <= scene.sentence.end:
            first, last = scene.index_of(start), scene.index_of(end)
            tokens = list(scene.tokens[first:last])
            groups = [
                g._replace(first=g.first - first, head=g.head - first, last=g.last - first)
                for g in scene.groups
                if first <= g.head < last
            ]
            return tokens, groups
        sentence = self.view.sentence_at(start) or scene.sentence
        tokens = [t for t in sentence.tokens if start <= t.start < end]
        return tokens, list(verb_groups(tokens, sentence.language))

    # --- quotations without a cue of their own ----------------------------------------------------------------

    def carry_on(self) -> None:
        """A quotation that makes up a sentence by itself, right after one of a known speaker, is the same speaker's."""
        direct = sorted((c for c in self.claims if c.kind is ClaimKind.DIRECT), key=lambda c: c.start)
        starts = [claim.start for claim in direct]
        spoken = sorted(self.claims, key=lambda c: c.start)
        places = [claim.start for claim in spoken]
        for quote in self.quotes:
            if quote.start in self.quoted or len(quote_words(self.text, quote)) < 4:
                continue
            scene = self._scene_of(quote)
            if scene is None or not self._stands_alone(scene, quote):
                continue
            at = bisect_left(starts, quote.start)
            before = direct[at - 1] if at else None
            if before is None or not self._is_near(before, quote):
                place = bisect_left(places, quote.start)
                before = spoken[place - 1] if place else None
                if before is None or not self._is_near(before, quote):
                    continue
            tokens, groups = self._words(scene, quote.start, quote.end)
            if not any(group.is_finite for group in groups):
                continue
            claim = Claim(
                **self.view.piece(quote.start, quote.end, "speech.quote-continued"),
                speaker=before.speaker,
                speaker_kind=before.speaker_kind,
                kind=ClaimKind.DIRECT,
                modality=modality(tokens, groups, scene.lexicon, cue="say", is_quoted=True),
                cue=before.cue,
                cue_span=before.cue_span,
                speaker_span=None,
                via=before.via,
            )
            self.claims.append(claim)
            direct.insert(at, claim)
            starts.insert(at, claim.start)

    def _scene_of(self, quote: Quotation) -> Scene | None:
        sentence = self.view.sentence_at(quote.start)
        return None if sentence is None or sentence.is_heading else self.scenes.get(sentence.index)

    def _stands_alone(self, scene: Scene, quote: Quotation) -> bool:
        before = self.text[scene.sentence.start : quote.outer[0]].strip(" —–-\u00a0\u202f")
        end = self.view.sentence_at(max(quote.start, quote.outer[1] - 1))
        after = self.text[quote.outer[1] : end.end].strip(" .!?)\u00a0\u202f") if end is not None else ""
        return not before and not after

    def _is_near(self, claim: Claim, quote: Quotation) -> bool:
        """Whether nothing but a report stands between an earlier claim and a quotation."""
        last = max(claim.end, claim.cue_span[1] if claim.cue_span else 0)
        if claim.speaker_kind is SpeakerKind.DOCUMENT or last > quote.start:
            return False
        one, two = self.view.sentence_at(max(claim.start, last - 1)), self.view.sentence_at(quote.start)
        return one is not None and two is not None and 0 <= two.index - one.index <= 1

    # --- the document's own voice -----------------------------------------------------------------------------

    def own_voice(self, times: Sequence[Time]) -> list[Claim]:
        """The sentences that no speaker vouches for, and that name someone, some time or some number."""
        taken = [False] * len(self.view.sentences)
        for claim in self.claims:
            for offset in {claim.start, claim.end - 1, *(claim.cue_span or ())[:1]}:
                sentence = self.view.sentence_at(offset)
                if sentence is not None:
                    taken[sentence.index] = True
        dated = {s.index for time in times if (s := self.view.sentence_at(time.start)) is not None}
        found = []
        for sentence in self.view.sentences:
            scene = self.scenes[sentence.index]
            if taken[sentence.index] or sentence.index in self.announced or sentence.is_heading:
                continue
            if len(scene.tokens) > LONGEST:
                continue
            if not any(group.is_finite for group in scene.groups):
                continue
            if any(
                q.outer[0] <= sentence.start and sentence.end <= q.outer[1]
                for q in within(self.quotes, sentence.start, sentence.end)
            ):
                continue
            if scene.mentions or sentence.index in dated or _has_number(scene.tokens, scene.lexicon):
                found.append(self._own(scene))
        return found

    def _own(self, scene: Scene) -> Claim:
        start, end = trimmed(self.text, scene.sentence.start, scene.sentence.end)
        return Claim(
            **self.view.piece(start, end, "speech.own-voice"),
            speaker="document",
            speaker_kind=SpeakerKind.DOCUMENT,
            kind=ClaimKind.OWN_VOICE,
            modality=modality(scene.tokens, scene.groups, scene.lexicon),
        )


def quote_words(text: str, quote: Quotation) -> list[str]:
    """The words of a quotation."""
    return text[quote.start : quote.end].split()


def _is_dialogue(sentence: Sentence, attribution: Attribution) -> bool:
    """Whether a dash opens the sentence, as in French dialogue: what is said is in the speaker's own words."""
    return attribution.form == "inserted" and sentence.text.lstrip()[:1] in ("—", "–")


def _has_number(tokens: Sequence[Token], known: Lexicon) -> bool:
    return any(t.low[:1].isdigit() or t.low in known.modality["numbers"] for t in tokens)


def is_person_here(scene: Scene, speaker: Speaker) -> bool:
    """Whether a speaker is a person whom the sentence itself names, and no pronoun."""
    return any(
        mention.kind is EntityKind.PERSON
        and mention.entity == speaker.id
        and (mention.start, mention.end) == speaker.span
        for mention in scene.mention_at.values()
    )
