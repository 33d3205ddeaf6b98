"""Reports: verbs of speech with what they report after them: "a indiqué que", "said the", "a nié toute", "répond :"."""

from __future__ import annotations

from ..model import EntityKind
from .attribution import Attribution
from .insertions import enclitic, inserted, interrupting
from .morphology import Tense, is_noun_too, readings
from .quotations import Quotation, covering, said_end
from .speakers import SENTENCE_SIGNS, Scene, Speaker, after, subject
from .verbgroups import VerbGroup

# Between a verb and its "que": no more words than this ("a déclaré, mardi soir à l'issue de la réunion, que").
NEAR = 18


def reported(
    scene: Scene, group: VerbGroup, quotes: tuple[Quotation, ...], earlier: list[Attribution]
) -> Attribution | None:
    lexicon, tokens = scene.lexicon, scene.tokens
    kind, last = lexicon.verbs.get(group.lemma, ""), group.last
    if lexicon.verbs.get(group.lemmas[0]) == "plan" and group.lemmas[0] in lexicon.infinitive and len(group.lemmas) > 1:
        return _hoped(scene, group) if covering(quotes, group.start) is None else None
    following = tokens[last + 1].low if last + 1 < len(tokens) else ""
    if group.lemma in lexicon.words["causatives"] and following in lexicon.words["caused"]:
        kind, last = "say", last + 1
    is_learning = group.lemma in lexicon.cues["learning"]
    if not kind and not is_learning:
        return None
    if group.tense is Tense.PAST_PARTICIPLE or group.tense is Tense.INFINITIVE:
        return None
    if group.is_reflexive and group.lemma not in lexicon.words["reflexive_speech"]:
        return None
    if tokens[group.head].low in lexicon.words["adverbs"]:
        return None
    if group.is_passive or group.modal in ("possible", "obliged", "seems", "wanted", "planned") or group.is_future:
        return None
    if group.is_conditional and group.lemma in lexicon.words["conditional_wishes"]:
        return None
    quote = covering(quotes, group.start)
    if quote is None and group.is_finite:
        beside = inserted(scene, group, last, kind, quotes)
        if beside is not None:
            return beside
    if quote is not None:
        return interrupting(scene, group, last, kind, quote)
    if not kind or (
        group.is_negated and kind not in ("deny", "unexcluded") and group.lemma not in lexicon.words["confirming"]
    ):
        return None
    complement = _complement(scene, group, last, kind, quotes)
    if complement is None:
        return None
    form, start = complement
    if form == "noun" and group.is_negated and kind not in ("deny", "unexcluded"):
        return None  # "n'a pas confirmé sa participation": nothing is said
    if form != "that" and _is_inner(scene, group):
        return None
    speaker = _speaker_of(scene, group, last, start, earlier)
    if speaker is None or not may_speak(scene, group, speaker):
        return None
    end = said_end(quotes, start, scene.sentence.end)
    end = _next_report(scene, start, end, quotes)
    if form in ("infinitive", "noun"):
        end = _joined_end(scene, start, end)
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


def _joined_end(scene: Scene, start: int, end: int) -> int:
    """What is said in an infinitive or a noun phrase ends where a conjunction leads to the next verb of the speaker."""
    first = scene.index_of(start)
    for group in scene.groups:
        if (
            group.first > first
            and group.is_finite
            and scene.tokens[group.first - 1].low in scene.lexicon.words["conjunctions"]
        ):
            return min(end, scene.tokens[group.first - 1].start)
    return end


def _next_report(scene: Scene, start: int, end: int, quotes: tuple[Quotation, ...]) -> int:
    """What is said ends at a semicolon after which someone named, or a noun, speaks or counts in turn."""
    tokens = scene.tokens
    for index in range(scene.index_of(start), scene.index_of(end) - 2):
        if tokens[index].text != ";" or covering(quotes, tokens[index].start) is not None:
            continue
        group = next((g for g in scene.groups if g.is_finite and g.first > index), None)
        if group is None or not _speaks(scene, group):
            continue
        opens = tokens[index + 1].low in scene.lexicon.words["determiners"] or index + 1 in scene.mention_at
        if opens and subject(scene, group, index + 1) is not None:
            return tokens[index].start
    return end


def _speaks(scene: Scene, group: VerbGroup) -> bool:
    return group.lemma in scene.lexicon.verbs or group.lemma in scene.lexicon.words["counting"]


def _is_inner(scene: Scene, group: VerbGroup) -> bool:
    """Whether the verb stands in a clause that "que" opens ("ceux qu'ils accusent"): its object stands before."""
    words = scene.lexicon.words
    for index in range(group.first - 1, max(-1, group.first - 6), -1):
        if scene.tokens[index].low in words["completives"] | words["relative_others"]:
            return True
        if not scene.tokens[index].is_word:
            return False
    return False


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


