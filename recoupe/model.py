"""The nouns of evidence: frozen, typed, without input or output.

One chain carries everything: Source ─ Document ─ Passage ─ Mention ─ Claim ─ Event / Figure / Link. Each piece of
evidence knows its document, the characters that it stands on, the rule that found it and how often that rule is right.
All offsets are half-open `[start, end)`; offsets in the clean text count characters, `original` ones count bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
from array import array
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Span = tuple[int, int]


# --- where a text comes from -------------------------------------------------------------------------------------


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0 (FIRST), from the strictest to the most open."""

    RED = "RED"
    AMBER_STRICT = "AMBER+STRICT"
    AMBER = "AMBER"
    GREEN = "GREEN"
    CLEAR = "CLEAR"


@dataclass(frozen=True, slots=True)
class Marking:
    """Who may see a text: TLP 2.0 level, originator, and whom it is releasable to (ISO 3166 codes or service names).

    What carries no mark is restricted: the default is AMBER+STRICT, and `is_default` says that nobody chose it.
    """

    tlp: Tlp = Tlp.AMBER_STRICT
    originator: str = ""
    releasable_to: tuple[str, ...] = ()
    is_default: bool = True


class SourceKind(StrEnum):
    """What publishes a text."""

    PRESS = "press"
    AGENCY = "agency"
    OFFICIAL = "official"
    PARTNER = "partner"
    FORUM = "forum"
    MAIL = "mail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """Who publishes: outlet, agency, service, partner, forum. `country` is ISO 3166-1 alpha-2.

    `reliability` is the Admiralty letter A to F (AJP-2.1); F, "cannot be judged", until a person sets it.
    """

    name: str
    kind: SourceKind = SourceKind.UNKNOWN
    country: str | None = None
    reliability: str = "F"


@dataclass(frozen=True, slots=True)
class Published:
    """When a text was published: an interval of days with the reason in words. Both ends None when nothing dates it."""

    earliest: date | None = None
    latest: date | None = None
    reason: str = "nothing in the document dates it"

    @property
    def is_known(self) -> bool:
        return self.earliest is not None or self.latest is not None

    @property
    def day(self) -> date | None:
        """The day of publication where the interval is a single day."""
        return self.earliest if self.earliest == self.latest else None


class PassageKind(StrEnum):
    """What a stretch of clean text is."""

    SENTENCE = "sentence"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or heading: offsets in the clean text, and its BCP 47 language ("und" where it cannot be told)."""

    start: int
    end: int
    kind: PassageKind = PassageKind.SENTENCE
    language: str = "und"
    paragraph: int = 0


class ApartKind(StrEnum):
    """Why a stretch of the received text is not part of the clean text."""

    GREETING = "greeting"
    SIGNATURE = "signature"
    BYLINE = "byline"
    DATELINE = "dateline"
    SHARE = "share"
    LINK = "link"
    REPEAT = "repeat"
    QUOTED_MAIL = "quoted mail"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Apart:
    """A stretch recognised and set apart from the clean text; `original` are its byte offsets in the layer."""

    kind: ApartKind
    text: str
    original: Span
    reason: str


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """For each clean character, the first and the last-plus-one byte of the layer that it comes from."""

    starts: array[int]
    ends: array[int]

    def original(self, start: int, end: int) -> Span:
        """Byte offsets of the clean characters `[start, end)`; an empty range gives an empty range."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Document:
    """One text as received, with its clean text beside it.

    `original` holds the bytes as received (a file, an archive member, one record of a table) and its hash is the
    document's `id`. Offsets into the bytes count in `layer`: the original itself for texts and web pages, the
    text layer taken out of it (UTF-8) for formats such as PDF or DOCX, whose bytes hold no readable text.
    """

    id: str
    original: bytes = field(repr=False)
    text: str = field(repr=False)
    offsets: OffsetMap = field(repr=False)
    layer: bytes = field(repr=False)
    encoding: str = "utf-8"
    name: str = ""
    media_type: str = "text/plain"
    title: str = ""
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str = "und"
    published: Published = Published()
    source: Source | None = None
    marking: Marking = Marking()
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    apart: tuple[Apart, ...] = field(default=(), repr=False)
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def original_span(self, start: int, end: int) -> Span:
        """Byte offsets in `layer` of the clean characters `[start, end)`."""
        return self.offsets.original(start, end)

    def original_text(self, start: int, end: int) -> str:
        """What the bytes behind the clean characters `[start, end)` say, decoded; line breaks and tags included."""
        first, last = self.original_span(start, end)
        return self.layer[first:last].decode(self.encoding, errors="replace")

    def page(self, start: int) -> int | None:
        """The page, counted from 1, on which a clean character stands; None for a text without pages."""
        if not self.pages:
            return None
        at = self.original_span(start, start + 1)[0]
        return sum(1 for first in self.pages if first <= at)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: everything but the bytes, the layer and the offset map."""
        return dict(plain(self))


