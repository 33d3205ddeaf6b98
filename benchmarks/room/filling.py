"""Filling: a room with as many synthetic documents as one likes, and all that holds over them, put together in minutes.

The example story comes first, by the ways that people use; its sentences, findings and markings are then recombined with other
words, days, names and places. Words are drawn by Zipf's law, so that some stand in a third of the documents and many in one.
Rows that no page reads (mentions, times, participants and details of events) are left out.
"""

from __future__ import annotations

import json
import random
from array import array
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from recoupe.identifiers import digest
from recoupe.query import folded_words
from recoupe.room.access import sees, view_of
from recoupe.room.evidence import models as ev
from recoupe.room.evidence.keeping import WEIGHT, Scopes
from recoupe.room.evidence.packing import packed

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SYLLABLES = "ba be bi bo da de do fa fi ga go la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se so ta te ti to va ve".split()
COUNTRIES = "BE FR MA TN ES IT DE NL TR GB".split()
VOCABULARY, OUTLETS, DAYS, TURNS = 40_000, 200, 730, 100
SENTENCES = (6, 20)
TOLD_BY = (1,) * 78 + (2,) * 12 + (3,) * 5 + (4, 5, 6, 8, 12)  # of how many documents a finding is, as the story has it
FINDINGS = 3.5  # a document
PRIVATE, COPIES, AGAINST, WITHDRAWN = 0.2, 0.1, 0.02, 0.002
CHUNK = 2_000


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


def fill(count: int, seed: int = 7) -> None:
    """Fill the room of an empty SQLite database: the story, people, labels, and documents and findings beside them."""
    from recoupe.room.evidence import search
    from recoupe.room.story import tell
    from recoupe.room.work import views

    from .people import came_by, invited, labelled

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
    names = [invented_name(chance, n, invented) for n in range(20_000)]
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


# --- documents ---------------------------------------------------------------------------------------------------


