"""Sources: attribution without a verb of speech: "selon X", "de l'aveu de X", "pour X", "X : « … »"."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Span
from .attribution import Attribution
from .lexicon import phrase_length
from .quotations import Quotation, covering, said_end, within
from .speakers import Scene, phrase, phrase_end, source


def according(scene: Scene, quotes: tuple[Quotation, ...]) -> Iterator[Attribution]:
    tokens = scene.tokens
    floor = 0
    for index in range(len(tokens)):
        length = phrase_length(scene.lexicon.according, tokens, index)
        if not length or covering(quotes, tokens[index].start) is not None:
            continue
        found = _according_at(scene, index, length, floor, quotes)
        if found is not None:
            yield found
            floor = scene.index_of(found.cue[1])


def _according_at(
    scene: Scene, index: int, length: int, floor: int, quotes: tuple[Quotation, ...]
) -> Attribution | None:
    tokens, words = scene.tokens, scene.lexicon.words
    first = index + length
    if first >= len(tokens):
        return None
    if _says_a_measure(scene, first):
        return None
    end = _source_end(scene, first)
    start = first - 1 if tokens[first - 1].low in words["contracted_articles"] else first
    is_source = tokens[first - 1].low in words["sources"]
    speaker = source(scene, first - 1, end) if is_source else phrase(scene, first, end)
    speaker = speaker or (phrase(scene, start, end) if start != first else None)
    if speaker is None:
        return None
    cue = tokens[index].start, tokens[end - 1].end
    said = _told(scene, index, end, floor, quotes)
    return Attribution(speaker, cue, (said,), "according") if said else None


def _says_a_measure(scene: Scene, first: int) -> bool:
    """ "selon la loi", "according to plan": no one speaks."""
    words = scene.lexicon.words
    at = first
    while at < len(scene.tokens) and at < first + 3 and scene.tokens[at].low in words["determiners"]:
        at += 1
    return (
        at < len(scene.tokens)
        and at not in scene.mention_at
        and scene.tokens[at].low in scene.lexicon.cues["not_speakers"]
    )


def _source_end(scene: Scene, first: int) -> int:
    """The end of what follows "selon": "des informations relayées par le ministère" goes on over "par"."""
    end = phrase_end(scene, first, len(scene.tokens))
    is_document = any(t.low in scene.lexicon.cues["documents"] for t in scene.tokens[first:end])
    if is_document and end < len(scene.tokens) and scene.tokens[end].low in scene.lexicon.cues["behind"]:
        return phrase_end(scene, end + 1, len(scene.tokens))
    return end


def _told(scene: Scene, index: int, end: int, floor: int, quotes: tuple[Quotation, ...]) -> Span | None:
    """What "selon X" at the tokens `[index, end)` vouches for: what follows it at the head of a clause, else what precedes."""
    tokens, words = scene.tokens, scene.lexicon.words
    before = tokens[index - 1] if index else None
    leading = {token.low for token in tokens[floor:index] if token.is_word}
    is_head = before is None or before.text in ":;«“(" or before.low in words["completives"]
    is_head = is_head or leading <= (words["conjunctions"] | words["adverbs"])
    is_head = is_head or (
        before is not None and before.text == "," and index > 1 and tokens[index - 2].low in words["completives"]
    )
    if is_head and end < len(tokens):
        following = _past_apposition(scene, end)
        start = tokens[following].start if following < len(tokens) else scene.sentence.end
        return (start, said_end(quotes, start, scene.sentence.end)) if start < scene.sentence.end else None
    opening = next(iter(within(quotes, tokens[end - 1].end, scene.sentence.end)), None)
    if opening is not None and opening.outer[0] - tokens[end - 1].end <= 3 and index - floor <= 5:
        return opening.outer  # "Il y a, selon X, « … »"
    has_verb = any(floor <= g.first < index and g.is_finite for g in scene.groups) and index - floor > 2
    if not has_verb and not within(quotes, tokens[floor].start, tokens[index].start):
        has_verb_after = any(g.is_finite and g.first >= end for g in scene.groups)
        quoted = within(quotes, tokens[end - 1].end, scene.sentence.end)
        if quoted:
            return quoted[0].outer
        if not has_verb_after:
            return None
        if before is not None and before.text != "," and end < len(tokens) and tokens[end].text == ",":
            return tokens[end].end, scene.sentence.end
        return tokens[floor].start, scene.sentence.end
    return tokens[floor].start, tokens[index].start


def _past_apposition(scene: Scene, end: int) -> int:
    """The token after the comma that closes "Selon X," or "Selon X, qui cite Y,"."""
    tokens, words = scene.tokens, scene.lexicon.words
    at = end
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
        opens = at < len(tokens) and (tokens[at].low in words["relatives"] or _cites(scene, at))
        if opens or _is_apposed(scene, at):
            close = next((i for i in range(at, min(len(tokens), at + 25)) if tokens[i].text == ","), None)
            return close + 1 if close is not None else at
        return at
    close = next((i for i in range(at, min(len(tokens), at + 14)) if tokens[i].text == ","), None)
    has_verb = any(g.is_finite and at <= g.first < (close or at) for g in scene.groups)
    if close is None or has_verb:
        return at
    if _is_apposed(scene, close + 1):
        return next(i for i in range(close + 1, len(tokens)) if tokens[i].text == ",") + 1
    return close + 1


def _is_apposed(scene: Scene, at: int) -> bool:
    """Whether a short phrase without a verb stands between commas ("Selon X, ministre de Y, …")."""
    tokens = scene.tokens
    close = next((i for i in range(at, min(len(tokens), at + 12)) if tokens[i].text == ","), None)
    if close is None or close + 2 >= len(tokens):
        return False
    has_verb = any(g.is_finite and at <= g.first < close for g in scene.groups)
    verb_after = any(g.is_finite and g.first > close for g in scene.groups)
    starts_low = tokens[at].low not in scene.lexicon.words["determiners"] and not tokens[at].is_capitalised
    return not has_verb and verb_after and starts_low and tokens[at].low not in scene.lexicon.words["prepositions"]


def _cites(scene: Scene, at: int) -> bool:
    return any(g.first <= at <= g.last and g.lemma in scene.lexicon.cues["citing"] for g in scene.groups)


def heading(scene: Scene) -> Attribution | None:
    """ "Pour X, …" at the head of a sentence, where X can speak and what follows is a clause of its own."""
    tokens, words = scene.tokens, scene.lexicon.words
    at = 0
    while at < min(3, len(tokens)) and (tokens[at].low in words["conjunctions"] or tokens[at].low in words["adverbs"]):
        at += 1
    if at >= len(tokens) - 3 or tokens[at].low not in scene.lexicon.cues["heading"]:
        return None
    end = phrase_end(scene, at + 1, len(tokens))
    speaker = phrase(scene, at + 1, end)
    if speaker is None or end >= len(tokens) or tokens[end].text != ",":
        return None
    described = {token.low for token in tokens[at + 1 : end]}
    if not speaker.is_named and not described & scene.lexicon.cues["people"]:
        return None
    following = _past_apposition(scene, end)
    if following >= len(tokens) or not any(g.is_finite and g.first >= following for g in scene.groups):
        return None
    if any(g.first == following and not g.is_finite for g in scene.groups):
        return None
    if sum(1 for i in range(at, end) if tokens[i].low in words["conjunctions"]):
        return None
    return Attribution(
        speaker, (tokens[at].start, tokens[end - 1].end), ((tokens[following].start, scene.sentence.end),), "heading"
    )


def introduced(scene: Scene, quotes: tuple[Quotation, ...]) -> Attribution | None:
    """ "Le ministre : « … »": a name or an unnamed speaker, a colon and a quotation, and no verb between."""
    tokens = scene.tokens
    for index in range(1, min(len(tokens) - 1, 20)):
        if tokens[index].text == ":" and any(q.outer[0] == tokens[index + 1].start for q in quotes):
            if any(g.is_finite and g.first < index for g in scene.groups):
                return None
            speaker = phrase(scene, 0, index)
            if speaker is None or not speaker.is_named:
                return None
            quote = next(q for q in quotes if q.outer[0] == tokens[index + 1].start)
            return Attribution(speaker, (tokens[0].start, tokens[index].end), (quote.outer,), "colon", "say")
    return None
