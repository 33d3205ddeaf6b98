"""A hypothesis: what is thought, why, what would settle it, and what became of it?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import visible
from ...evidence import models as ev
from ...evidence.told import with_quotes
from ...people.roles import may
from ...taskforce.basis import seen_changes
from ...web.page import Asked, found, number, page, shown
from ..actions import networks_supposing as supposing
from ..drawing import whole
from ..models import Hypothesis, HypothesisState, Network
from ..touching import touching

MOST_NEAR, MOST_CHOICES, LEAST_KEY = 20, 40, 12


@page("network.draw", "POST")
def suppose(request: Asked, id: int) -> HttpResponse:
    """Write a hypothesis down."""
    row, said = found(request, Network, pk=id), request.POST
    if not said.get("is_of_no_person"):
        raise UsageError(
            _("hypothesis"), _("it is not said that it is about no person"), _("say so, or do not write it down")
        )
    names = ("source", "source_kind", "target", "target_kind", "function", "why", "confirms", "refutes")
    made = supposing.suppose(request.user, row, supposing.Supposed(**{name: said.get(name, "") for name in names}))
    return redirect("hypothesis", made.pk)


@page("evidence.see")
def hypothesis(request: Asked, id: int) -> HttpResponse:
    """One hypothesis, with what may bear on it and what settled it."""
    row: Hypothesis = found(request, Hypothesis, pk=id)
    near = touching([row], whole(request.clearance).nodes, request.clearance)[row.pk]
    is_new = {one.key: one.is_new for one in near[:MOST_NEAR]}
    seen = visible(ev.Finding, request.clearance)
    rows = with_quotes(seen.filter(key__in=is_new).order_by("-weight", "id"), request.clearance)
    citations = [(one, seen_changes(one, request.clearance)) for one in row.citations.all()]
    context = {
        "hypothesis": row,
        "near": [(one, is_new[one.key]) for one in rows],
        "near_total": len(near),
        "settled_by": [(one, changes) for one, changes in citations if not one.is_of_end],
        "holds_ends": [(one, changes) for one, changes in citations if one.is_of_end],
        "states": HypothesisState.choices,
        "may_draw": may(request.user, supposing.ACTION),
    }
    return shown(request, "operations/network_hypothesis.html", context, f"hypothesis {row.pk}")


@page("network.draw", "POST")
def reword(request: Asked, id: int) -> HttpResponse:
    """Say otherwise why it is thought and what would settle it."""
    row, said = found(request, Hypothesis, pk=id), request.POST
    texts = (said.get(name, "") for name in ("why", "confirms", "refutes"))
    supposing.reword(request.user, row, number(said.get("version")), *texts)
    return redirect("hypothesis", row.pk)


@page("network.draw", "POST")
def settle(request: Asked, id: int) -> HttpResponse:
    """Say what became of it, and by which findings."""
    row, said = found(request, Hypothesis, pk=id), request.POST
    findings = [
        the_cited(request, key) for key in dict.fromkeys([*said.getlist("cite"), said.get("cite_other", "")]) if key
    ]
    version = number(said.get("version"))
    supposing.settle(request.user, row, version, said.get("state", ""), said.get("because", ""), findings)
    return redirect("hypothesis", row.pk)


def the_cited(request: Asked, said: str) -> ev.Finding:
    """The finding that is meant by its address or the beginning of its key. Raises UsageError where there is none."""
    key = said.strip().rstrip("/").rpartition("/")[2].partition("?")[0].partition("#")[0]
    rows = visible(ev.Finding, request.clearance).filter(key__startswith=key).select_related("scope")
    if len(key) < LEAST_KEY or (row := rows.first()) is None:
        raise UsageError(said[:60], _("there is no such finding"), _("take the address of its page"))
    return row
