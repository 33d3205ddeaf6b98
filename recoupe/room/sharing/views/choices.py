"""Choices: what somebody ticked or came with, and what else they may tick: findings, documents and briefs that they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ....query import folded
from ...access import visible
from ...evidence import models as ev
from ...evidence.masks import of_documents
from ...evidence.pile import chunks
from ...evidence.told import disclosed_to, with_quotes
from ...evidence.views.documents import HEAVY
from ...evidence.views.findings import the_finding
from ...taskforce import models as tf
from ...web.page import Asked, number
from ...web.templatetags.room import statement
from ..choosing import Chosen

MOST_FINDINGS, MOST_DOCUMENTS, MOST_LOOKED_AT = 30, 15, 600
WHOLE = 64


@dataclass
class Choices:
    """What can be ticked: first what is ticked already, then the weightiest, or what was searched for. `q` is what was."""

    q: str
    findings: list[tuple[Any, bool]]
    documents: list[tuple[Any, bool]]
    claims: list[Any]
    briefs: list[tuple[Any, bool]]

    @classmethod
    def of(cls, request: Asked, chosen: Chosen, q: str) -> Choices:
        """What a person may tick."""
        return cls(
            q,
            findings(request, chosen, q),
            documents(request, chosen, q),
            claims(request, chosen),
            briefs(request, chosen),
        )


def chosen_by(request: Asked, said: Any) -> Chosen:
    """What a form or an address says was chosen; a finding by the beginning of its key. 404 for one that is not there to see."""
    keys = [one if len(one) == WHOLE else the_finding(request, one).key for one in said.getlist("finding") if one]
    return Chosen(
        tuple(dict.fromkeys(keys)),
        tuple(dict.fromkeys(one[:WHOLE] for one in said.getlist("claim") if one)),
        tuple(dict.fromkeys(one[:WHOLE] for one in said.getlist("document") if one)),
        tuple(dict.fromkeys(number(one) for one in said.getlist("brief") if number(one))),
    )


def findings(request: Asked, chosen: Chosen, q: str) -> list[tuple[Any, bool]]:
    """Findings to tick: those that are, then others."""
    every = visible(ev.Finding, request.clearance)
    ticked = [row for some in chunks(chosen.findings) for row in every.filter(key__in=some)]
    wanted = folded(q[:100]).split()
    others = []
    standing = every.filter(is_standing=True).exclude(key__in=chosen.findings[:500]).order_by("-weight", "id")
    for row in standing[: MOST_LOOKED_AT if wanted else MOST_FINDINGS]:
        text = (
            folded(statement(row) + " " + " ".join(part["text"] for part in row.body["participants"])) if wanted else ""
        )
        if all(word in text for word in wanted):
            others.append(row)
        if len(others) == MOST_FINDINGS:
            break
    here = {row.key for row in ticked}
    return [(row, row.key in here) for row in with_quotes([*ticked, *others], request.clearance)]


def documents(request: Asked, chosen: Chosen, q: str) -> list[tuple[Any, bool]]:
    """Documents to tick: those that are, then, where something is searched for, those whose titles hold it."""
    every = visible(ev.Document, request.clearance).defer(*HEAVY).select_related("label")
    rows = [row for some in chunks(chosen.documents) for row in every.filter(pk__in=some)]
    ticked = {row.pk for row in rows}
    if q.strip():
        rows += every.filter(title__icontains=q.strip()[:100]).exclude(pk__in=ticked)[:MOST_DOCUMENTS]
    masks = of_documents([row.pk for row in rows], disclosed_to(request.clearance))
    for row in rows:
        row.shown_title = masks[row.pk].text(row.title or row.name)
    return [(row, row.pk in ticked) for row in rows]


def claims(request: Asked, chosen: Chosen) -> list[Any]:
    """The claims that are ticked, each with its words."""
    every = visible(ev.Claim, request.clearance).select_related("document")
    rows = [row for some in chunks(chosen.claims) for row in every.filter(pk__in=some)]
    masks = of_documents({row.document_id for row in rows}, disclosed_to(request.clearance))
    for row in rows:
        mask = masks[row.document_id]
        row.words = mask.text(row.document.text[row.start : row.end])
        row.shown_title = mask.text(row.document.title or row.document.name)
    return rows


def briefs(request: Asked, chosen: Chosen) -> list[tuple[Any, bool]]:
    """Frozen briefs to tick, the newest first."""
    every = visible(tf.Brief, request.clearance).select_related("meeting").defer("html").order_by("-at")
    rows = list(every.filter(pk__in=chosen.briefs)) + list(every.exclude(pk__in=chosen.briefs)[:5])
    return [(row, row.pk in chosen.briefs) for row in rows]
