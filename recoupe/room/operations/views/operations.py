"""Operations: what was announced, and how did it end? Listed, and one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ...access import strictest_over, visible
from ...evidence import models as ev
from ...people.models import Person
from ...people.roles import may
from ...taskforce import models as tf
from ...taskforce.basis import seen_changes
from ...taskforce.paths import Paths, Step
from ...taskforce.views.citing import bases_of, once
from ...web import words
from ...web.page import PAGE_SIZE, Asked, found, page, page_number, shown
from .. import models, telling
from .. import outcomes as out
from ..case import ORDER, Case, case_of, cases
from ..charting import charts
from ..proposing import near, proposed
from ..tables import outcome_rows
from .operations_writing import choices_of

GAPS = {
    "silent": lambda case: case.is_silent_after_arrests,
    "disputed": lambda case: case.is_disputed or bool(case.faults),
    "changed": lambda case: case.is_changed,
    "unfollowed": lambda case: case.silent_months > 0,
}


@page("evidence.see")
def operations(request: Asked) -> HttpResponse:
    """Operations, the latest first, by country, year, how far they are and what is missing."""
    every = cases(request.clearance)
    asked = {name: request.GET.get(name, "") for name in ("country", "year", "state", "gap")}
    some = [case for case in every if fits(case, asked)]
    at = page_number(request)
    part = some[(at - 1) * PAGE_SIZE : at * PAGE_SIZE]
    context = {
        "rows": [listed(case) for case in part],
        "total": len(some),
        "every": len(every),
        "number": at,
        "more": len(some) > at * PAGE_SIZE,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "countries": in_words({case.operation.country for case in every}),
        "years": sorted({case.year for case in every if case.year}, reverse=True),
        "stages": models.StepKind.choices,
        "gaps": [
            ("silent", _("nothing known after the arrests")),
            ("disputed", _("numbers that differ or cannot be so")),
            ("changed", _("basis changed")),
            ("unfollowed", _("not followed for months")),
        ],
        "may_record": may(request.user, "operation.record"),
    }
    return shown(request, "operations/operations.html", context)


def fits(case: Case, asked: dict[str, str]) -> bool:
    """Whether an operation is among those asked for."""
    row = case.operation
    codes = {row.country, *(code for code, _role in row.countries)}
    return (
        (not asked["country"] or asked["country"] in codes)
        and (not asked["year"] or str(case.year) == asked["year"])
        and (not asked["state"] or case.stage == asked["state"])
        and (asked["gap"] not in GAPS or GAPS[asked["gap"]](case))
    )


def in_words(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Countries by their codes, by name."""
    return sorted(((code, words.country(code)) for code in codes if code), key=lambda pair: pair[1])


def listed(case: Case) -> dict[str, Any]:
    """An operation as a line of the list: how far it is; those arrested never without what is not known of them."""
    known, rest = case.known, out.nothing_known(case.known)
    final = [telling.people(one, known[one]) for one in out.FINAL if one in known]
    open_still = out.not_final(known)
    return {
        "case": case,
        "stage": models.StepKind(case.stage).label,
        "arrested": telling.people(out.ARRESTED, known[out.ARRESTED]) if out.ARRESTED in known else "",
        "rest": _("of %(number)s nothing is known since") % {"number": telling.amount(rest)} if rest else "",
        "not_final": _("%(n)s judged, not final") % {"n": telling.amount(open_still)} if open_still else "",
        "final": final,
        "track": [(kind.label, ORDER[kind] <= ORDER[models.StepKind(case.stage)]) for kind in models.StepKind],
    }


