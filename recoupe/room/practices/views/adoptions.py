"""Adoptions: who draws on whom, by which decision, what was changed on the way, and what came of it?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import strictest_over, visible
from ...people.roles import may
from ...taskforce import models as tf
from ...taskforce.paths import Paths
from ...taskforce.paths import adopted as adopted_step
from ...web.page import Asked, found, number, page, shown
from ...web.words import country as country_name
from .. import models
from ..actions import adopting
from ..adoptions import adoptions_seen, decisions_to_choose
from ..telling import adoption_told, marking_of_all


@page("evidence.see")
def adoptions(request: Asked) -> HttpResponse:
    """Each country with each practice that it draws on: the last state, and since when."""
    every = adoptions_seen(request.clearance)
    practices = list({one.practice_id: one.practice for one in every}.values())
    countries = sorted({one.country for one in every}, key=country_name)
    by_place = {(one.country, one.practice_id): one for one in every}
    rows = [(code, [by_place.get((code, practice.pk)) for practice in practices]) for code in countries]
    marking = strictest_over(one.last.decision for one in every)
    context = {"practices": practices, "rows": rows, "total": len(every), "marking": marking}
    return shown(request, "practices/adoptions.html", context)


@page("evidence.see")
def adoption(request: Asked, id: int) -> HttpResponse:
    """An adoption: its states with their decisions, what was changed on the way, what came of it."""
    found(request, models.Adoption, pk=id)
    (row,) = adoptions_seen(request.clearance, pk=id)
    told = adoption_told(row, request.clearance)
    may_adopt = may(request.user, "practice.adopt")
    context = {
        "adoption": row,
        "told": told,
        "may_adopt": may_adopt,
        "states": models.AdoptionState.choices,
        "decisions": decisions_to_choose(request.clearance, row.practice.group_id) if may_adopt else [],
        "marking": marking_of_all([told], [stage.decision for stage in row.seen]),
    }
    return shown(request, "practices/adoption.html", context, f"adoption {row.pk}")


@page("practice.adopt", "POST")
def adopt(request: Asked, id: int) -> HttpResponse:
    """Record how a country stands to a practice, by a decision."""
    practice, said = found(request, models.Practice, pk=id), request.POST
    decision = visible(tf.Decision, request.clearance).filter(pk=number(said.get("decision"))).first()
    return adopted(request, practice, decision)


@page("practice.adopt", "POST")
def adopt_by(request: Asked, id: int) -> HttpResponse:
    """The same from the page of the decision."""
    decision = found(request, tf.Decision, pk=id)
    rows = visible(models.Practice, request.clearance).filter(pk=number(request.POST.get("practice")))
    practice = rows.first()
    if practice is None:
        raise UsageError(_("practice"), _("there is no such practice"), _("choose from the list"))
    return adopted(request, practice, decision)


def adopted(request: Asked, practice: models.Practice, decision: tf.Decision | None) -> HttpResponse:
    """Record it, by the version of the adoption that its sender saw."""
    said, country = request.POST, request.POST.get("country", "")
    seen = visible(models.Adoption, request.clearance).filter(practice=practice, country=country).first()
    version = number(said["version"]) if seen and "version" in said else None
    stage = adopting.adopt(
        request.user, practice, country, said.get("state", ""), decision, said.get("note", ""), version
    )
    return redirect("adoption", stage.adoption_id)


@page("evidence.see")
def trace(request: Asked, id: int) -> HttpResponse:
    """Why a country stands so to a practice: the decision, down to the sentences."""
    stage = found(request, models.Stage, pk=id)
    decision = found(request, tf.Decision, pk=stage.decision_id)
    context = {"decision": Paths(request.clearance).down(decision), "actions": [adopted_step(stage)]}
    return shown(request, "taskforce/path.html", context, f"trace of adoption {stage.adoption_id}")
