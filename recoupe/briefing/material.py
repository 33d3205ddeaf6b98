"""Material: documents with their evidence, as the sections of a brief draw on them; it numbers the citations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..crosscheck.findings import Findings
from ..crosscheck.model import Contradiction, Copy, CopyKind, Finding
from ..exchange.content import strictest as of_all
from ..exchange.masking import Masking
from ..extraction.gazetteer import organisation_by_name
from ..identifiers import piece_id
from ..model import (
    Claim,
    Document,
    Entity,
    EntityKind,
    Event,
    Evidence,
    Figure,
    Link,
    Marking,
    Passage,
    PassageKind,
    Piece,
    Tlp,
)
from .model import Citation, Run
from .wording import Words

WORD = re.compile(r"\w+")
MOST_TITLE = 60
MOSTLY = 0.6  # the share of a passage from which it is another's
Told = Event | Figure | Link
OPENING, CLOSING = '«“"', '»”"'
INNER = re.compile(r"«([^«»]*)»")


def folded(text: str) -> str:
    """A text without case and accents, for comparing."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Read:
    """One document with its evidence and its place in the brief; `copies` are others that say the same, word for word."""

    document: Document
    evidence: Evidence
    number: int
    copies: tuple[Document, ...] = ()

    def passage_at(self, offset: int) -> int | None:
        """The index of the passage in which a clean offset stands."""
        passages = self.document.passages
        low, high = 0, len(passages)
        while low < high:
            middle = (low + high) // 2
            if passages[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low if low < len(passages) and passages[low].start <= offset else None

    def passage(self, offset: int) -> Passage | None:
        """The passage in which a clean offset stands."""
        index = self.passage_at(offset)
        return None if index is None else self.document.passages[index]

    def sentence(self, offset: int) -> str:
        """The text of the passage in which a clean offset stands."""
        passage = self.passage(offset)
        return self.document.text[passage.start : passage.end] if passage else ""


class Material:
    """All that was read, narrowed to what the brief is about; it hands out citation numbers as lines ask for them."""

    def __init__(
        self,
        pairs: Iterable[tuple[Document, Evidence]],
        findings: Findings,
        words: Words,
        about: str | None,
        since: date | None,
        until: date | None,
    ) -> None:
        self.words = words
        self.about = folded(about).split() if about else []
        self.since, self.until = since, until
        self.findings = findings
        self.read = once(sorted(pairs, key=lambda pair: pair[0].id in findings.withdrawn))
        self.copies, self._repeated = repeated(self.read, findings.copies)
        self._read_of = {id: one for one in self.read for id in (one.document.id, *(copy.id for copy in one.copies))}
        self._pieces: dict[str, tuple[Read, Told]] = {
            piece_id(piece): (one, piece) for one in self.read for piece in told_in(one.evidence)
        }
        held = self._findings = {finding.id: finding for finding in findings.findings}
        self._against: dict[str, list[Contradiction]] = {}
        for contradiction in findings.contradictions:
            counted = {held[id].about[2] for id in contradiction.findings if held[id].about[:1] == ("event",)}
            for id in (*contradiction.findings, *sorted(counted)):
                self._against.setdefault(id, []).append(contradiction)
        self.masking = Masking([one.evidence for one in self.read])
        self.citations: list[Citation] = []
        self._numbers: dict[tuple[str, int], int] = {}
        days = [d for one in self.read for d in (one.document.published.earliest, one.document.published.latest) if d]
        self.latest = max(days, default=None)
        self.first = min(days, default=None)

    # --- what belongs in the brief ---

    def concerns(self, one: Read, piece: Piece) -> bool:
        """Whether a piece stands, is about what the brief is about, within its period, and no copy of what another says."""
        return self.tells(one, piece.start) and self.is_within(one, piece)

    def is_fallen(self, one: Read, offset: int) -> bool:
        """Whether what stands at an offset was withdrawn with its document or with the one that it is taken from."""
        return self.findings.fall(one.document.id, offset, offset + 1) is not None

    def is_repeated(self, one: Read, offset: int) -> bool:
        """Whether the sentence stands word for word in the document of which this one is a copy."""
        passage = one.passage_at(offset)
        return passage is not None and passage in self._repeated.get(one.document.id, ())

    def tells(self, one: Read, offset: int) -> bool:
        """Whether what stands at an offset still stands, is about what the brief is about, and is no copy."""
        return not self.is_repeated(one, offset) and not self.is_fallen(one, offset) and self.is_about(one, offset)

    def is_about(self, one: Read, offset: int) -> bool:
        """Whether the sentence, or a name in it under any of its aliases, holds all the words asked for."""
        if not self.about:
            return True
        passage = one.passage(offset)
        if passage is None:
            return False
        named = {m.entity for m in one.evidence.mentions if passage.start <= m.start < passage.end}
        told = " ".join(
            [one.document.text[passage.start : passage.end], one.document.title]
            + [
                " ".join((e.name, self.words.entity(e), *e.aliases))
                for key in named
                if (e := one.evidence.entities.get(key))
            ]
        )
        text = folded(told)
        return all(word in text for word in self.about)

    def is_within(self, one: Read, piece: Piece) -> bool:
        """Whether an event happens, or a document is published, in the period asked for; what is undated is kept."""
        if not (self.since or self.until):
            return True
        first = last = None
        if isinstance(piece, Event):
            first = date.fromisoformat(piece.begins) if piece.begins else None
            last = date.fromisoformat(piece.ends) if piece.ends else None
        if first is None and last is None:
            first, last = one.document.published.earliest, one.document.published.latest
        after = self.since is None or (last or first or self.since) >= self.since
        before = self.until is None or (first or last or self.until) <= self.until
        return after and before

    def tellings_of(self, finding: Finding, *, standing: bool = True) -> list[tuple[Read, Told]]:
        """The pieces of a finding that belong in the brief, standing or fallen; none that only repeats another."""
        rows = [
            self._pieces[s.piece] for s in finding.supports if s.is_standing is standing and s.piece in self._pieces
        ]
        families = self.findings.state.families
        told: set[str] = set()
        kept = []
        for one, piece in sorted(rows, key=lambda row: families[row[0].document.id] != row[0].document.id):
            family = families[one.document.id]
            is_copy = family != one.document.id
            if (is_copy and family in told) or self.is_repeated(one, piece.start):
                continue
            if self.is_about(one, piece.start) and self.is_within(one, piece):
                told.add(family)
                kept.append((one, piece))
        return kept

    def tellings(self, finding: Finding, *, standing: bool = True) -> list[tuple[Read, Event]]:
        """The same, of a finding that is an event."""
        rows = self.tellings_of(finding, standing=standing)
        return [(one, piece) for one, piece in rows if isinstance(piece, Event)]

    def telling(self, piece: str) -> tuple[Read, Told] | None:
        """A piece of evidence by its identifier, with its document."""
        return self._pieces.get(piece)

    def finding(self, piece: Piece) -> Finding | None:
        """The finding to which a piece of evidence belongs."""
        return self.findings.of(piece_id(piece))

    def finding_by_id(self, id: str) -> Finding | None:
        """A finding by its identifier."""
        return self._findings.get(id)

    def against(self, finding: Finding) -> Sequence[Contradiction]:
        """The contradictions in which a finding stands, and those of the numbers that count an event."""
        return self._against.get(finding.id, ())

    def stands(self, piece: Piece) -> bool:
        """Whether a piece that findings are made of still stands."""
        finding = self.finding(piece)
        id = piece_id(piece)
        return finding is None or any(s.piece == id and s.is_standing for s in finding.supports)

    def read_of(self, document: str) -> Read | None:
        """A document of the brief by its id; the first of those with the same words."""
        return self._read_of.get(document)

    def claims(self) -> list[tuple[Read, Claim]]:
        """The claims that belong in the brief."""
        return [
            (one, claim)
            for one in self.read
            for claim in one.evidence.claims
            if self.concerns(one, claim) and not self.is_echo(one, claim)
        ]

    def is_echo(self, one: Read, piece: Piece) -> bool:
        """Whether a piece stands in a passage that its document has from another, in much the same words or in translation."""
        for copy in self.copies.get(one.document.id, ()):
            if copy.kind is CopyKind.TRANSLATED and copy.containment >= MOSTLY:
                return True
            spans = (shared.copy for shared in copy.shared)
            held = sum(max(0, min(last, piece.end) - max(first, piece.start)) for first, last in spans)
            if held >= MOSTLY * (piece.end - piece.start):
                return True
        return False

    def figures(self) -> list[tuple[Read, Figure]]:
        """The figures that belong in the brief."""
        rows = [(one, figure) for one in self.read for figure in one.evidence.figures if self.concerns(one, figure)]
        return [(one, figure) for one, figure in rows if self.stands(figure)]

    # --- citing and naming ---

    def cite(self, one: Read, *offsets: int) -> tuple[int, ...]:
        """The numbers of the sentences in which the offsets stand, new ones where they were not cited yet."""
        found = []
        for offset in offsets:
            index = one.passage_at(offset)
            if index is not None:
                found.append(self._numbered(one, index))
        return tuple(dict.fromkeys(found))

    def cite_span(self, one: Read, start: int, end: int) -> tuple[int, ...]:
        """The numbers of all the sentences that a span touches, four at the most."""
        first, last = one.passage_at(start), one.passage_at(max(start, end - 1))
        if first is None:
            return ()
        return tuple(
            self._numbered(one, index)
            for index in range(first, min(last if last is not None else first, first + 3) + 1)
        )

    def _numbered(self, one: Read, index: int) -> int:
        key = one.document.id, index
        if key not in self._numbers:
            passage = one.document.passages[index]
            document = one.document
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(
                Citation(
                    len(self.citations) + 1,
                    document.id,
                    passage.start,
                    passage.end,
                    document.original_span(passage.start, passage.end),
                    self.masking.text(document.text[passage.start : passage.end]),
                    index,
                    document.page(passage.start),
                )
            )
        return self._numbers[key]

    def entity(self, one: Read, key: str) -> Entity | None:
        """An entity of a document by its id."""
        return one.evidence.entities.get(key)

    def named(self, one: Read, key: str | None, text: str) -> list[Run]:
        """What takes part in something, in the brief's words: an entity's name, else the document's own words."""
        entity = one.evidence.entities.get(key) if key else None
        is_many = entity is not None and entity.kind is EntityKind.OFFICE and entity.country is None
        if entity and entity.kind not in (EntityKind.GROUP, EntityKind.ROLE) and not is_many:
            is_foreign = one.document.language != self.words.language and is_described(entity)
            country = f" ({self.words.country(entity.country)})" if is_foreign and entity.country else ""
            return [self.own_words(one, entity.name), Run(country)] if is_foreign else [Run(self.name(entity))]
        return [self.own_words(one, text)]

    def name(self, entity: Entity) -> str:
        """What an entity is called; a private person is a number."""
        if entity.kind is EntityKind.PERSON and not entity.is_public:
            code = self.masking.pseudonyms.get(entity.id)
            return self.words.say("unnamed_person", code=code) if code else entity.name
        return self.masking.text(self.words.entity(entity)) if entity.kind is not EntityKind.PERSON else entity.name

    def own_words(self, one: Read, text: str) -> Run:
        """A document's own words: as they are in its own language, as a quotation in another."""
        language = one.document.language
        text = self.masking.text(" ".join(text.split()))
        if language == self.words.language:
            return Run(text)
        return Run(self.words.quoted(text), "quote", language)

    def quote(self, one: Read, text: str) -> Run:
        """A quotation in this brief's quotation marks, its language said where it is another."""
        language = one.document.language
        text = self.masking.text(" ".join(text.split())).strip()
        if text[:1] in OPENING and text[-1:] in CLOSING:
            text = text[1:-1].strip()
        # A quotation inside this one takes the other marks.
        text = INNER.sub(lambda m: f"“{m[1].strip()}”", text)
        if text.count("«") != text.count("»"):
            text = text.replace("« ", "").replace(" »", "").strip("«» ")
        return Run(self.words.quoted(text), "quote", language if language != self.words.language else None)

    def outlet(self, one: Read) -> str:
        """Who publishes a document; where that is not known, the document by its title, else by its name."""
        document = one.document
        if document.source:
            return self.masking.text(document.source.name)
        if document.title:
            return self.words.quoted(shortened(self.masking.text(document.title), MOST_TITLE))
        name = document.name.rpartition("/")[2]
        return self.masking.address(name) if name else self.words.say("unknown_source")

    def unnamed(self, one: Read, speaker: str) -> Run:
        """Someone unnamed in the document's own words, with its capitals ("une analyste de l'OCAM")."""
        told = speaker.removeprefix("unnamed: ")
        for claim in one.evidence.claims:
            if claim.speaker == speaker and claim.speaker_span:
                said = one.document.text[slice(*claim.speaker_span)]
                if folded(said) == folded(told):
                    return self.own_words(one, said)
        return self.own_words(one, told)


def told_in(evidence: Evidence) -> list[Told]:
    """What findings are made of, in one document."""
    return [*evidence.events, *evidence.figures, *evidence.links]


def shortened(text: str, limit: int) -> str:
    """A text on one line, cut between words where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def once(pairs: Iterable[tuple[Document, Evidence]]) -> list[Read]:
    """The documents numbered, those whose clean text is the same word for word folded into the first of them."""
    found: dict[str, Read] = {}
    for document, evidence in pairs:
        key = " ".join(WORD.findall(document.text.casefold()))
        if key in found:
            known = found[key]
            if document.id != known.document.id:
                found[key] = Read(known.document, known.evidence, known.number, (*known.copies, document))
        else:
            found[key] = Read(document, evidence, len(found) + 1)
    return list(found.values())


def repeated(read: Sequence[Read], found: Iterable[Copy]) -> tuple[dict[str, list[Copy]], dict[str, frozenset[int]]]:
    """Which documents are copies of which others here, and which of their passages stand word for word in the original."""
    shown = {id: one.document.id for one in read for id in (one.document.id, *(copy.id for copy in one.copies))}
    known = {one.document.id for one in read}
    copies: dict[str, list[Copy]] = {}
    for copy in found:
        original = shown.get(copy.copy_of)
        if copy.document in known and original and original != copy.document:
            copies.setdefault(copy.document, []).append(replace(copy, copy_of=original))
    wanted = {copy.copy_of for rows in copies.values() for copy in rows}
    said = {one.document.id: set(sentences(one)) for one in read if one.document.id in wanted}
    passages = {
        one.document.id: frozenset(
            n for n, told in enumerate(sentences(one)) if any(told in said[c.copy_of] for c in copies[one.document.id])
        )
        for one in read
        if one.document.id in copies
    }
    return copies, passages


def sentences(one: Read) -> list[str]:
    """The words of each passage, for comparing."""
    text = one.document.text
    return [" ".join(WORD.findall(text[p.start : p.end].casefold())) for p in one.document.passages]


def strictest(documents: Sequence[Document], wished: Tlp | None) -> Marking:
    """The marking of a brief: the strictest of what it stands on, every originator, only those to whom all of it is released.

    `wished` counts for the documents that nobody marked.
    """
    marked = [document.marking for document in documents]
    rows = [replace(m, tlp=wished, is_default=False) if wished and m.is_default else m for m in marked]
    return of_all(rows) or Marking(wished or Tlp.AMBER_STRICT, is_default=wished is None)


def is_described(entity: Entity) -> bool:
    """Whether a name only says what something is, in the language of its document ("interior ministry")."""
    return entity.kind in (EntityKind.ORGANISATION, EntityKind.OFFICE) and entity.name not in organisation_by_name()


def is_heading(passage: Passage) -> bool:
    """Whether a passage is a heading."""
    return passage.kind is PassageKind.HEADING
