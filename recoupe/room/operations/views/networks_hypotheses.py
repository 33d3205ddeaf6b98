"""A hypothesis: what is thought, why, what would settle it, and what became of it?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import strictest_over, visible
from ...evidence import models as ev
from ...evidence.told import with_quotes
from ...people.roles import may
from ...taskforce.views.citing import all_cited, bases_of, once
from ...web.page import Asked, found, number, page, shown
from ..actions import networks_supposing as supposing
from ..drawing import whole
from ..models import Hypothesis, HypothesisState, Network
from ..touching import touching

MOST_NEAR = 20


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
    bases = bases_of(request, row)
    context = {
        "hypothesis": row,
        "near": [(one, is_new[one.key]) for one in rows],
        "near_total": len(near),
        "settled_by": [one for one in bases if not one["citation"].is_of_end],
        "holds_ends": once([one for one in bases if one["citation"].is_of_end]),
        "marking": strictest_over([row]),
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
    findings = all_cited(request, "cite", "cite_other")
    version = number(said.get("version"))
    supposing.settle(request.user, row, version, said.get("state", ""), said.get("because", ""), findings)
    return redirect("hypothesis", row.pk)
