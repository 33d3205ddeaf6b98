"""Reading: events of MISP as content: what recoupe wrote as it was, the reports and texts of others as texts to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...errors import DamagedInput, RefusedInput
from ...model import Marking, Tlp
from .. import loading
from ..content import STRICTEST_FIRST, Content, SharedDocument, strictest
from ..named_texts.assembling import OnNote, Row, assembled
from .foreign import texts_of_others
from .mapping import marking, table, uid

NAME = "MISP"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """An event, with what it says of all that is in it."""

    event: Json
    objects: list[Json]
    marking: Marking


def read(data: bytes, name: str = NAME, on_note: OnNote | None = None) -> Content:
    """The content of one event or of several. What is left out, and why, goes to `on_note`.

    What no tag of TLP marks is AMBER+STRICT; a sharing group is whom it is releasable to. Raises DamagedInput, EmptyInput or
    RefusedInput for what is no export of MISP, or more than we read.
    """
    note = on_note or (lambda _: None)
    rows: list[Row] = []
    others: list[SharedDocument] = []
    for event in events(loading.value(loading.decoded(data, name), name), name):
        given = Given(event, unique(event, name, note), of_event(event))
        known = list(rows_of(given))
        rows += known
        ours = {row.ref for row in known} | {uid("report", row.first("document")) for row in known}
        ours |= {uid("document", row.first("document")) for row in known}
        ours |= {uid(noun, row.first("id")) for row in known for noun in ("place", "organisation")}
        others += texts_of_others(given.event, given.objects, given.marking, ours, note)
    return assembled(rows, others, note)


def events(value: Any, name: str) -> Iterator[Json]:
    """The events in what MISP exports: one, a list of them, or an answer of its API."""
    if isinstance(value, dict) and isinstance(value.get("response"), list | dict):
        value = value["response"]
    found = 0
    for one in value if isinstance(value, list) else [value]:
        event = one.get("Event", one) if isinstance(one, dict) else None
        if not isinstance(event, dict) or not {"info", "Attribute", "Object", "EventReport"} & event.keys():
            raise DamagedInput(name, "it is no event of MISP", "export it as MISP JSON")
        found += 1
        yield event
    if not found:
        raise DamagedInput(name, "there is no event in it", "export it as MISP JSON")


def unique(event: Json, name: str, note: OnNote) -> list[Json]:
    """The objects of an event, each UUID once, without those that were deleted."""
    found: dict[str, Json] = {}
    objects = loading.objects(event.get("Object"))
    if len(objects) > loading.MOST_OBJECTS:
        raise RefusedInput(name, f"it has more than {loading.MOST_OBJECTS} objects", "split it")
    for number, one in enumerate(objects):
        id = loading.words(one.get("uuid")) or f"object {number}"
        if one.get("deleted") in (True, "1", 1):
            continue
        if id in found:
            note(f"{id}: an object is called so already; it is left out")
            continue
        found[id] = one | {"uuid": id}
    return list(found.values())


def of_event(event: Json) -> Marking:
    """The marking of an event: its tags, whom its sharing group releases it to, who made it."""
    told = marking(names(event)) or Marking()
    group = event.get("SharingGroup")
    if isinstance(group, dict) and not told.releasable_to:
        rows = loading.objects(group.get("SharingGroupOrg"))
        members = [row["Organisation"] for row in rows if isinstance(row.get("Organisation"), dict)]
        to = [loading.words(one.get("name")) for one in members] or [loading.words(group.get("name"))]
        told = replace(told, releasable_to=tuple(dict.fromkeys(name for name in to if name)))
    maker = event.get("Orgc")
    if isinstance(maker, dict) and not told.originator:
        told = replace(told, originator=loading.words(maker.get("name")))
    return told


def names(tagged: Json) -> list[str]:
    """The names of the tags of an event or an attribute."""
    return [loading.words(tag.get("name")) for tag in loading.objects(tagged.get("Tag"))]


def rows_of(given: Given) -> Iterator[Row]:
    """The nouns that objects of our template tell."""
    texts = {one["uuid"]: one for one in given.objects if one.get("name") == table()["object"]["document"]["name"]}
    ours = [one for one in given.objects if one.get("name") == table()["object"]["evidence"]["name"]]
    found = [
        Row(one["uuid"], next(iter(said.get("noun", ())), ""), said, own(one))
        for one in ours
        if (said := relations(one))
    ]
    raised = is_stricter(given.marking, strictest(row.marking for row in found if row.noun == "document"))
    for row in found:
        told: dict[str, Sequence[str]] = dict(row.said)
        if row.noun == "document" and (text := texts.get(uid("document", row.first("document")))):
            content = relations(text)
            told |= {"text": content.get("content", [])}
            for name in ("title", "url"):
                told.setdefault(name, content.get(name, []))
        mark = strictest([row.marking, given.marking]) if raised else row.marking
        yield replace(row, said=told, marking=mark or given.marking)


def own(one: Json) -> Marking:
    """The marking that the tags of an object's attributes tell; the default where they tell none."""
    return (
        marking(name for attribute in loading.objects(one.get("Attribute")) for name in names(attribute)) or Marking()
    )


def is_stricter(event: Marking, content: Marking | None) -> bool:
    """Whether somebody marked the event more strictly than anything in it: then all of it is."""
    level = content.tlp if content else Tlp.CLEAR
    return STRICTEST_FIRST.index(event.tlp) < STRICTEST_FIRST.index(level)


def relations(one: Json) -> dict[str, list[str]]:
    """The values of an object, by their relations."""
    said: dict[str, list[str]] = defaultdict(list)
    for attribute in loading.objects(one.get("Attribute")):
        value = loading.words(attribute.get("value"))
        if value and attribute.get("deleted") not in (True, "1", 1):
            said[loading.words(attribute.get("object_relation"))].append(value)
    return said
