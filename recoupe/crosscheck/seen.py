"""Seen: a finding as it is told to someone who may read only some of its documents.

Nothing of what such a reader may not read shows: not its words, its days, its names, nor that it counts as a source.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from .grading import grade
from .independence import Ground, origins
from .merging import retold
from .model import Contradiction, Fall, Finding, Side
from .tellings import Telling, Who


@dataclass(frozen=True)
class Sight:
    """What is needed to tell findings anew from some of their documents; made by `recoupe.crosscheck.findings.Findings.sight`."""

    tellings: Mapping[str, Telling]
    who: Who
    ground: Ground
    fallen: Mapping[str, Fall]
    findings: Mapping[str, Finding]
    against: Mapping[str, tuple[Contradiction, ...]]

    def near(self, finding: Finding) -> set[str]:
        """The documents that show in a finding: its own, those of what contradicts it, those with whose withdrawal it fell."""
        rivals = (id for other in finding.contradicts for id in self.findings[other].sources)
        return {*finding.sources, *rivals, *(s.fall.document for s in finding.supports if s.fall)}

    def contradiction(self, whole: Contradiction, documents: Collection[str]) -> Contradiction | None:
        """A contradiction as it stands on these documents alone, between the findings that they tell."""
        seen = contradiction(whole, documents)
        told = (id for id in whole.findings if not set(self.findings[id].sources).isdisjoint(documents))
        return seen and replace(seen, findings=tuple(told))

    def finding(self, finding: Finding, documents: Collection[str]) -> Finding | None:
        """The finding as it stands on these documents alone, under the same id; None where none of them tells it."""
        members = [self.tellings[s.piece] for s in finding.supports if s.document in documents]
        if not members:
            return None
        if self.near(finding) <= set(documents):
            return finding
        fallen = {one.id: told_fall(self.fallen[one.id], documents) for one in members if one.id in self.fallen}
        told = retold(finding, members, self.who, fallen)
        carried = origins(told.supports, self.ground)
        seen = [one for c in self.against.get(finding.id, ()) if (one := self.contradiction(c, documents))]
        rivals = sorted({id for one in seen for id in one.findings} - {finding.id})
        others = [
            origin
            for id in rivals
            for origin in self.findings[id].independent_sources
            if origin.says == "asserted" and set(origin.documents) & set(documents)
        ]
        letters = tuple(replace(one, documents=tuple(d for d in one.documents if d in documents)) for one in carried)
        flagged = tuple(flag for flag in finding.flags if flag == "corrected" or any(s.fall for s in told.supports))
        return replace(
            told,
            independent_sources=letters,
            grade=grade(letters, len({o.documents for o in others})),
            contradicts=tuple(rivals),
            flags=flagged,
        )


def contradiction(whole: Contradiction, documents: Collection[str]) -> Contradiction | None:
    """A contradiction as it stands on these documents alone; None where fewer than two of its sides are left.

    A side keeps its words only where all of its documents are seen, for nobody can tell which of them gave them.
    """
    sides: list[Side] = [side for side in whole.sides if set(side.documents) <= set(documents)]
    if len(sides) < 2:
        return None
    return whole if len(sides) == len(whole.sides) else replace(whole, sides=tuple(sides))


def told_fall(fall: Fall, documents: Collection[str]) -> Fall:
    """That a piece does not stand any more; with what was withdrawn, and why, where that is one of these documents."""
    return fall if fall.document in documents else replace(fall, document="", why="")
