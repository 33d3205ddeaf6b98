"""Materials: what documents and findings of a measured room are made of (words, names, findings of the story), and their writer."""

from __future__ import annotations

import json
import random
from bisect import bisect
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import accumulate
from typing import Any

from django.db import connection, models, transaction

from recoupe.room.evidence import models as ev

SYLLABLES = "ba be bi bo da de do fa fi ga go la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se so ta te ti to va ve".split()
COUNTRIES = "BE FR MA TN ES IT DE NL TR GB".split()
VOCABULARY, NAMES, DAYS, TURNS = 40_000, 20_000, 730, 100
CHUNK = 2_000  # documents or findings between two writings


@dataclass
class Name:
    """Who or what is named, over documents."""

    key: str
    kind: str
    name: str
    country: str
    point: tuple[float, float] | None


@dataclass
class Told:
    """What findings need to know of a document that was made."""

    id: str
    label: int
    day: date
    outlet: str
    names: list[Name]
    sentences: list[tuple[int, int]]


@dataclass
class Room:
    """What documents and findings are made of."""

    chance: random.Random
    today: date
    words: list[str]
    weights: list[float]
    sentences: list[list[str]]
    names: list[Name]
    name_weights: list[float]
    labels: list[int]
    label_weights: list[float]
    templates: dict[str, list[dict[str, Any]]]
    turns: list[int] = field(default_factory=list)

    def drawn(self, rows: list[Any], weights: list[float]) -> Any:
        """One of these, by their added weights."""
        return rows[bisect(weights, self.chance.random() * weights[-1])]


class Writer:
    """Rows of several tables, written as tuples a few thousand at a time: objects of the ORM would take an hour."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[tuple[Any, ...]]] = {}
        self._sql: dict[type[models.Model], str] = {}

    def add(self, table: type[models.Model], **values: Any) -> None:
        """One row, by the names of its columns."""
        if table not in self._sql:
            columns, marks = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
            self._sql[table] = f"INSERT INTO {table._meta.db_table} ({columns}) VALUES ({marks})"
        self._rows.setdefault(table, []).append(tuple(values.values()))

    def write(self) -> None:
        """What was added, into the database."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self._rows.items():
                cursor.executemany(self._sql[table], rows)
        self._rows.clear()


def materials(chance: random.Random, labels: dict[int, float]) -> Room:
    """What to recombine: the words and findings of the story, and invented words and names."""
    passages = ev.Passage.objects.filter(kind="sentence").select_related("document").order_by("document", "position")
    sentences = [row.document.text[row.start : row.end].split() for row in passages]
    own = sorted({word for words in sentences for word in words})
    invented = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(VOCABULARY - len(own))]
    words = chance.sample(own, len(own)) + invented
    templates: dict[str, list[dict[str, Any]]] = {}
    for row in ev.Finding.objects.order_by("id"):
        templates.setdefault(row.kind, []).append(row.body)
    names = [invented_name(chance, n, invented) for n in range(NAMES)]
    turns = [ev.Turn.objects.create(basis=f"turn {n}").pk for n in range(TURNS)]
    return Room(
        chance,
        datetime.now(UTC).date(),
        words,
        list(accumulate(1 / (rank + 3) for rank in range(len(words)))),
        [one for one in sentences if len(one) > 4],
        names,
        list(accumulate(1 / (rank + 20) for rank in range(len(names)))),
        list(labels),
        list(accumulate(labels.values())),
        templates,
        turns,
    )


def invented_name(chance: random.Random, number: int, words: list[str]) -> Name:
    """An organisation, a public person or a place."""
    kind = chance.choices(("organisation", "person", "place", "group"), (40, 25, 25, 10))[0]
    name = " ".join(word.capitalize() for word in chance.sample(words, 1 if kind == "place" else 2))
    point = (chance.uniform(28, 58), chance.uniform(-10, 40)) if kind == "place" else None
    return Name(f"{name.lower()} {number}", kind, name, chance.choice(COUNTRIES), point)


def hashed(*parts: object) -> str:
    """An identifier."""
    return sha256(json.dumps(parts).encode()).hexdigest()
