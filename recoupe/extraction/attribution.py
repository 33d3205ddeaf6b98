"""Attribution: the expressions that tie what is said to who says it, verbs of speech above all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..model import Span, SpeakerKind
from .morphology import Tense, readings, without_enclitic
from .quotations import BLANK, Quotation, covering, within
from .speakers import SENTENCE_SIGNS, Scene, Speaker, after, phrase, phrase_end, subject
from .verbgroups import VerbGroup

# Between a verb and its "que": no more words than this ("a déclaré, mardi soir à l'issue de la réunion, que").
NEAR = 18


@dataclass(frozen=True)
class Attribution:
    """An expression that attributes, before it becomes claims.

    `cue` are the clean offsets of the expression; `said` those of what is said, quotation marks and all; `form` is how:
    "that", "infinitive", "noun", "colon", "inserted" or "according". `verb` is the class of the verb in speech.toml, ""
    where there is none; `past` tells whether it is in the past, `negated` whether it is negated.
    """

    speaker: Speaker
    cue: Span
    said: tuple[Span, ...]
    form: str
    verb: str = ""
    is_past: bool = False
    is_negated: bool = False
    is_loose: bool = False
    via: tuple[str, ...] = ()


def attributions(scene: Scene, quotes: tuple[Quotation, ...]) -> list[Attribution]:
    """All that attributes something in a sentence, in the order of the text."""
    found: list[Attribution] = []
    for group in scene.groups:
        reported = _reported(scene, group, quotes, found)
        if reported is not None:
            found.append(reported)
    found.extend(_according(scene, quotes, found))
    heading = _heading(scene)
    if heading is not None and not any(_inside(a.cue, (heading.cue,)) for a in found):
        found.append(heading)
    introduced = _introduced(scene, quotes)
    if introduced is not None and not any(a.said and a.said[0][1] >= introduced.said[0][0] for a in found):
        found.append(introduced)
    return _settled(scene, sorted(found, key=lambda a: a.cue))


def _inside(span: Span, spans: tuple[Span, ...]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


# --- verbs that report -------------------------------------------------------------------------------------------


def _reported(
    scene: Scene, group: VerbGroup, quotes: tuple[Quotation, ...], earlier: list[Attribution]
) -> Attribution | None:
    lexicon, tokens = scene.lexicon, scene.tokens
    kind, last = lexicon.verbs.get(group.lemma, ""), group.last
    if lexicon.verbs.get(group.lemmas[0]) == "plan" and group.lemmas[0] in lexicon.infinitive and len(group.lemmas) > 1:
        return _hoped(scene, group) if covering(quotes, group.start) is None else None
    if group.lemma in lexicon.words["causatives"] and last + 1 < len(tokens):
        if tokens[last + 1].low in lexicon.words["caused"]:
            kind, last = "say", last + 1
    is_learning = group.lemma in lexicon.cues["learning"]
    if not kind and not is_learning:
        return None
    if group.tense is Tense.PAST_PARTICIPLE or group.tense is Tense.INFINITIVE:
        return None
    if group.is_passive or group.modal in ("possible", "obliged", "seems") or group.is_future:
        return None
    if group.is_conditional and group.lemma in lexicon.words["conditional_wishes"]:
        return None
    quote = covering(quotes, group.start)
    if quote is None and group.is_finite:
        inserted = _inserted(scene, group, last, kind, quotes)
        if inserted is not None:
            return inserted
    if quote is not None:
        return _interrupting(scene, group, last, kind, quote)
    if not kind or (
        group.is_negated and kind not in ("deny", "unexcluded") and group.lemma not in lexicon.words["confirming"]
    ):
        return None
    complement = _complement(scene, group, last, kind, quotes)
    if complement is None:
        return None
    form, start = complement
    speaker = _speaker_of(scene, group, last, start, earlier)
    if speaker is None:
        return None
    end = _said_end(scene, start, quotes)
    cue_end = tokens[scene.index_of(start) - 1].end
    return Attribution(
        speaker,
        (group.start, max(cue_end if form != "noun" else 0, tokens[last].end)),
        ((start, end),),
        form,
        kind,
        group.is_past,
        group.is_negated,
        is_loose=not group.is_finite or _is_joined(scene, group),
    )


def _hoped(scene: Scene, group: VerbGroup) -> Attribution | None:
    """ "Les organisateurs espèrent accueillir …": the infinitive is part of the verb group."""
    speaker = subject(scene, group)
    infinitives = [
        index
        for index in range(group.first + 1, group.head + 1)
        if any(
            reading.tense is Tense.INFINITIVE for reading in readings(scene.tokens[index].low, scene.sentence.language)
        )
    ]
    if speaker is None or not infinitives or group.is_negated:
        return None
    start = scene.tokens[infinitives[0]].start
    cue = group.start, scene.tokens[infinitives[0] - 1].end
    return Attribution(speaker, cue, ((start, scene.sentence.end),), "infinitive", "plan", group.is_past)


def _is_joined(scene: Scene, group: VerbGroup) -> bool:
    """Whether a conjunction ties the verb to one before it with the same subject."""
    return group.first > 0 and scene.tokens[group.first - 1].low in scene.lexicon.words["conjunctions"]


def _speaker_of(scene: Scene, group: VerbGroup, last: int, start: int, earlier: list[Attribution]) -> Speaker | None:
    tokens = scene.tokens
    if not group.is_finite:  # "ajoutant que": the subject is that of the verb before
        if earlier:
            return earlier[-1].speaker
        finite = [g for g in scene.groups if g.is_finite]
        return subject(scene, finite[0]) if finite else None
    found = subject(scene, group)
    if found is not None:
        return found
    if _is_joined(scene, group) and earlier:
        return earlier[-1].speaker
    enclitic = _enclitic(scene, group)
    if enclitic is not None:
        return enclitic
    if group.lemma in scene.lexicon.person_first:
        return None
    limit = scene.index_of(start) - 1
    return after(scene, last + 1, limit) if limit > last + 1 else None


def _enclitic(scene: Scene, group: VerbGroup) -> Speaker | None:
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


def _complement(
    scene: Scene, group: VerbGroup, last: int, kind: str, quotes: tuple[Quotation, ...]
) -> tuple[str, int] | None:
    """How and where what is said begins, after a verb: (form, clean offset); None where the verb reports nothing."""
    tokens, words, lexicon = scene.tokens, scene.lexicon.words, scene.lexicon
    takes_infinitive = group.lemma in lexicon.infinitive
    takes_noun = group.lemma in lexicon.noun or kind in ("deny", "estimate")
    by_group = {g.first: g for g in scene.groups}
    for index in range(last + 1, min(len(tokens), last + 1 + NEAR)):
        token = tokens[index]
        if token.low in words["completives"] and index + 1 < len(tokens):
            return ("that", tokens[index + 1].start) if _is_completive(scene, last, index) else None
        if token.text == ":" and index + 1 < len(tokens):
            return "colon", tokens[index + 1].start
        if token.text in '«“"„' and any(q.outer[0] == token.start for q in quotes):
            return _before_quotation(scene, group, last, index, quotes)
        at = by_group.get(index)
        if at is not None:
            if at.tense is Tense.INFINITIVE or (at.modal and at.tense is Tense.INFINITIVE):
                near = index - last <= 3 or group.lemma in lexicon.person_first
                return ("infinitive", at.start) if takes_infinitive and near else None
            if (
                at.tense is Tense.PRESENT_PARTICIPLE
                and takes_infinitive
                and tokens[index - 1].low in words["infinitive_links"]
            ):
                return "infinitive", at.start
            if at.is_finite:
                return _zero(scene, group, last, index)
        if token.text in SENTENCE_SIGNS and token.text not in "()":
            break
    zero = _zero(scene, group, last, len(tokens))
    if zero is not None:
        return zero
    if takes_noun and last + 1 < len(tokens):
        return _noun(scene, last, quotes)
    return None


def _is_completive(scene: Scene, last: int, index: int) -> bool:
    """Whether a "que" completes the verb, and not a noun between the two ("a dénoncé le plan que")."""
    words, tokens = scene.lexicon.words, scene.tokens
    first = last + 1
    if first == index or tokens[index - 1].text in ",)":
        return True
    head = tokens[first]
    if first in scene.mention_at or head.low in words["recipients"]:
        return True
    if head.low in words["articles"]:
        return tokens[index - 1].low in words["claimed"] or any(t.low in words["claimed"] for t in tokens[first:index])
    return True


def _before_quotation(
    scene: Scene, group: VerbGroup, last: int, index: int, quotes: tuple[Quotation, ...]
) -> tuple[str, int] | None:
    """A verb and a quotation after it: it opens what is said, unless the marks only set off a word of a longer phrase."""
    tokens = scene.tokens
    quote = next(q for q in quotes if q.outer[0] == tokens[index].start)
    length = sum(1 for t in tokens if quote.start <= t.start < quote.end and t.is_word)
    is_direct = index - last <= 3 or tokens[index - 1].text == ","
    if is_direct and (length >= 3 or index == last + 1) and length >= 2:
        return "colon", tokens[index].start
    return None


def _zero(scene: Scene, group: VerbGroup, last: int, finite: int) -> tuple[str, int] | None:
    """ "said the bridge would reopen": a clause without "that", where the language allows it."""
    tokens, words = scene.tokens, scene.lexicon.words
    if group.lemma not in words["zero_completive"] or finite >= len(tokens):
        return None
    first = last + 1
    while first < finite and (tokens[first].low in words["recipients"] or tokens[first].low in words["adverbs"]):
        first += 1
    if first >= finite or any(token.text in ',;:"“”' for token in tokens[first:finite]):
        return None
    if tokens[finite - 1].low in words["relatives"] or tokens[first].low in words["prepositions"]:
        return None
    return "that", tokens[first].start


def _noun(scene: Scene, last: int, quotes: tuple[Quotation, ...]) -> tuple[str, int] | None:
    """ "a annoncé l'ouverture de deux centres": a noun phrase that says what is announced, denied or estimated."""
    tokens, words = scene.tokens, scene.lexicon.words
    first = last + 1
    while first < len(tokens) and (tokens[first].low in words["adverbs"] or tokens[first].low in words["estimated"]):
        first += 1
    if first >= len(tokens):
        return None
    low = tokens[first].low
    if (
        low in words["determiners"]
        or low in scene.lexicon.modality["numbers"]
        or low[:1].isdigit()
        or low in words["approximate"]
    ):
        return "noun", tokens[first].start
    return None


def _said_end(scene: Scene, start: int, quotes: tuple[Quotation, ...]) -> int:
    """What is said goes to the end of the sentence, and to the end of a quotation that reaches over it."""
    end = scene.sentence.end
    for quote in within(quotes, start, end):
        end = max(end, quote.outer[1]) if quote.outer[1] > end and quote.outer[0] < end else end
    return end


# --- verbs set beside what is said -------------------------------------------------------------------------------


def _inserted(
    scene: Scene, group: VerbGroup, last: int, kind: str, quotes: tuple[Quotation, ...]
) -> Attribution | None:
    """A report set after or inside what is said: ", a précisé un spécialiste", "« … », dit-elle", ", Ms Ost said"."""
    tokens, words = scene.tokens, scene.lexicon.words
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
        speaker = _enclitic(scene, group)
        if speaker is None:
            first_after = _skip_adverbs(scene, last + 1)
            speaker = after(scene, last + 1, len(tokens))
            end = phrase_end(scene, first_after, len(tokens)) if speaker else end
            if speaker is not None and _goes_on(scene, last, end):
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


def _skip_adverbs(scene: Scene, at: int) -> int:
    while (
        at < len(scene.tokens) and scene.tokens[at].low in scene.lexicon.words["adverbs"] and at not in scene.mention_at
    ):
        at += 1
    return at


def _goes_on(scene: Scene, last: int, end: int) -> bool:
    """Whether a "que" follows the speaker: then what is said comes after ("a indiqué mardi le ministre que")."""
    tokens = scene.tokens
    return end < len(tokens) and tokens[end].low in scene.lexicon.words["completives"]


def _is_learned(scene: Scene, last: int) -> bool:
    return _learned(scene, last + 1) is not None


def _learned(scene: Scene, at: int) -> tuple[Speaker, int] | None:
    """ "a-t-on appris auprès de X": whoever stands after "auprès de"."""
    for index in range(at, min(len(scene.tokens), at + 4)):
        for words in scene.lexicon.learned:
            if tuple(t.low for t in scene.tokens[index : index + len(words)]) == words:
                first = index + len(words)
                end = phrase_end(scene, first, len(scene.tokens))
                if scene.tokens[first - 1].low in scene.lexicon.words["contracted_articles"]:
                    first -= 1
                speaker = _after_contraction(scene, first, end)
                if speaker is not None:
                    return speaker, end
    return None


def _after_contraction(scene: Scene, first: int, end: int) -> Speaker | None:
    return phrase(scene, first, end) or (phrase(scene, first + 1, end) if first + 1 < end else None)


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
    if start == 0 and _quote_before(scene, tokens[0].start, quotes) is None or start == group.first:
        return None
    said_groups = [g for g in scene.groups if g.is_finite and g.first < start]
    follows_quote = _quote_before(scene, tokens[start].start, quotes) is not None
    if not said_groups and not follows_quote:
        return None
    if any(token.low in scene.lexicon.words["relatives"] for token in tokens[start : group.first]):
        return None
    speaker = phrase(scene, start, group.first)
    if speaker is None and start and tokens[start - 1].text == ",":
        speaker = subject(scene, group, start)
    if speaker is None:
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
        elif (is_comparing and not said) or (said and tokens[following].low in scene.lexicon.words["conjunctions"]):
            if any(g.is_finite and g.first > following for g in scene.groups):
                said.append((tokens[following].start, scene.sentence.end))
    if not said:
        return None
    return Attribution(speaker, cue, tuple(said), "inserted", kind or "say", group.is_past, group.is_negated)


def _after_insertion(scene: Scene, end: int) -> int | None:
    """The first token after the comma or other sign that closes an inserted report; an apposition is passed over."""
    tokens = scene.tokens
    for index in range(end, min(len(tokens), end + 16)):
        if tokens[index].text in '«“"„':
            return index
        if tokens[index].text in ".;" or (index == end + 15):
            following = index + 1
            return following if following < len(tokens) and tokens[following].text in '«“"„' else None
        if tokens[index].text in ",:" and index + 1 < len(tokens) and index == end:
            if tokens[index + 1].text in '«“"„' or tokens[end - 1].is_word:
                later = next(
                    (i for i in range(index + 1, min(len(tokens), index + 16)) if tokens[i].text in '«“"„.;'), None
                )
                if later is not None and tokens[later].text in '«“"„':
                    return later
                conjunctions = scene.lexicon.words["conjunctions"]
                joined = (i for i in range(index, min(len(tokens) - 1, index + 10)) if tokens[i].text == ",")
                return next((i + 1 for i in joined if tokens[i + 1].low in conjunctions), index + 1)
    return None


def _interrupting(scene: Scene, group: VerbGroup, last: int, kind: str, quote: Quotation) -> Attribution | None:
    """A report inside the quotation marks: « La frontière est fermée, a expliqué le général, et elle le restera. »"""
    tokens = scene.tokens
    if not kind or not group.is_finite or group.first == 0 or tokens[group.first - 1].text not in ",?!":
        return None
    speaker = _enclitic(scene, group)
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


# --- "selon", "pour", a name and a colon --------------------------------------------------------------------------


def _according(scene: Scene, quotes: tuple[Quotation, ...], reported: list[Attribution]) -> Iterator[Attribution]:
    tokens = scene.tokens
    floor = 0
    for index in range(len(tokens)):
        for words in scene.lexicon.according:
            if tuple(t.low for t in tokens[index : index + len(words)]) != words:
                continue
            if covering(quotes, tokens[index].start) is not None:
                break
            found = _according_at(scene, index, len(words), floor, quotes)
            if found is not None:
                yield found
                floor = scene.index_of(found.cue[1])
            break


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
    speaker = phrase(scene, first, end) or (phrase(scene, start, end) if start != first else None)
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
        return (start, _said_end(scene, start, quotes)) if start < scene.sentence.end else None
    has_verb = any(floor <= g.first < index and g.is_finite for g in scene.groups) and index - floor > 4
    if not has_verb and not within(quotes, tokens[floor].start, tokens[index].start):
        has_verb_after = any(g.is_finite and g.first >= end for g in scene.groups)
        quoted = within(quotes, tokens[end - 1].end, scene.sentence.end)
        if quoted:
            return quoted[0].outer
        return (tokens[floor].start, scene.sentence.end) if has_verb_after else None
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
    return close + 1 if close is not None and not has_verb else at


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


def _heading(scene: Scene) -> Attribution | None:
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


def _introduced(scene: Scene, quotes: tuple[Quotation, ...]) -> Attribution | None:
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


# --- who passed it on ---------------------------------------------------------------------------------------------


def _settled(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """The attributions of a sentence among themselves: whoever cites or is cited in passing becomes `via`.

    "X rapporte que, selon Y, S" is Y's claim via X; "S, a dit X, selon l'agence" is X's via the agency; "X a dit que A,
    ajoutant que B" are two claims, the first of which ends where the second begins.
    """
    settled: list[Attribution] = []
    for attribution in found:
        attribution = _with_cited(scene, attribution)
        outer = next((a for a in settled if any(s <= attribution.cue[0] < e for s, e in a.said)), None)
        if outer is None:
            holder = next((i for i, a in enumerate(settled) if _covers(attribution, a)), None)
            if holder is not None and attribution.form == "according":
                settled[holder] = replace(settled[holder], via=(*settled[holder].via, attribution.speaker.id))
            else:
                settled.append(attribution)
            continue
        at = settled.index(outer)
        if attribution.form == "according":
            if attribution.cue[0] - outer.said[0][0] < 4:  # "rapporte que, selon Y, S"
                settled[at] = replace(attribution, via=(*attribution.via, outer.speaker.id))
            elif outer.form in ("that", "noun", "infinitive", "colon"):
                cut = _cut(outer.said, attribution.cue[0]) if _is_last(scene, attribution) else outer.said
                settled[at] = replace(outer, said=cut, via=(*outer.via, attribution.speaker.id))
            elif outer.form in ("according", "heading"):
                settled[at] = replace(outer, said=_cut(outer.said, attribution.said[0][0]))
                settled.append(attribution)
        elif attribution.is_loose and outer.form in ("that", "infinitive", "noun", "colon"):
            settled[at] = replace(outer, said=_cut(outer.said, attribution.cue[0]))
            settled.append(attribution)
        elif attribution.form in ("inserted", "interrupting") and outer.form == "according":
            settled[at] = replace(attribution, via=(*attribution.via, outer.speaker.id))
        elif attribution.form == "inserted" and outer.form in ("that", "colon"):
            settled[at] = replace(outer, said=_cut(outer.said, attribution.cue[0]))
            later = tuple(s for s in attribution.said if s[0] > attribution.cue[0])
            if later:
                settled.append(replace(attribution, said=later))
    return settled


def _covers(attribution: Attribution, other: Attribution) -> bool:
    """Whether all of another report, cue and all, stands inside what this one vouches for."""
    return any(start <= other.cue[0] and other.cue[1] <= end for start, end in attribution.said)


def _is_last(scene: Scene, attribution: Attribution) -> bool:
    return scene.sentence.end - attribution.cue[1] < 4


def _cut(said: tuple[Span, ...], at: int) -> tuple[Span, ...]:
    return tuple((start, min(end, at)) for start, end in said if start < at)


def _with_cited(scene: Scene, attribution: Attribution) -> Attribution:
    """The one who is cited speaks, via whoever cites: "selon l'agence, qui cite le ministre", "cité par l'agence"."""
    tokens = scene.tokens
    for group in scene.groups:
        if group.lemma not in scene.lexicon.cues["citing"] or group.first == 0:
            continue
        is_side = (
            group.tense is Tense.PRESENT_PARTICIPLE or tokens[group.first - 1].low in scene.lexicon.words["relatives"]
        )
        near = -1 <= group.start - attribution.cue[1] < 12 or -120 < group.start - attribution.cue[0] < 0
        if is_side and near and not any(s <= group.start < e for s, e in attribution.said):
            cited = after(scene, group.last + 1, len(tokens))
            if cited is not None and cited.id != attribution.speaker.id:
                return replace(attribution, speaker=cited, via=(attribution.speaker.id, *attribution.via))
    for index in range(scene.index_of(attribution.cue[0]), len(tokens)):
        for words in scene.lexicon.cited:
            if tuple(t.low for t in tokens[index : index + len(words)]) == words:
                passing = after(scene, index + len(words), len(tokens))
                if passing is not None:
                    return replace(attribution, via=(*attribution.via, passing.id))
    return attribution