def document_id(original: bytes) -> str:
    """The identity of a document: SHA-256 of the bytes as received, in hexadecimal."""
    return hashlib.sha256(original).hexdigest()


# --- what is found in it -----------------------------------------------------------------------------------------


class EntityKind(StrEnum):
    """What a mention names. A `role` stands for a private or unnamed person ("a recruiter")."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    PLACE = "place"
    OFFICE = "office"
    GROUP = "group"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named, over all its mentions in one document.

    `id` is readable and stable: ISO 3166-1 alpha-2 for a country ("BE"), "geonames:2800866" for a place, the fullest
    name for the others, with the country where the name alone is ambiguous ("ministère de l'Intérieur (MA)").
    `office` is the office that a person holds; `is_public` is true for office holders and for those who speak for an
    organisation; a person who is not public is shown as a role.
    """

    id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    acronym: str | None = None
    country: str | None = None
    office: str | None = None
    is_public: bool = False
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What every piece of evidence carries.

    `text` is exactly the clean text between `start` and `end`; `original` are the byte offsets in the layer;
    `rule` names the rule or model that found it, and `confidence` how often that rule was right on development data.
    """

    document: str
    text: str
    start: int
    end: int
    original: Span
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Piece):
    """A span naming an entity; `entity` is the id of an Entity of the same Evidence."""

    kind: EntityKind
    entity: str


class TimeKind(StrEnum):
    """The TIMEX3 type of a time."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Piece):
    """What a text says about when.

    `value` is a TIMEX3 value ("2013-12", "P6M", "PRESENT_REF", "2011-03/..") or, for a recurrence, an RFC 5545 rule
    ("RRULE:FREQ=WEEKLY"). `begins` and `ends` are ISO dates, both inclusive; either may be None: open or unknown.
    `modifier` is a TIMEX3 mod (START, MID, END, APPROX, BEFORE, AFTER). A list ("juin et octobre 2013") is one Time
    for each member, all on the span of the list. `reason` says how it was resolved.
    """

    kind: TimeKind
    value: str
    begins: str | None = None
    ends: str | None = None
    modifier: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Piece):
    """A quantity as a range `low` to `high` (either may be None: open), with what is counted and according to whom.

    `unit` is a normal form ("person", "country", "EUR", "percent"...), `population` the words that say who or what
    is counted, `as_of` an ISO interval "begins/ends", `trend` is "rising", "falling", "stable" or None.
    """

    low: float | None
    high: float | None
    unit: str | None = None
    approximate: bool = False
    population: str | None = None
    as_of: str | None = None
    trend: str | None = None
    speaker: str | None = None


