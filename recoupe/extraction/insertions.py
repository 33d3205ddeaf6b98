"""Insertions: reports set beside what is said: ", a précisé un spécialiste", "« … », dit-elle", "…, Ms Ost said"."""

from __future__ import annotations

from ..model import Span, SpeakerKind
from .attribution import Attribution
from .lexicon import phrase_length
from .morphology import without_enclitic
from .quotations import BLANK, Quotation, within
from .speakers import Scene, Speaker, after, phrase, phrase_end, source, subject
from .verbgroups import VerbGroup
from .view import Token

OPENING = '«“"„'


def inserted(scene: Scene, group: VerbGroup, last: int, kind: str, quotes: tuple[Quotation, ...]) -> Attribution | None:
    """A report set after or inside what is said: ", a précisé un spécialiste", "« … », dit-elle", ", Ms Ost said"."""
    tokens = scene.tokens
    first = group.first
    before = tokens[first - 1] if first else None
    is_comparing = before is not None and before.low in scene.lexicon.cues["comparing"]
    if is_comparing:
        first -= 1
        before = tokens[first - 1] if first else None
    follows_quote = _quote_before(scene, tokens[first].start, quotes) is not None
    is_set_off = before is None or before.text in ',»”"?!—–' or follows_quote
    speaker: Speaker | None = None
    end = last + 1
    if is_set_off and (before is not None or follows_quote or is_comparing):
        speaker = enclitic(scene, group)
        if speaker is None:
            first_after = _skip_hearers(scene, _skip_adverbs(scene, last + 1))
            speaker = after(scene, first_after, len(tokens))
            end = phrase_end(scene, first_after, len(tokens)) if speaker else end
            if speaker is not None and (_goes_on(scene, last, end) or not _is_inverted(scene, group, before, quotes)):
                speaker = None
        if speaker is not None and speaker.id.partition(": ")[2] in scene.lexicon.cues["unnamed_pronouns"]:
            learned = _learned(scene, last + 1)
            if learned is not None:
                speaker, end = learned
    if speaker is None:
        return _postposed(scene, group, last, kind, quotes)
    if not kind and speaker.id.partition(": ")[2] in scene.lexicon.cues["unnamed_pronouns"]:
        return None
    if not kind and not _is_learned(scene, last):
        return None
    return _beside(scene, group, first, end, speaker, kind, quotes)


def _is_inverted(scene: Scene, group: VerbGroup, before: Token | None, quotes: tuple[Quotation, ...]) -> bool:
    """Whether a noun phrase after the verb is its subject: a comma stands before, or a quotation that is a clause.

    After a short name in quotation marks it is the object (les membres de « Nous » contestent le vote).
    """
    if (before is None or before.text in ",?!—–") and scene.lexicon.words["inverts"]:
        return True
    quote = _quote_before(scene, scene.tokens[group.first].start, quotes)
    if quote is not None and scene.history.text[quote.outer[1] - 2] in ",?!.…":
        return True
    return quote is not None and len(scene.history.text[quote.start : quote.end].split()) >= 4


def _skip_adverbs(scene: Scene, at: int) -> int:
    while (
        at < len(scene.tokens) and scene.tokens[at].low in scene.lexicon.words["adverbs"] and at not in scene.mention_at
    ):
        at += 1
    return at


def _skip_hearers(scene: Scene, at: int) -> int:
    """Past those to whom it is said, where the speaker follows them: "à la presse" in "a dit à la presse le maire"."""
    tokens, words = scene.tokens, scene.lexicon.words
    if at + 2 >= len(tokens) or tokens[at].low not in words["hearers"] or at in scene.mention_at:
        return at
    end = at + 1
    while end < len(tokens) and tokens[end].low in words["determiners"] and end not in scene.mention_at:
        end += 1
    mention = scene.mention_at.get(end)
    end = scene.past(mention) if mention is not None else end + 1
    follows = end < len(tokens) and (tokens[end].low in words["articles"] or end in scene.mention_at)
    return end if follows else at


def _goes_on(scene: Scene, last: int, end: int) -> bool:
    """Whether a "que" follows the speaker: then what is said comes after ("a indiqué mardi le ministre que")."""
    tokens = scene.tokens
    return end < len(tokens) and tokens[end].low in scene.lexicon.words["completives"]


def _is_learned(scene: Scene, last: int) -> bool:
    return _learned(scene, last + 1) is not None