@page("evidence.see")
def operation(request: Asked, id: int) -> HttpResponse:
    """One operation, from what was announced to the end of its case."""
    row = found(request, models.Operation, pk=id)
    case = case_of(request.clearance, row)
    records = [row, *case.steps, *case.counts]
    bases = bases_of(request, *records)
    bodies = [one["citation"].body for one in bases]
    others, spoken = against(request, bodies), discussed(request, row)
    may_record = may(request.user, "operation.record")
    reviews = visible(models.OperationReview, request.clearance).filter(operation=row)
    context = {
        "operation": row,
        "case": case,
        "stage": models.StepKind(case.stage).label,
        "countries": [(words.country(code), models.Cooperation(role).label) for code, role in row.countries],
        "steps": [{"row": one, "citations": list(one.citations.all())} for one in case.steps],
        "accounts": [telling.account_told(one, case.known) for one in case.accounts],
        "faults": [telling.fault_told(one, case.known) for one in case.faults],
        "misdated": case.misdated(),
        "differing": [telling.according(name, one) for name, one in case.known.items() if one.is_disputed],
        "against": others,
        "marking": strictest_over([*others, *(one for *_said, one in spoken)], [label.pk for label in case.labels]),
        "charts": charts(case, members_word(case.counts)),
        "groups": outcome_rows(case),
        "bases": once(bases),
        "changed": [with_changes(request, one) for one in records if one.basis == models.Basis.CHANGED],
        "aside": case.aside,
        "reviews": reviews.select_related("by", "step", "count"),
        "revisions": tf.Revision.objects.filter(kind="operation", record=row.pk).select_related("by"),
        "discussed": spoken,
        "may_record": may_record,
        "proposed": proposed(row, bodies, request.clearance) if may_record else [],
        "near": near(row, request.clearance) if may_record else [],
        **choices_of(request, row.group),
    }
    return shown(request, "operations/operation.html", context, f"operation {row.pk}")


def members_word(counts: list[models.Count]) -> dict[int, Person]:
    """Of the numbers that no source bears out, the member whose word they are."""
    by = {one.by_id for one in counts if not one.citations.all()}
    people = Person.objects.select_related("service").in_bulk(by - {None})
    return {one.pk: people[one.by_id] for one in counts if not one.citations.all() and one.by_id in people}


def with_changes(request: Asked, row: Any) -> dict[str, Any]:
    """A record with what it cites and what of that has changed since."""
    citations = list(row.citations.all())
    changes = [change for one in citations for change in seen_changes(one, request.clearance)]
    return {
        "row": row,
        "kind": type(row).__name__.lower(),
        "citations": citations,
        "changes": list(dict.fromkeys(changes)),
    }


def against(request: Asked, bodies: list[dict[str, Any]]) -> list[Any]:
    """Findings that contradict what is cited."""
    keys = {key for body in bodies for key in body["contradicts"]}
    return list(visible(ev.Finding, request.clearance).filter(key__in=keys))


def discussed(request: Asked, row: models.Operation) -> list[tuple[str, str, str, Any]]:
    """Where the task force spoke of it, as far as one may see that: what kind, that kind in words, its address, and what it is."""
    kinds = (
        (tf.Meeting, row.meeting_id, "meeting", _("meeting"), "/meetings/{}"),
        (tf.Decision, row.decision_id, "decision", _("decision"), "/decisions/{}"),
        (tf.Commitment, row.commitment_id, "commitment", _("commitment"), "/actions"),
    )
    told = []
    for table, pk, kind, word, address in kinds:
        if pk and (one := visible(table, request.clearance).filter(pk=pk).first()):
            told.append((kind, word, address.format(pk), one))
    return told


@page("evidence.see")
def trace(request: Asked, id: int) -> HttpResponse:
    """Why do we believe it? From the sentences over findings to the operation, and on to where it was discussed."""
    row = found(request, models.Operation, pk=id)
    case = case_of(request.clearance, row)
    citations = [one for record in (row, *case.steps, *case.counts) for one in record.citations.all()]
    alarm = str(_("basis changed")) if case.is_changed else ""
    root = Step("operation", row.title, f"/operations/{row.pk}", models.StepKind(case.stage).label, alarm)
    path = Paths(request.clearance).under(root, list({one.key: one for one in citations}.values()))
    after = [Step(kind, str(one), link) for kind, _word, link, one in discussed(request, row)]
    context = {"decision": path, "actions": after}
    return shown(request, "taskforce/path.html", context, f"trace of operation {row.pk}")
