"""Withdrawal: what falls with a document: its copies, the passages of it in longer texts, and what others say after it.

Nothing is deleted. What falls is kept with the reason, and stands again when the withdrawal is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model import Span
from .independence import Ground
from .lineage import folded
from .model import Copy, CopyKind, Fall, Finding
from .rulings import InForce
from .tellings import Telling


def documents(rulings: InForce, families: Mapping[str, str]) -> dict[str, Fall]:
    """The documents that do not stand: those withdrawn, and the copies of those that are the original of a family."""
    found = {}
    for document, original in families.items():
        if document in rulings.withdrawn:
            found[document] = Fall("withdrawn", document, rulings.withdrawn[document].why)
        elif original in rulings.withdrawn:
            found[document] = Fall("copy", original, rulings.withdrawn[original].why)
    return found


def passages(
    fallen: Mapping[str, Fall], copies: Mapping[str, Sequence[Copy]]
) -> dict[str, tuple[tuple[Span, Fall], ...]]:
    """Where longer texts hold passages of documents that do not stand: clean offsets, with why."""
    found = {}
    for document, rows in copies.items() if fallen else ():
        held = [
            (shared.copy, Fall("passage", fallen[copy.copy_of].document, fallen[copy.copy_of].why))
            for copy in rows
            if copy.kind is CopyKind.EMBEDDED and copy.copy_of in fallen
            for shared in copy.shared
        ]
        if held and document not in fallen:
            found[document] = tuple(held)
    return found


def pieces(
    rows: Iterable[Telling], fallen: Mapping[str, Fall], held: Mapping[str, Sequence[tuple[Span, Fall]]]
) -> Iterator[tuple[str, Fall]]:
    """The pieces that fall with documents: all that stand in them, and those in a passage of them inside a longer text."""
    for telling in rows:
        if telling.document in fallen:
            yield telling.id, fallen[telling.document]
            continue
        for (first, last), fall in held.get(telling.document, ()):
            if first < telling.piece.end and telling.piece.start < last:
                yield telling.id, fall
                break


def said_after(findings: Iterable[Finding], fallen: Mapping[str, Fall], ground: Ground) -> dict[str, Fall]:
    """The pieces that only say something after a source whose document was withdrawn, in the very finding that it carried."""
    found = {}
    for finding in findings:
        gone = {fall.document: fall for s in finding.supports if (fall := fallen.get(s.piece))}
        outlets = {folded(ground.outlet(document)): fall for document, fall in gone.items() if ground.outlet(document)}
        for support in finding.supports if outlets else ():
            for name in (support.speaker, *support.via):
                if support.piece not in fallen and (fall := outlets.get(folded(ground.show(name)))):
                    found[support.piece] = Fall("said after", fall.document, fall.why)
    return found
