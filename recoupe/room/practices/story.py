"""Story: what the example room tells of practices, out of `examples/practices.toml`, made by the same actions that people use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ...errors import UsageError
from ..access import Clearance, visible
from ..evidence import models as ev
from ..people.models import Person
from ..taskforce import models as tf
from ..taskforce.actions.changing import made
from ..taskforce.actions.deciding import decide
from . import models
from .actions.adopting import adopt
from .actions.asking import ask
from .actions.commenting import answer, comment, settle
from .actions.writing import begin, write


def tell(said: dict[str, Any], people: dict[str, Person]) -> None:
    """Make what the file says."""
    practices = {one["country"]: practice(one, people) for one in said.get("practices", ())}
    for one in said.get("comments", ()):
        commented(one, practices[one["practice"]], people)
    secretary = people["secretaire@room.example"]
    for one in said.get("adoptions", ()):
        adopted(one, practices[one["practice"]], secretary)
    for one in said.get("askings", ()):
        decision = tf.Decision.objects.get(text__startswith=one["decision"])
        due = timezone.localdate() + timedelta(days=one["days"])
        asked = {"text": one["text"], "owner": people[one["owner"]], "due": due}
        ask(secretary, practices[one["practice"]], one["row"], decision=decision, **asked)


def practice(one: dict[str, Any], people: dict[str, Person]) -> models.Practice:
    """A practice with its lines, each with its sentences."""
    by = people[one["by"]]
    row = begin(by, tf.Group.objects.get(name=one["group"]), one["country"], one["name"])
    for line in one["lines"]:
        findings = [finding for cite in line.get("findings", ()) for finding in standing_on(cite, by)]
        write(by, row, line["row"], line["text"], line.get("says"), findings, passages(line["cites"], by))
    return row


def passages(cites: Iterable[dict[str, str]], by: Person) -> list[ev.Passage]:
    """The sentences that hold these words, in the documents whose names begin so. Raises UsageError where there is none."""
    found = []
    for one in cites:
        rows = visible(ev.Passage, Clearance.of(by)).filter(document__name__startswith=one["begins"])
        held = (p for p in rows.select_related("document") if one["says"] in p.document.text[p.start : p.end])
        passage = next(held, None)
        if passage is None:
            raise UsageError(
                f"{one['begins']}: {one['says']}", "no sentence says so", "look at examples/practices.toml"
            )
        found.append(passage)
    return list({passage.pk: passage for passage in found}.values())


def commented(one: dict[str, Any], row: models.Practice, people: dict[str, Person]) -> None:
    """A comment on a row, with its answer."""
    by = people[one["by"]]
    seen = visible(models.Line, Clearance.of(by)).filter(practice=row, row=one["row"]).select_related("scope")
    said = comment(by, row, one["row"], one["text"], seen)
    if "answer" in one:
        answer(people[one["answer"]["by"]], said, one["answer"]["text"])
    if one.get("is_settled"):
        settle(by, said)


def adopted(one: dict[str, Any], row: models.Practice, secretary: Person) -> None:
    """A state of an adoption, by a decision of a meeting of the group that is held for it."""
    meeting = row.group.meetings.filter(state="held").order_by("begins")[one["meeting"]]
    item = tf.Item(meeting=meeting, title=one["point"], position=meeting.items.count() + 1)
    made(secretary, "meeting.manage", item)
    decision = decide(
        secretary, meeting, one["text"], one["why"], item, secretary, standing_on(one.get("cites"), secretary)
    )
    tf.Decision.objects.filter(pk=decision.pk).update(made=meeting.begins + timedelta(minutes=50))
    stage = adopt(secretary, row, one["country"], one["state"], decision, one.get("note", ""))
    for line in one.get("lines", ()):
        cited = passages(line["cites"], secretary)
        write(secretary, row, line["row"], line["text"], passages=cited, adoption=stage.adoption)


def standing_on(cite: dict[str, str] | None, by: Person) -> list[ev.Finding]:
    """The weightiest finding that stands on a sentence."""
    if cite is None:
        return []
    (passage,) = passages([cite], by)
    rows = visible(ev.Finding, Clearance.of(by)).filter(
        stands_on__document=passage.document_id, stands_on__sentence_start=passage.start
    )
    return list(rows.select_related("scope").order_by("-weight", "id").distinct()[:1])
