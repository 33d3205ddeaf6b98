"""Verb groups: a verb with its auxiliaries, as one thing with tense, voice, negation and mood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..languages import table
from .morphology import FINITE, Tense, VerbForm, is_noun_too, readings, without_enclitic
from .view import Token

# How many words may stand between an auxiliary and what it governs ("a, selon lui, déjà été"): more is another clause.
REACH = 6


class VerbGroup(NamedTuple):
    """A verb with its auxiliaries. `first` to `last` are token indexes, both inclusive; `head` is the verb itself.

    `lemma` is that of the head, `tense` that of the whole ("a été organisée" is past), `person` that of its finite
    form. `modal` is what a modal makes of it: "possible", "obliged", "wanted", "planned", "recent", "seems" or "".
    A participle alone ("réunions tenues") is passive and not finite; an infinitive alone is not finite. `lemmas` are
    those of the whole group, auxiliaries first.
    """

    lemma: str
    tense: Tense
    person: int
    first: int
    head: int
    last: int
    start: int
    end: int
    is_passive: bool = False
    is_negated: bool = False
    is_reflexive: bool = False
    modal: str = ""
    is_about_to: bool = False
    lemmas: tuple[str, ...] = ()

    @property
    def is_finite(self) -> bool:
        return self.tense in FINITE

    @property
    def is_conditional(self) -> bool:
        """In the conditional: "aurait démantelé", "devrait partir", "would leave"."""
        return self.tense is Tense.CONDITIONAL

    @property
    def is_future(self) -> bool:
        """Still to come when it is said: "sera organisée", "va partir", "will leave"."""
        return self.tense is Tense.FUTURE or self.is_about_to

    @property
    def is_past(self) -> bool:
        return self.tense in (Tense.PAST, Tense.IMPERFECT)


@dataclass(frozen=True)
class Grammar:
    """The `groups` and `modals` of a language's verbs.toml, ready for look-up."""

    language: str
    perfect: frozenset[str]
    passive: frozenset[str]
    progressive: frozenset[str]
    perfect_with_be: frozenset[str]
    reflexive: frozenset[str]
    negations: frozenset[str]
    negation_before: frozenset[str]
    is_negated_alone: bool
    clitics: frozenset[str]
    subjects: frozenset[str]
    inverted: frozenset[str]
    skipped: frozenset[str]
    adverb_endings: tuple[str, ...]
    negative_endings: tuple[str, ...]
    not_before_verb: frozenset[str]
    after_verb: frozenset[str]
    articles: frozenset[str]
    indefinites: frozenset[str]
    infinitive_markers: frozenset[str]
    completives: frozenset[str]
    agents: frozenset[str]
    adjuncts: frozenset[str]
    negation_single: frozenset[str]
    modals: dict[str, tuple[str, frozenset[str]]]

    def is_skipped(self, low: str) -> bool:
        """Whether a word may stand between an auxiliary and its verb."""
        return (
            low in self.skipped
            or low in self.clitics
            or low in self.negations
            or low in self.inverted
            or (len(low) > 4 and low.endswith(self.adverb_endings))
        )


@cache
def grammar(language: str) -> Grammar:
    """How verbs group in a language."""
    data = table(language, "verbs")
    groups = data["groups"]

    def words(name: str) -> frozenset[str]:
        value = groups[name]
        return frozenset(value.split() if isinstance(value, str) else value)

    return Grammar(
        language=language,
        is_negated_alone=groups["negation_alone"],
        adverb_endings=tuple(groups["adverb_endings"]),
        negative_endings=tuple(groups["negative_endings"]),
        modals={name: (entry["means"], frozenset(entry.get("link", ()))) for name, entry in data["modals"].items()},
        **{
            name: words(name)
            for name in (
                "perfect",
                "passive",
                "progressive",
                "perfect_with_be",
                "reflexive",
                "negations",
                "negation_before",
                "clitics",
                "subjects",
                "inverted",
                "skipped",
                "not_before_verb",
                "after_verb",
                "articles",
                "indefinites",
                "infinitive_markers",
                "completives",
                "agents",
                "adjuncts",
                "negation_single",
            )
        },
    )


