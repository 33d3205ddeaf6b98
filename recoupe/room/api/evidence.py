"""Evidence, for programs: documents, findings, search, rulings."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import File, Form, Status
from ninja.files import UploadedFile

from ...crosscheck.model import RulingKind
from ..access import visible
from ..evidence import models as ev
from ..evidence.actions import ruling
from ..evidence.actions.marking import handed_in, marked
from ..evidence.filters import Filters
from ..evidence.masks import of_documents
from ..evidence.told import disclosed_to
from ..evidence.views.documents import HEAVY
from ..evidence.views.search import hits, shown_speaker
from ..evidence.withdrawals import withdrawn_of
from ..people.audit import record
from ..web.templatetags.room import statement
from .api import api, gives, one, part
from .door import By
from .shapes import (
    CorrectionIn,
    DocumentOut,
    DocumentWhole,
    FindingOut,
    From,
    HandIn,
    Hash,
    HitOut,
    IdentityOut,
    LabelOut,
    Line,
    Listed,
    Made,
    MarkingIn,
    Number,
    RulingIn,
    RulingOut,
    Some,
    UploadOut,
    Why,
)

Kind = Literal["", "event", "figure", "link"]
State = Literal["", "standing", "contradicted", "withdrawn", "single"]


# --- documents ---------------------------------------------------------------------------------------------------


def documents_told(request: Any, rows: list[ev.Document]) -> list[dict[str, Any]]:
    """Documents in their shape, private persons as pseudonyms."""
    masks = of_documents([row.pk for row in rows], disclosed_to(request.clearance))
    gone = withdrawn_of(row.pk for row in rows)
    return [
        {
            "id": row.pk,
            "title": masks[row.pk].text(row.title),
            "name": masks[row.pk].address(row.name),
            "source": row.source_name,
            "source_country": row.source_country,
            "reliability": row.source_reliability,
            "language": row.language,
            "published_earliest": row.published_earliest,
            "published_latest": row.published_latest,
            "label": LabelOut.from_orm(row.label) if row.label else None,
            "withdrawn": gone[row.pk].why if row.pk in gone else None,
        }
        for row in rows
    ]


@api.get("/documents", auth=By("evidence.see"), response=gives(Listed[DocumentOut]), tags=["evidence"])
def documents(
    request: HttpRequest, source: Line = "", language: Line = "", limit: Some = 50, offset: From = 0
) -> dict[str, Any]:
    """The documents that you may see, the last received first."""
    asked: Any = request
    rows = visible(ev.Document, asked.clearance)
    if source:
        rows = rows.filter(source_name=source)
    if language:
        rows = rows.filter(language=language)
    some = rows.order_by("-received", "-id").select_related("label").defer(*HEAVY)[offset : offset + limit]
    return {"total": rows.count(), "items": documents_told(request, list(some))}


@api.post("/documents", auth=By("document.add"), response=gives(UploadOut, 202), tags=["evidence"])
def hand_in(request: HttpRequest, file: File[UploadedFile], said: Form[HandIn]) -> Any:
    """Hand a file in; it is read in the background. `groups` are numbers, `releasable_to` names, with commas between them."""
    asked: Any = request
    (row,) = handed_in(asked.user, [file], said.tlp, said.releasable_to.split(","), said.groups.split(","))
    return Status(202, row)


@api.get("/uploads/{int:id}", auth=By("evidence.see"), response=gives(UploadOut), tags=["evidence"])
def upload(request: HttpRequest, id: Number) -> Any:
    """How far a file that was handed in has come."""
    return one(request, ev.Upload, pk=id)


@api.get("/documents/{id}", auth=By("evidence.see"), response=gives(DocumentWhole), tags=["evidence"])
def document(request: HttpRequest, id: Hash) -> dict[str, Any]:
    """One document with its sentences and the findings that stand on it."""
    asked: Any = request
    row = one(request, ev.Document, pk=id)
    record(asked.user, "saw", f"document {row.pk}", by="API")
    mask = of_documents([row.pk], disclosed_to(asked.clearance))[row.pk]
    passages = visible(ev.Passage, asked.clearance).filter(document=row).order_by("start")
    supports = visible(ev.Support, asked.clearance).filter(document=row)
    return documents_told(request, [row])[0] | {
        "sentences": [
            {"start": p.start, "end": p.end, "text": mask.text(row.text[p.start : p.end]), "kind": p.kind}
            for p in passages
        ],
        "findings": sorted(set(supports.values_list("finding__key", flat=True))),
    }


@api.put("/documents/{id}/marking", auth=By("document.mark"), response=gives(LabelOut), tags=["evidence"])
def mark(request: HttpRequest, id: Hash, said: MarkingIn) -> Any:
    """Mark and file a document anew."""
    asked: Any = request
    return marked(asked.user, one(request, ev.Document, pk=id), said.tlp, said.releasable_to, said.groups, said.why)


@api.post("/documents/{id}/withdraw", auth=By("ruling.make"), response=gives(Made), tags=["evidence"])
def withdraw(request: HttpRequest, id: Hash, said: Why) -> dict[str, str]:
    """Withdraw a document: what stands on it and on its copies falls, and decisions on it are looked at again."""
    asked: Any = request
    return {"id": ruling.withdraw(asked.user, one(request, ev.Document, pk=id).pk, said.why)}


# --- findings ----------------------------------------------------------------------------------------------------


def finding_told(row: ev.Finding) -> dict[str, Any]:
    """A finding in its shape."""
    names = "kind type status begins ends country low high sources independent is_standing is_contradicted body".split()
    said = {name: getattr(row, name) for name in names}
    grade = f"{row.reliability}{row.credibility}"
    return said | {"id": row.key, "text": str(statement(row)), "place": row.place_name, "grade": grade}


@api.get("/findings", auth=By("evidence.see"), response=gives(Listed[FindingOut]), tags=["evidence"])
def findings(
    request: HttpRequest,
    kind: Kind = "",
    type: Line = "",
    since: Line = "",
    until: Line = "",
    actor: Line = "",
    place: Line = "",
    state: State = "",
    limit: Some = 50,
    offset: From = 0,
) -> dict[str, Any]:
    """What holds over all documents that you may see, the weightiest first; those withdrawn only if `state` says so."""
    asked: Any = request
    return part(Filters.of(request).findings(asked.clearance).order_by("-weight", "id"), finding_told, limit, offset)


def the_finding(request: Any, key: str) -> ev.Finding:
    """The telling of a finding that one may see."""
    rows = list(visible(ev.Finding, request.clearance).filter(key__startswith=key)[:2])
    if len(rows) != 1:
        raise Http404
    return rows[0]


@api.get("/findings/{key}", auth=By("evidence.see"), response=gives(FindingOut), tags=["evidence"])
def finding(request: HttpRequest, key: Hash) -> dict[str, Any]:
    """One finding with its sources, grade, contradictions and history."""
    asked: Any = request
    row = the_finding(request, key)
    record(asked.user, "saw", f"finding {row.key}", by="API")
    return finding_told(row)


@api.post("/findings/{key}/corrections", auth=By("ruling.make"), response=gives(Made), tags=["evidence"])
def correct(request: HttpRequest, key: Hash, said: CorrectionIn) -> dict[str, str]:
    """Correct what one of its pieces of evidence says."""
    asked: Any = request
    row = the_finding(request, key)
    support = visible(ev.Support, asked.clearance).filter(finding=row, piece=said.piece).first()
    if support is None:
        raise Http404
    piece = next(p for kind in ruling.NOUNS if (p := kind.objects.filter(pk=support.piece).first()))
    fields = said.dict(exclude={"piece", "why", "is_wrong"}, exclude_none=True)
    days = {name: str(fields[name]) for name in ("begins", "ends") if name in fields}
    return {"id": ruling.correct(asked.user, piece, said.why, {"is_wrong": True} if said.is_wrong else fields | days)}


@api.get("/identities", auth=By("evidence.see"), response=gives(Listed[IdentityOut]), tags=["evidence"])
def identities(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """Who and what is named, the most named first."""
    asked: Any = request
    names = "kind", "name", "names", "country", "documents"

    def told(row: ev.Identity) -> dict[str, Any]:
        return {name: getattr(row, name) for name in names} | {"id": row.key}

    return part(visible(ev.Identity, asked.clearance).order_by("-documents", "key"), told, limit, offset)


@api.get("/search", auth=By("evidence.see"), response=gives(Listed[HitOut]), tags=["evidence"])
def search(request: HttpRequest, q: Line, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """Sentences and claims with all these words; "quoted" words stand together, -word must not be there, word* begins so."""
    asked: Any = request
    _, found, _ = hits(asked.clearance, q)
    record(asked.user, "searched", q, by="API")
    items = [
        {"document": row.document_id, "start": row.start, "end": row.end, "kind": row.kind, "text": row.shown,
         "speaker": shown_speaker(row)}
        for row in found[offset : offset + limit]
    ]  # fmt: skip
    return {"total": len(found), "items": items}


# --- rulings -----------------------------------------------------------------------------------------------------


@api.get("/rulings", auth=By("evidence.see"), response=gives(Listed[RulingOut]), tags=["evidence"])
def rulings(request: HttpRequest, limit: Some = 50, offset: From = 0) -> dict[str, Any]:
    """What people ruled on what you may see, the latest first."""
    asked: Any = request
    standing = ruling.standing()
    names = "kind", "subject", "other", "says", "why", "by", "at"

    def told(row: ev.Ruling) -> dict[str, Any]:
        return {name: getattr(row, name) for name in names} | {"id": row.pk, "is_in_force": row.pk in standing}

    return part(visible(ev.Ruling, asked.clearance).order_by("-at", "id"), told, limit, offset)


@api.post("/rulings", auth=By("ruling.make"), response=gives(Made), tags=["evidence"])
def rule(request: HttpRequest, said: RulingIn) -> dict[str, str]:
    """Say that two names are of one, or are not."""
    asked: Any = request
    return {"id": ruling.names(asked.user, RulingKind(said.kind), said.one, said.other, said.why)}


@api.post("/rulings/{id}/take-back", auth=By("ruling.make"), response=gives(Made), tags=["evidence"])
def take_back(request: HttpRequest, id: Hash, said: Why) -> dict[str, str]:
    """Take a ruling back."""
    asked: Any = request
    return {"id": ruling.take_back(asked.user, one(request, ev.Ruling, pk=id).pk, said.why)}