def may_speak(scene: Scene, group: VerbGroup, speaker: Speaker) -> bool:
    """Whether a speaker agrees with the verb in number, and is more than "on" (which says that it is rumoured)."""
    entity = scene.history.entities.get(speaker.id)
    if entity is not None and entity.kind is EntityKind.PERSON and group.is_finite and group.person == 6:
        between = scene.tokens[scene.index_of(speaker.span[1]) : group.first]
        return any(token.low in scene.lexicon.words["conjunctions"] for token in between)
    words = speaker.id.partition(": ")[2].replace("’", "'").replace("'", "' ").split()
    if speaker.is_named or not words:
        return True
    if words[0] in scene.lexicon.cues["unnamed_pronouns"]:
        return False
    return not (group.is_finite and group.person == 6 and words[0] in scene.lexicon.words["singular_determiners"])


def _is_joined(scene: Scene, group: VerbGroup) -> bool:
    """Whether a conjunction ties the verb to one before it with the same subject."""
    return group.first > 0 and scene.tokens[group.first - 1].low in scene.lexicon.words["conjunctions"]


def _speaker_of(scene: Scene, group: VerbGroup, last: int, start: int, earlier: list[Attribution]) -> Speaker | None:
    if not group.is_finite:  # "ajoutant que": the subject is that of the verb before
        if earlier:
            return earlier[-1].speaker
        if group.first == 0 or scene.tokens[group.first - 1].text != ",":
            return None
        finite = [g for g in scene.groups if g.is_finite]
        return subject(scene, finite[0]) if finite else None
    found = subject(scene, group)
    if found is not None:
        return found
    if _is_joined(scene, group) and earlier:
        return earlier[-1].speaker
    hanging = enclitic(scene, group)
    if hanging is not None:
        return hanging
    if group.lemma in scene.lexicon.person_first:
        return None
    limit = scene.index_of(start) - 1
    return after(scene, last + 1, limit) if limit > last + 1 else None


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
            if at.tense is Tense.INFINITIVE:
                is_marked = token.low in words["infinitive_marks"] or tokens[index - 1].low in words["infinitive_marks"]
                if any(t.low in words["purposes"] for t in tokens[last + 1 : index]):
                    return None  # "a appelé l'équipe afin de trouver une solution"
                near = index - last <= 3 or (group.lemma in lexicon.person_first and is_marked)
                start = index
                while start - 1 > last and tokens[start - 1].low in words["infinitive_links"]:
                    start -= 1  # "ne pas avoir été": a negation belongs to what is said
                while tokens[start].low in words["infinitive_marks"]:
                    start += 1
                return ("infinitive", tokens[start].start) if takes_infinitive and near else None
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
    if tokens[index - 1].low in words["demonstratives"]:
        return False
    if first < index and tokens[first].low in words["articles"] and first not in scene.mention_at:
        return any(token.low in words["claimed"] for token in tokens[first:index])
    return True


def _before_quotation(
    scene: Scene, group: VerbGroup, last: int, index: int, quotes: tuple[Quotation, ...]
) -> tuple[str, int] | None:
    """A verb and a quotation after it: it opens what is said, unless the marks only set off a word of a longer phrase."""
    tokens = scene.tokens
    quote = next(q for q in quotes if q.outer[0] == tokens[index].start)
    length = sum(1 for t in tokens if quote.start <= t.start < quote.end and t.is_word)
    is_direct = index - last <= 3 or tokens[index - 1].text == ","
    if is_direct and length >= 3:
        return "colon", tokens[index].start
    return None


def _zero(scene: Scene, group: VerbGroup, last: int, finite: int) -> tuple[str, int] | None:
    """ "said the bridge would reopen": a clause without "that", where the language allows it."""
    tokens, words = scene.tokens, scene.lexicon.words
    if group.lemma not in words["zero_completive"] or finite >= len(tokens):
        return None
    first = last + 1
    hearers = (words["recipients"] - words["prepositions"]) | words["adverbs"]
    while first < finite and tokens[first].low in hearers:
        first += 1
    if first >= finite or any(token.text in ',;:"“”' for token in tokens[first:finite]):
        return None
    verb = next((g for g in scene.groups if g.first == finite), None)
    if verb is None or (
        len(verb.lemmas) == 1 and not verb.is_past and is_noun_too(tokens[verb.head].low, scene.sentence.language)
    ):
        return None
    if (
        tokens[finite - 1].low in words["relatives"]
        or tokens[first].low in words["prepositions"] - words["approximate"]
    ):
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
    if low in words["pointing"]:
        return None  # "a démenti ces accusations": nothing is said that could be told
    if (
        low in words["determiners"]
        or low in scene.lexicon.modality["numbers"]
        or low[:1].isdigit()
        or low in words["approximate"]
    ):
        return "noun", tokens[first].start
    return None
