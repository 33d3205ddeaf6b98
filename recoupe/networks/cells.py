"""Cells: which of the cells that nobody names are one, as far as the texts tell them apart.

A cell is told apart by its place, and in one place by time: texts farther apart than `[cells] days` speak of different ones. One
without a place is that of its documents, where they tell of one alone; else it stays a cell of which the texts do not tell which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..identifiers import digest
from .model import Node, NodeKind
from .rules import days_of_one_cell
from .where import country_name, of_country, of_place

Id = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A cell without a name in one text: `id` is the finding, the document and the words; `place` an identity of a place, or "".

    `beside` are all documents of the finding.
    """

    id: Id
    day: str | None
    is_many: bool
    beside: tuple[str, ...] = ()
    place: str = ""
    place_name: str = ""
    country: str = ""

    @property
    def document(self) -> str:
        """The text."""
        return self.id[1]


def resolved(sightings: Iterable[Sighting]) -> Mapping[Id, Node]:
    """The node of each sighting: those with a place first, then those of which the country is known, then the others."""
    rows = sorted(set(sightings), key=lambda one: (one.day or "9999", one.id))
    found: dict[Id, Node] = {}
    by_document: dict[str, dict[str, Node]] = defaultdict(dict)
    placed = [row for row in rows if row.place]
    known = [row for row in rows if not row.place and row.country]
    others = [row for row in rows if not row.place and not row.country]
    for part in (placed, known, others):
        made: dict[Id, Node] = {}
        left: list[tuple[Sighting, bool]] = []
        for row in part:
            near = {} if row.place else _near(row, by_document)
            if len(near) == 1:
                made[row.id] = next(iter(near.values()))
            else:
                left.append((row, len(near) > 1))
        made |= _by_text(left) if part is others else _by_place([row for row, _ in left])
        found |= made
        for row in part:
            by_document[row.document][made[row.id].key] = made[row.id]
    return found


def _near(row: Sighting, by_document: Mapping[str, Mapping[str, Node]]) -> dict[str, Node]:
    """The cells that are told apart in a text and are not of another country; where it tells of none, those of the texts beside."""
    for documents in ((row.document,), row.beside):
        here = {key: node for document in documents for key, node in by_document.get(document, {}).items()}
        near = {key: node for key, node in here.items() if node.country in ("", row.country) or not row.country}
        if near:
            return near
    return {}


def _by_place(rows: Sequence[Sighting]) -> dict[Id, Node]:
    """A node for each place and stretch of time."""
    found: dict[Id, Node] = {}
    places: dict[str, list[Sighting]] = defaultdict(list)
    for row in rows:
        places[row.place or row.country].append(row)
    for place, here in places.items():
        taken: dict[str, int] = defaultdict(int)
        for stretch in _stretches(here):
            year = (stretch[0].day or "")[:4]
            taken[year] += 1
            node = _node(("cell", place, year, str(taken[year])), stretch)
            found |= {row.id: node for row in stretch}
    return found


def _stretches(rows: Sequence[Sighting]) -> list[list[Sighting]]:
    """Sightings of one place, in the order of their days, cut where nothing is told for too long; the undated go with the last."""
    found: list[list[Sighting]] = []
    for row in rows:
        last = next((one.day for one in reversed(found[-1]) if one.day), None) if found else None
        if found and (row.day is None or last is None or _days(last, row.day) <= days_of_one_cell()):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _days(one: str, other: str) -> int:
    return abs((date.fromisoformat(other[:10]) - date.fromisoformat(one[:10])).days)


def _by_text(rows: Sequence[tuple[Sighting, bool]]) -> dict[Id, Node]:
    """A node for each text that tells of a cell without saying where; vague where it tells of several."""
    texts: dict[tuple[str, bool], list[Sighting]] = defaultdict(list)
    for row, is_vague in rows:
        texts[row.document, is_vague].append(row)
    found: dict[Id, Node] = {}
    for (document, is_vague), here in texts.items():
        node = _node(("cell", document, "vague" if is_vague else "unplaced"), here, is_vague)
        found |= {row.id: node for row in here}
    return found


def _node(parts: Sequence[str], rows: Sequence[Sighting], is_vague: bool = False) -> Node:
    called = "cells" if all(row.is_many for row in rows) else "cell"
    name, country, point = of_place(rows[0].place)
    country = country or rows[0].country
    if not rows[0].place:
        name, point = (country_name(country), of_country(country)) if country else ("", None)
    place = rows[0].place_name or name
    latitude, longitude = point or (None, None)
    return Node(
        key=f"cell:{digest(list(parts))[:32]}",
        kind=NodeKind.CELL,
        name=spoken(called, place),
        country=country,
        latitude=latitude,
        longitude=longitude,
        called=called,
        place=place,
        is_vague=is_vague,
    )


def spoken(called: str, place: str = "") -> str:
    """What one that nobody names is called in English: "a cell in Namur", "cells in Morocco"."""
    article = "" if called.endswith("s") else "an " if called[0] in "aeiou" else "a "
    return f"{article}{called} in {place}" if place else f"{article}{called}"
