"""Practices: how do others do it? All of them, one of them, and what it was called before."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import visible
from ...people.roles import may
from ...taskforce import models as tf
from ...taskforce.views.past import past_of
from ...web.page import Asked, found, number, page, shown
from ...web.words import countries_to_choose
from .. import models
from ..actions import writing
from ..adoptions import adoptions_seen, decisions_to_choose
from ..telling import marking_of_all, practices_told


@page("evidence.see")
def practices(request: Asked) -> HttpResponse:
    """All practices of one's groups, by country: in how many rows something is known, who draws on them."""
    rows = visible(models.Practice, request.clearance).select_related("group")
    every = practices_told(rows, request.clearance)
    drawn: dict[int, list[Any]] = defaultdict(list)
    for one in adoptions_seen(request.clearance):
        drawn[one.practice_id].append(one)
    for one in every:
        one.adoptions = drawn[one.practice.pk]
        one.marking = marking_of_all([one], [adoption.last.decision for adoption in one.adoptions])
    return shown(request, "practices/practices.html", {"every": every, "may_begin": may(request.user, writing.WRITE)})


@page("practice.write", "GET", "HEAD", "POST")
def new(request: Asked) -> HttpResponse:
    """Begin to write down a practice."""
    groups = visible(tf.Group, request.clearance)
    if request.method == "POST":
        group = groups.filter(pk=number(request.POST.get("group"))).first()
        if group is None:
            raise UsageError(_("group"), _("it is none of yours"), _("choose from the list"))
        said = request.POST
        row = writing.begin(request.user, group, said.get("country", ""), said.get("name", ""))
        return redirect("practice", row.pk)
    own = [(code, name) for code, name in countries_to_choose() if writing.may_write(request.user, code)]
    context = {"groups": groups, "countries": own, "own": request.user.service.country}
    return shown(request, "practices/new.html", context)


@page("evidence.see")
def practice(request: Asked, id: int) -> HttpResponse:
    """A practice, row by row, each line with its sentence; what others say of it, and who draws on it."""
    row = found(request, models.Practice, pk=id)
    (told_so,) = practices_told([row], request.clearance)
    adoptions = adoptions_seen(request.clearance, practice=row)
    beside = [one.last.decision for one in adoptions]
    beside += [said for one in told_so.rows for comment in one.comments for said in (comment, *comment.answers.all())]
    may_adopt = may(request.user, "practice.adopt")
    context = {
        "practice": row,
        "told": told_so,
        "others": visible(models.Practice, request.clearance).exclude(pk=row.pk),
        "adoptions": adoptions,
        "marking": marking_of_all([told_so], beside),
        "states": models.AdoptionState.choices,
        "may_adopt": may_adopt,
        "decisions": decisions_to_choose(request.clearance, row.group_id) if may_adopt else [],
        "countries": countries_to_choose() if may_adopt else [],
        "may_comment": may(request.user, "practice.comment"),
        "is_renamed": tf.Revision.objects.filter(kind="practice", record=row.pk).exists(),
    }
    return shown(request, "practices/practice.html", context, f"practice {row.pk}")


@page("practice.write", "POST")
def change(request: Asked, id: int) -> HttpResponse:
    """Call a practice otherwise."""
    row = found(request, models.Practice, pk=id)
    writing.rename(request.user, row, number(request.POST.get("version")), request.POST.get("name", ""))
    return redirect("practice", row.pk)


@page("evidence.see")
def past(request: Asked, id: int) -> HttpResponse:
    """What a practice was called before."""
    row = found(request, models.Practice, pk=id)
    home, may_put_back = f"/practices/{row.pk}", writing.may_write(request.user, row.country)
    context = past_of(row, ("name",), home, f"{home}/put-back", may_put_back)
    return shown(request, "taskforce/past.html", context, f"past of practice {row.pk}")


@page("practice.write", "POST")
def put_back(request: Asked, id: int) -> HttpResponse:
    """Call a practice as it was called before."""
    row = found(request, models.Practice, pk=id)
    version, to = number(request.POST.get("version")), number(request.POST.get("to"))
    writing.put_name_back(request.user, row, version, to or None)
    return redirect("practice", row.pk)
