"""Minutes: the agenda and the minutes of a meeting as text in parts, of what their reader may see, under its strictest marking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ..access import Clearance, strictest_over, visible
from ..evidence.masks import of_documents
from ..evidence.told import disclosed_to
from ..labels import written
from ..web import words
from ..web.templatetags.room import statement
from . import models


def minutes_told(meeting: models.Meeting, clearance: Clearance) -> dict[str, Any]:
    """The minutes: who was there, points with what was said, decisions with what they stand on, what was promised."""
    decisions = list(
        visible(models.Decision, clearance)
        .filter(meeting=meeting)
        .select_related("scope")
        .prefetch_related("citations", "actions__owner")
    )
    items = list(visible(models.Item, clearance).filter(meeting=meeting).select_related("scope"))
    commitments = visible(models.Commitment, clearance).filter(meeting=meeting)
    points = [
        {
            "head": f"{number}. {item.title}",
            "text": item.minutes or item.note,
            "cites": [],
            "decisions": [decision_told(d) for d in decisions if d.item_id == item.pk],
        }
        for number, item in enumerate(items, start=1)
    ]
    shown = {item.pk for item in items}
    return head(meeting, clearance, [*decisions, *items]) | {
        "items": points,
        "others": [decision_told(d) for d in decisions if d.item_id not in shown],
        "lists": lists((_("Commitments"), map(commitment_told, commitments))),
    }


def agenda_told(meeting: models.Meeting, clearance: Clearance) -> dict[str, Any]:
    """The agenda: who is invited, points with what they stand on, the papers, what is still open from before."""
    items = list(
        visible(models.Item, clearance).filter(meeting=meeting).select_related("scope").prefetch_related("citations")
    )
    papers = list(visible(models.Paper, clearance).filter(meeting=meeting).select_related("document__label"))
    masks = of_documents({one.document_id for one in papers}, disclosed_to(clearance))
    titles = [
        f"{masks[one.document_id].text(one.document.title or one.document.name)}"
        f"{f' (TLP:{one.document.label.tlp})' if one.document.label else ''}"
        for one in papers
    ]
    still = visible(models.Commitment, clearance).filter(
        group=meeting.group, state__in=("open", "partly"), meeting__begins__lt=meeting.begins
    )
    points = [
        {
            "head": f"{number}. {item.title}",
            "text": item.note,
            "cites": [f"{statement(c.body)} ({grade(c.body)}, {c.key[:12]})" for c in item.citations.all()],
            "decisions": [],
        }
        for number, item in enumerate(items, start=1)
    ]
    labels = [one.document.label_id for one in papers if one.document.label_id]
    return head(meeting, clearance, items, labels) | {
        "items": points,
        "others": [],
        "lists": lists((_("Documents"), titles), (_("Still open from before"), map(commitment_told, still))),
    }


def head(
    meeting: models.Meeting, clearance: Clearance, records: Iterable[Any], labels: Iterable[int] = ()
) -> dict[str, Any]:
    """What stands over a sheet: its marking is the strictest of all that the records on it stand on."""
    delegations = visible(models.Delegation, clearance).filter(meeting=meeting)
    return {
        "marking": written(strictest_over(records, labels)),
        "title": meeting.title,
        "group": meeting.group.name,
        "when": words.moment(meeting.begins, meeting.time_zone),
        "where": meeting.place,
        "aim": meeting.aim,
        "presides": _("Presided over by %(who)s") % {"who": meeting.presides} if meeting.presides else "",
        "heads": {
            "present": _("Delegations"),
            "colon": _(": "),
            "decision": _("Decision"),
            "basis": _("Stands on"),
            "actions": _("Actions"),
        },
        "present": [present(delegation) for delegation in delegations],
        "language": words.language(),
        "direction": "rtl" if words.locale(words.language()).text_direction == "rtl" else "ltr",
    }


def lists(*parts: tuple[str, Iterable[str]]) -> list[dict[str, Any]]:
    """Headed lists, without those that are empty."""
    told = [{"head": head, "lines": list(lines)} for head, lines in parts]
    return [one for one in told if one["lines"]]


def commitment_told(row: models.Commitment) -> str:
    """Who promised what by when."""
    return f"{row.by}{_(': ')}{row.text}{' – ' + words.day(row.due) if row.due else ''}"


def present(delegation: models.Delegation) -> str:
    """A delegation with its role, its people, and whether it was there."""
    there = {True: _("present"), False: _("absent"), None: ""}[delegation.was_there]
    name = f"{delegation.name} ({delegation.get_role_display()})"
    return " – ".join(part for part in (name, delegation.people, there) if part)


def decision_told(decision: models.Decision) -> dict[str, Any]:
    """A decision with its reason, its basis and its actions."""
    marks = [decision.get_basis_display()] if decision.basis == "changed" else []
    marks += [decision.get_state_display()] if decision.state != "in force" else []
    return {
        "text": decision.text + (f" [{', '.join(map(str, marks))}]" if marks else ""),
        "why": decision.why,
        "basis": [f"{statement(c.body)} ({grade(c.body)}, {c.key[:12]})" for c in decision.citations.all()],
        "actions": [
            f"{a.text} – {a.owner.name}{', ' + words.day(a.due) if a.due else ''}" for a in decision.actions.all()
        ],
    }


def grade(body: dict[str, Any]) -> str:
    """The grade of a finding as it was cited."""
    return f"{body['grade']['reliability']}{body['grade']['credibility']}"
