"""Texts of others: words in STIX as a document, with what is found in them on the characters where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import ahocorasick_rs

from ...extraction.imprint import imprint
from ...model import (
    Claim,
    ClaimKind,
    Document,
    Entity,
    Evidence,
    Link,
    Marking,
    Mention,
    Modality,
    PassageKind,
    Provenance,
    Source,
    SourceKind,
    SpeakerKind,
)
from ...reading import Received, clean
from ...reading.mapped import decoded
from ...reading.received import Dated
from ..content import SharedDocument
from .parsing import Note, Object, text, texts
from .vocabulary import credibility


@dataclass(slots=True)
class Text:
    """A document on its way in, and what is found in it. Its sender vouches for it: the confidence of each piece is 1."""

    document: Document
    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    at: int = 0

    def name(self, entities: dict[str, Entity]) -> None:
        """The mentions of some entities, whole words and the longest first; `named` are those that the text names."""
        words: dict[str, str] = {}
        for id, entity in entities.items():
            for word in (entity.name, *entity.aliases):
                words.setdefault(word, id)
        table = [word for word in words if word]
        if not table:
            return
        finder = ahocorasick_rs.AhoCorasick(table, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        said = self.document.text
        for which, start, end in finder.find_matches_as_indexes(said):
            if said[start - 1 : start].isalnum() or said[end : end + 1].isalnum():
                continue
            id = words[table[which]]
            self.named.add(id)
            entity = self.add(entities[id])
            self.mentions.append(Mention(**self.where(start, end, "stix.name"), kind=entity.kind, entity=entity.id))

    def claim(self, author: Entity | None, title: str) -> None:
        """Each sentence as a claim of its author, or of the document where nobody is named; its title is nobody's."""
        speaker = self.add(author).id if author else "document"
        kind = SpeakerKind.NAMED if author else SpeakerKind.DOCUMENT
        for passage in self.document.passages:
            said = self.document.text[passage.start : passage.end]
            if passage.kind is PassageKind.HEADING or said == title:
                continue
            where = self.where(passage.start, passage.end, "stix.note")
            how = ClaimKind.DIRECT if author else ClaimKind.OWN_VOICE
            self.claims.append(Claim(**where, speaker=speaker, speaker_kind=kind, kind=how, modality=Modality.ASSERTED))

    def link(self, line: str, type: str, subject: str, object: str) -> None:
        """A link on its line; lines are looked for in their order."""
        start = self.document.text.find(line, self.at)
        if start < 0:
            return
        self.at = start + len(line)
        self.links.append(
            Link(**self.where(start, self.at, "stix.relationship"), type=type, subject=subject, object=object)
        )

    def add(self, entity: Entity) -> Entity:
        """An entity of this document, as it stands there."""
        return self.entities.setdefault(entity.id, entity)

    def entity_or_words(self, entity: Entity | None, words: str) -> str:
        """The id of an entity, or the words where there is none."""
        return self.add(entity).id if entity else words

    def where(self, start: int, end: int, rule: str) -> dict[str, Any]:
        """What every piece carries."""
        document = self.document
        found = {"document": document.id, "text": document.text[start:end], "start": start, "end": end}
        return found | {"original": document.original_span(start, end), "rule": rule, "confidence": 1.0}

    def shared(self) -> SharedDocument:
        """The document with its evidence."""
        document = self.document
        provenance = Provenance(
            document.name,
            document.title,
            document.url,
            document.published,
            document.source,
            document.language,
            imprint=imprint(document.text),
        )
        evidence = Evidence(
            document.id,
            document.language,
            self.entities,
            mentions=tuple(self.mentions),
            claims=tuple(self.claims),
            links=tuple(self.links),
            provenance=provenance,
        )
        return SharedDocument(document, evidence, origin=document.id, is_whole=True)


def received(row: Object, words: str, title: str, sender: Object | None, marking: Marking, note: Note) -> Text | None:
    """Words as a document that says where it comes from; None where there are no words."""
    data = words.encode()
    name, url = reference(row)
    publisher = " ".join((text(sender, "name") if sender else name).split())
    made = clean.document(
        Received(
            data,
            data,
            decoded(data, "utf-8"),
            name=row["id"],
            title=title,
            authors=tuple(texts(row, "authors")),
            url=url,
            language=text(row, "lang") or None,
            dated=tuple(dated(row)),
            source=Source(publisher, SourceKind.PARTNER) if publisher else None,
            keeps_lines=True,
        )
    )
    if not made.text.strip():
        return None
    return Text(replace(made, marking=marking, notes=(*made.notes, *said_of(row))))


def reference(row: Object) -> tuple[str, str | None]:
    """The name and address of what an object refers to first."""
    rows = row.get("external_references")
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    url = text(first, "url")
    return text(first, "source_name"), url if url.startswith(("https://", "http://")) else None


def dated(row: Object) -> Iterable[Dated]:
    """The day on which an object says that it was published, or made."""
    for name, reason in (
        ("published", "its sender says that it was published then"),
        ("created", "its sender made it then"),
    ):
        try:
            yield Dated(date.fromisoformat(text(row, name)[:10]), reason)
        except ValueError:
            continue
        return


def said_of(row: Object) -> list[str]:
    """What the sender says of an object as a whole, in words."""
    sure = row.get("confidence")
    found = []
    if isinstance(sure, int) and not isinstance(sure, bool) and 0 <= sure <= 100:
        found.append(f"its sender's confidence is {sure} of 100: credibility {credibility(sure)} in the Admiralty code")
    if labels := texts(row, "labels"):
        found.append(f"its sender labels it: {', '.join(labels)[:500]}")
    return found
