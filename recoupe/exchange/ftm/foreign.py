"""Foreign: entities that another program wrote: what has words is a text to be read, what has none is counted and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ...errors import RecoupeError
from ...model import Source
from ...reading.formats.about import first_day
from ...reading.received import Dated
from .. import marks
from ..content import SharedDocument
from ..named_texts.taking import HTTP, LONGEST
from ..received import read_anew
from .mapping import table


def texts_of_others(others: Iterable[Any], note: Callable[[str], None]) -> Iterator[SharedDocument]:
    """The texts of entities, and the words of events and notes; persons and their ties are not taken without a sentence."""
    how = table()["foreign"]
    pages = paged(others)
    left: Counter[str] = Counter()
    for given in others:
        if given.schema in how["texts"]:
            text = given.first(how["body"]) or pages.get(given.id, "")
        elif given.schema in how["notes"]:
            text = "\n".join(dict.fromkeys(given.all(how["words"])))
        else:
            text = ""
        if not text:
            left[given.schema] += given.schema != "Page"
            continue
        if document := one(given, text, how):
            yield document
        else:
            note(f"{given.id}: no text is left of it")
    for schema, count in sorted(left.items()):
        if count:
            note(f"{count} {schema} without words in a text are left out")


def paged(others: Iterable[Any]) -> dict[str, str]:
    """The texts of documents that are told page by page."""
    found: dict[str, list[tuple[int, str]]] = {}
    for given in others:
        if given.schema == "Page":
            index = given.first(("index",))
            at = int(index) if index.isdecimal() and len(index) < 9 else 0
            for document in given.properties.get("document", ()):
                found.setdefault(document, []).append((at, given.first(("bodyText",))))
    return {document: "\n\n".join(text for _, text in sorted(rows)) for document, rows in found.items()}


def one(given: Any, text: str, how: dict[str, Any]) -> SharedDocument | None:
    """A text with what its entity says of it."""
    url, publisher = given.first(("sourceUrl",)), given.first(("publisher",))
    days = [
        (name, day) for name in how["dates"] for value in given.properties.get(name, ()) if (day := first_day(value))
    ]
    try:
        return read_anew(
            text,
            name=given.first(("fileName",))[:LONGEST] or given.id[:200],
            title=given.first(how["title"])[:LONGEST] if given.schema in how["texts"] else "",
            url=url if HTTP.fullmatch(url) else None,
            dated=[Dated(day, f"its {name} says {day.isoformat()}") for name, day in days[:1]],
            source=Source(publisher[:LONGEST]) if publisher else None,
            marking=marks.strictest_of(given.all(how["marking"])),
        )
    except RecoupeError:
        return None
