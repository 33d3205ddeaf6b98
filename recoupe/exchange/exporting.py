"""Exporting: what every format has in common: the documents, what is masked in them and why not, and one row a piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..crosscheck.findings import Findings
from ..crosscheck.model import Finding
from ..identifiers import piece_id
from ..model import Document, Evidence, Piece, plain
from .content import strictest
from .masking import Masking

Pairs = Callable[[], Iterator[tuple[Document, Evidence]]]

LISTS = {
    "mentions": "mention",
    "times": "time",
    "figures": "figure",
    "claims": "claim",
    "events": "event",
    "links": "link",
}


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be exported: `pairs` gives documents with their evidence, each time from the start.

    `with_names` is the reason for which private persons are named; where it is empty they are masked. `made` is the moment of
    the export in ISO 8601, `by` the engine. `findings` are those of the whole workspace: only what stands in the documents exported
    leaves with them, with its grade; without them nothing is said of what holds.
    """

    pairs: Pairs
    made: str
    by: str
    with_names: str = ""
    findings: Findings | None = None

    def masking(self) -> Masking:
        """Who is masked; nobody where there is a reason for names. Reads through all the evidence once."""
        return Masking(() if self.with_names else (evidence for _, evidence in self.pairs()))

    def about(self) -> dict[str, Any]:
        """What the export says of itself: its marking is the strictest of its documents."""
        marking = strictest(document.marking for document, _ in self.pairs())
        return {
            "made": self.made,
            "by": f"recoupe {self.by}",
            "marking": f"TLP:{marking.tlp}" if marking else None,
            "originator": marking.originator if marking else None,
            "releasable_to": list(marking.releasable_to) if marking else [],
            "names_of_private_persons": "named" if self.with_names else "masked",
            "reason_for_names": self.with_names or None,
        }

    def plain(self) -> Iterator[dict[str, Any]]:
        """Each document with its evidence as plain JSON, masked; each piece with its identifier, and why it fell where it did."""
        masking = self.masking()
        for document, evidence in self.pairs():
            told = evidence.to_dict()
            for kind in LISTS:
                for piece, row in zip(getattr(evidence, kind), told[kind], strict=True):
                    row |= self.standing(piece)
            received = document.to_dict()
            received["fall"] = plain(self.findings.withdrawn.get(document.id)) if self.findings else None
            yield masking.plain({"document_received": received, "evidence": told})

    def standing(self, piece: Piece) -> dict[str, Any]:
        """The identifier of a piece, the finding that stands on it, and why it fell where it did."""
        id = piece_id(piece)
        if self.findings is None:
            return {"id": id, "finding": None, "fall": None}
        finding = self.findings.of(id)
        fall = self.findings.fall(piece.document, piece.start, piece.end, id)
        return {"id": id, "finding": finding.id if finding else None, "fall": plain(fall)}

    def crosschecked(self) -> dict[str, Any]:
        """Copies, findings and contradictions between the documents exported, as plain JSON, masked."""
        if self.findings is None:
            return {}
        held = {document.id for document, _ in self.pairs()}
        findings = [told for finding in self.findings.findings if (told := within(finding, held))]
        known = {finding.id for finding in findings}
        return dict(
            self.masking().plain(
                {
                    "copies": plain([c for c in self.findings.copies if {c.document, c.copy_of} <= held]),
                    "findings": plain(findings),
                    "contradictions": plain([c for c in self.findings.contradictions if set(c.findings) <= known]),
                    "rulings": plain([r for r in self.findings.rulings if r.subject in held or r.kind != "withdraw"]),
                }
            )
        )


def within(finding: Finding, held: set[str]) -> Finding | None:
    """A finding with only those of its supports that stand in some documents; None where none does. Its grade is that of all."""
    supports = tuple(support for support in finding.supports if support.document in held)
    if len(supports) == len(finding.supports):
        return finding
    known = {support.piece for support in supports}
    return (
        supports
        and replace(
            finding,
            supports=supports,
            sources=tuple(document for document in finding.sources if document in held),
            participants=tuple(
                replace(part, pieces=pieces)
                for part in finding.participants
                if (pieces := tuple(piece for piece in part.pieces if piece in known))
            ),
            history=tuple(
                replace(stage, pieces=pieces)
                for stage in finding.history
                if (pieces := tuple(piece for piece in stage.pieces if piece in known))
            ),
            independent_sources=tuple(
                replace(origin, documents=documents)
                for origin in finding.independent_sources
                if (documents := tuple(document for document in origin.documents if document in held))
            ),
        )
    ) or None


COLUMNS: dict[str, type] = {
    "kind": str,
    "document": str,
    "document_name": str,
    "title": str,
    "source": str,
    "published_earliest": str,
    "published_latest": str,
    "marking": str,
    "originator": str,
    "releasable_to": str,
    "start": int,
    "end": int,
    "original_start": int,
    "original_end": int,
    "text": str,
    "type": str,
    "entity": str,
    "speaker": str,
    "modality": str,
    "cue": str,
    "status": str,
    "value": str,
    "begins": str,
    "ends": str,
    "low": float,
    "high": float,
    "unit": str,
    "population": str,
    "as_of": str,
    "trend": str,
    "subject": str,
    "object": str,
    "participants": str,
    "place": str,
    "is_denied": bool,
    "piece": str,
    "finding": str,
    "grade": str,
    "independent_sources": int,
    "is_standing": bool,
    "no_longer_because": str,
    "rule": str,
    "confidence": float,
    "names_of_private_persons": str,
    "reason_for_names": str,
}


def rows(export: Export) -> Iterator[dict[str, Any]]:
    """One row a piece of evidence, in the columns that CSV and Parquet share; what a kind has not is None.

    `type` is what a piece is among its kind: person, country; date, set; direct, indirect; consult/meeting; member of.
    """
    named = "named" if export.with_names else "masked"
    for pair in export.plain():
        document, evidence = pair["document_received"], pair["evidence"]
        shared = {
            "document": document["id"],
            "document_name": document["name"],
            "title": document["title"],
            "source": document["source"]["name"] if document["source"] else None,
            "published_earliest": document["published"]["earliest"],
            "published_latest": document["published"]["latest"],
            "marking": f"TLP:{document['marking']['tlp']}",
            "originator": document["marking"]["originator"] or None,
            "releasable_to": ", ".join(document["marking"]["releasable_to"]) or None,
            "names_of_private_persons": named,
            "reason_for_names": export.with_names or None,
        }
        for field, kind in LISTS.items():
            for piece in evidence[field]:
                row = {column: piece.get(column) for column in COLUMNS}
                row |= shared | {"kind": kind, "type": piece.get("type") or piece.get("kind")}
                row["original_start"], row["original_end"] = piece["original"]
                row |= crosschecked(export, piece)
                if "participants" in piece:
                    row["participants"] = "; ".join(
                        f"{p['role']}: {p['entity'] or p['text']}" for p in piece["participants"]
                    )
                if field == "events":
                    row["value"] = piece["recurrence"] or "; ".join(piece["times"]) or None
                yield row


def crosschecked(export: Export, piece: dict[str, Any]) -> dict[str, Any]:
    """What cross-checking says of a piece, in columns."""
    finding = export.findings.of(piece["id"]) if export.findings else None
    fall = piece["fall"]
    return {
        "piece": piece["id"],
        "finding": piece["finding"],
        "grade": str(finding.grade) if finding else None,
        "independent_sources": len(finding.independent_sources) if finding else None,
        "is_standing": fall is None,
        "no_longer_because": f"{fall['how']}: {fall['why']}" if fall else None,
    }