def verb_groups(tokens: Sequence[Token], language: str) -> tuple[VerbGroup, ...]:
    """All verb groups of a sentence's tokens, from left to right, none inside another."""
    return tuple(_groups(tokens, grammar(language)))


def verb_group(tokens: Sequence[Token], at: int, language: str) -> VerbGroup | None:
    """The verb group that the token `at` stands in; None where it is no part of one."""
    return next((group for group in verb_groups(tokens, language) if group.first <= at <= group.last), None)


def _groups(tokens: Sequence[Token], rules: Grammar) -> Iterator[VerbGroup]:
    at = 0
    while at < len(tokens):
        group = _group_at(tokens, at, rules)
        if group is None:
            at += 1
        else:
            yield group
            at = group.last + 1


def _group_at(tokens: Sequence[Token], at: int, rules: Grammar) -> VerbGroup | None:
    found = readings(tokens[at].low, rules.language)
    if not found or not tokens[at].is_word:
        return None
    reading = _chosen(tokens, at, found, rules)
    if reading is None:
        return None
    first = _first(tokens, at, rules)
    before = {token.low for token in tokens[first:at]}
    group = VerbGroup(
        lemma=reading.lemma,
        tense=reading.tense,
        person=reading.person,
        first=first,
        head=at,
        last=at,
        start=tokens[first].start,
        end=tokens[at].end,
        is_passive=reading.tense is Tense.PAST_PARTICIPLE,
        is_negated=_is_negated(tokens[at].low, before, rules),
        is_reflexive=_is_reflexive(tokens, first, at, rules),
        lemmas=(reading.lemma,),
    )
    return _extended(tokens, group, rules)


def _is_negated(low: str, before: set[str], rules: Grammar) -> bool:
    return bool(
        before & rules.negation_before
        or (rules.is_negated_alone and before & rules.negations)
        or low.endswith(rules.negative_endings)
    )


def _first(tokens: Sequence[Token], at: int, rules: Grammar) -> int:
    """Where the clitics before a verb begin: "ne se" in "ne se réunira". An article-like clitic counts only with others."""
    first = at
    while first > 0 and tokens[first - 1].low in rules.clitics and tokens[first - 1].low not in rules.subjects:
        first -= 1
    if rules.is_negated_alone and first > 0 and tokens[first - 1].low in rules.negations:
        first -= 1
    return first


def _is_reflexive(tokens: Sequence[Token], first: int, at: int, rules: Grammar) -> bool:
    """Whether a pronoun of the subject's own person stands before the verb ("s'est réuni"; "nous nous réunissons")."""
    own = [token.low for token in tokens[max(0, first - 1) : at] if token.low in rules.reflexive]
    return any(word.startswith("s") for word in own) or len(own) > len(set(own))


def _chosen(tokens: Sequence[Token], at: int, found: tuple[VerbForm, ...], rules: Grammar) -> VerbForm | None:
    """The reading that a form has where it stands; None where it is a noun, a name or an adjective rather than a verb."""
    low = tokens[at].low
    before = tokens[at - 1].low if at else ""
    finite = [reading for reading in found if reading.tense in FINITE]
    if _is_after_subject(tokens, at, rules) or low != without_enclitic(low, rules.language):
        return _likeliest(finite or found)
    if tokens[at].is_capitalised and at > 0 and tokens[at - 1].is_word:
        return None  # a name inside the sentence ("la Marche", "Mme Lance")
    if before in rules.infinitive_markers:
        loose = [r for r in found if r.tense in (Tense.INFINITIVE, Tense.PRESENT_PARTICIPLE)]
        if loose and not (before in rules.not_before_verb and is_noun_too(low, rules.language)):
            return loose[0]
    if before in rules.articles and all(reading.tense is Tense.PAST_PARTICIPLE for reading in found):
        return None  # "l'entreprise", "les blessés"
    is_auxiliary = any(r.lemma in rules.passive or r.lemma in rules.perfect or r.lemma in rules.modals for r in finite)
    if before in rules.not_before_verb:
        # a determiner or a preposition: a noun, unless a gerund may follow
        if is_auxiliary and not is_noun_too(low, rules.language):
            return _likeliest(finite)
        loose = [r for r in found if r.tense is Tense.PRESENT_PARTICIPLE]
        return loose[0] if loose and not is_noun_too(low, rules.language) else None
    if is_noun_too(low, rules.language):
        if before in rules.articles or not before:
            return None
        if not finite or not (is_auxiliary or _has_verb_shape(tokens, at, rules)):
            return None
        return _likeliest(finite)
    if _is_reduced_relative(tokens, at, rules):
        return next((reading for reading in found if reading.tense is Tense.PAST_PARTICIPLE), _likeliest(found))
    return _likeliest(found)