def documents(room: Room, count: int, writer: Writer) -> Iterator[Told]:
    """Documents with their passages, names, claims and excerpts, from the earliest to today."""
    earlier: list[str] = []
    for number in range(count):
        told = document(room, number, room.today - timedelta(DAYS - number * DAYS // count), writer)
        if earlier and room.chance.random() < COPIES:
            original = room.chance.choice(earlier[-500:])
            reason = "the same sentences in the same order"
            values = {"kind": "cut", "containment": 0.8, "reason": reason, "shared": "[]"}
            writer.add(ev.Copy, document_id=told.id, original_id=original, **values)
        earlier.append(told.id)
        yield told
        if number % CHUNK == CHUNK - 1:
            writer.write()
    writer.write()


def document(room: Room, number: int, day: date, writer: Writer) -> Told:
    """One document."""
    chance, id = room.chance, hashed("document", number)
    label = room.drawn(room.labels, room.label_weights)
    names = list({one.key: one for one in (room.drawn(room.names, room.name_weights) for _ in range(6))}.values())
    private = f"{chance.choice(room.words[2000:])} {chance.choice(room.words[2000:])}".title()
    has_private = chance.random() < PRIVATE
    text, spans = "", []
    for n in range(chance.randint(*SENTENCES)):
        words = list(chance.choice(room.sentences))
        for at in range(0, len(words), 2):
            words[at] = room.drawn(room.words, room.weights)
        words.insert(1, private if has_private and n == 3 else names[n % len(names)].name)
        sentence = " ".join(words)
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + ("\n\n" if n % 4 == 3 else " ")
    outlet = f"Outlet {chance.randrange(OUTLETS)}"
    original = text.encode()
    offsets = packed(array("I", range(4 * len(spans))))
    received = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=number % 86400)
    writer.add(
        ev.Document, id=id, engine="synthetic", original=original, layer=None, encoding="utf-8", text=text, starts=offsets,
        ends=offsets, size=len(original), name=f"{number:06d}-{outlet}.txt", media_type="text/plain",
        title=text[: spans[0][1]][:120], authors="[]", url=None, language=chance.choice(("fr", "fr", "fr", "en")),
        published_earliest=day.isoformat(), published_latest=day.isoformat(), published_reason="metadata", source_name=outlet,
        source_kind="press", source_country=chance.choice(COUNTRIES), source_reliability=chance.choice("BCCF"), tlp="CLEAR",
        originator="", releasable_to="[]", is_default_marking=False, apart="[]", pages="[]", notes="[]", evidence_language="fr",
        evidence_notes="[]", credits="[]", facts="[]", is_doubled=False, words=len(text.split()),
        imprint_hashes=chance.randbytes(400), imprint_places=chance.randbytes(400), label_id=label,
        received=received.isoformat(sep=" ")[:19],
    )  # fmt: skip
    for n, (start, end) in enumerate(spans):
        kinds = {"kind": "sentence", "language": "fr", "paragraph": n // 4}
        writer.add(ev.Passage, document_id=id, position=n, start=start, end=end, **kinds)
        excerpt(writer, id, n, "passage", text, (start, end), None)
    for n, one in enumerate(names):
        entity(writer, id, n, one)
        writer.add(ev.Named, document_id=id, entity=one.key, identity=one.key, is_speaker=n < 2)
    if has_private:
        entity(writer, id, len(names), Name(private.lower(), "person", private, "", None), is_public=False)
        pseudonym = f"P-{1 + number % 9000:02d}"
        values = {"entity": private.lower(), "pseudonym": pseudonym, "forms": json.dumps([private])}
        writer.add(ev.Pseudonym, document_id=id, **values)
    for n in range(2):
        start, end = spans[n + 1]
        speaker = names[n % len(names)].key
        writer.add(
            ev.Claim, id=hashed("claim", number, n), document_id=id, position=n, text=text[start:end], start=start, end=end,
            original_start=start, original_end=end, rule="reported", confidence=0.8, speaker=speaker, speaker_kind="named",
            kind="reported", modality="asserted", cue="a dit", cue_span=None, speaker_span=None, via="[]",
        )  # fmt: skip
        excerpt(writer, id, len(spans) + n, "claim", text, (start, end), speaker)
    return Told(id, label, day, outlet, names, spans)


def excerpt(
    writer: Writer, document: str, position: int, kind: str, text: str, span: tuple[int, int], speaker: str | None
) -> None:
    """What can be found by searching."""
    start, end = span
    writer.add(
        ev.Excerpt, document_id=document, position=position, kind=kind, start=start, end=end, original_start=start,
        original_end=end, text=text[start:end], folded=" ".join(folded_words(text[start:end])), speaker=speaker,
        modality="asserted" if speaker else None,
    )  # fmt: skip


def entity(writer: Writer, document: str, position: int, name: Name, is_public: bool = True) -> None:
    """Something named in a document."""
    latitude, longitude = name.point or (None, None)
    writer.add(
        ev.Entity, document_id=document, position=position, key=name.key, kind=name.kind, name=name.name, aliases="[]",
        acronym=None, country=name.country or None, office="minister" if name.kind == "person" and is_public else None,
        is_public=is_public, geonames=None, latitude=latitude, longitude=longitude,
    )  # fmt: skip


# --- what holds over them ----------------------------------------------------------------------------------------


def findings(room: Room, told: list[Told], writer: Writer, seen_by: dict[int, frozenset[int]]) -> None:
    """Findings as told in each scope, with what became of them; identities; withdrawals; contradictions."""
    chance, scopes, views = room.chance, Counted(writer, seen_by), list(seen_by.values())
    first = 1 + (ev.Finding.objects.order_by("-id").values_list("id", flat=True).first() or 0)
    tellings: list[int] = []
    named: dict[str, tuple[Name, set[int], int]] = {}
    for number in range(int(len(told) * FINDINGS)):
        at = chance.randrange(len(told))
        near = told[max(0, at - 30) : at + 30]
        sources = list({one.id: one for one in chance.sample(near, min(len(near), chance.choice(TOLD_BY)))}.values())
        kind = chance.choices(("event", "figure", "link"), (48, 48, 4))[0]
        template = chance.choice(room.templates[kind])
        whole = frozenset(one.label for one in sources)
        fallen = chance.random() < WITHDRAWN
        place = next((one for one in sources[0].names if one.kind == "place"), None)
        about = f"{template['population']} {sources[0].names[0].key}"
        turn = room.turns[(sources[0].day - told[0].day).days * len(room.turns) // DAYS]
        for part, scope in scopes.tellings(whole, views):
            seen = [one for one in sources if one.label in part]
            body = body_of(template, number, seen, place, fallen)
            pk = first + len(tellings)
            tellings.append(scope)
            finding(writer, pk, scope, body, turn, place, about if kind == "figure" else "", fallen)
            writer.add(ev.Change, turn_id=turn, scope_id=scope, key=body["id"], what="new")
            if len(seen) > 1:
                writer.add(ev.Change, turn_id=turn, scope_id=scope, key=body["id"], what="confirmed")
        if number % CHUNK == CHUNK - 1:
            writer.write()
    for one in told:
        for name in one.names:
            _, labels, times = named.get(name.key, (name, set(), 0))
            named[name.key] = name, labels | {one.label}, times + 1
    for n, (key, (name, labels, times)) in enumerate(named.items()):
        for _, scope in scopes.tellings(frozenset(labels), views):
            values = {
                "kind": name.kind,
                "name": name.name,
                "folded": name.name.lower(),
                "names": json.dumps([name.name]),
            }
            values |= {"country": name.country, "reasons": "[]", "documents": times, "digest": hashed(key, scope)}
            writer.add(ev.Identity, key=key, scope_id=scope, **values)
        if n % CHUNK == CHUNK - 1:
            writer.write()
    for n in range(int(len(tellings) * AGAINST)):
        one = chance.randrange(len(tellings))
        body = {"id": hashed("against", n), "about": "number", "sides": [], "findings": []}
        values = {"key": body["id"], "about": "number", "digest": hashed(n), "body": json.dumps(body)}
        writer.add(ev.Against, id=100 + n, scope_id=tellings[one], **values)
        writer.add(ev.Against.findings.through, against_id=100 + n, finding_id=first + one)
    for one in chance.sample(told, int(len(told) * WITHDRAWN)):
        values = {"other": "", "says": "", "why": "cancelled", "by": "analyst", "at": one.day.isoformat()}
        writer.add(ev.Ruling, id=hashed("ruling", one.id), kind="withdraw", subject=one.id, **values)
    writer.write()


def body_of(
    template: dict[str, Any], number: int, seen: list[Told], place: Name | None, fallen: bool
) -> dict[str, Any]:
    """A finding of the story, told by other documents, on another day, of others."""
    supports = []
    for one in seen:
        start, end = one.sentences[number % len(one.sentences)]
        support = template["supports"][0] | {
            "piece": hashed("piece", number, one.id), "document": one.id, "start": start + 3, "end": end - 1,
            "text": template["supports"][0]["text"], "published": one.day.isoformat(), "said_by": one.names[0].name,
            "fall": {"kind": "withdrawn", "document": one.id, "why": "cancelled"} if fallen else None,
        }  # fmt: skip
        supports.append(support)
    pieces = [support["piece"] for support in supports]
    day = seen[0].day + timedelta(number % 40 - 20)
    is_dated = number % 4 != 0
    parts = [
        {"role": role, "text": name.name, "identity": name.key, "pieces": pieces}
        for role, name in zip(("agent", "theme", "with"), seen[0].names, strict=False)
    ]
    if template["kind"] == "link":
        parts = [one | {"role": role} for one, role in zip(parts, ("subject", "object"), strict=False)]
    return template | {
        "id": hashed("finding", number), "supports": supports, "participants": parts,
        "begins": day.isoformat() if is_dated else None, "ends": day.isoformat() if is_dated else None,
        "place": place.key if place else None, "place_name": place.name if place else "",
        "country": place.country if place else None, "sources": [one.id for one in seen],
        "independent_sources": [
            {"name": one.outlet, "documents": [one.id], "reasons": [], "says": "asserted", "reliability": "C"} for one in seen
        ],
        "grade": template["grade"] | {"credibility": 3 if len(seen) < 2 else 2, "asserting": len(seen)},
        "contradicts": [],
    }  # fmt: skip


def finding(
    writer: Writer, pk: int, scope: int, body: dict[str, Any], turn: int, place: Name | None, about: str, fallen: bool
) -> None:
    """One telling of a finding, with what it stands on and who takes part."""
    carried = len(body["independent_sources"])
    latitude, longitude = (place.point if place else None) or (None, None)
    weight = 10 * carried + WEIGHT.get(body["type"], 0) + 2 * bool(body["begins"])
    writer.add(
        ev.Finding, id=pk, key=body["id"], scope_id=scope, digest=hashed(body["id"], scope), kind=body["kind"], type=body["type"],
        status=body["status"], begins=body["begins"], ends=body["ends"], first=body["supports"][0]["published"],
        place=body["place"], place_name=body["place_name"], country=body["country"], latitude=latitude, longitude=longitude,
        low=body["low"], high=body["high"], about=hashed(about) if about else "", reliability="C",
        credibility=body["grade"]["credibility"], sources=carried, independent=carried, is_standing=not fallen,
        is_contradicted=pk % 50 == 0, weight=weight, turn=turn, body=json.dumps(body, ensure_ascii=False),
    )  # fmt: skip
    for position, one in enumerate(body["supports"]):
        writer.add(
            ev.Support, finding_id=pk, document_id=one["document"], piece=one["piece"], start=one["start"], end=one["end"],
            sentence_start=one["start"] - 3, sentence_end=one["end"] + 1, is_standing=not fallen, position=position,
        )  # fmt: skip
    for one in body["participants"]:
        seen = {"scope_id": scope, "is_standing": not fallen}
        writer.add(ev.Part, finding_id=pk, role=one["role"], identity=one["identity"], text=one["text"], **seen)


class Counted(Scopes):
    """Scopes numbered here and written with the rest."""

    def __init__(self, writer: Writer, views: dict[int, frozenset[int]]) -> None:
        super().__init__()
        self._writer, self._views = writer, views
        self._next = 1 + max(self._known.values(), default=0)

    def of(self, part: frozenset[int], whole: frozenset[int]) -> int:
        """The number of a scope, told to the views that see it."""
        if (part, whole) not in self._known:
            pk = self._known[part, whole] = self._next
            self._next += 1
            said = {"part": sorted(part), "whole": sorted(whole)}
            values = {name: json.dumps(labels) for name, labels in said.items()}
            self._writer.add(ev.Scope, id=pk, digest=digest(said), **values)
            for view, labels in self._views.items():
                if sees(labels, part, whole):
                    self._writer.add(ev.Seen, view_id=view, scope_id=pk)
        return self._known[part, whole]
