"""Told: exactly what leaves for a partner, as a page shows it: the same for who gives it and for who approves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ...crosscheck.model import Finding
from ...exchange.bundles.bodies import BundleBody
from ...exchange.bundles.records import taken
from ...exchange.bundles.strict import parsed
from ...exchange.content import Content, SharedDocument
from ...exchange.excerpts import LISTS
from ...model import Marking, plain
from ..access import Clearance
from ..evidence import models as ev
from ..evidence.masks import of_documents
from ..evidence.told import disclosed_to
from . import models
from .actions.giving import releases_for, told_brief
from .choosing import Chosen, Preview, Stays


@dataclass(frozen=True)
class Leaving:
    """A document as it reads at the partner: its sentences, its marking there, and, where it is known, that here (`label`)."""

    title: str
    name: str
    url: str
    source: str
    begins: str
    ends: str
    language: str
    marking: Marking
    is_whole: bool
    sentences: tuple[str, ...]
    names: tuple[str, ...]
    pieces: int
    label: ev.Label | None = None
    decides: bool = False


@dataclass(frozen=True)
class Told:
    """All that leaves for one partner, what stays and what is changed, each with its reason."""

    partner: models.Partner
    marking: Marking | None
    documents: tuple[Leaving, ...] = ()
    findings: tuple[dict[str, Any], ...] = ()
    contradictions: int = 0
    brief: str = ""
    releases: int = 0
    refusals: tuple[Stays, ...] = ()
    changes: tuple[Stays, ...] = ()
    needs_second: bool = False
    deciding: tuple[Leaving, ...] = field(default=())


def previewed(made: Iterable[Preview], chosen: Chosen, clearance: Clearance, language: str) -> list[Told]:
    """Previews as a page shows them; private persons masked in the titles of what stays."""
    rows = list(made)
    masks = of_documents({one.document for row in rows for one in row.stays if one.document}, disclosed_to(clearance))
    told = []
    for row in rows:
        stays = [
            replace(one, what=masks[one.document].text(one.what)) if one.document in masks else one for one in row.stays
        ]
        told.append(
            told_of(
                row.partner,
                row.content,
                told_brief(row.content, chosen, language),
                labels=row.labels,
                releases=len(releases_for(row)),
                refusals=tuple(one for one in stays if one.is_refusal),
                changes=tuple(one for one in stays if not one.is_refusal),
                needs_second=row.needs_second,
            )
        )
    return told


def approved(bundle: models.Bundle, partners: Iterable[models.Partner]) -> list[Told]:
    """What a bundle that waits holds for each partner: just what was previewed, and what will be sent."""
    told = []
    for partner in partners:
        if body := bundle.bodies.get(str(partner.pk)):
            said = parsed(BundleBody, body, bundle.title)
            told.append(told_of(partner, taken(said.content, bundle.title), said.brief, releases=len(said.releases)))
    return told


def told_of(
    partner: models.Partner,
    content: Content,
    brief: str,
    *,
    labels: dict[str, ev.Label] | None = None,
    **said: Any,
) -> Told:
    """Content as a page shows it."""
    marking = content.marking
    documents = tuple(leaving(shared, marking, (labels or {}).get(shared.document.id)) for shared in content.documents)
    return Told(
        partner,
        marking,
        documents,
        tuple(finding_told(one, content) for one in content.findings),
        len(content.contradictions),
        brief,
        deciding=tuple(one for one in documents if one.decides)[:3],
        **said,
    )


def leaving(shared: SharedDocument, strictest: Marking | None, label: ev.Label | None) -> Leaving:
    """One document of what leaves."""
    document, evidence = shared.document, shared.evidence
    published, source = document.published, document.source
    return Leaving(
        title=document.title or document.name,
        name=document.name,
        url=document.url or "",
        source=source.name if source else "",
        begins=str(published.earliest or ""),
        ends=str(published.latest or ""),
        language=document.language,
        marking=document.marking,
        is_whole=shared.is_whole,
        sentences=tuple(document.text[one.start : one.end] for one in document.passages),
        names=tuple(sorted({one.name for one in evidence.entities.values() if one.name})),
        pieces=sum(len(getattr(evidence, name)) for name in LISTS),
        label=label,
        decides=strictest is not None and document.marking.tlp is strictest.tlp,
    )


def finding_told(finding: Finding, content: Content) -> dict[str, Any]:
    """A finding as it reads there, with the names of what pages show of one."""
    quote = finding.supports[0].text if finding.supports else ""
    return {"body": as_body(finding, content), "grade": str(finding.grade), "quote": quote}


def as_body(finding: Finding, content: Content) -> dict[str, Any]:
    """A finding as plain JSON, with the name of its place as the texts of the bundle call it."""
    named = (shared.evidence.entities.get(finding.place or "") for shared in content.documents)
    said = next((part.text for part in finding.participants if part.role == "place"), finding.place or "")
    return {**plain(finding), "place_name": next((one.name for one in named if one), said)}