def _is_after_subject(tokens: Sequence[Token], at: int, rules: Grammar) -> bool:
    """Whether a subject pronoun, or clitics that are no articles, stand before: what follows is then a verb."""
    before = tokens[at - 1].low if at else ""
    if before in rules.subjects:
        return True
    if before not in rules.clitics or before in rules.infinitive_markers:
        return False
    return before not in rules.articles or (at > 1 and tokens[at - 2].low in rules.subjects)


def _is_reduced_relative(tokens: Sequence[Token], at: int, rules: Grammar) -> bool:
    """Whether a form that may be past or participle is the participle: "the men, held on Monday", "held by"."""
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return after in rules.agents or (at > 0 and tokens[at - 1].low == "," and after in rules.adjuncts)


def _likeliest(found: Sequence[VerbForm]) -> VerbForm:
    """Of a form's readings, the likeliest: a third person, then a participle ("Réunis à Lyon, ils …"), then the others."""

    def rank(reading: VerbForm) -> tuple[int, bool]:
        is_finite = reading.tense in FINITE
        if is_finite and reading.person in (3, 6, 0):
            return 0, reading.tense is Tense.SUBJUNCTIVE
        if reading.tense is Tense.PAST_PARTICIPLE:
            return 1, False
        return (2 if is_finite else 3), reading.tense is Tense.SUBJUNCTIVE

    return min(found, key=rank)


def _has_verb_shape(tokens: Sequence[Token], at: int, rules: Grammar) -> bool:
    """Whether a form that may be a noun has what a verb has: words before it, and an article or preposition after it."""
    if at + 1 >= len(tokens):
        return False
    before, after = tokens[at - 1], tokens[at + 1].low
    if before.text in ',»”"':  # ", note Mme X", "« … », dit le ministre": set beside what is said
        is_subject = tokens[at + 1].is_capitalised or after in rules.articles or after in rules.indefinites
        is_object = after in rules.completives or after in rules.negation_before
        return is_subject or is_object or any(r.tense is Tense.INFINITIVE for r in readings(after, rules.language))
    follows = (
        after == ":"
        or after in rules.skipped
        or after in rules.articles
        or after in (rules.after_verb or rules.not_before_verb)
        or after in rules.negations
        or after in rules.subjects
    )
    if before.low not in rules.skipped and _is_surely_finite(before.low, rules):
        return False  # "rejected claims that": the object of the verb before
    is_followed = follows or after in rules.infinitive_markers or after in rules.completives
    is_followed = is_followed or any(r.tense is Tense.INFINITIVE for r in readings(after, rules.language))
    return before.is_word and before.low not in rules.not_before_verb and is_followed


def _is_surely_finite(low: str, rules: Grammar) -> bool:
    """Whether a form is a finite verb and no noun or auxiliary."""
    found = readings(low, rules.language)
    is_auxiliary = any(r.lemma in rules.passive or r.lemma in rules.perfect or r.lemma in rules.modals for r in found)
    return not is_auxiliary and not is_noun_too(low, rules.language) and any(r.tense in FINITE for r in found)


