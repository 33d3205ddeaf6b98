"""iCalendar: the findings that are events of known days, as all-day events (RFC 5545), each under the marking of what says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from ..crosscheck.model import Finding
from ..model import Marking, Tlp
from . import marks
from .content import Content, strictest
from .exporting import Export
from .whole import content

CLASSES = {Tlp.CLEAR: "PUBLIC", Tlp.GREEN: "PRIVATE"}  # all others, and what is released to some: CONFIDENTIAL
STATES = {"planned": "TENTATIVE", "alleged": "TENTATIVE", "denied": "CANCELLED", "cancelled": "CANCELLED"}
RULE = re.compile(r"RRULE:(FREQ=[A-Z0-9=;,+-]{1,200})")


def write(export: Export, out: BinaryIO) -> None:
    """Write the dated event findings of an export as a calendar. An event without a day has no place in one."""
    out.write(calendar(content(export), datetime.fromisoformat(export.made)))


def calendar(content: Content, made: datetime) -> bytes:
    """The calendar, made at a moment."""
    from icalendar import Calendar

    calendar: Any = Calendar()
    calendar.add("prodid", "-//recoupe//export//")
    calendar.add("version", "2.0")
    if content.marking:
        under(calendar, content.marking)
    for finding in content.findings:
        if finding.kind == "event" and finding.is_standing and finding.begins:
            calendar.add_component(event(finding, content, made))
    return bytes(calendar.to_ical())


def event(finding: Finding, content: Content, made: datetime) -> Any:
    """An event: what the first text calls it, where, and every sentence's words with who publishes them."""
    from icalendar import Event, vRecur

    mark = of(finding, content) or Marking()
    begins = date.fromisoformat((finding.begins or "")[:10])
    ends = date.fromisoformat((finding.ends or finding.begins or "")[:10])
    words = finding.supports[0].text
    told: Any = Event()
    told.add("uid", f"{finding.id}@recoupe")
    told.add("dtstamp", made)
    told.add("dtstart", begins)
    told.add("dtend", max(begins, ends) + timedelta(days=1))
    told.add("summary", f"[TLP:{mark.tlp}] {finding.type}: {words}")
    told.add("status", STATES.get(finding.status, "CONFIRMED"))
    told.add("categories", [finding.type])
    told.add(
        "description", "\n".join([marks.line(mark), f"{finding.status}, {finding.grade}", *quotes(finding, content)])
    )
    told.add("class", CLASSES.get(mark.tlp, "CONFIDENTIAL") if not mark.releasable_to else "CONFIDENTIAL")
    if place := called(finding.place, content):
        told.add("location", place)
    if rule := RULE.fullmatch(finding.recurrence or ""):
        told.add("rrule", vRecur.from_ical(rule[1]))
    under(told, mark)
    return told


def under(component: Any, mark: Marking) -> None:
    """Puts a component under a marking."""
    component.add("x-tlp", str(mark.tlp))
    if mark.originator:
        component.add("x-originator", mark.originator)
    if mark.releasable_to:
        component.add("x-releasable-to", ", ".join(mark.releasable_to))


def of(finding: Finding, content: Content) -> Marking | None:
    """The strictest marking of the documents that a finding stands on."""
    on = {support.document for support in finding.supports}
    return strictest(shared.marking for shared in content.documents if shared.document.id in on)


def quotes(finding: Finding, content: Content) -> Iterable[str]:
    """Each sentence that says so, with its source."""
    documents = {shared.document.id: shared.document for shared in content.documents}
    for support in finding.supports:
        document = documents[support.document]
        at = next((p for p in document.passages if p.start <= support.start < p.end), None)
        sentence = document.text[at.start : at.end] if at else support.text
        yield f"{document.source.name if document.source else '?'}: {sentence}"


def called(place: str | None, content: Content) -> str:
    """The name of a place."""
    named = (shared.evidence.entities.get(place or "") for shared in content.documents)
    return next((entity.name for entity in named if entity), "")
