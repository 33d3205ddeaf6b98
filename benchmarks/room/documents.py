"""Documents of a measured room: sentences of the story with other words and names, from the earliest to today."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from recoupe.query import folded_words
from recoupe.room.evidence import models as ev
from recoupe.room.evidence.packing import packed

from .materials import CHUNK, COUNTRIES, DAYS, Name, Room, Told, Writer, hashed

OUTLETS = 200
SENTENCES = (6, 20)
PRIVATE, COPIES = 0.2, 0.1


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
