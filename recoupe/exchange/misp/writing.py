"""Writing: content as an event of MISP: a report and an object a document, an object a piece and a finding, each under its mark."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from ...identifiers import piece_id
from ...model import EntityKind, Marking
from .. import marks
from ..content import Content, SharedDocument, strictest
from ..named import named
from ..named_texts import fields
from ..named_texts.telling import about
from ..received import LISTS
from .mapping import distribution, table, tag, tags, uid

INHERIT = "5"
MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~@$-])")

Said = Iterable[tuple[str, str]]
Json = dict[str, Any]


def write(content: Content, out: BinaryIO) -> None:
    """Write content as one event, as MISP exports and imports it."""
    out.write(json.dumps({"Event": event(content)}, ensure_ascii=False).encode("utf-8", errors="replace") + b"\n")


def event(content: Content) -> Json:
    """The event. Not published: who imports it decides."""
    mark = content.marking or Marking()
    days = [document.published.latest for document in (shared.document for shared in content.documents)]
    known = [day for day in days if day]
    id = uid(
        "event", *sorted(shared.document.id for shared in content.documents), *sorted(f.id for f in content.findings)
    )
    made: Json = {
        "uuid": id,
        "info": f"recoupe: {len(content.documents)} texts, {len(content.findings)} findings",
        "threat_level_id": table()["threat_level"],
        "analysis": table()["analysis"],
        "distribution": distribution(mark),
        "published": False,
        "Attribute": [],
        "Tag": list(tags(mark)),
        "Object": [*objects(content)],
        "EventReport": [report(shared) for shared in content.documents],
    }
    return made | ({"date": max(known).isoformat()} if known else {})


def objects(content: Content) -> Iterator[Json]:
    """The objects: texts, who and what is named, pieces of evidence, findings, contradictions."""
    marking = {shared.document.id: shared.marking for shared in content.documents}
    for shared in content.documents:
        yield from text(shared)
    for entity, mark in named(content):
        yield evidence("entity", f"{entity.kind}:{entity.id}", fields.texts(entity), mark)
        yield from standard(entity, mark)
    for shared in content.documents:
        for name in LISTS.values():
            for piece in getattr(shared.evidence, name):
                id, noun = piece_id(piece), type(piece).__name__.lower()
                said = [*fields.texts(piece, {"original"}), ("piece", id)]
                said += [("origin", shared.pieces[id])] if id in shared.pieces else []
                yield evidence(noun, id, said, shared.marking, [uid("document", piece.document)])
    for finding in content.findings:
        of = [support.document for support in finding.supports]
        mark = strictest(marking[id] for id in of if id in marking) or Marking()
        scale = table()["scale"]
        graded = [
            tag(scale["reliability"], finding.grade.reliability.lower()),
            tag(scale["credibility"], str(finding.grade.credibility)),
        ]
        to = [uid(finding.kind, support.piece) for support in finding.supports]
        yield evidence("finding", finding.id, fields.texts(finding), mark, to, graded)
    for contradiction in content.contradictions:
        of = [id for side in contradiction.sides for id in side.documents]
        mark = strictest(marking[id] for id in of if id in marking) or Marking()
        to = [uid("finding", id) for id in contradiction.findings]
        yield evidence("contradiction", contradiction.id, fields.texts(contradiction), mark, to)


def text(shared: SharedDocument) -> Iterator[Json]:
    """A document: what MISP has a template for in an object of it, all else that is known in one of ours."""
    document, mark = shared.document, shared.marking
    id = uid("document", document.id)
    scale = [tag(table()["scale"]["reliability"], document.source.reliability.lower())] if document.source else []
    held = [("content", document.text, "text"), ("title", document.title, "text")]
    held += [("source", document.source.name if document.source else "", "text"), ("url", document.url or "", "url")]
    yield made("document", id, held, mark, tagged=[*tags(mark), *scale])
    yield evidence("document", document.id + " is told", about(shared), mark, [id])


def standard(entity: Any, mark: Marking) -> Iterator[Json]:
    """Places and organisations once more by the templates of MISP, for its map and its lists. No person: none is an indicator."""
    if entity.kind in (EntityKind.PLACE, EntityKind.COUNTRY) and entity.latitude is not None:
        held = [("latitude", str(entity.latitude), "float"), ("longitude", str(entity.longitude), "float")]
        held += [("city", entity.name, "text"), ("countrycode", entity.country or "", "text")]
        yield made("place", uid("place", entity.id), held, mark)
    elif entity.kind is EntityKind.ORGANISATION:
        held = [("name", entity.name, "text"), *(("alias", alias, "text") for alias in entity.aliases)]
        yield made("organisation", uid("organisation", entity.id), held, mark)


def evidence(
    noun: str, id: str, said: Said, mark: Marking, to: Iterable[str] = (), tagged: Iterable[Json] = ()
) -> Json:
    """An object of our own template: every field by its name."""
    held = [("noun", noun, "text"), *((name, value, "text") for name, value in said)]
    return made("evidence", uid(noun, id), held, mark, to, [*tags(mark), *tagged])


def made(
    kind: str,
    id: str,
    held: Iterable[tuple[str, str, str]],
    mark: Marking,
    to: Iterable[str] = (),
    tagged: Iterable[Json] = (),
) -> Json:
    """An object: its first attribute carries the tags, for objects carry none; `to` are what it is derived from."""
    attributes: list[Json] = []
    for number, (relation, value, kind_) in enumerate((r, v, t) for r, v, t in held if v):
        attributes.append(
            {
                "uuid": uid("attribute", id, str(number), relation),
                "object_relation": relation,
                "type": kind_,
                "category": "Network activity" if kind_ == "url" else "Other",
                "value": value,
                "to_ids": False,
                "disable_correlation": True,
                "distribution": INHERIT,
            }
        )
    if attributes:
        attributes[0]["Tag"] = list(tagged) or list(tags(mark))
    references = [
        {
            "uuid": uid("reference", id, other),
            "object_uuid": id,
            "referenced_uuid": other,
            "relationship_type": "derived-from",
        }
        for other in dict.fromkeys(to)
    ]
    return dict(table()["object"][kind]) | {
        "uuid": id,
        "description": "",
        "distribution": distribution(mark),
        "Attribute": attributes,
        "ObjectReference": references,
    }


def report(shared: SharedDocument) -> Json:
    """A document to be read in MISP, its mark above it; nothing in it is markup."""
    name = shared.document.title or shared.document.name or shared.document.id[:12]
    body = "\n\n".join(map(escaped, shared.document.text.split("\n")))
    return {
        "uuid": uid("report", shared.document.id),
        "name": name[:250],
        "content": f"**{escaped(marks.line(shared.marking))}**\n\n{body}",
        "distribution": distribution(shared.marking),
    }


def escaped(text: str) -> str:
    """A text that no Markdown reader takes for markup."""
    return MARKUP.sub(r"\\\1", text)
