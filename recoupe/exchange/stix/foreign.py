"""What others tell: each report, grouping, note and opinion as a document, and beside them what is said of entities alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from ...model import Entity, EntityKind, Marking
from ..content import SharedDocument, strictest
from . import own
from .named import entity_of
from .parsing import Note, Object, text, texts
from .texts import Text, received
from .vocabulary import EVENT_TYPE, FIGURE_TYPE, WORDS

Marked = Callable[[str], Marking]

TEXTS = {"report": "description", "grouping": "description", "note": "content", "opinion": "explanation"}
"""Where the words of an object stand."""
ENDS = ("source_ref", "target_ref")
OURS = {EVENT_TYPE, FIGURE_TYPE}
NOT_TOLD = {"marking-definition", "extension-definition", "language-content"}


def documents(known: dict[str, Object], marked: Marked, note: Note) -> Iterator[SharedDocument]:
    """The documents of others in a bundle, in the order of its objects; `note` hears what is left aside."""
    senders = {text(row, "created_by_ref") for row in known.values() if own.is_document(row)}
    theirs = {id: row for id, row in known.items() if not is_ours(row, senders)}
    entities = {id: entity for id, row in theirs.items() if (entity := entity_of(row))}
    named: set[str] = set()
    for row in theirs.values():
        if row["type"] in TEXTS and (made := told(row, known, entities, marked, note)):
            document, found = made
            named |= found
            yield document
    yield from registers(theirs, known, entities, named, marked, note)
    aside = Counter(row["type"] for id, row in theirs.items() if is_left_aside(row, entities))
    for type, count in aside.items():
        note(f"{count} objects of the type {type} are left aside: recoupe has no noun for them")


def is_ours(row: Object, senders: set[str]) -> bool:
    """Whether an object came with documents of ours, and says nothing that they do not."""
    if own.tells(row) or row["type"] in OURS or row["id"] in senders:
        return True
    return row["type"] in ("identity", "location") and text(row, "created_by_ref") in senders


def is_left_aside(row: Object, entities: dict[str, Entity]) -> bool:
    """Whether nothing is made of an object."""
    return row["type"] not in {*TEXTS, *NOT_TOLD, "relationship"} and row["id"] not in entities


def told(
    row: Object, known: dict[str, Object], entities: dict[str, Entity], marked: Marked, note: Note
) -> tuple[SharedDocument, set[str]] | None:
    """A report, grouping, note or opinion as a document, and the entities that its words name."""
    refs = texts(row, "object_refs")
    if missing := sum(ref not in known for ref in refs):
        note(f"{row['id']} refers to {missing} objects that are not in the bundle")
    title = title_of(row, known)
    of = [ref for ref in refs if ref in known] if row["type"] == "opinion" else []  # its title says what it is on
    marking = strictest(dict.fromkeys(map(marked, [row["id"], *of]))) if of else marked(row["id"])
    words = text(row, TEXTS[row["type"]])
    made = received(row, f"{title}\n{words}", title, known.get(text(row, "created_by_ref")), marking or Marking(), note)
    if made is None:
        note(f"{row['id']} is left aside: it has no words")
        return None
    made.name({ref: entities[ref] for ref in refs if ref in entities})
    if row["type"] in ("note", "opinion"):
        made.claim(author(row, entities), title)
    return made.shared(), made.named


def title_of(row: Object, known: dict[str, Object]) -> str:
    """What an object is called; an opinion by what it says, and of what."""
    if row["type"] != "opinion":
        return one_line(text(row, "name") or text(row, "abstract"))
    on = [called for ref in texts(row, "object_refs") if (called := text(known.get(ref, {}), "name"))]
    return one_line(f"{text(row, 'opinion')}: {', '.join(on)}" if on else text(row, "opinion"))


def author(row: Object, entities: dict[str, Entity]) -> Entity | None:
    """Who speaks in a note or an opinion: an author, masked as any person who is not known to be public, or its sender."""
    authors = texts(row, "authors")
    if authors and authors[0].strip():
        return Entity(authors[0].strip(), EntityKind.PERSON, authors[0].strip())
    return entities.get(text(row, "created_by_ref"))


def registers(
    theirs: dict[str, Object],
    known: dict[str, Object],
    entities: dict[str, Entity],
    named: set[str],
    marked: Marked,
    note: Note,
) -> Iterator[SharedDocument]:
    """Documents of one line for each relationship, and for each entity that is described or stands in no text: one document
    for each sender and marking."""
    lines: dict[tuple[str, Marking], list[tuple[str, Object]]] = {}
    elsewhere = named | {text(row, "created_by_ref") for row in theirs.values()}
    elsewhere |= {text(row, end) for row in theirs.values() for end in ENDS if row["type"] == "relationship"}
    dangling = 0
    for id, row in theirs.items():
        if id in entities and (text(row, "description") or id not in elsewhere):
            line = ": ".join(part for part in (entities[id].name, one_line(text(row, "description"))) if part)
            lines.setdefault((text(row, "created_by_ref"), marked(id)), []).append((line, row))
        elif row["type"] == "relationship":
            ends = [text(row, end) for end in ENDS]
            if not all(end in known and name_of(known[end], entities) for end in ends):
                dangling += 1
                continue
            marking = strictest(dict.fromkeys([marked(id), *map(marked, ends)])) or Marking()
            lines.setdefault((text(row, "created_by_ref"), marking), []).append((line_of(row, known, entities), row))
    if dangling:
        note(f"{dangling} relationships are left aside: what they tie together is not in the bundle, or has no name")
    for (sender, marking), rows in lines.items():
        if made := register(sender, marking, rows, known, entities, note):
            yield made.shared()


def register(
    sender: str,
    marking: Marking,
    lines: list[tuple[str, Object]],
    known: dict[str, Object],
    entities: dict[str, Entity],
    note: Note,
) -> Text | None:
    """One such document, with a link for each relationship."""
    words = "\n".join(line for line, _ in lines)
    made = received(lines[0][1], words, "", known.get(sender), marking, note)
    if made is None:
        return None
    ends = [end for _, row in lines for end in (row["id"], *(text(row, end) for end in ENDS))]
    made.name({end: entities[end] for end in ends if end in entities})
    for line, row in lines:
        if row["type"] == "relationship":
            source, target = (known[text(row, end)] for end in ENDS)
            type = text(row, "relationship_type")
            subject, object = (
                made.entity_or_words(entities.get(end["id"]), name_of(end, entities)) for end in (source, target)
            )
            made.link(line, WORDS["links"].get(type, type.replace("-", " ")), subject, object)
    return made


def line_of(row: Object, known: dict[str, Object], entities: dict[str, Entity]) -> str:
    """A relationship in words: who, what, whom; and how it is described."""
    source, target = (name_of(known[text(row, end)], entities) for end in ENDS)
    line = f"{source} {text(row, 'relationship_type').replace('-', ' ')} {target}."
    return one_line(f"{line} {text(row, 'description')}")


def name_of(row: Object, entities: dict[str, Entity]) -> str:
    """What an object is called; "" where it has no name."""
    entity = entities.get(row["id"])
    return one_line(entity.name if entity else text(row, "name"))


def one_line(words: str) -> str:
    """Words without line breaks."""
    return " ".join(words.split())
