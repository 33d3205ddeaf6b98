"""Writing: content as FollowTheMoney entities, each with its marking, and with every document that says so as its proof."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from ...crosscheck.model import Contradiction, Finding
from ...identifiers import digest, piece_id
from ...model import Entity, EntityKind, Event, Link, Marking, Piece
from .. import marks
from ..content import Content, SharedDocument, strictest
from ..named import may_be_named, named
from ..named_texts import fields
from ..named_texts.telling import about
from ..received import LISTS
from .mapping import NOUN, row, table, tag

HOSTS = {"host", "organiser", "presides"}
NOT_SO = {"denied", "cancelled"}
LEGAL = {EntityKind.PERSON, EntityKind.ORGANISATION}

Proxy = dict[str, Any]


def write(content: Content, out: BinaryIO) -> None:
    """Write content as entities, one a line. What it cannot carry is told in docs/formats.md."""
    for proxy in proxies(content):
        out.write((json.dumps(proxy, ensure_ascii=False) + "\n").encode("utf-8", errors="replace"))


def proxies(content: Content) -> Iterator[Proxy]:
    """The entities of content: texts first, then who and what they name, what they say, and what holds over them."""
    for shared in content.documents:
        yield article(shared)
    for entity, mark in named(content):
        yield thing(entity, mark)
    for shared in content.documents:
        for name in LISTS.values():
            for piece in getattr(shared.evidence, name):
                yield told(shared, piece)
    marking = {shared.document.id: shared.marking for shared in content.documents}
    for finding in content.findings:
        yield holding(finding, content, marking)
    for contradiction in content.contradictions:
        yield differing(contradiction, marking)


def proxy(how: dict[str, Any], id: str, noun: str, said: Iterable[tuple[str, str]], mark: Marking | None) -> Proxy:
    """An entity: fields in the properties that the schema has for them, all others as keywords."""
    properties: dict[str, list[str]] = {}
    rest = [tag(NOUN, noun)]
    for field, text in said:
        if field in how["properties"]:
            properties.setdefault(how["properties"][field], []).append(text)
        else:
            rest.append(tag(field, text))
    properties[how["rest"]] = rest
    if mark:
        properties.setdefault(how["marking"], []).append(marks.line(mark))
    return {"id": id, "schema": how["schema"], "properties": properties}


def add(proxy: Proxy, **values: str | None) -> Proxy:
    """The entity with more values; those that are nothing are left out."""
    for name, value in values.items():
        held = proxy["properties"].setdefault(name, [])
        if value and value not in held:
            held.append(value)
        if not held:
            del proxy["properties"][name]
    return proxy


def article(shared: SharedDocument) -> Proxy:
    """A document."""
    document = shared.document
    said = [("text", document.text), *about(shared)]
    made = proxy(row("document"), document_ref(document.id), "document", said, shared.marking)
    if document.url and not document.url.startswith(("http://", "https://")):
        del made["properties"]["sourceUrl"]
    day = document.published.day
    return add(
        made,
        publishedAt=day.isoformat() if day else None,
        publisher=document.source.name if document.source else None,
        language=three_letters(document.language),
        country=code(document.source.country) if document.source else None,
    )


def thing(entity: Entity, mark: Marking) -> Proxy:
    """An entity."""
    made = proxy(row("entity", entity.kind), entity_ref(entity), "entity", fields.texts(entity), mark)
    country = code(entity.country or (entity.id if entity.kind is EntityKind.COUNTRY else None))
    add(made, country=country)
    return add(made, full=entity.name, city=entity.name) if entity.kind is EntityKind.PLACE else made


def told(shared: SharedDocument, piece: Piece) -> Proxy:
    """A piece of evidence: an edge where it ties two entities and is not denied, an event, or a note."""
    noun = type(piece).__name__.lower()
    known = shared.evidence.entities
    id = piece_id(piece)
    said = [*fields.texts(piece, {"original", "document"}), ("piece", id)]
    said += [("origin", shared.pieces[id])] if id in shared.pieces else []
    said += [("document", piece.document)]
    how = row("note" if isinstance(piece, Event) and piece.status in NOT_SO else noun)
    ends: dict[str, str | None] = {}
    if noun == "mention":
        ends = {"document": document_ref(piece.document), "entity": ref(known.get(getattr(piece, "entity", "")))}
    elif isinstance(piece, Link) and not piece.is_denied and {piece.subject, piece.object} <= known.keys():
        how = edge(piece, known)
        ends = dict(zip(how["ends"], (ref(known[piece.subject]), ref(known[piece.object])), strict=True))
    made = proxy(how, f"recoupe-{noun}-{id[:40]}", noun, said, shared.marking)
    add(made, **ends, proof=document_ref(piece.document))
    if isinstance(piece, Event) and piece.status not in NOT_SO:
        happened(made, piece, known)
    elif noun == "claim":
        add(made, entity=ref(known.get(getattr(piece, "speaker", ""))))
    return made


def happened(made: Proxy, event: Event, known: dict[str, Entity]) -> None:
    """What an event of FollowTheMoney has properties for: a name, a place, who called it and who is in it."""
    place = known.get(event.place or "")
    add(made, name=f"{event.type} ({event.status}): {event.text}", location=place.name if place else None)
    add(made, country=code(event.country))
    for part in event.participants:
        entity = known.get(part.entity or "")
        if entity and entity.kind in LEGAL:
            add(made, **{"organizer" if part.role in HOSTS else "involved": ref(entity)})


def edge(link: Link, known: dict[str, Entity]) -> dict[str, Any]:
    """How a link that holds is written: by its type, where both ends are what the schema wants."""
    links = table()["link"]
    row = links.get(link.type)
    ends = (known[link.subject].kind, known[link.object].kind)
    if row and all(kind in kinds for kind, kinds in zip(ends, row["kinds"], strict=True)):
        return dict(links["other"] | row)
    return dict(links["other"])


def holding(finding: Finding, content: Content, marking: dict[str, Marking]) -> Proxy:
    """A finding, with all its documents as proof."""
    how = row("happening" if finding.kind == "event" and finding.status not in NOT_SO else "finding")
    documents = [support.document for support in finding.supports]
    mark = strictest(marking[document] for document in documents if document in marking)
    made = proxy(how, f"recoupe-finding-{finding.id[:40]}", "finding", fields.texts(finding), mark)
    name = f"{finding.type} ({finding.status}), {finding.grade}"
    add(made, name=name, country=code(finding.country), summary=finding.supports[0].text if finding.supports else None)
    for document in documents:
        add(made, proof=document_ref(document))
    return made


def differing(contradiction: Contradiction, marking: dict[str, Marking]) -> Proxy:
    """Sides that cannot all be right."""
    documents = [document for side in contradiction.sides for document in side.documents]
    mark = strictest(marking[document] for document in documents if document in marking)
    id = f"recoupe-contradiction-{contradiction.id[:40]}"
    made = proxy(row("contradiction"), id, "contradiction", fields.texts(contradiction), mark)
    for document in documents:
        add(made, proof=document_ref(document))
    return made


def document_ref(id: str) -> str:
    """What a document is called."""
    return f"recoupe-document-{id[:40]}"


def entity_ref(entity: Entity) -> str:
    """What an entity is called: the same for the same one of two documents."""
    return f"recoupe-{entity.kind}-{digest([str(entity.kind), entity.id])[:40]}"


def ref(entity: Entity | None) -> str | None:
    """What an entity is called that may be written; None for nobody."""
    return entity_ref(entity) if entity and may_be_named(entity) else None


def code(country: str | None) -> str | None:
    """A country in the small letters of FollowTheMoney."""
    return country.lower() if country and len(country) == 2 else None


def three_letters(language: str) -> str:
    """A language by ISO 639-3, as FollowTheMoney has it, where we know it; it reads two letters too."""
    two = language.split("-")[0]
    return str(table()["languages"].get(two, two if len(two) == 2 else ""))
