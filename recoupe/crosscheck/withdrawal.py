"""Withdrawal: what falls with a document: its copies, the passages of it in longer texts, and what others say after it.

Nothing is deleted. What falls is kept with the reason, and stands again when the withdrawal is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import Span
from .copies import CopyIndex
from .independence import Ground
from .lineage import folded
from .model import Copy, CopyKind, Fall, Finding
from .rulings import InForce
from .tellings import Telling

ALONE = "alone"
"""What a withdrawal says that reaches one document only: a partner recalls what it sent, and not what others read themselves."""
RECALLED = "recalled"


@dataclass(frozen=True)
class Fallen:
    """What does not stand: documents, and passages of others that are taken from them, by document."""

    documents: Mapping[str, Fall] = field(default_factory=dict)
    passages: Mapping[str, tuple[tuple[Span, Fall], ...]] = field(default_factory=dict)

    def at(self, document: str, start: int, end: int) -> Fall | None:
        """Why a stretch of a document does not stand, where it does not: clean offsets."""
        if document in self.documents:
            return self.documents[document]
        held = self.passages.get(document, ())
        return next((fall for (first, last), fall in held if first < end and start < last), None)


def fallen(rulings: InForce, index: CopyIndex) -> Fallen:
    """What does not stand by what people ruled, among the documents of an index."""
    if not rulings.withdrawn:
        return Fallen()
    gone = documents(rulings, index.families())
    by_document: dict[str, list[Copy]] = defaultdict(list)
    for copy in index.copies():
        by_document[copy.document].append(copy)
    return Fallen(gone, passages(gone, by_document))


def documents(rulings: InForce, families: Mapping[str, str]) -> dict[str, Fall]:
    """The documents that do not stand: those withdrawn, and the copies of those that are the original of a family."""
    found = {}
    for document, original in families.items():
        if ruling := rulings.withdrawn.get(document):
            found[document] = Fall(RECALLED if ruling.says == ALONE else "withdrawn", document, ruling.why)
        elif original in rulings.withdrawn and rulings.withdrawn[original].says != ALONE:
            found[document] = Fall("copy", original, rulings.withdrawn[original].why)
    return found


def passages(
    gone: Mapping[str, Fall], copies: Mapping[str, Sequence[Copy]]
) -> dict[str, tuple[tuple[Span, Fall], ...]]:
    """Where longer texts hold passages of documents that do not stand: clean offsets, with why."""
    found = {}
    taken = {document: fall for document, fall in gone.items() if fall.how != RECALLED}
    for document, rows in copies.items() if taken else ():
        held = [
            (shared.copy, Fall("passage", taken[copy.copy_of].document, taken[copy.copy_of].why))
            for copy in rows
            if copy.kind is CopyKind.EMBEDDED and copy.copy_of in taken
            for shared in copy.shared
        ]
        if held and document not in gone:
            found[document] = tuple(held)
    return found


def pieces(rows: Iterable[Telling], gone: Fallen) -> Iterator[tuple[str, Fall]]:
    """The pieces that fall with documents: all that stand in them, and those in a passage of them inside a longer text."""
    for telling in rows:
        if fall := gone.at(telling.document, telling.piece.start, telling.piece.end):
            yield telling.id, fall


def said_after(findings: Iterable[Finding], pieces: Mapping[str, Fall], ground: Ground) -> dict[str, Fall]:
    """The pieces that only say something after a source whose document was withdrawn, in the very finding that it carried."""
    found = {}
    for finding in findings:
        gone = {fall.document: fall for s in finding.supports if (fall := pieces.get(s.piece)) and fall.how != RECALLED}
        outlets = {folded(ground.outlet(document)): fall for document, fall in gone.items() if ground.outlet(document)}
        for support in finding.supports if outlets else ():
            for name in (support.speaker, *support.via):
                if support.piece not in pieces and (fall := outlets.get(folded(ground.show(name)))):
                    found[support.piece] = Fall("said after", fall.document, fall.why)
    return found
