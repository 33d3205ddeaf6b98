"""Excerpts: a document as it may leave: the whole text or some sentences of it, masked, with the evidence that stands in them.

The excerpt is a document of its own: its text is what leaves and nothing else, its offsets count in that text, and its bytes are
the record that passes, so that its id is a hash of what the recipient holds. Names of private persons become roles, handles and
mailboxes go, sources that may not be named become "a source of ...", and with them goes all that tells of either.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..identifiers import piece_id
from ..model import (
    Claim,
    Document,
    Entity,
    EntityKind,
    Event,
    Evidence,
    Figure,
    Imprint,
    Link,
    Marking,
    Mention,
    OffsetMap,
    Passage,
    Piece,
    Provenance,
    Published,
    Source,
    SourceKind,
    Span,
    document_id,
    plain,
)
from .content import SharedDocument
from .masking import Masking

MEDIA_TYPE = "application/vnd.recoupe.document+json"
GAP = "\n[…]\n"
PUBLIC_SOURCES = frozenset({SourceKind.PRESS, SourceKind.AGENCY, SourceKind.OFFICIAL, SourceKind.FORUM})
"""What publishes openly: it is named to a partner, and the imprint of its whole text passes, so that copies show over there."""

SAID_BY_SENDER = "its sender says so"
QUOTED = re.compile("'(.+?)'(?= |$)")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

AnyPiece = TypeVar("AnyPiece", bound=Piece)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to leave of a document: the pieces chosen, or all of it, for whom (`salt`: a secret of sender and recipient).

    `private` are the names of each private person by entity id, `others` words that are also parts of other names; `marking` is
    how it is marked for the recipient, `called` whose source it is where that may not be named ("Sûreté (BE)").
    """

    marking: Marking
    called: str
    role: Callable[[str], str]
    private: Mapping[str, Collection[str]]
    others: Collection[str] = ()
    pieces: Collection[str] | None = None


def excerpt(document: Document, evidence: Evidence, wish: Wish) -> SharedDocument:
    """A document as it may leave; with `wish.pieces` only the sentences in which those stand."""
    masking = Masking.of({wish.role(id): set(names) for id, names in wish.private.items()}, set(wish.others))
    ids = {piece: piece_id(piece) for piece in pieces(evidence)}
    chosen = [piece for piece, id in ids.items() if wish.pieces is None or id in wish.pieces]
    is_whole = wish.pieces is None
    kept = [(0, len(document.text))] if is_whole else stretches(document, chosen)
    cut = Cut(document.text, kept, masking)
    known = evidence.provenance
    is_public = document.source is not None and document.source.kind in PUBLIC_SOURCES
    source = document.source if is_public else hidden(document, wish)
    entities = {
        renamed(key, wish): as_told(role_of(key, entity, wish), None if is_whole else cut.text)
        for key, entity in evidence.entities.items()
    }
    passages = tuple(
        replace(passage, start=at[0], end=at[1])
        for passage in document.passages
        if (at := cut.span(passage.start, passage.end))
    )
    about: dict[str, Any] = {
        "name": "",
        "title": clean(masking.text(document.title)) if is_public or is_whole else "",
        "url": clean(masking.address(document.url)) if document.url and is_public else None,
        "language": document.language,
        "published": dated(document.published, cut.text, is_public),
        "source": source,
        "passages": passages,
    }
    rewriting = Rewriting(document, cut, wish, masking)
    made = rewriting.document(about, marking=wish.marking)
    new: dict[str, list[Any]] = {field: [] for field in LISTS}
    origins: dict[str, str] = {}
    for field in LISTS:
        for piece in getattr(evidence, field):
            id = ids.get(piece, "")  # none of mentions and times, which go along with the words that they stand on
            is_asked = wish.pieces is None or not id or id in wish.pieces
            if is_asked and (told := rewriting.piece(piece, made)):
                new[field].append(told)
                if id:
                    origins[piece_id(told)] = id
    used = set(named(new))
    provenance = Provenance(
        name=made.name,
        title=made.title,
        url=made.url,
        published=made.published,
        source=made.source,
        language=made.language,
        credits=tuple(clean(masking.text(credit)) for credit in known.credits) if is_public else (),
        is_doubled=known.is_doubled,
        origin=known.origin or document.id,
        imprint=moved(known.imprint, cut) if is_public else Imprint(),
    )
    told_evidence = Evidence(
        made.id,
        evidence.language,
        {key: entity for key, entity in entities.items() if key in used},
        **{field: tuple(rows) for field, rows in new.items()},
        provenance=provenance,
    )
    return SharedDocument(made, told_evidence, provenance.origin, origins, is_whole)


ABOUT = ("name", "title", "url", "language", "published", "source", "passages")
"""What an excerpt's bytes say beside its text and whose reading it is."""
LISTS = ("mentions", "times", "figures", "claims", "events", "links")


