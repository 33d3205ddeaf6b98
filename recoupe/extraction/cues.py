"""Cues: all that attributes something in a sentence."""

from __future__ import annotations

from .attribution import Attribution, settled
from .quotations import Quotation
from .reports import may_speak, reported
from .sources import according, heading, introduced
from .speakers import Scene, subject

# How many words may stand between a verb and the colon that announces a paragraph.
NEAR = 8


def attributions(scene: Scene, quotes: tuple[Quotation, ...]) -> list[Attribution]:
    """All that attributes something in a sentence, in the order of the text."""
    found: list[Attribution] = []
    for group in scene.groups:
        report = reported(scene, group, quotes, found)
        if report is not None:
            found.append(report)
    found.extend(according(scene, quotes))
    at_head = heading(scene)
    if at_head is not None and not any(a.cue[0] <= at_head.cue[0] and at_head.cue[1] <= a.cue[1] for a in found):
        found.append(at_head)
    named = introduced(scene, quotes)
    if named is not None and not any(a.said[0][1] >= named.said[0][0] for a in found):
        found.append(named)
    return settled(scene, sorted(found, key=lambda a: a.cue))


def announced(scene: Scene) -> Attribution | None:
    """Who says the paragraph that follows a sentence ending in a colon: "Depuis le Caire, X écrit :"."""
    for group in reversed(scene.groups):
        kind = scene.lexicon.verbs.get(group.lemma, "")
        if len(scene.tokens) - group.last > NEAR:
            return None
        if kind and group.is_finite and not (group.is_passive or group.is_negated or group.is_future or group.modal):
            speaker = subject(scene, group)
            if speaker is None or not may_speak(scene, group, speaker):
                return None
            cue = group.start, scene.tokens[-1].end
            return Attribution(speaker, cue, (), "announced", kind, group.is_past)
    return None
