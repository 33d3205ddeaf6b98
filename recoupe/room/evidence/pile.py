"""Pile: what is kept in memory of all documents while their findings are worked out, and who of them is masked."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from ...crosscheck.findings import Findings
from ...crosscheck.model import Identity
from ...exchange.masking import Masking, parts
from ...identifiers import piece_id
from ...model import ClaimKind, Document, EntityKind, Evidence
from . import models
from .masks import masking

BATCH = 500
Row = TypeVar("Row")


@dataclass
class Pile:
    """What is kept of all documents while it is worked out: labels, sentences of pieces, names of persons."""

    findings: Findings
    labels: dict[str, int] = field(default_factory=dict)
    sentences: dict[str, tuple[int, int]] = field(default_factory=dict)
    persons: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    named: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    speakers: set[tuple[str, str]] = field(default_factory=set)
    masks: dict[str, Masking] = field(default_factory=dict)

    def take(self, document: Document, evidence: Evidence) -> None:
        """Take in one document."""
        self.findings.take(evidence)
        starts = [passage.start for passage in document.passages]
        for piece in (*evidence.events, *evidence.figures, *evidence.links):
            at = bisect_right(starts, piece.start) - 1
            passage = document.passages[at] if at >= 0 else None
            whole = (passage.start, passage.end) if passage else (piece.start, piece.end)
            self.sentences[piece_id(piece)] = whole
        for key, entity in evidence.entities.items():
            called = {form for form in (entity.id, entity.name, *entity.aliases) if form}
            self.named[document.id, key] = entity.name
            if entity.kind is EntityKind.PERSON and not entity.is_public:
                self.persons[document.id, key] = called
            else:
                self.others[document.id] |= parts(called)
            if entity.latitude is not None and entity.longitude is not None:
                self.places[document.id, key] = entity.latitude, entity.longitude
        self.speakers |= {
            (document.id, claim.speaker) for claim in evidence.claims if claim.kind is not ClaimKind.OWN_VOICE
        }
        for mention in evidence.mentions:
            if (document.id, mention.entity) in self.persons:
                self.persons[document.id, mention.entity].add(mention.text)


def names_of_private_persons(pile: Pile) -> None:
    """Give each private person a number that stays, and make what masks their names."""
    identities = pile.findings.identities
    known: dict[tuple[str, str], str] = {
        (row.document_id, row.entity): row.pseudonym for row in models.Pseudonym.objects.all().iterator()
    }
    last = max((int(name[2:]) for name in known.values()), default=0)
    wanted: list[models.Pseudonym] = []
    by_document: dict[str, dict[str, set[str]]] = defaultdict(dict)
    by_identity: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for document, entity in sorted(pile.persons):
        identity = identity_of(pile, document, entity)
        if identity is None or not identity.is_public:
            by_identity[identity.id if identity else f"{document} {entity}"].append((document, entity))
        else:
            pile.others[document] |= parts(pile.persons[document, entity])
    for members in by_identity.values():
        given = sorted({known[member] for member in members if member in known})
        if not given:
            last += 1
        pseudonym = given[0] if given else f"P-{last:02d}"
        for document, entity in members:
            called = by_document[document].setdefault(pseudonym, set())
            called |= pile.persons[document, entity]
            wanted.append(
                models.Pseudonym(
                    document_id=document,
                    entity=entity,
                    pseudonym=pseudonym,
                    forms=sorted(pile.persons[document, entity]),
                )
            )
    pile.masks = {document: masking(private, pile.others[document]) for document, private in by_document.items()}
    named = [
        models.Named(
            document_id=member.document,
            entity=member.entity,
            identity=identity.id[:300],
            is_speaker=(member.document, member.entity) in pile.speakers,
        )
        for identity in identities.by_id.values()
        if identity.kind is not EntityKind.PERSON or identity.is_public
        for member in identity.members
    ]
    exchanged(models.Pseudonym, wanted, ("document_id", "entity", "pseudonym", "forms"))
    exchanged(models.Named, named, ("document_id", "entity", "identity", "is_speaker"))


def identity_of(pile: Pile, document: str, entity: str) -> Identity | None:
    """The identity of an entity of a document."""
    try:
        key = pile.findings.identities.of(document, entity)
    except KeyError:
        return None
    return pile.findings.identities.by_id.get(key)


def exchanged(table: Any, rows: Iterable[Any], columns: tuple[str, ...]) -> None:
    """Make a table hold just these rows, writing only what differs."""

    def said(row: Any) -> tuple[str, ...]:
        return tuple(str(getattr(row, column)) for column in columns)

    wanted = {said(row): row for row in rows}
    gone = [row.pk for row in table.objects.all().iterator() if wanted.pop(said(row), None) is None]
    for some in chunks(gone):
        table.objects.filter(pk__in=some).delete()
    table.objects.bulk_create(wanted.values(), batch_size=BATCH)


def chunks(rows: Iterable[Row], size: int = BATCH) -> Iterator[list[Row]]:
    """A few at a time."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some
