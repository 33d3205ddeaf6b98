"""Reading: FollowTheMoney entities as content: what recoupe wrote as it was, what others wrote as texts to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ...crosscheck.model import Finding
from ...errors import DamagedInput
from ...identifiers import piece_id
from ...model import EntityKind, Mention
from .. import loading, marks
from ..content import Content
from ..fields import Misshapen
from ..placing import placed
from ..received import KINDS, Taken
from ..retelling import Arrived
from ..taking import entity, taken
from .foreign import texts_of_others
from .mapping import NOUN, fields, row, table

NAME = "FollowTheMoney"
Said = dict[str, list[str]]
OnNote = Callable[[str], None]


@dataclass
class Given:
    """An entity as it came: one id, every value that any of its lines gives."""

    id: str
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)

    def all(self, names: Iterable[str]) -> Iterator[str]:
        """The values of some properties."""
        return chain.from_iterable(self.properties.get(name, ()) for name in names)

    def first(self, names: Iterable[str]) -> str:
        """The first value of some properties; "" for none."""
        return next(self.all(names), "")


def read(data: bytes, name: str = NAME, on_note: OnNote | None = None) -> Content:
    """The content of entities, one a line of JSON. What is left out, and why, goes to `on_note`.

    Raises DamagedInput, EmptyInput or RefusedInput for what is no FollowTheMoney, or more of it than we read.
    """
    note = on_note or (lambda _: None)
    ours: dict[str, list[tuple[Given, Said]]] = defaultdict(list)
    others: list[Given] = []
    for given in entities(data, name, note):
        said = fields_of(given)
        if noun := next(iter(said.get(NOUN, ())), ""):
            ours[noun].append((given, said))
        else:
            others.append(given)
    documents, arrived = documents_of(ours["document"], note)
    told_of(ours, documents, note)
    for noun in KINDS:
        pieces_of(noun, ours[noun], documents, arrived, note)
    findings: dict[str, Finding] = {}
    for given, said in ours["finding"]:
        try:
            found = arrived.finding(said)
        except Misshapen as why:
            note(f"{given.id}: no finding: {why}")
        else:
            findings.setdefault(found.id, found)
    contradictions = []
    for given, said in ours["contradiction"]:
        try:
            contradictions.append(arrived.contradiction(said, set(findings)))
        except Misshapen as why:
            note(f"{given.id}: no contradiction: {why}")
    shared = {one.document.id: one.shared() for one in documents.values()}
    for other in texts_of_others(others, note):
        shared.setdefault(other.document.id, other)
    return Content(tuple(shared.values()), tuple(findings.values()), tuple(contradictions))


def entities(data: bytes, name: str, note: OnNote) -> list[Given]:
    """The entities of a file, each once: FollowTheMoney has two of one id for one, whose values are those of both."""
    found: dict[str, Given] = {}
    for number, line in loading.lines(loading.decoded(data, name), name):
        id, schema = (loading.words(line.get(key)) for key in ("id", "schema")) if isinstance(line, dict) else ("", "")
        properties = line.get("properties") if isinstance(line, dict) else None
        if not (id and schema and isinstance(properties, dict)):
            raise DamagedInput(
                f"{name}, line {number}", "it is no entity with id, schema and properties", "what wrote it?"
            )
        given = found.setdefault(id, Given(id, schema))
        if given.schema != schema:
            note(f"{id}: once {given.schema}, once {schema}; it is taken for the first")
            continue
        for key, values in properties.items():
            texts = [values] if isinstance(values, str) else loading.listed(values)
            held = given.properties.setdefault(loading.words(key), [])
            held += [text for value in texts if (text := loading.words(value))]
    for given in found.values():
        given.properties = {key: list(dict.fromkeys(values)) for key, values in given.properties.items()}
    return list(found.values())


def fields_of(given: Given) -> Said:
    """The fields that an entity of ours tells; without a noun where it is none of ours."""
    said: Said = defaultdict(list)
    for name, text in fields(given.all(("keywords", "recordId"))):
        said[name].append(text)
    noun = next(iter(said.get(NOUN, ())), "")
    if noun not in table()["noun"]:
        return {}
    how = row(noun, next(iter(said.get("kind", ())), ""))
    if noun == "link":
        how["properties"] = how["properties"] | table()["link"]["other"]["properties"]
    if noun == "finding":
        how["properties"] = how["properties"] | table()["noun"]["happening"]["properties"]
    for field_, name in how["properties"].items():
        said[field_] += given.properties.get(name, [])
    return said


def documents_of(rows: list[tuple[Given, Said]], note: OnNote) -> tuple[dict[str, Taken], Arrived]:
    """The documents, by what they are called at the sender."""
    found: dict[str, Taken] = {}
    arrived = Arrived()
    for given, said in rows:
        id = next(iter(said.get("document", ())), given.id)
        try:
            one = taken(said, marks.strictest_of(given.all(("notes",))))
        except Misshapen as why:
            note(f"{given.id}: no document: {why}")
            continue
        if id not in found:
            found[id] = one
            arrived.documents[id] = one.document.id
    return found, arrived


def told_of(ours: dict[str, list[tuple[Given, Said]]], documents: dict[str, Taken], note: OnNote) -> None:
    """Gives each document the entities that its own pieces name."""
    known: dict[str, Any] = {}
    for given, said in ours["entity"]:
        try:
            one = entity(said)
        except Misshapen as why:
            note(f"{given.id}: no entity: {why}")
            continue
        if one.kind is EntityKind.PERSON and not one.is_public:
            note(f"{given.id}: a person who holds no office is not taken in")
            continue
        known[one.id] = one
    for noun in KINDS:
        for _, said in ours[noun]:
            if document := documents.get(next(iter(said.get("document", ())), "")):
                for id in named_in(said):
                    if id in known:
                        document.entities[id] = known[id]


def named_in(said: Said) -> Iterator[str]:
    """The ids of entities that a piece names."""
    for name in ("entity", "speaker", "via", "place", "country", "subject", "object"):
        yield from said.get(name, ())
    for text in said.get("participants", ()):
        try:
            part = loading.value(text, NAME)
        except Exception:  # said again, with its reason, where the piece is put together
            continue
        if isinstance(part, dict) and isinstance(part.get("entity"), str):
            yield part["entity"]


def pieces_of(
    noun: str, rows: list[tuple[Given, Said]], documents: dict[str, Taken], arrived: Arrived, note: OnNote
) -> None:
    """Puts the pieces of a kind on their documents."""
    for given, said in rows:
        document = documents.get(next(iter(said.get("document", ())), ""))
        if document is None:
            note(f"{given.id}: its document is not here")
            continue
        try:
            piece = placed(document.document, KINDS[noun], said)
        except Misshapen as why:
            document.notes.append(f"a {noun} of the sender is left out: {why}")
            note(f"{given.id}: no {noun}: {why}")
            continue
        if isinstance(piece, Mention) and piece.entity not in document.entities:
            note(f"{given.id}: whom it names is not here")
            continue
        id = next(iter(said.get("piece", ())), "") or piece_id(piece)
        document.pieces.append((piece, next(iter(said.get("origin", ())), id)))
        arrived.pieces[id] = piece_id(piece), piece