def pieces(evidence: Evidence) -> Iterable[Piece]:
    """The pieces that may be chosen."""
    return (*evidence.figures, *evidence.claims, *evidence.events, *evidence.links)


def stretches(document: Document, chosen: Iterable[Piece]) -> list[Span]:
    """The sentences that pieces stand in, with all that they are told by, in order; those that touch are one."""
    starts = [passage.start for passage in document.passages]
    found: set[int] = set()
    loose: list[Span] = []
    for piece in chosen:
        for start, end in spans(piece):
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1)) - 1
            found.update(range(max(first, 0), last + 1))
            if first < 0:
                loose.append((start, end))
    rows = sorted([*((document.passages[n].start, document.passages[n].end) for n in found), *loose])
    made: list[Span] = []
    for start, end in rows:
        if made and not document.text[made[-1][1] : start].strip():
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((start, end))
    return made


def spans(piece: Piece) -> Iterable[Span]:
    """Where all that a piece says stands: itself, who takes part, its details, its cue and speaker."""
    yield piece.start, piece.end
    if isinstance(piece, Event):
        yield from piece.spans
        yield from ((part.start, part.end) for part in piece.participants)
        yield from ((detail.start, detail.end) for detail in piece.details)
    if isinstance(piece, Claim):
        yield from (span for span in (piece.cue_span, piece.speaker_span) if span)


class Cut:
    """A text of which some stretches are kept, masked: `text`, and where a stretch of the whole stands in it."""

    def __init__(self, whole: str, kept: list[Span], masking: Masking) -> None:
        self.kept = kept
        parts: list[str] = []
        # For each character of the whole text that is kept the first that stands for it, and the first after it.
        self._first: dict[int, array[int]] = {}
        self._after: dict[int, array[int]] = {}
        at = 0
        for number, (start, end) in enumerate(kept):
            if number:
                parts.append(GAP)
                at += len(GAP)
            told, firsts, afters = masking.mapped(whole[start:end])
            parts.append(told)
            self._first[start] = array("I", [at + one for one in firsts])
            self._after[start] = array("I", [at + one for one in afters])
            at += len(told)
        self.text = clean("".join(parts))
        self._starts = [start for start, _ in kept]

    def span(self, start: int, end: int) -> Span | None:
        """Where a stretch of the whole text stands; None where it is not all kept."""
        home = bisect_right(self._starts, start) - 1
        if home < 0 or end > self.kept[home][1] or start >= end:
            return None
        base = self.kept[home][0]
        return self._first[base][start - base], self._after[base][end - base - 1]

    def place(self, offset: int) -> int:
        """Where an offset of the whole text stands; the nearest before it where it is not kept."""
        home = max(bisect_right(self._starts, offset) - 1, 0)
        if not self.kept:
            return 0
        base, end = self.kept[home]
        return self._first[base][min(max(offset, base), end - 1) - base] if end > base else 0


def moved(imprint: Imprint, cut: Cut) -> Imprint:
    """The imprint of the whole text, its places as near as the excerpt has them."""
    return Imprint(imprint.words, imprint.hashes, array("I", [cut.place(at) for at in imprint.places]))


def hidden(document: Document, wish: Wish) -> Source:
    """A source that may not be named: two texts of one still count as one over there, for it keeps its number."""
    source = document.source
    number = wish.role(f"source {source.name}" if source else f"source of {document.id}").removeprefix("P-")
    return Source(
        f"{wish.called} · n° {number}",
        SourceKind.PARTNER,
        source.country if source else None,
        source.reliability if source else "F",
    )


def renamed(key: str, wish: Wish) -> str:
    """The id of an entity as it leaves."""
    return wish.role(key) if key in wish.private else key


def role_of(key: str, entity: Entity, wish: Wish) -> Entity:
    """An entity as it leaves: a private person is a role, of whom nothing is said but that."""
    if key not in wish.private:
        return entity
    name = wish.role(key)
    return Entity(name, EntityKind.ROLE, name)


def as_told(entity: Entity, text: str | None) -> Entity:
    """An entity as it leaves with some sentences: what it is called or holds elsewhere in the text stays; all leaves with None."""
    name, aliases = clean(entity.name), tuple(clean(one) for one in entity.aliases)
    if text is None:
        return replace(entity, name=name, aliases=aliases)

    def stands(words: str) -> bool:
        return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None

    return replace(
        entity,
        name=name,
        aliases=tuple(one for one in aliases if stands(one)),
        acronym=entity.acronym if entity.acronym and stands(entity.acronym) else None,
        office=entity.office if entity.office and stands(entity.office) else None,
    )


def dated(published: Published, text: str, is_public: bool) -> Published:
    """When a text was published, as it leaves: what says so is named where it leaves too."""
    if not published.is_known:
        return published
    quoted = QUOTED.findall(published.reason)
    is_told = is_public and all(words in text for words in quoted)
    return replace(published, reason=clean(published.reason) if is_told else SAID_BY_SENDER)


