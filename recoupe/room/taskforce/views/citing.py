"""Citing: the finding that a form means by its address, and what a record cites, as its reader may see it now."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import visible
from ...evidence import models as ev
from ...sharing.coming import told_from
from ...web.page import Asked
from ..basis import seen_changes, states_of

KEY = re.compile(r"(?:^|/)([0-9a-f]{12,64})(?:[/#?].*)?$")


def the_cited(request: Asked, text: str) -> ev.Finding:
    """A finding that is named by its key, the beginning of it, or its address. Raises UsageError where there is none."""
    key = KEY.search(text.strip())
    rows = visible(ev.Finding, request.clearance).filter(key__startswith=key[1]).select_related("scope") if key else []
    some = list(rows[:2])
    if len(some) != 1:
        raise UsageError(text[:60], _("there is no such finding"), _("paste the address of the page of a finding"))
    return some[0]


def all_cited(request: Asked, *fields: str) -> list[ev.Finding]:
    """The findings that some fields of a form name, each once, in their order; a field that is left empty names none."""
    texts = dict.fromkeys(text for name in fields for text in request.POST.getlist(name))
    told = [the_cited(request, text) for text in texts if text.strip()]
    return list({row.key: row for row in told}.values())


def bases_of(request: Asked, *records: Any) -> list[dict[str, Any]]:
    """What some records cite, as it was cited and as their reader may see it now, with what has changed in between."""
    cited = [(row, one) for row in records for one in row.citations.all()]
    states = states_of([one.pieces for _row, one in cited])
    keys = {now["key"] for now in states if "key" in now}
    seen = {row.key: row for row in visible(ev.Finding, request.clearance).filter(key__in=keys)}
    told = []
    for (row, one), now in zip(cited, states, strict=True):
        current = seen.get(now.get("key", ""))
        gone = [s for s in (current.body["supports"] if current else []) if s["fall"] and s["piece"] in one.pieces]
        fallen = list({(s["text"], s["fall"]["why"]): s for s in gone}.values())
        changes = seen_changes(one, request.clearance) if row.basis == "changed" else []
        told.append({"citation": one, "changes": changes, "now": current, "state": now, "fallen": fallen, "of": row})
    told_from([one["now"] for one in told if one["now"]] + [one["citation"].body for one in told])
    return told


def once(bases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each cited finding once, with all that stands on it."""
    by_key: dict[str, dict[str, Any]] = {}
    for one in bases:
        kept = by_key.setdefault(one["citation"].key, one | {"carries": []})
        kept["carries"].append(str(one["of"]))
        kept["changes"] = kept["changes"] or one["changes"]
    return list(by_key.values())
