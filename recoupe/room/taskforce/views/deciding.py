"""Deciding: the meeting as it is held, decisions and their review, actions, commitments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....query import folded
from ...access import visible
from ...evidence import models as ev
from ...people.models import Person
from ...people.roles import may
from ...practices.standing import of_decision
from ...sharing.coming import told_from
from ...web.page import Asked, a_day, found, number, page, shown
from ...web.templatetags.room import statement
from ...web.words import joined
from .. import models
from ..actions import deciding, promising
from ..actions.changing import changed
from .citing import bases_of


def a_member(group: models.Group, key: str) -> Person | None:
    """A member of a group by their number."""
    return Person.objects.filter(memberships__group=group, pk=number(key), is_active=True).first()


@page("evidence.see")
def live(request: Asked, id: int) -> HttpResponse:
    """The meeting as it is held: the point at hand, what is being decided, who is there."""
    row = found(request, models.Meeting, pk=id)
    items = list(visible(models.Item, request.clearance).filter(meeting=row).prefetch_related("citations"))
    at = next((item for item in items if str(item.pk) == request.GET.get("item")), items[0] if items else None)
    decisions = (
        visible(models.Decision, request.clearance).filter(meeting=row).prefetch_related("citations", "actions__owner")
    )
    if at is not None:
        told_from([one.body for one in at.citations.all()])
    context = {
        "meeting": row,
        "items": items,
        "item": at,
        "decisions": [d for d in decisions if at is None or d.item_id == at.pk],
        "members": members(row.group),
        "delegations": visible(models.Delegation, request.clearance).filter(meeting=row),
        "choices": weightiest(request, row.group) if may(request.user, "decision.record") else [],
    }
    return shown(request, "taskforce/live.html", context)


def members(group: models.Group) -> Any:
    """Those of a group who can be given something to do."""
    return Person.objects.filter(memberships__group=group, is_active=True).select_related("service")


def weightiest(request: Asked, group: models.Group, most: int = 40) -> list[tuple[str, str]]:
    """Findings that can be cited from a list, for whoever does not type @: the weightiest that the group may know of."""
    rows = visible(ev.Finding, request.clearance.within(group.pk)).filter(is_standing=True, kind="event")
    some = rows.exclude(begins=None, place_name="").order_by("-weight", "id")[:most]
    told_from(listed := list(some))
    return [(row.key[:16], f"{statement(row)} [{row.reliability}{row.credibility}]{said_from(row)}") for row in listed]


def said_from(row: ev.Finding) -> str:
    """From which partners a finding came, as a choice says it: what is cited is never taken for ours."""
    if not row.senders:
        return ""
    form = _("from %(names)s alone") if row.is_theirs else _("also from %(names)s")
    return " · " + form % {"names": joined(row.senders)}


@page("evidence.see")
def citable(request: Asked) -> HttpResponse:
    """Findings whose words hold what was typed after @: for whoever writes a decision."""
    wanted = folded(request.GET.get("q", "")[:100]).split()
    rows = visible(ev.Finding, request.clearance).filter(is_standing=True).order_by("-weight", "id")
    told: list[ev.Finding] = []
    for row in rows[:600]:
        said = statement(row)
        text = folded(said + " " + " ".join(part["text"] for part in row.body["participants"]))
        if all(word in text for word in wanted):
            row.said = said
            told.append(row)
        if len(told) == 8:
            break
    told_from(told)
    found_so = [
        {"key": row.key[:16], "text": row.said + said_from(row), "grade": f"{row.reliability}{row.credibility}"}
        for row in told
    ]
    return JsonResponse({"findings": found_so})


@page("decision.record", "POST")
def decide(request: Asked, id: int) -> HttpResponse:
    """Record a decision, with up to three actions of its own."""
    row = found(request, models.Meeting, pk=id)
    said = request.POST
    item = visible(models.Item, request.clearance).filter(meeting=row, pk=number(said.get("item"))).first()
    findings = []
    for key in dict.fromkeys(key for key in said.getlist("cite") if key):
        cited = (
            visible(ev.Finding, request.clearance).filter(key__startswith=key).select_related("scope").first()
            if len(key) >= 12
            else None
        )
        if cited is None:
            raise UsageError(key[:16], _("there is no such finding"), _("choose one from the list that @ opens"))
        findings.append(cited)
    todo = list(actions_said(row.group, said))
    decision = deciding.decide(
        request.user,
        row,
        said.get("text", ""),
        said.get("why", ""),
        item,
        a_member(row.group, said.get("owner", "")),
        findings,
    )
    for text, owner, due in todo:
        deciding.act(request.user, decision, text, owner, due)
    query = f"?item={item.pk}" if item else ""
    return redirect(f"/meetings/{row.pk}/live{query}" if said.get("from") == "live" else f"/meetings/{row.pk}")


def actions_said(group: models.Group, said: Any) -> Iterator[tuple[str, Person | None, date | None]]:
    """The actions of a form, each with its owner and its day; a line without words is none."""
    owners, days = said.getlist("action_owner"), [a_day(text) for text in said.getlist("due")]
    for n, text in enumerate(said.getlist("action")):
        if text.strip():
            yield text, a_member(group, owners[n] if n < len(owners) else ""), days[n] if n < len(days) else None


@page("action.record", "POST")
def act(request: Asked, id: int) -> HttpResponse:
    """Add actions to a decision after it was made."""
    row = found(request, models.Decision, pk=id)
    todo = list(actions_said(row.meeting.group, request.POST))
    if not todo:
        raise UsageError(_("action"), _("it says nothing"), _("write what is to be done"))
    for text, owner, due in todo:
        deciding.act(request.user, row, text, owner, due)
    return redirect("decision", row.pk)


@page("decision.record", "POST")
def take_out(request: Asked, id: int) -> HttpResponse:
    """Take out a decision that was recorded by mistake."""
    row = found(request, models.Decision, pk=id)
    deciding.taken_out(request.user, row, number(request.POST.get("version")), request.POST.get("why", ""))
    return redirect("decision", row.pk)


@page("meeting.manage", "POST")
def take_minutes(request: Asked, id: int) -> HttpResponse:
    """Write the minutes of a point."""
    item = found(request, models.Item, pk=id)
    version = number(request.POST.get("version"))
    changed(request.user, "meeting.manage", item, version, minutes=request.POST.get("minutes", "").strip())
    return redirect(f"/meetings/{item.meeting_id}/live?item={item.pk}")


@page("evidence.see")
def decision(request: Asked, id: int) -> HttpResponse:
    """A decision down to its sentences, with what has changed under it."""
    row = found(request, models.Decision, pk=id)
    context = {
        "decision": row,
        "citations": bases_of(request, row),
        "actions": visible(models.Action, request.clearance).filter(decision=row).select_related("owner"),
        "members": members(row.meeting.group),
        "reviews": visible(models.Review, request.clearance).filter(decision=row).select_related("by"),
        "revisions": models.Revision.objects.filter(kind="decision", record=row.pk).select_related("by"),
        **of_decision(row, request.clearance, may(request.user, "practice.adopt")),
    }
    return shown(request, "taskforce/decision.html", context, f"decision {row.pk}")


@page("decision.review", "POST")
def review(request: Asked, id: int) -> HttpResponse:
    """Say what becomes of a decision whose basis changed."""
    row = found(request, models.Decision, pk=id)
    said = request.POST
    version = number(said.get("version"))
    deciding.review(request.user, row, version, said.get("outcome", ""), said.get("why", ""), said.get("text", ""))
    return redirect("decision", row.pk)


@page("decision.record", "POST")
def undo(request: Asked, id: int) -> HttpResponse:
    """Put a decision back to the version before, or to the one that is named."""
    row = found(request, models.Decision, pk=id)
    version, to = number(request.POST.get("version")), number(request.POST.get("to"))
    deciding.put_back(request.user, row, version, to or None)
    return redirect("decision", row.pk)


@page("evidence.see")
def actions(request: Asked) -> HttpResponse:
    """What was promised by whom, by when: the reminder list, soonest first."""
    rows = visible(models.Action, request.clearance).select_related("owner__service", "decision__meeting__group")
    if request.GET.get("whose") == "mine":
        rows = rows.filter(owner=request.user)
    state = request.GET.get("state", "open")
    if state != "all":
        rows = rows.filter(state="open").exclude(decision__state="revoked")
    commitments = (
        visible(models.Commitment, request.clearance)
        .filter(state__in=("open", "partly"))
        .select_related("group", "meeting")
    )
    context: dict[str, Any] = {
        "rows": rows,
        "commitments": commitments,
        "today": timezone.localdate(),
        "whose": request.GET.get("whose", ""),
        "state": state,
    }
    return shown(request, "taskforce/actions.html", context)


@page("action.update", "POST")
def update_action(request: Asked, id: int) -> HttpResponse:
    """Say how far an action is: its owner may, and the secretary."""
    row = found(request, models.Action, pk=id)
    version = number(request.POST.get("version"))
    deciding.updated(request.user, row, version, request.POST.get("state", ""), request.POST.get("said", ""))
    return redirect("decision", row.decision_id) if request.POST.get("from") == "decision" else redirect("actions")


@page("commitment.record", "POST")
def commit(request: Asked, id: int) -> HttpResponse:
    """Record what a country or service promised at a meeting."""
    row = found(request, models.Meeting, pk=id)
    said = request.POST
    promising.promise(request.user, row, said.get("by", ""), said.get("text", ""), a_day(said.get("due", "")))
    return redirect("meeting", row.pk)


@page("commitment.record", "POST")
def report(request: Asked, id: int) -> HttpResponse:
    """Say how a commitment stands at a meeting."""
    row = found(request, models.Commitment, pk=id)
    said = request.POST
    meetings = visible(models.Meeting, request.clearance).filter(group=row.group)
    at = meetings.filter(pk=number(said.get("meeting"))).first()
    version = number(said.get("version"))
    promising.follow_up(request.user, row, version, said.get("state", ""), said.get("said", ""), at)
    return redirect("group", row.group_id)
