"""Content: what passes between partners, whatever the format: documents with their evidence and marking, and findings on them.

Made by `recoupe.exchange.excerpts` on the way out, by the reader of a format on the way in. Private persons stand in it as
roles; all offsets and identifiers are those of the documents in it, which need not be whole: see `SharedDocument`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..crosscheck.model import Contradiction, Finding
from ..model import Document, Evidence, Marking, Tlp

STRICTEST_FIRST = tuple(Tlp)


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """A document as it may leave: the text or some sentences of it, masked, with the pieces of evidence that stand in those.

    Its marking is `document.marking`. `origin` is the id of the text that it was taken from, at whoever read it first: two who
    hold the same despatch know it by that. `pieces` leads from the pieces in it to those that they were at the sender.
    """

    document: Document
    evidence: Evidence
    origin: str = ""
    pieces: dict[str, str] = field(default_factory=dict)
    is_whole: bool = False

    @property
    def marking(self) -> Marking:
        return self.document.marking


@dataclass(frozen=True, slots=True)
class Content:
    """What passes: findings are told as the sender sees them, by the documents in it alone."""

    documents: tuple[SharedDocument, ...] = ()
    findings: tuple[Finding, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def marking(self) -> Marking | None:
        """The strictest of all that is in it; None of nothing."""
        return strictest(shared.marking for shared in self.documents)


def strictest(markings: Iterable[Marking]) -> Marking | None:
    """What is derived from all of these: the strictest level, every originator, only those to whom all of it is released.

    A list of nobody is told by "–": an empty one would say that it is released as its level says.
    """
    rows = list(markings)
    if not rows:
        return None
    level = min((row.tlp for row in rows), key=STRICTEST_FIRST.index)
    released = [set(row.releasable_to) for row in rows if row.releasable_to]
    to = tuple(sorted(set.intersection(*released))) or ("–",) if released else ()
    originators = ", ".join(sorted({row.originator for row in rows if row.originator}))
    return Marking(level, originators, to, all(row.is_default for row in rows))
