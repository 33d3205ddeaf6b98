"""Modality: how far what is said is vouched for, from the verb that reports it and the verb that says it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..model import Modality
from .lexicon import Lexicon
from .morphology import Tense
from .verbgroups import VerbGroup
from .view import Token


def modality(
    tokens: Sequence[Token],
    groups: Sequence[VerbGroup],
    lexicon: Lexicon,
    *,
    cue: str = "",
    is_cue_negated: bool = False,
    is_reported_past: bool = False,
    is_quoted: bool = False,
) -> Modality:
    """The modality of what `tokens` say, whose verb groups are `groups`.

    `cue` is the class of the verb that reports it ("say", "deny", "hedge", "estimate", "plan", "unexcluded", or "" for
    "selon" and for the document's own voice), `is_reported_past` tells "a annoncé que" (its conditional is a future seen
    from the past), `is_quoted` a speaker's own words (whose conditional is a supposition, not a rumour).
    """
    if cue == "deny":
        return Modality.HEDGED if is_cue_negated else Modality.DENIED
    if cue == "unexcluded":
        return Modality.HEDGED if is_cue_negated else Modality.DENIED
    if cue == "hedge" or is_cue_negated:
        return Modality.HEDGED
    rules = lexicon.modality
    words = {token.low for token in tokens}
    if words & rules["hearsay"]:
        return Modality.REPORTED_CONDITIONAL
    if cue == "estimate" and (words & rules["numbers"] or any(token.low[:1].isdigit() for token in tokens)):
        return Modality.ESTIMATE
    main = main_group(tokens, groups, lexicon)
    spoken = _of_the_verb(main, words, lexicon, is_reported_past=is_reported_past, is_quoted=is_quoted)
    if spoken is not Modality.ASSERTED:
        return spoken
    if cue == "plan":
        return Modality.PLAN
    if words & rules["hedges"] or _has_phrase(tokens, rules["hedges"]):
        return Modality.HEDGED
    return Modality.ASSERTED


def _of_the_verb(
    main: VerbGroup | None, words: set[str], lexicon: Lexicon, *, is_reported_past: bool, is_quoted: bool
) -> Modality:
    rules = lexicon.modality
    if main is None:
        return Modality.ASSERTED
    if rules["seeming"] & set(main.lemmas):
        return Modality.HEDGED
    if rules["possible"] & set(main.lemmas[:-1]) and (main.is_conditional or _is_hedging(main, lexicon)):
        return Modality.HEDGED
    if main.is_conditional:
        return _of_conditional(main, words, lexicon, is_reported_past=is_reported_past, is_quoted=is_quoted)
    if main.is_future or (rules["wishes"] & set(main.lemmas[:-1]) and not main.is_past):
        return Modality.PLAN
    return Modality.ASSERTED


def _is_hedging(main: VerbGroup, lexicon: Lexicon) -> bool:
    """Whether a modal is one that hedges by itself ("may"), where the language has such."""
    return bool(lexicon.modality["possible_alone"] & set(main.lemmas[:-1]))


def _of_conditional(
    main: VerbGroup, words: set[str], lexicon: Lexicon, *, is_reported_past: bool, is_quoted: bool
) -> Modality:
    rules = lexicon.modality
    if rules["obliged"] & set(main.lemmas[:-1]):
        return Modality.PLAN
    if words & lexicon.modality["conditions"] or is_quoted:
        return Modality.HEDGED
    is_perfect = len(main.lemmas) > 1 and main.lemmas[0] in rules["perfect"] and not main.is_passive
    is_perfect = is_perfect or "perfect" in _shape(main, rules["perfect"])
    if rules["conditional_by_form"]:
        return Modality.PLAN if is_reported_past and not is_perfect else Modality.REPORTED_CONDITIONAL
    return Modality.ASSERTED if is_perfect else Modality.PLAN


def _shape(main: VerbGroup, perfect: frozenset[str]) -> set[str]:
    """A passive perfect has an auxiliary of the perfect and three verbs: "aurait été arrêté"."""
    return {"perfect"} if len(main.lemmas) > 2 and main.lemmas[0] in perfect else set()


def _has_phrase(tokens: Sequence[Token], phrases: frozenset[str]) -> bool:
    wanted = {tuple(phrase.split()) for phrase in phrases if " " in phrase}
    return any((one.low, two.low) in wanted for one, two in pairwise(tokens))


def main_group(tokens: Sequence[Token], groups: Sequence[VerbGroup], lexicon: Lexicon) -> VerbGroup | None:
    """The verb that carries what is said: the first finite one that no relative pronoun opens, else the first."""
    finite = [group for group in groups if group.is_finite]
    for group in finite:
        if not _is_subordinate(tokens, group, lexicon):
            return group
    if finite:
        return finite[0]
    return next((group for group in groups if group.tense is Tense.INFINITIVE), None)


def _is_subordinate(tokens: Sequence[Token], group: VerbGroup, lexicon: Lexicon) -> bool:
    """Whether the clause of a verb is opened by a relative pronoun or by "si"."""
    relatives = lexicon.words["relatives"] | lexicon.words["relative_others"]
    if any(token.low in relatives for token in tokens[max(0, group.first - 3) : group.first]):
        return True
    for token in reversed(tokens[max(0, group.first - 10) : group.first]):
        if not token.is_word:
            return False
        if token.low in lexicon.modality["conditions"]:
            return True
    return False
