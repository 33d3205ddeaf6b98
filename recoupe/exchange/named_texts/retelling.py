"""Retelling: findings that a partner tells, on the pieces and documents that arrived; what stands on nothing there is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...crosscheck.model import Contradiction, Finding, Grade, Support
from ...model import Piece
from .fields import Misshapen, noun

LETTERS = set("ABCDEF")


@dataclass
class Arrived:
    """What arrived, by what it is called at the sender: documents by their id here, pieces with their id here."""

    documents: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, tuple[str, Piece]] = field(default_factory=dict)

    def piece_ids(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Those pieces that arrived, by their ids here."""
        return tuple(self.pieces[id][0] for id in ids if id in self.pieces)

    def document_ids(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Those documents that arrived, by their ids here."""
        return tuple(self.documents[id] for id in ids if id in self.documents)

    def support(self, told: Support) -> Support:
        """A support as its piece here has it: where it stands is never taken from the finding."""
        id, piece = self.pieces[told.piece]
        return replace(
            told,
            piece=id,
            document=piece.document,
            start=piece.start,
            end=piece.end,
            original=piece.original,
            text=piece.text,
        )

    def finding(self, said: Mapping[str, Sequence[str]]) -> Finding:
        """A finding as the sender sees it, by what arrived. Raises Misshapen where it is none, or stands on nothing here."""
        told = noun(Finding, said)
        supports = tuple(self.support(one) for one in told.supports if one.piece in self.pieces)
        if not supports:
            raise Misshapen("none of the pieces that it stands on is here")
        parts = (replace(part, pieces=self.piece_ids(part.pieces)) for part in told.participants)
        stages = (replace(stage, pieces=self.piece_ids(stage.pieces)) for stage in told.history)
        origins = (replace(one, documents=self.document_ids(one.documents)) for one in told.independent_sources)
        return replace(
            told,
            supports=supports,
            participants=tuple(part for part in parts if part.pieces),
            history=tuple(stage for stage in stages if stage.pieces),
            independent_sources=tuple(one for one in origins if one.documents and one.reliability in LETTERS),
            sources=self.document_ids(told.sources),
            grade=graded(told.grade),
            contradicts=tuple(id for id in told.contradicts if id != told.id),
        )

    def contradiction(self, said: Mapping[str, Sequence[str]], known: set[str]) -> Contradiction:
        """A contradiction between findings that are known here. Raises Misshapen where fewer than two sides are left."""
        told = noun(Contradiction, said)
        sides = tuple(
            replace(side, pieces=self.piece_ids(side.pieces), documents=self.document_ids(side.documents))
            for side in told.sides
        )
        sides = tuple(side for side in sides if side.pieces and side.documents)
        findings = tuple(id for id in told.findings if id in known)
        if len(sides) < 2 or not findings:
            raise Misshapen("fewer than two of its sides are here")
        return replace(told, sides=sides, findings=findings)


def graded(grade: Grade) -> Grade:
    """A grade of the Admiralty code; what is none is F6, which claims nothing."""
    is_grade = grade.reliability in LETTERS and 1 <= grade.credibility <= 6
    return grade if is_grade else Grade()
