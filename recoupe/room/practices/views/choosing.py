"""Choosing: what a line of a practice is made to stand on: findings from a list, sentences by their words or their address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import visible
from ...evidence import models as ev
from ...evidence.views.search import hits
from ...sharing.coming import told_from
from ...taskforce.quoting import passage_at
from ...taskforce.views.deciding import said_from
from ...web.page import Asked
from ...web.templatetags.room import statement

ADDRESS = re.compile(r"/?documents/([0-9a-f]{64})/?\?(?:.*&)?at=(\d{1,9})(?:&.*)?")
QUOTED = re.compile(r"([0-9a-f]{64}):(\d{1,9})")
MOST = 12
MOST_LISTED = 60


def passages_chosen(request: Asked) -> list[ev.Passage]:
    """The sentences that a form names: ticked, or by the address that their page in the reader has."""
    named = [match.groups() for match in map(QUOTED.fullmatch, request.POST.getlist("quote")) if match]
    for line in request.POST.get("addresses", "").split():
        parts = urlsplit(line)
        match = ADDRESS.fullmatch(f"{parts.path}?{parts.query}")
        if match is None:
            raise UsageError(
                line[:80], _("it is not the address of a sentence"), _("copy it from the page of the text")
            )
        named.append(match.groups())
    chosen: dict[int, ev.Passage] = {}
    for document, at in named:
        passage = passage_at(request.clearance, document, int(at))
        if passage is None:
            raise UsageError(document[:16], _("there is no such sentence"), _("copy it from the page of the text"))
        chosen[passage.pk] = passage
    return list(chosen.values())


def sentences_found(request: Asked, text: str) -> list[dict[str, Any]]:
    """Sentences with all the words asked for, to be ticked; private persons masked."""
    if not text.strip():
        return []
    _query, found, _is_cut = hits(request.clearance, text.strip()[:300])
    told = []
    for row in found[:MOST]:
        passage = passage_at(request.clearance, row.document_id, row.start)
        if passage is not None:
            sign = f"{passage.document_id}:{passage.start}"
            shown = " ".join(row.mask.text(passage.document.text[passage.start : passage.end]).split())
            title = row.mask.text(row.document.title or row.document.name)
            told.append({"sign": sign, "text": shown, "title": title, "language": row.document.language})
    return list({one["sign"]: one for one in told}.values())


def findings_listed(request: Asked, group: int) -> list[tuple[str, str]]:
    """Findings to cite from a list: the weightiest that the group needs to know."""
    rows = visible(ev.Finding, request.clearance.within(group)).filter(is_standing=True).order_by("-weight", "id")
    told_from(listed := list(rows[:MOST_LISTED]))
    return [(row.key[:16], f"{statement(row)} [{row.reliability}{row.credibility}]{said_from(row)}") for row in listed]