def _learned(scene: Scene, at: int) -> tuple[Speaker, int] | None:
    """ "a-t-on appris auprès de X": whoever stands after "auprès de"."""
    for index in range(at, min(len(scene.tokens), at + 4)):
        length = phrase_length(scene.lexicon.learned, scene.tokens, index)
        if not length:
            continue
        first = index + length
        end = phrase_end(scene, first, len(scene.tokens))
        if scene.tokens[first - 1].low in scene.lexicon.words["sources"]:
            return source(scene, first - 1, end), end
        speaker = phrase(scene, first, end) or (phrase(scene, first + 1, end) if first + 1 < end else None)
        if speaker is not None:
            return speaker, end
    return None


def _postposed(
    scene: Scene, group: VerbGroup, last: int, kind: str, quotes: tuple[Quotation, ...]
) -> Attribution | None:
    """ "…, Lena Ost said": subject and verb at the end of what is said."""
    tokens = scene.tokens
    has_object = last + 1 < len(tokens) and tokens[last + 1].is_word and not _is_adjunct(scene, last + 1)
    if not kind or (has_object and group.lemma not in scene.lexicon.person_first):
        return None
    start = group.first
    while start > 0 and tokens[start - 1].text not in ',»”"—–;:':
        start -= 1
    if (start == 0 and _quote_before(scene, tokens[0].start, quotes) is None) or start == group.first:
        return None
    said_groups = [g for g in scene.groups if g.is_finite and g.first < start]
    follows_quote = _quote_before(scene, tokens[start].start, quotes) is not None
    if not said_groups and not follows_quote:
        return None
    inner = scene.lexicon.words["relatives"] | scene.lexicon.words["completives"]
    if any(token.low in inner for token in tokens[start : group.first]):
        return None
    speaker = phrase(scene, start, group.first)
    if speaker is None and start and tokens[start - 1].text == ",":
        speaker = subject(scene, group, start)
    if speaker is None:
        return None
    if not follows_quote and group.lemma not in scene.lexicon.words["postposed"]:
        return None
    if not follows_quote and not _may_stand_alone(scene, said_groups, start):
        return None
    return _beside(scene, group, start, last + 1, speaker, kind, quotes)


def _may_stand_alone(scene: Scene, said_groups: list[VerbGroup], start: int) -> bool:
    """Whether what stands before could be what is said: it has its own subject, and does not begin as a side clause."""
    first = scene.tokens[0].low
    words = scene.lexicon.words
    opens_side_clause = first in words["side_clauses"] or first in words["prepositions"]
    return not opens_side_clause and all(g.first > 0 for g in said_groups[:1])


def _is_adjunct(scene: Scene, at: int) -> bool:
    token = scene.tokens[at]
    words = scene.lexicon.words
    return token.low in words["adverbs"] or token.low in words["prepositions"] or token.low in words["recipients"]


def enclitic(scene: Scene, group: VerbGroup) -> Speaker | None:
    """The speaker of an inverted pronoun: "a-t-elle déclaré"."""
    for index in range(group.first, group.last + 1):
        token = scene.tokens[index]
        bare = without_enclitic(token.low, scene.sentence.language)
        hanging = token.low[len(bare) :].removeprefix("-t-").removeprefix("-")
        if not hanging or "-" not in token.low:
            continue
        start = token.end - len(hanging)
        if hanging in scene.lexicon.cues["unnamed_pronouns"]:
            return Speaker(f"unnamed: {hanging}", SpeakerKind.UNNAMED, (start, token.end))
        pronoun = scene.lexicon.pronouns.get((hanging,))
        meant = scene.history.meant(pronoun, token.start) if pronoun else None
        if meant is not None:
            return Speaker(meant[0], meant[1], (start, token.end))
    return None


def _quote_before(scene: Scene, offset: int, quotes: tuple[Quotation, ...]) -> Quotation | None:
    """The quotation that ends right before an offset."""
    found = within(quotes, max(0, offset - 5), offset)
    if not found:
        return None
    quote = found[-1]
    between = scene.history.text[quote.outer[1] : offset]
    return quote if quote.outer[1] <= offset and not between.strip(BLANK + ",—–-") else None


