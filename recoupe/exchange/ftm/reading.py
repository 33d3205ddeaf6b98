"""Reading: FollowTheMoney entities as content: what recoupe wrote as it was, what others wrote as texts to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from ...errors import DamagedInput
from .. import loading, marks
from ..content import Content
from ..named_texts.assembling import OnNote, Row, assembled
from .foreign import texts_of_others
from .mapping import NOUN, fields, row, table

NAME = "FollowTheMoney"
Said = dict[str, list[str]]


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
    ours: list[Row] = []
    others: list[Given] = []
    for given in entities(data, name, note):
        said = fields_of(given)
        if noun := next(iter(said.get(NOUN, ())), ""):
            ours.append(Row(given.id, noun, said, marks.strictest_of(given.all(("notes", "summary")))))
        else:
            others.append(given)
    return assembled(ours, texts_of_others(others, note), note)


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
