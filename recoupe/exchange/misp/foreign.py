"""Foreign: what others put into MISP: reports and objects with words are texts to be read; indicators and persons are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from ...errors import RecoupeError
from ...model import Marking, Source, SourceKind
from ...reading.formats.about import first_day
from ...reading.received import Dated
from .. import loading
from ..content import SharedDocument, strictest
from ..named_texts.taking import HTTP, LONGEST
from ..received import read_anew
from .mapping import marking, table

Json = dict[str, Any]
Relations = dict[str, list[str]]


def texts_of_others(
    event: Json, objects: list[Json], mark: Marking, ours: set[str], note: Callable[[str], None]
) -> Iterator[SharedDocument]:
    """The texts of an event that are not `ours`, under the stricter of the event's marking and their own."""
    how = table()["foreign"]
    left: Counter[str] = Counter()
    for report in loading.objects(event.get("EventReport")):
        id = loading.words(report.get("uuid"))
        if id in ours or report.get("deleted") in (True, "1", 1):
            continue
        title, content = loading.words(report.get("name")), loading.words(report.get("content"))
        yield from one(event, content, {"title": [title]}, mark)
    for given in objects:
        name = loading.words(given.get("name"))
        if given["uuid"] in ours:
            continue
        attributes = loading.objects(given.get("Attribute"))
        said = {loading.words(a.get("object_relation")): [loading.words(a.get("value"))] for a in attributes}
        text = "\n\n".join(text for relation in how["relations"] for text in said.get(relation, []) if text)
        if name not in how["objects"] or not text:
            left[name or "object"] += 1
            continue
        yield from one(event, text, said, marked(attributes, mark))
    for attribute in loading.objects(event.get("Attribute")):
        text = loading.words(attribute.get("value"))
        if attribute.get("type") not in how["types"] or len(text) < how["shortest"]:
            left["attribute"] += 1
            continue
        yield from one(event, text, {}, marked([attribute], mark))
    for name, count in sorted(left.items()):
        note(f"{count} {name} without a text are left out")


def marked(attributes: list[Json], mark: Marking) -> Marking:
    """The stricter of the event's marking and what tags of attributes say."""
    names = [loading.words(tag.get("name")) for a in attributes for tag in loading.objects(a.get("Tag"))]
    own = marking(names)
    return strictest([mark, own]) or mark if own else mark


def one(event: Json, text: str, said: Relations, mark: Marking) -> Iterator[SharedDocument]:
    """A text with what its object and its event say of it."""
    how = table()["foreign"]
    title = first(said, how["title"])[:LONGEST]
    url = first(said, how["url"])
    publisher = first(said, how["source"])[:LONGEST]
    day = first_day(event.get("date"))
    maker = event.get("Orgc")
    by = loading.words(maker.get("name"))[:LONGEST] if isinstance(maker, dict) else ""
    source = Source(publisher) if publisher else Source(by, SourceKind.PARTNER) if by else None
    try:
        found = read_anew(
            text,
            name=title or loading.words(event.get("info"))[:LONGEST],
            title=title,
            url=url if HTTP.fullmatch(url) else None,
            dated=[Dated(day, f"the event in MISP is dated {day.isoformat()}")] if day else [],
            source=source,
            marking=mark,
        )
    except RecoupeError:
        return
    if found:
        yield found


def first(said: Relations, names: list[str]) -> str:
    """The first value of some relations; "" for none."""
    return next((value for name in names for value in said.get(name, ()) if value), "")
