"""Changes: what is new, confirmed, contradicted, fallen or restored between two states of the findings.

A finding is found again by the pieces that it stands on, for its identifier may change when an earlier telling comes in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .model import Changes, Finding


def compared(before: Iterable[Finding], after: Iterable[Finding], why: str = "") -> Changes:
    """What changed from one state to the next, by the identifiers of the later."""
    earlier: Mapping[str, Finding] = {s.piece: finding for finding in before for s in finding.supports}
    new, confirmed, contradicted, fallen, restored, flagged = [], [], [], [], [], []
    documents: set[str] = set()
    for finding in after:
        known = list({id(f): f for s in finding.supports if (f := earlier.get(s.piece))}.values())
        if not known:
            new.append(finding.id)
            documents.update(finding.sources)
            continue
        was = known[0]
        if len(known) == 1 and told(was) == told(finding):
            continue
        flagged.append(finding.id)
        documents.update(finding.sources)
        stood = any(one.is_standing for one in known)
        if stood and not finding.is_standing:
            fallen.append(finding.id)
        elif finding.is_standing and not stood:
            restored.append(finding.id)
        elif finding.is_standing:
            if len(finding.independent_sources) > max(len(one.independent_sources) for one in known):
                confirmed.append(finding.id)
            if against(finding) > max(map(against, known)):
                contradicted.append(finding.id)
    return Changes(
        tuple(new),
        tuple(confirmed),
        tuple(contradicted),
        tuple(fallen),
        tuple(restored),
        tuple(flagged),
        documents=tuple(sorted(documents)),
        why=why,
    )


def told(finding: Finding) -> tuple[object, ...]:
    """What a reader would see change in a finding."""
    standing = tuple(sorted(s.piece for s in finding.supports if s.is_standing))
    days = finding.begins, finding.ends, finding.low, finding.high
    return finding.status, finding.grade, days, finding.contradicts, finding.flags, standing


def against(finding: Finding) -> int:
    """How much speaks against a finding."""
    return finding.grade.denying + finding.grade.differing