def _beside(
    scene: Scene,
    group: VerbGroup,
    first: int,
    end: int,
    speaker: Speaker,
    kind: str,
    quotes: tuple[Quotation, ...],
) -> Attribution | None:
    """The attribution of a report that stands at `[first, end)`, with what is said at its left and its right."""
    tokens = scene.tokens
    cue = tokens[first].start, max(tokens[end - 1].end, tokens[group.last].end)
    said: list[Span] = []
    quote = _quote_before(scene, cue[0], quotes)
    left = scene.sentence.start, cue[0]
    is_comparing = tokens[first].low in scene.lexicon.cues["comparing"]
    has_verb_left = any(g.is_finite and g.first < first for g in scene.groups)
    if quote is not None and quote.outer[0] < scene.sentence.start:
        said.append(quote.outer)
    elif (has_verb_left or quote is not None) and left[1] > left[0]:
        said.append(left)
    following = _after_insertion(scene, end)
    if following is not None:
        opening = next((q for q in quotes if q.outer[0] == tokens[following].start), None)
        if opening is not None:
            said.append(opening.outer)
        elif any(g.is_finite and g.first > following for g in scene.groups) and (
            tokens[following].low in scene.lexicon.words["conjunctions"] if said else is_comparing
        ):
            said.append((tokens[following].start, scene.sentence.end))
        elif (
            said
            and quote is None
            and tokens[end].text == ","
            and not any(g.is_finite and g.first > following for g in scene.groups)
            and _is_cut(scene, first, following)
        ):
            said = [
                (scene.sentence.start, scene.sentence.end)
            ]  # "Il s'agit, dit X, d'une mesure": cut in two by the report
    is_quoted = bool(within(quotes, said[0][0], said[-1][1])) if said else False
    is_dialogue = scene.sentence.text.lstrip()[:1] in ("—", "–")
    if not said or (group.lemma in scene.lexicon.quotation_only and not (is_quoted or is_dialogue or is_comparing)):
        return None
    return Attribution(speaker, cue, tuple(said), "inserted", kind or "say", group.is_past, group.is_negated)


def _is_cut(scene: Scene, first: int, following: int) -> bool:
    """Whether a report cuts what is said in two: it stands right after the verb, and a preposition comes after it.

    What else follows a speaker is an apposition ("a annoncé X, ministre de Y") and not said.
    """
    words = scene.lexicon.words
    last = max((g.last for g in scene.groups if g.is_finite and g.first < first), default=-1)
    return first - last <= 2 and scene.tokens[following].low in words["prepositions"] | words["of"]


def _after_insertion(scene: Scene, end: int) -> int | None:
    """Where what is said goes on after an inserted report and an apposition: at a quotation mark or at "et", "and".

    Without either, the token after the comma that closes the report; None where no comma does.
    """
    tokens = scene.tokens
    limit = min(len(tokens), end + 16)
    marks = (i for i in range(end, limit) if tokens[i].text in OPENING or tokens[i].text in ".;")
    mark = next(marks, None)
    if mark is not None and tokens[mark].text in OPENING:
        return mark
    if mark is not None and mark + 1 < len(tokens) and tokens[mark + 1].text in OPENING:
        return mark + 1
    if end + 1 >= len(tokens) or tokens[end].text not in ",:":
        return None
    conjunctions = scene.lexicon.words["conjunctions"]
    joined = (i for i in range(end, min(len(tokens) - 1, end + 10)) if tokens[i].text == ",")
    return next((i + 1 for i in joined if tokens[i + 1].low in conjunctions), end + 1)


def interrupting(scene: Scene, group: VerbGroup, last: int, kind: str, quote: Quotation) -> Attribution | None:
    """A report inside the quotation marks: « La frontière est fermée, a expliqué le général, et elle le restera. »"""
    tokens = scene.tokens
    if not kind or not group.is_finite or group.first == 0 or tokens[group.first - 1].text not in ",?!":
        return None
    speaker = enclitic(scene, group)
    end = last + 1
    if speaker is None:
        end = phrase_end(scene, _skip_adverbs(scene, last + 1), len(tokens))
        speaker = phrase(scene, last + 1, end) if end > last + 1 else None
    if speaker is None or end >= len(tokens) or tokens[end].text not in ",.»”":
        return None
    cue = tokens[group.first].start, tokens[end - 1].end
    said = [(quote.start, cue[0])]
    if cue[1] + 2 < quote.end:
        said.append((tokens[end].end, quote.end))
    return Attribution(speaker, cue, tuple(said), "interrupting", kind, group.is_past, group.is_negated)
