"""Filling: a room with as many synthetic documents as one likes, and all that holds over them, put together in minutes.

The example story comes first, by the ways that people use; its sentences, findings and markings are then recombined with other
words, days, names and places. Words are drawn by Zipf's law, so that some stand in a third of the documents and many in one.
Rows that no page reads (mentions, times, participants and details of events) are left out.
"""

from __future__ import annotations

import random
from pathlib import Path

from django.db import connection

from recoupe.room.access import view_of
from recoupe.room.evidence import search
from recoupe.room.story import tell
from recoupe.room.work import views

from .documents import documents
from .findings import findings
from .materials import Writer, materials
from .people import came_by, invited, labelled

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def fill(count: int, seed: int = 7) -> None:
    """Fill the room of an empty SQLite database: the story, people, labels, and documents and findings beside them."""
    tell(EXAMPLES)
    chance = random.Random(seed)
    room = materials(chance, labelled(invited()))
    with connection.cursor() as cursor:
        for pragma in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000"):
            cursor.execute(f"PRAGMA {pragma}")
        for statement in search.DROP:
            cursor.execute(statement)
    writer = Writer()
    came_by()
    told = list(documents(room, count, writer))
    findings(room, told, writer, {view_of(labels): labels for labels in views()})
    with connection.cursor() as cursor:
        for statement in search.CREATE:
            cursor.execute(statement)
        cursor.execute("INSERT INTO evidence_words(evidence_words) VALUES ('rebuild')")
        cursor.execute("ANALYZE")
