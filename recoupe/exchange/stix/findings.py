"""Findings: each as a grouping of what it stands on, with its credibility as confidence; contradictions as notes on them."""

from __future__ import annotations

from typing import Any

from stix2.v21 import Grouping, Note

from ...crosscheck.model import Contradiction, Finding
from .entities import some
from .nouns import told
from .vocabulary import EVIDENCE, confidence


def told_finding(finding: Finding, refs: list[str], common: dict[str, Any]) -> Grouping:
    """A finding as a grouping; `refs` are the pieces, documents and entities in it."""
    return Grouping(
        name=title(finding),
        description=described(finding),
        context="unspecified",
        object_refs=refs,
        allow_custom=True,  # it refers to events and figures
        extensions=extended("finding", finding),
        **common,
        **some(confidence=confidence(finding.grade.credibility), labels=list(finding.flags)),
    )


def told_contradiction(contradiction: Contradiction, refs: list[str], common: dict[str, Any]) -> Note:
    """A contradiction as a note on the findings that cannot all be right."""
    sides = "; ".join(f"{side.says} ({', '.join(side.speakers)})" for side in contradiction.sides)
    return Note(
        abstract=f"contradiction: {contradiction.about}",
        content=f"{contradiction.reason}: {sides}" if sides else contradiction.reason or "?",
        object_refs=refs,
        extensions=extended("contradiction", contradiction),
        **common,
    )


def extended(kind: str, noun: Finding | Contradiction) -> dict[str, Any]:
    """All that a noun says, in an extension of a standard object."""
    return {EVIDENCE: {"extension_type": "property-extension", "tells": kind} | told(noun)}


def title(finding: Finding) -> str:
    """A finding in a line: what, how far it is vouched for, when, how many."""
    number = None
    if finding.low is not None or finding.high is not None:
        ends = ["" if end is None else f"{end:g}" for end in (finding.low, finding.high)]
        number = ends[0] if ends[0] == ends[1] else "–".join(ends)
    days = "/".join(dict.fromkeys(day for day in (finding.begins, finding.ends) if day))
    said = [finding.type or finding.kind, finding.status, number, finding.population, days, finding.place]
    return ", ".join(part for part in said if part)


def described(finding: Finding) -> str:
    """The grade with its reason, and who carries it."""
    origins = [origin.name or "a source that nobody knows" for origin in finding.independent_sources]
    carried = f" {len(origins)} independent: {', '.join(origins)}." if origins else ""
    differs = f" {len(finding.contradicts)} other findings contradict it." if finding.contradicts else ""
    return f"Admiralty {finding.grade}: {finding.grade.rule}.{carried}{differs}"