def clean(text: str) -> str:
    """A text without the signs that no message may hold (see `recoupe.exchange.bundles.strict.printable`), of the same length."""
    return UNPRINTABLE.sub(" ", text)


def named(rows: Mapping[str, Iterable[Any]]) -> Iterable[str]:
    """The entities that pieces speak of."""
    for some in rows.values():
        for piece in some:
            for field in ("entity", "speaker", "place", "subject", "object"):
                if value := getattr(piece, field, None):
                    yield value
            yield from getattr(piece, "via", ())
            yield from (part.entity for part in getattr(piece, "participants", ()) if part.entity)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What turns pieces of the whole text into pieces of the excerpt."""

    whole: Document
    cut: Cut
    wish: Wish
    masking: Masking

    def document(self, about: dict[str, Any], marking: Marking) -> Document:
        """The excerpt as a document; its bytes are the record that leaves."""
        return document_of(self.cut.text, about, marking, self.wish.called)

    def piece(self, piece: AnyPiece, made: Document) -> AnyPiece | None:
        """A piece as it stands in the excerpt; None where some of its words are not in it."""
        at = self.cut.span(piece.start, piece.end)
        if at is None:
            return None
        start, end = at
        changed: dict[str, Any] = {
            "document": made.id,
            "start": start,
            "end": end,
            "text": made.text[start:end],
            "original": made.original_span(start, end),
        }
        if isinstance(piece, Event):
            changed |= {
                "participants": self._below(piece.participants, made),
                "details": self._below(piece.details, made),
                "spans": tuple(one for span in piece.spans if (one := self.cut.span(*span))),
                "place": self._id(piece.place),
            }
        if isinstance(piece, Claim):
            for name in ("cue_span", "speaker_span"):
                span = getattr(piece, name)
                changed[name] = self.cut.span(*span) if span else None
            changed |= {
                "cue": clean(self.masking.text(piece.cue)),
                "via": tuple(self._words(name) for name in piece.via),
            }
        if isinstance(piece, (Event, Figure, Claim)) and piece.speaker is not None:
            changed["speaker"] = self._words(piece.speaker)
        if isinstance(piece, Figure) and piece.population:
            changed["population"] = clean(self.masking.text(piece.population))
        if isinstance(piece, Link):
            changed |= {"subject": self._words(piece.subject), "object": self._words(piece.object)}
        if isinstance(piece, Mention):
            changed["entity"] = self._id(piece.entity)
            if piece.entity in self.wish.private:
                changed["kind"] = EntityKind.ROLE
        return replace(piece, **changed)

    def _id(self, key: str | None) -> str | None:
        return renamed(key, self.wish) if key else key

    def _words(self, name: str) -> str:
        return renamed(name, self.wish) if name in self.wish.private else clean(self.masking.text(name))

    def _below(self, rows: Iterable[Any], made: Document) -> tuple[Any, ...]:
        found = []
        for row in rows:
            if at := self.cut.span(row.start, row.end):
                changed = {"start": at[0], "end": at[1], "text": made.text[at[0] : at[1]]}
                if hasattr(row, "entity"):
                    changed["entity"] = self._id(row.entity)
                elif row.value:
                    changed["value"] = clean(self.masking.text(row.value))
                found.append(replace(row, **changed))
        return tuple(found)


def document_of(text: str, about: Mapping[str, Any], marking: Marking, sender: str) -> Document:
    """A document from what passes of it. Its bytes are the canonical record of all but its marking, which may be changed later."""
    record = plain({"text": text, "sender": sender, **about})
    original = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", errors="surrogatepass"
    )
    layer = text.encode("utf-8", errors="surrogatepass")
    passages: tuple[Passage, ...] = about["passages"]
    return Document(
        id=document_id(original),
        original=original,
        text=text,
        offsets=offsets_of(text),
        layer=layer,
        media_type=MEDIA_TYPE,
        marking=marking,
        passages=passages,
        **{name: value for name, value in about.items() if name != "passages"},
    )


def sender_of(document: Document) -> str:
    """Whose reading an excerpt is, as its bytes say; nobody's of a document that is none."""
    return sender_in(document.original) if document.media_type == MEDIA_TYPE else ""


def sender_in(original: bytes) -> str:
    """Whose reading an excerpt is, by its bytes; nobody's where they are none of an excerpt."""
    try:
        return str(json.loads(original)["sender"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def offsets_of(text: str) -> OffsetMap:
    """The map of a text whose layer is its own UTF-8."""
    starts, ends, at = array("I"), array("I"), 0
    for character in text:
        starts.append(at)
        at += len(character.encode("utf-8", errors="surrogatepass"))
        ends.append(at)
    return OffsetMap(starts, ends)
