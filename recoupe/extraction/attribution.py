"""Attribution: an expression that ties what is said to who says it, and how several in a sentence settle."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Span
from .lexicon import phrase_length
from .morphology import Tense
from .speakers import Scene, Speaker, after


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


def settled(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """The attributions of a sentence among themselves: whoever cites or is cited in passing becomes `via`.

    "X rapporte que, selon Y, S" is Y's claim via X; "S, a dit X, selon l'agence" is X's via the agency; "X a dit que A,
    ajoutant que B" are two claims, the first of which ends where the second begins.
    """
    settled: list[Attribution] = []
    for attribution in found:
        if any(a.cue[0] <= attribution.cue[0] < a.cue[1] for a in settled):
            continue  # "indique-t-on de source judiciaire" is one cue
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
        length = phrase_length(scene.lexicon.cited, tokens, index)
        passing = after(scene, index + length, len(tokens)) if length else None
        if passing is not None:
            return replace(attribution, via=(*attribution.via, passing.id))
    return attribution
