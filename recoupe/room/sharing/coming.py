"""Coming: what came from which partner, told wherever it is shown, so that it is never taken for ours; one query a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import models

AT_ONCE = 5000


@dataclass(frozen=True)
class Terms:
    """On which terms a document came here: who sent it, what for, under which conditions, whether it was taken back."""

    received: int
    title: str
    partner: str
    purpose: str = ""
    conditions: str = ""
    accepted: Any = None
    is_recalled: bool = False


def senders(documents: Iterable[str]) -> dict[str, list[str]]:
    """The partners that sent each of some documents; of what nobody sent there is nothing."""
    wanted = sorted(set(documents))
    found: dict[str, list[str]] = {}
    for some in (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE)):
        rows = models.Taken.objects.filter(document__in=some).order_by("document", "received__partner__name")
        for document, name in rows.values_list("document", "received__partner__name").distinct():
            found.setdefault(document, []).append(name)
    return found


def told_from(findings: Iterable[Any]) -> None:
    """Tell findings, or what was cited of them, from whom what they stand on came: `senders`; `is_theirs`: from partners alone."""
    rows = [(row, standing(row)) for row in findings]
    from_whom = senders(document for _, some in rows for document in some)
    for row, some in rows:
        names = sorted({name for document in some for name in from_whom.get(document, ())})
        said = {"senders": names, "is_theirs": bool(names) and all(document in from_whom for document in some)}
        row.update(said) if isinstance(row, dict) else row.__dict__.update(said)


def standing(finding: Any) -> set[str]:
    """The documents that a finding stands on; where nothing of it stands, those that it stood on."""
    supports = (finding if isinstance(finding, dict) else finding.body)["supports"]
    return {one["document"] for one in supports if one["fall"] is None} or {one["document"] for one in supports}


def terms_of(document: str) -> list[Terms]:
    """On which terms a document came here, once for each bundle that it came in; for whoever may read it."""
    rows = models.Taken.objects.filter(document=document).select_related("received__partner", "received__letter")
    return [
        Terms(
            one.received_id,
            one.received.title,
            one.received.partner.name,
            one.received.letter.manifest.get("purpose", ""),
            one.received.letter.manifest.get("conditions", ""),
            one.received.decided,
            one.is_recalled,
        )
        for one in rows
    ]
