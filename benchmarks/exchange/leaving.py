"""Leaving: documents of the example pile as they pass to partners, whole: their bytes are the text in UTF-8, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import recoupe
from recoupe.exchange.content import Content, SharedDocument
from recoupe.identifiers import piece_id
from recoupe.model import Document, Evidence, Marking, Tlp, document_id
from recoupe.reading.mapped import decoded

PILE = Path(__file__).resolve().parents[2] / "examples" / "pile"
PIECES = ("mentions", "times", "figures", "claims", "events", "links")
MARKINGS = (
    Marking(),
    Marking(Tlp.CLEAR, is_default=False),
    Marking(Tlp.GREEN, "Agence Transmed", is_default=False),
    Marking(Tlp.AMBER, "OCAM", ("BE", "FR", "MA"), is_default=False),
    Marking(Tlp.AMBER_STRICT, is_default=False),
    Marking(Tlp.RED, "Sûreté de l'État", ("BE",), is_default=False),
)


def leaving(document: Document, evidence: Evidence, marking: Marking) -> SharedDocument:
    """A document and its evidence as they leave: all offsets are those of the text that leaves."""
    data = document.text.encode()
    left = replace(
        document,
        id=document_id(data),
        original=data,
        layer=data,
        encoding="utf-8",
        offsets=decoded(data, "utf-8").offsets(),
        marking=marking,
    )
    pieces: dict[str, str] = {}

    def moved(piece: Any) -> Any:
        there = replace(piece, document=left.id, original=left.original_span(piece.start, piece.end))
        pieces[piece_id(there)] = piece_id(piece)
        return there

    lists = {name: tuple(moved(piece) for piece in getattr(evidence, name)) for name in PIECES}
    return SharedDocument(left, replace(evidence, document=left.id, **lists), document.id, pieces, is_whole=True)


@cache
def pile() -> Content:
    """The example pile with all that holds over it, its documents in every marking there is."""
    shared: dict[str, SharedDocument] = {}
    for number, document in enumerate(recoupe.read(PILE)):
        one = leaving(document, recoupe.extract(document), MARKINGS[number % len(MARKINGS)])
        shared.setdefault(one.document.id, one)
    findings = recoupe.crosscheck(one.evidence for one in shared.values())
    return Content(tuple(shared.values()), tuple(findings.findings), tuple(findings.contradictions))
