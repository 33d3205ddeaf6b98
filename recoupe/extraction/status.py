"""Status: how far an event is vouched for by the text that tells it: planned, reported, alleged, denied, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..languages import table
from ..model import Claim, EventStatus, Modality, Published, Time
from .chunks import Kind
from .phrases import Reader
from .triggers import Found
from .verbgroups import VerbGroup

BY_MODALITY = {
    Modality.DENIED: EventStatus.DENIED,
    Modality.REPORTED_CONDITIONAL: EventStatus.ALLEGED,
    Modality.PLAN: EventStatus.PLANNED,
}


def status(
    reader: Reader,
    found: Found,
    carrier: int | None,
    claim: Claim | None,
    times: Sequence[Time],
    published: Published,
) -> EventStatus:
    """What the verb, what governs it, the words beside a noun, the claim around it and the date make of an event."""
    words = table(reader.sentence.language, "events")["status"]
    verb = reader.chunks[found.at].verb
    at = found.at
    if verb is None and carrier is not None:
        verb, at = reader.chunks[carrier].verb, carrier
    told = _by_verb(verb, words, is_support=found.is_noun) if verb is not None else None
    if told is EventStatus.CANCELLED and _is_moved(verb, words) and times:
        told = EventStatus.PLANNED  # put off to a day: it is still to come
    if told is None and verb is not None and not verb.is_finite:
        told = _by_governor(reader, at, words)
    if told is EventStatus.DENIED and found.is_noun and verb is not None and _only_attends(reader, verb):
        told = None  # who stays away does not undo the meeting
    if told is None and found.is_noun:
        told = _by_words(reader, found, words)
    if told in (None, EventStatus.REPORTED) and _is_hedged(reader, at, words):
        told = EventStatus.ALLEGED
    if told is None and claim is not None:
        told = BY_MODALITY.get(claim.modality)
        # a plan is what is said with an infinitive or a noun, not what the sentence tells on the way
        if told is EventStatus.PLANNED and verb is not None and verb.tense.value != "infinitive":
            told = None
    if told in (None, EventStatus.REPORTED) and claim is not None and claim.modality is Modality.DENIED:
        return EventStatus.DENIED  # "dément que X ait séjourné en Tunisie"
    if told in (None, EventStatus.REPORTED) and _is_to_come(times, published):
        return EventStatus.PLANNED
    return told or EventStatus.REPORTED


def _is_moved(verb: VerbGroup | None, words: dict[str, list[str]]) -> bool:
    return verb is not None and verb.lemma in words["moving"]


def _is_hedged(reader: Reader, at: int, words: dict[str, list[str]]) -> bool:
    """Whether an adverb at the verb says that it is not vouched for ("allegedly met")."""
    chunk = reader.chunks[at]
    near = reader.sentence.tokens[max(0, chunk.first - 2) : chunk.last + 1]
    return any(token.low in words["alleged_adverbs"] for token in near)


def _only_attends(reader: Reader, verb: VerbGroup) -> bool:
    support: dict[str, str] = table(reader.sentence.language, "events")["support"]
    return support.get(verb.lemma) == "member"


def _by_verb(verb: VerbGroup, words: dict[str, list[str]], is_support: bool) -> EventStatus | None:
    lemmas = verb.lemmas or (verb.lemma,)
    if is_support and verb.lemma in words["cancelling"]:
        if verb.is_negated:
            return None  # "n'a pas été annulée": it stands as it was
        is_open = verb.is_conditional or verb.modal in ("possible", "seems")
        return EventStatus.ALLEGED if is_open else EventStatus.CANCELLED
    if is_support and verb.lemma in words["denying"]:
        return EventStatus.DENIED
    if verb.is_negated and not set(lemmas) & set(words["continuing"]):
        return EventStatus.DENIED
    if verb.is_conditional:
        return EventStatus.PLANNED if verb.modal in ("obliged", "planned", "wanted") else EventStatus.ALLEGED
    if verb.is_future or verb.modal in ("planned", "wanted", "obliged"):
        return None if verb.is_past and verb.modal == "obliged" else EventStatus.PLANNED
    if verb.modal == "possible" and not verb.is_past:
        return EventStatus.PLANNED
    if is_support and verb.lemma in words["planning_support"]:
        return EventStatus.PLANNED
    return EventStatus.REPORTED if verb.is_finite and not is_support else None


def _by_governor(reader: Reader, at: int, words: dict[str, list[str]]) -> EventStatus | None:
    """The verb on which an infinitive or a participle hangs: "soupçonnés d'avoir recruté", "comptent se réunir"."""
    is_negated = reader.chunks[at].verb is not None and reader.chunks[at].verb.is_negated  # type: ignore[union-attr]
    if is_negated:
        return EventStatus.DENIED
    verb = reader.chunks[at].verb
    if verb is None or verb.tense.value not in ("infinitive",):
        return None
    for back in range(at - 1, max(-1, at - 8), -1):
        kind = reader.kind(back)
        if kind in (Kind.STOP, Kind.BREAK, Kind.RELATIVE):
            return None
        if kind is Kind.VERB:
            governor = reader.chunks[back].verb
            assert governor is not None
            if governor.lemma in words["alleging"]:
                return EventStatus.ALLEGED
            if governor.lemma in words["denying"]:
                return EventStatus.DENIED
            if governor.lemma in words["achieving"] and governor.is_past and not governor.is_negated:
                return EventStatus.REPORTED
            if governor.lemma in words["planning"]:
                return EventStatus.PLANNED
            if governor.lemma in words["continuing"]:
                return EventStatus.REPORTED
            if governor.is_finite:
                told = _by_verb(governor, words, is_support=False)
                return None if told is EventStatus.DENIED and _is_continuing(reader, back, words) else told
    return None


def _is_continuing(reader: Reader, at: int, words: dict[str, list[str]]) -> bool:
    """ "n'ont eu de cesse de", "ne cesse de": negated in form, asserted in meaning."""
    after = {token.low for token in reader.sentence.tokens[reader.chunks[at].first : reader.chunks[at].last + 3]}
    return bool(after & set(words["continuing_words"]))


def _by_words(reader: Reader, found: Found, words: dict[str, list[str]]) -> EventStatus | None:
    chunk = reader.chunks[found.at]
    near = {token.low for token in reader.sentence.tokens[max(0, chunk.first - 3) : chunk.last]}
    if near & set(words["alleged_words"]):
        return EventStatus.ALLEGED
    if near & set(words["planned_words"]):
        return EventStatus.PLANNED
    before = reader.chunks[found.at - 1] if found.at else None
    is_owed = reader.sentence.tokens[chunk.first].low in reader.rules.genitive
    if is_owed and before is not None and before.verb is not None and before.verb.lemma in words["alleging"]:
        return EventStatus.ALLEGED  # "soupçonné du meurtre de deux hommes"
    if before is not None and before.kind is Kind.PREPOSITION and "of" in before.functions and found.at >= 2:
        verb = reader.chunks[found.at - 2].verb
        if verb is not None and verb.lemma in words["alleging"]:
            return EventStatus.ALLEGED
        head = reader.words_of(reader.chunks[found.at - 2])
        if head and head[-1] in words["planned_words"]:
            return EventStatus.PLANNED
        if head and head[-1] in words["cancelled_words"]:
            back = found.at - 3
            while reader.kind(back) is Kind.ADVERB:  # "dément tout report de la réunion"
                back -= 1
            governor = reader.chunks[back].verb if back >= 0 else None
            is_denied = governor is not None and governor.lemma in words["denying"]
            return EventStatus.PLANNED if is_denied else EventStatus.CANCELLED
    return None


def _is_to_come(times: Sequence[Time], published: Published) -> bool:
    """Whether all times lie after the last day on which the text can have been published."""
    days = [time.begins for time in times if time.begins]
    if not days or published.latest is None or len(days) < len(times):
        return False
    return all(date.fromisoformat(day) > published.latest for day in days)
