"""Writing: content as a STIX 2.1 bundle, each object in the strictest marking of what it is made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from ...crosscheck.model import Contradiction, Finding
from ...identifiers import piece_id
from ...model import Entity, Link, Marking, Piece
from ..content import Content, SharedDocument, strictest
from .definitions import Marks, creator, definitions
from .entities import entity_id, told_entity, told_words, words_id
from .findings import told_contradiction, told_finding
from .pieces import stix_type, told_piece
from .reports import told_report
from .vocabulary import identifier


def write(content: Content, *, made: datetime, by: str) -> bytes:
    """A STIX 2.1 bundle in UTF-8, as `bundle` has it."""
    return json.dumps(bundle(content, made=made, by=by), ensure_ascii=False).encode("utf-8", errors="replace")


def bundle(content: Content, *, made: datetime, by: str) -> dict[str, Any]:
    """A STIX 2.1 bundle; `made` is the moment of telling, `by` the name of the sender, whose identifiers they are.

    `created` is the day on which the source published it (`made` where nobody knows), and the same each time; `modified` is `made`.
    """
    objects = [plain(one) for one in Writer(content, made, by).objects()]
    versions = sorted((one["id"], one.get("modified", "")) for one in objects)
    return {"type": "bundle", "id": identifier("bundle", by, versions), "objects": objects}


def plain(object: Any) -> dict[str, Any]:
    """An object of the library, or one of our own types, as JSON."""
    if isinstance(object, dict):
        return {name: moment(row) if isinstance(row, datetime) else row for name, row in object.items()}
    rows: dict[str, Any] = json.loads(object.serialize())
    return rows


def moment(at: datetime) -> str:
    """A moment as STIX writes it: in UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Writer:
    """One bundle on its way out: what has been told, and under which identifier."""

    def __init__(self, content: Content, made: datetime, by: str) -> None:
        self.content, self.by = content, by
        self.made = made.replace(microsecond=made.microsecond // 1000 * 1000)
        self.marks = Marks()
        self.creator = identifier("identity", by)
        self.reports = {
            shared.document.id: identifier("report", by, shared.document.id) for shared in content.documents
        }
        self.markings = {shared.document.id: shared.marking for shared in content.documents}
        self.pieces: dict[str, str] = {}
        self.entities: dict[tuple[str, str], str] = {}
        self.told: dict[str, Any] = {}

    def objects(self) -> Iterator[Any]:
        """All objects, what the others refer to first."""
        self.tell_entities()
        for shared in self.content.documents:
            self.tell_document(shared)
        known = {finding.id: identifier("grouping", self.by, finding.id) for finding in self.content.findings}
        for finding in self.content.findings:
            self.tell_finding(finding, known[finding.id])
        for contradiction in self.content.contradictions:
            self.tell_contradiction(contradiction, known)
        sender = creator(self.creator, self.by, self.made, self.marks.refs(self.content.marking or Marking()))
        yield from definitions(self.marks)
        yield from [sender, *self.told.values()] if self.told else ()

    def common(self, marking: Marking, since: date | None) -> dict[str, Any]:
        """What every object says: who tells it, since when, in which marking."""
        created = min(datetime.combine(since, time(), UTC), self.made) if since else self.made
        refs = self.marks.refs(marking)
        return {"created_by_ref": self.creator, "created": created, "modified": self.made, "object_marking_refs": refs}

    def tell_entities(self) -> None:
        """Each entity once, over all documents that name it."""
        held: dict[str, list[tuple[Entity, SharedDocument]]] = {}
        for shared in self.content.documents:
            for key, entity in shared.evidence.entities.items():
                id = self.entities[shared.document.id, key] = entity_id(self.by, entity, shared.document)
                held.setdefault(id, []).append((entity, shared))
        for id, rows in held.items():
            marking = strictest(shared.marking for _, shared in rows) or Marking()
            names = [name for entity, _ in rows for name in (entity.name, *entity.aliases)]
            days = [day for _, shared in rows if (day := published(shared))]
            self.told[id] = told_entity(id, rows[0][0], names, self.common(marking, min(days, default=None)))

    def tell_document(self, shared: SharedDocument) -> None:
        """A document with the pieces that stand in it."""
        document, evidence = shared.document, shared.evidence
        common = self.common(shared.marking, published(shared))
        refs = [self.entities[document.id, key] for key in evidence.entities]
        find = partial(self.ref, shared, common)
        for piece in (*evidence.claims, *evidence.figures, *evidence.events, *evidence.links):
            refs += [find(end) for end in ends(piece)]
            refs.append(self.tell_piece(piece, shared, find, common))
        refs = list(dict.fromkeys(refs)) or [self.creator]
        self.told[self.reports[document.id]] = told_report(self.reports[document.id], shared, refs, self.made, common)

    def tell_piece(self, piece: Piece, shared: SharedDocument, find: Any, common: dict[str, Any]) -> str:
        """A piece, and its identifier."""
        key = piece_id(piece)
        id = self.pieces[key] = identifier(stix_type(piece), self.by, key)
        self.told[id] = told_piece(piece, id, self.reports[shared.document.id], shared.evidence, find, common)
        return id

    def ref(self, shared: SharedDocument, common: dict[str, Any], key: str) -> str:
        """The object that tells an entity of a document, or its words where they are none."""
        if id := self.entities.get((shared.document.id, key)):
            return id
        id = words_id(self.by, key, shared.document)
        self.told.setdefault(id, told_words(id, key, common))
        return id

    def tell_finding(self, finding: Finding, id: str) -> None:
        """A finding, in the strictest marking of the documents that it stands on."""
        documents = dict.fromkeys([*(support.document for support in finding.supports), *finding.sources])
        pieces = [self.pieces[one.piece] for one in finding.supports if one.piece in self.pieces]
        reports = [self.reports[one] for one in documents if one in self.reports]
        days = [day for one in finding.supports if (day := day_of(one.published))]
        common = self.common(self.strictest(documents), min(days, default=None))
        refs = list(dict.fromkeys([*pieces, *reports])) or [self.creator]
        self.told[id] = told_finding(finding, refs, common | {"id": id})

    def tell_contradiction(self, contradiction: Contradiction, known: dict[str, str]) -> None:
        """A contradiction, in the strictest marking of the documents of all sides."""
        documents = [document for side in contradiction.sides for document in side.documents]
        id = identifier("note", self.by, contradiction.id)
        refs = [known[one] for one in contradiction.findings if one in known] or [self.creator]
        common = self.common(self.strictest(documents), None)
        self.told[id] = told_contradiction(contradiction, refs, common | {"id": id})

    def strictest(self, documents: Iterable[str]) -> Marking:
        """The strictest marking of some documents; of all, where none of them is here."""
        found = [self.markings[one] for one in documents if one in self.markings]
        return strictest(found or self.markings.values()) or Marking()


def ends(piece: Piece) -> list[str]:
    """What a link ties together: entities, or words that need an object of their own."""
    return [piece.subject, piece.object] if isinstance(piece, Link) else []


def published(shared: SharedDocument) -> date | None:
    """The latest day on which a document can have been published; None where nothing dates it."""
    return shared.document.published.latest or shared.document.published.earliest


def day_of(text: str | None) -> date | None:
    """An ISO day; None where it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