class ClaimKind(StrEnum):
    """How something is said: quoted, reported, or by the document in its own voice."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    OWN_VOICE = "own voice"


class Modality(StrEnum):
    """How far the speaker, or the document that reports it, vouches for what is said."""

    ASSERTED = "asserted"
    DENIED = "denied"
    HEDGED = "hedged"
    ESTIMATE = "estimate"
    PLAN = "plan"
    REPORTED_CONDITIONAL = "reported conditional"


class SpeakerKind(StrEnum):
    """Who speaks: a named entity, someone unnamed ("un spécialiste"), or the document itself."""

    NAMED = "named"
    UNNAMED = "unnamed"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Piece):
    """A speaker stating something; `text`, `start`, `end` are what is said.

    `speaker` is the id of an Entity, "unnamed: un spécialiste", or "document" for the document's own voice.
    `cue` is the expression that attributes ("a indiqué que", "Selon elle") and `speaker_span` where the speaker
    stands (clean offsets; None where the sentence only implies it). `via` lists who passed it on, nearest first
    ("selon l'agence X, citant le ministre": the minister speaks via the agency).
    """

    speaker: str
    speaker_kind: SpeakerKind
    kind: ClaimKind
    modality: Modality
    cue: str = ""
    cue_span: Span | None = None
    speaker_span: Span | None = None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who or what takes part in an event, in which role, and where the text says so (clean offsets).

    `entity` is an Entity id where there is one, otherwise None, and `text` the words of the document.
    Roles: host, invited, member, joined, presides, actor, target, place, origin, via, destination, organiser...
    `time` is the value of the time at which this holds, where it is not the event's ("joined in 2013-12").
    """

    role: str
    text: str
    start: int
    end: int
    entity: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A property of an event in the document's words: aim, topic, means, purpose, duration, size, voluntary...

    `value` is its normal form where it has one ("P6M", "true", "10").
    """

    name: str
    text: str
    start: int
    end: int
    value: str | None = None


class EventStatus(StrEnum):
    """How far an event is vouched for by the text that tells it."""

    PLANNED = "planned"
    REPORTED = "reported"
    ALLEGED = "alleged"
    DENIED = "denied"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Piece):
    """Something that happens: a PLOVER root code with the mode of this field ("consult/meeting").

    `text`, `start`, `end` are the words that name it (its trigger); `spans` are all the places of this document that
    tell of it, the trigger's included. `times` are TIMEX3 values, `begins`/`ends` the ISO days that they cover;
    `recurrence` an RFC 5545 rule; `place` an Entity id; `speaker` the claim's speaker when someone is vouching.
    """

    type: str
    status: EventStatus
    participants: tuple[Participant, ...] = ()
    times: tuple[str, ...] = ()
    begins: str | None = None
    ends: str | None = None
    recurrence: str | None = None
    place: str | None = None
    country: str | None = None
    details: tuple[Detail, ...] = ()
    spans: tuple[Span, ...] = ()
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Piece):
    """A typed relation between two: "member of", "affiliated with", "presides", "finances", "transit country",
    "liaises with". `subject` and `object` are Entity ids, or the document's words where nothing is named."""

    type: str
    subject: str
    object: str
    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is kept of a text to tell its copies: a sample of its word shingles, in the order of the text.

    `hashes` are 32-bit hashes, `places` the clean offset at which each shingle begins, `words` the number of words of the
    whole text. The sample is the same wherever the words stand (Broder 1997, mod-p sampling), so that containment shows.
    """

    words: int = 0
    hashes: array[int] = field(default_factory=lambda: array("I"), repr=False)
    places: array[int] = field(default_factory=lambda: array("I"), repr=False)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What cross-checking has to know of a document beside its pieces.

    `credits` are those whom the text says it is taken from: an agency in its dateline or signature, a URL, "selon
    l'agence X" over the whole of it. `is_doubled` is true where the text as received stands twice in the document. `facts` are
    what the text names and counts, in a form that no language changes, in its order: by these a translation shows. `origin` is,
    of what a partner sent, the id of the text that it was taken from at whoever read that: two who sent the same are one source.
    """

    name: str = ""
    title: str = ""
    url: str | None = None
    published: Published = Published()
    source: Source | None = None
    language: str = "und"
    credits: tuple[str, ...] = ()
    is_doubled: bool = False
    facts: tuple[str, ...] = ()
    origin: str = ""
    imprint: Imprint = Imprint()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was found in one document. Lists are ordered by where they stand in the text."""

    document: str
    language: str
    entities: dict[str, Entity]
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    provenance: Provenance = Provenance()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, described by the schema in `docs/schema.md`."""
        return dict(plain(self))


NOT_IN_JSON = {"Document": {"original", "layer", "offsets"}, "Provenance": {"imprint"}}
"""What is left out of plain JSON, by noun: bytes, and what is made from the text alone."""


def plain(value: Any) -> Any:
    """A value of this module as plain JSON: dataclasses to objects, tuples to lists, dates to ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        skipped = NOT_IN_JSON.get(type(value).__name__, ())
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name not in skipped}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value
