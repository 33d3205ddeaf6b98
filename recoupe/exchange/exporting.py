"""Exporting: what every format has in common: the documents, what is masked in them and why not, and one row a piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..model import Document, Evidence, Tlp
from .masking import Masking

Pairs = Callable[[], Iterator[tuple[Document, Evidence]]]

STRICTEST_FIRST = tuple(Tlp)
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
    the export in ISO 8601, `by` the engine.
    """

    pairs: Pairs
    made: str
    by: str
    with_names: str = ""

    def masking(self) -> Masking:
        """Who is masked; nobody where there is a reason for names. Reads through all the evidence once."""
        return Masking(() if self.with_names else (evidence for _, evidence in self.pairs()))

    def about(self) -> dict[str, Any]:
        """What the export says of itself: its marking is the strictest of its documents."""
        levels = {document.marking.tlp for document, _ in self.pairs()}
        strictest = next((level for level in STRICTEST_FIRST if level in levels), None)
        return {
            "made": self.made,
            "by": f"recoupe {self.by}",
            "marking": f"TLP:{strictest}" if strictest else None,
            "names_of_private_persons": "named" if self.with_names else "masked",
            "reason_for_names": self.with_names or None,
        }

    def plain(self) -> Iterator[dict[str, Any]]:
        """Each document with its evidence as plain JSON, masked."""
        masking = self.masking()
        for document, evidence in self.pairs():
            yield masking.plain({"document_received": document.to_dict(), "evidence": evidence.to_dict()})


COLUMNS: dict[str, type] = {
    "kind": str,
    "document": str,
    "document_name": str,
    "title": str,
    "source": str,
    "published_earliest": str,
    "published_latest": str,
    "marking": str,
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
            "names_of_private_persons": named,
            "reason_for_names": export.with_names or None,
        }
        for field, kind in LISTS.items():
            for piece in evidence[field]:
                row = {column: piece.get(column) for column in COLUMNS}
                row |= shared | {"kind": kind, "type": piece.get("type") or piece.get("kind")}
                row["original_start"], row["original_end"] = piece["original"]
                if "participants" in piece:
                    row["participants"] = "; ".join(
                        f"{p['role']}: {p['entity'] or p['text']}" for p in piece["participants"]
                    )
                if field == "events":
                    row["value"] = piece["recurrence"] or "; ".join(piece["times"]) or None
                yield row
