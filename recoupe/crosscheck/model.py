"""The nouns of cross-checking: what holds over many documents, who carries it, who differs, and what people have ruled.

Everything here is a function of two sets: the evidence of documents, and the rulings of people. The order in which either came
changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..identifiers import digest
from ..model import EntityKind, Span, plain

# --- copies ------------------------------------------------------------------------------------------------------


class CopyKind(StrEnum):
    """How a document repeats another."""

    EXACT = "exact"
    FRAMED = "framed"  # the same, with a greeting, a signature or a few words around it
    TRUNCATED = "truncated"  # a part of the original
    REORDERED = "reordered"
    DOUBLED = "doubled"  # pasted twice
    EMBEDDED = "embedded"  # inside a longer text
    EDITED = "edited"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that two documents share: clean offsets in the copy and in the original."""

    copy: Span
    original: Span


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that repeats another.

    `containment` is the share, 0 to 1, of the shorter text's words that stand in the other; `reason` says, in words, why
    `copy_of` is taken for the original.
    """

    document: str
    copy_of: str
    kind: CopyKind
    containment: float
    reason: str
    shared: tuple[Shared, ...] = ()


# --- identities --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of one document: `entity` is its id there."""

    document: str
    entity: str


@dataclass(frozen=True, slots=True)
class Held:
    """An office that a person held, by the documents that say so; ISO days of publication, None where unknown."""

    office: str
    begins: str | None
    ends: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """One person, organisation, country, place, office or group in the world, over all documents that name it.

    `reasons` say why its names are taken for one ("same acronym EIIL", "spelling", "ruled the same by ...").
    """

    id: str
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    members: tuple[Named, ...]
    reasons: tuple[str, ...] = ()
    acronym: str | None = None
    country: str | None = None
    is_public: bool = False
    offices: tuple[Held, ...] = ()


# --- findings ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fall:
    """Why a piece or document no longer stands.

    `how` is "withdrawn" (its document was), "copy" (of a withdrawn one), "passage" (it stands in one that is taken from a
    withdrawn one), "said after" (it says so after the source withdrawn), "recalled" (by the partner who sent it) or "wrong" (a
    person ruled that the text does not say this); `document` is the one withdrawn, `why` what the person gave as the reason.
    """

    how: str
    document: str
    why: str


@dataclass(frozen=True, slots=True)
class Support:
    """A piece of evidence that a finding stands on.

    `piece` is `recoupe.identifiers.piece_id`; offsets and text are the piece's; `speaker` the identity (or "unnamed: ...", or
    "document") that vouches for it and `via` who passed it on; `status` is what this text says of it (an event's status, a
    claim's modality). `fall` is set where it no longer stands; `is_corrected` where a person corrected what it says.
    """

    piece: str
    document: str
    start: int
    end: int
    original: Span
    text: str
    status: str
    speaker: str = "document"
    via: tuple[str, ...] = ()
    published: str | None = None
    fall: Fall | None = None
    is_corrected: bool = False

    @property
    def is_standing(self) -> bool:
        """Whether the finding still stands on it."""
        return self.fall is None


@dataclass(frozen=True, slots=True)
class Part:
    """Who or what takes part in a finding, in which role, and which supports say so."""

    role: str
    text: str
    identity: str | None
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What counts as one source of a finding: documents that are copies, of one outlet, or that say it after the same speaker
    or agency.

    `name` is shown ("" where nobody knows who publishes it); `reasons` say what makes its documents one ("copy", "outlet",
    "credit", "speaker"); `says` how far it vouches: "asserted", "alleged" (passed on) or "denied".
    """

    name: str
    documents: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    says: str = "asserted"
    reliability: str = "F"


@dataclass(frozen=True, slots=True)
class Grade:
    """Admiralty code (AJP-2.1): the reliability A to F of the best source, the credibility 1 to 6 of what it says, and why.

    `rule` is the row of `recoupe.crosscheck.grading.RULES` that holds; the counts are of independent sources that assert it,
    pass it on without vouching for it, deny it, or say something else in its place. Of a finding, never of a person.
    """

    reliability: str = "F"
    credibility: int = 6
    rule: str = "nothing stands"
    asserting: int = 0
    alleging: int = 0
    denying: int = 0
    differing: int = 0

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


@dataclass(frozen=True, slots=True)
class Stage:
    """What was said of an event at one time: planned, postponed, cancelled, held, reported, alleged, denied.

    `on` is the ISO day of publication, None where undated; `begins` and `ends` the days that it was said to be on.
    """

    status: str
    on: str | None
    begins: str | None
    ends: str | None
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What holds over several documents: an event, a figure or a link that is the same thing in the world.

    `kind` is "event", "figure" or "link"; `type` the event or link type, or the unit of a figure. `sources` are the documents
    that carry it, `independent_sources` what is left of them once copies, outlets and common speakers are counted once.
    `contradicts` names other findings; `flags` are "withdrawn" (nothing is left that it stands on), "weakened" (some of it was
    withdrawn) and "corrected". `about` is, for a figure, what it counts: those of one `about` are compared.
    """

    id: str
    kind: str
    type: str
    status: str
    supports: tuple[Support, ...]
    participants: tuple[Part, ...] = ()
    begins: str | None = None
    ends: str | None = None
    recurrence: str | None = None
    place: str | None = None
    country: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    population: str | None = None
    as_of: str | None = None
    about: tuple[str, ...] = ()
    history: tuple[Stage, ...] = ()
    sources: tuple[str, ...] = ()
    independent_sources: tuple[Origin, ...] = ()
    grade: Grade = Grade()
    contradicts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def is_standing(self) -> bool:
        """Whether anything is left that it stands on."""
        return any(support.is_standing for support in self.supports)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: what is said, by whom, in which pieces."""

    says: str
    speakers: tuple[str, ...]
    pieces: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two or more sides that cannot all be right. `about` is "figure", "date", "place", "participant" or "denial"."""

    id: str
    about: str
    findings: tuple[str, ...]
    sides: tuple[Side, ...]
    reason: str


# --- rulings -----------------------------------------------------------------------------------------------------


class RulingKind(StrEnum):
    """What a person may rule. A ruling is evidence too: added, never changed; another ruling takes it back."""

    WITHDRAW = "withdraw"  # subject: a document
    CORRECT = "correct"  # subject: a piece; `says` the fields that change, as JSON
    SAME = "same"  # subject and other: names or identities
    NOT_SAME = "not same"
    RELIABILITY = "reliability"  # subject: a source; `says` the letter A to F
    TAKE_BACK = "take back"  # subject: the id of a ruling


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person ruled: on what, why, who and when (ISO 8601)."""

    kind: RulingKind
    subject: str
    why: str
    other: str = ""
    says: str = ""
    by: str = ""
    at: str = ""


def ruling_id(ruling: Ruling) -> str:
    """The identity of a ruling: SHA-256 over all that it says."""
    return digest(plain(ruling))


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new document or ruling changed, as ids of findings; `flagged` are all whose grade, sources or status differ."""

    new: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return dict(plain(self))