def _extended(tokens: Sequence[Token], group: VerbGroup, rules: Grammar) -> VerbGroup:
    """The group with all that its auxiliary governs, auxiliary by auxiliary: "aurait" + "été" + "arrêté"."""
    for _ in range(REACH):
        longer = _governed(tokens, group, rules)
        if longer is None:
            break
        group = longer
    return _with_negation_after(tokens, group, rules)


def _governed(tokens: Sequence[Token], group: VerbGroup, rules: Grammar) -> VerbGroup | None:
    lemma = group.lemma
    means, links = rules.modals.get(lemma, (None, frozenset()))
    may_perfect, may_passive = lemma in rules.perfect, lemma in rules.passive
    may_progress = lemma in rules.progressive
    if means is None and not (may_perfect or may_passive or may_progress):
        return None
    is_linked, is_negated = not links, group.is_negated
    at = group.last + 1
    while at < len(tokens) and at <= group.last + REACH:
        low = tokens[at].low
        found = readings(low, rules.language)
        tenses = {reading.tense: reading for reading in reversed(found)}
        if (may_perfect or may_passive) and Tense.PAST_PARTICIPLE in tenses and low not in rules.skipped:
            return _with_participle(tokens, group, at, tenses[Tense.PAST_PARTICIPLE], is_negated, rules)
        if may_progress and Tense.PRESENT_PARTICIPLE in tenses:
            return _longer(tokens, group, at, tenses[Tense.PRESENT_PARTICIPLE], is_negated)
        if means is not None and is_linked and Tense.INFINITIVE in tenses:
            return _with_infinitive(tokens, group, at, tenses[Tense.INFINITIVE], is_negated, means)
        if low in links:
            is_linked = True
        elif not rules.is_skipped(low):
            return None
        if low in rules.negations:
            is_negated = True
        at += 1
    return None


def _longer(tokens: Sequence[Token], group: VerbGroup, at: int, reading: VerbForm, is_negated: bool) -> VerbGroup:
    return group._replace(
        lemma=reading.lemma,
        head=at,
        last=at,
        end=tokens[at].end,
        is_negated=is_negated,
        lemmas=(*group.lemmas, reading.lemma),
    )


def _with_participle(
    tokens: Sequence[Token], group: VerbGroup, at: int, reading: VerbForm, is_negated: bool, rules: Grammar
) -> VerbGroup:
    longer = _longer(tokens, group, at, reading, is_negated)
    is_perfect = group.lemma in rules.perfect and (
        group.lemma not in rules.passive or reading.lemma in rules.perfect_with_be or group.is_reflexive
    )
    if is_perfect:
        return longer._replace(tense=Tense.PAST if group.tense in (Tense.PRESENT, Tense.IMPERFECT) else group.tense)
    return longer._replace(is_passive=True)


def _with_infinitive(
    tokens: Sequence[Token], group: VerbGroup, at: int, reading: VerbForm, is_negated: bool, means: str
) -> VerbGroup:
    longer = _longer(tokens, group, at, reading, is_negated)._replace(is_passive=False)  # "is expected to bring"
    if means == "future":
        return longer._replace(is_about_to=group.tense in (Tense.PRESENT, Tense.IMPERFECT))
    return longer._replace(modal=means or group.modal)


def _with_negation_after(tokens: Sequence[Token], group: VerbGroup, rules: Grammar) -> VerbGroup:
    """The second half of a negation, "ne viendra pas", belongs to the group; "ne" without one is rarely a negation."""
    at = group.last + 1
    if at < len(tokens) and tokens[at].low in rules.negations and (group.is_negated or rules.is_negated_alone):
        return group._replace(last=at, end=tokens[at].end, is_negated=True)
    if group.is_negated and rules.negation_before and not rules.negation_single & set(group.lemmas):
        around = {token.low for token in tokens[max(0, group.first - REACH) : group.last + REACH]}
        return group._replace(is_negated=bool(around & rules.negations))
    return group
