"""Minutes: what a meeting was, as a document of Word or a PDF: present, points, decisions with what they stand on, actions."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import typst
from django.utils.translation import gettext as _

from ..access import strictest
from ..evidence import models as ev
from ..web import words
from ..web.templatetags.room import statement
from . import models

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def told(meeting: models.Meeting, clearance: Any) -> dict[str, Any]:
    """The minutes as plain text in parts; decisions that the reader may not see are not in them."""
    from ..access import visible

    decisions = list(
        visible(models.Decision, clearance).filter(meeting=meeting).prefetch_related("citations", "actions__owner")
    )
    labels = {label for decision in decisions if decision.scope for label in decision.scope.whole}
    marking = strictest(ev.Label.objects.filter(pk__in=labels))
    items = []
    for number, item in enumerate(visible(models.Item, clearance).filter(meeting=meeting), start=1):
        items.append(
            {
                "head": f"{number}. {item.title}",
                "text": item.minutes or item.note,
                "decisions": [decision_told(d) for d in decisions if d.item_id == item.pk],
            }
        )
    return {
        "marking": f"TLP:{marking.tlp}" if marking else "",
        "title": meeting.title,
        "group": meeting.group.name,
        "when": words.moment(meeting.begins, meeting.time_zone),
        "where": meeting.place,
        "aim": meeting.aim,
        "heads": {
            "present": _("Delegations"),
            "decision": _("Decision"),
            "basis": _("Stands on"),
            "actions": _("Actions"),
            "promises": _("Commitments"),
        },
        "present": [present(delegation) for delegation in meeting.delegations.all()],
        "items": items,
        "others": [decision_told(d) for d in decisions if d.item_id is None],
        "promises": [f"{c.by}: {c.text}{' – ' + words.day(c.due) if c.due else ''}" for c in meeting.commitments.all()],
        "language": words.language(),
    }


def present(delegation: models.Delegation) -> str:
    """A delegation with its role, its people, and whether it was there."""
    there = {True: _("present"), False: _("absent"), None: ""}[delegation.was_there]
    name = f"{delegation.name} ({delegation.get_role_display()})"
    return " – ".join(part for part in (name, delegation.people, there) if part)


def decision_told(decision: models.Decision) -> dict[str, Any]:
    """A decision with its reason, its basis and its actions."""
    return {
        "text": decision.text + (f" [{decision.get_basis_display()}]" if decision.basis == "changed" else ""),
        "why": decision.why,
        "basis": [f"{statement(c.body)} ({grade(c.body)}; {c.key[:12]})" for c in decision.citations.all()],
        "actions": [
            f"{a.text} – {a.owner.name}{', ' + words.day(a.due) if a.due else ''}" for a in decision.actions.all()
        ],
    }


def grade(body: dict[str, Any]) -> str:
    """The grade of a finding as it was cited."""
    return f"{body['grade']['reliability']}{body['grade']['credibility']}"


def as_docx(said: dict[str, Any]) -> bytes:
    """The minutes as DOCX."""
    from docx import Document

    said = printable(said)
    made = Document()
    if said["marking"]:
        made.add_paragraph(said["marking"])
    made.add_heading(said["title"], 0)
    made.add_paragraph(" · ".join(part for part in (said["group"], said["when"], said["where"]) if part))
    if said["aim"]:
        made.add_paragraph(said["aim"])
    if said["present"]:
        made.add_heading(said["heads"]["present"], 1)
        for line in said["present"]:
            made.add_paragraph(line, style="List Bullet")

    def decisions(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            paragraph = made.add_paragraph()
            paragraph.add_run(f"{said['heads']['decision']}: ").bold = True
            paragraph.add_run(row["text"])
            if row["why"]:
                made.add_paragraph(row["why"])
            for line in row["basis"]:
                made.add_paragraph(f"{said['heads']['basis']}: {line}", style="List Bullet")
            for line in row["actions"]:
                made.add_paragraph(f"→ {line}", style="List Bullet")

    for item in said["items"]:
        made.add_heading(item["head"], 1)
        if item["text"]:
            made.add_paragraph(item["text"])
        decisions(item["decisions"])
    decisions(said["others"])
    if said["promises"]:
        made.add_heading(said["heads"]["promises"], 1)
        for line in said["promises"]:
            made.add_paragraph(line, style="List Bullet")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def printable(said: Any) -> Any:
    """The same without the control characters that no XML holds."""
    if isinstance(said, dict):
        return {name: printable(value) for name, value in said.items()}
    if isinstance(said, list):
        return [printable(value) for value in said]
    return NOT_IN_XML.sub("", said)


TYPST = """
#let said = json(bytes(sys.inputs.said))
#let small(what) = align(center, text(8pt, what))
#set page(paper: "a4", margin: 22mm, header: small(said.marking), footer: context small(counter(page).display()))
#set text(font: ("Libertinus Serif", "Noto Naskh Arabic", "DejaVu Sans"), size: 10.5pt, lang: said.language)
#text(18pt, weight: "bold", said.title)
#linebreak()
#text(fill: luma(90), (said.group, said.when, said.where).filter(part => part != "").join(" · "))
#if said.aim != "" [ #par(said.aim) ]
#if said.present.len() > 0 [ = #said.heads.present
  #list(..said.present) ]
#let decision(row) = block(inset: (left: 8pt), stroke: (left: 1.5pt + luma(120)), above: 10pt)[
  *#said.heads.decision:* #row.text
  #if row.why != "" [ #parbreak() #emph(row.why) ]
  #for line in row.basis [ - #text(9pt)[#said.heads.basis: #line] ]
  #for line in row.actions [ - → #line ]
]
#for item in said.items [ = #item.head
  #item.text
  #for row in item.decisions [ #decision(row) ] ]
#for row in said.others [ #decision(row) ]
#if said.promises.len() > 0 [ = #said.heads.promises
  #list(..said.promises) ]
"""


def as_pdf(said: dict[str, Any]) -> bytes:
    """The minutes as PDF."""
    return bytes(typst.compile(TYPST.encode(), format="pdf", sys_inputs={"said": json.dumps(said)}))
