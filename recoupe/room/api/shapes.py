"""Shapes: what goes in and out of the API. Days are ISO 8601; documents, pieces and findings are named by a SHA-256."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import AfterValidator, Field

T = TypeVar("T")


def printable(text: str) -> str:
    """No database keeps NUL in a text."""
    if "\0" in text:
        raise ValueError("NUL is no character of a text")
    return text


Text = Annotated[str, Field(max_length=20_000), AfterValidator(printable)]
Line = Annotated[str, Field(max_length=300), AfterValidator(printable)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Version = Annotated[
    int, Field(ge=1, le=2**31 - 1, description="The version that you saw: another is refused with 409.")
]
Some = Annotated[int, Field(ge=1, le=200, description="How many to give.")]
From = Annotated[int, Field(ge=0, le=10**6, description="How many to leave out first.")]
Hash = Annotated[
    str, Field(pattern="^[0-9a-f]{12,64}$", description="SHA-256 in hexadecimal, or its first 12 digits and more.")
]


class Problem(Schema):
    """What is wrong, and what to do."""

    what: str
    why: str
    remedy: str = ""


class Listed(Schema, Generic[T]):
    """A part of a list, and how long all of it is."""

    total: int
    items: list[T]


class LabelOut(Schema):
    """How something is marked (TLP 2.0) and for which groups it is filed; no group: the whole room."""

    tlp: str
    originator: str
    releasable_to: list[str]
    is_default: bool
    groups: list[int]


class HandIn(Schema):
    """How a file is marked and filed; unmarked, it is AMBER+STRICT."""

    tlp: Literal["", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] = ""
    releasable_to: Line = ""
    groups: Line = ""


class MarkingIn(Schema):
    """A marking and the groups that need to know, with the reason for the change."""

    tlp: Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
    releasable_to: list[Line] = Field(default_factory=list, max_length=50)
    groups: list[Number] = Field(default_factory=list, max_length=50)
    why: Text


class DocumentOut(Schema):
    """A document as received."""

    id: str
    title: str
    name: str
    source: str | None
    source_country: str | None
    reliability: str | None
    language: str
    published_earliest: date | None
    published_latest: date | None
    label: LabelOut | None
    withdrawn: str | None = Field(description="Why it was withdrawn; null where it stands.")


class SentenceOut(Schema):
    """A sentence or heading; offsets count characters of the clean text."""

    start: int
    end: int
    text: str
    kind: str


class DocumentWhole(DocumentOut):
    """A document with its sentences, private persons as pseudonyms, and the findings that stand on it."""

    sentences: list[SentenceOut]
    findings: list[str]


class FindingOut(Schema):
    """An event, figure or link over documents, as told to you; `body` is all of it, as `recoupe export` writes it."""

    id: str
    kind: str
    type: str
    text: str
    status: str
    begins: str | None
    ends: str | None
    place: str
    country: str | None
    low: float | None
    high: float | None
    grade: str
    sources: int
    independent: int
    is_standing: bool
    is_contradicted: bool
    body: dict[str, Any]


class HitOut(Schema):
    """A sentence or claim that answers a search."""

    document: str
    start: int
    end: int
    kind: str
    text: str
    speaker: str


class IdentityOut(Schema):
    """Who or what is named, over documents; private persons are not among them."""

    id: str
    kind: str
    name: str
    names: list[str]
    country: str | None
    documents: int


class UploadOut(Schema):
    """A file that was handed in: how far it has come, what came of it, what failed."""

    id: int
    name: str
    size: int
    state: str
    documents: list[str]
    failures: list[list[str]]


class RulingIn(Schema):
    """Two names that are of one, or are not."""

    kind: Literal["same", "not same"]
    one: Line
    other: Line
    why: Text


class CorrectionIn(Schema):
    """What a piece of evidence should say; `is_wrong`: its text does not say this at all."""

    piece: Hash
    why: Text
    status: Line | None = None
    begins: date | None = None
    ends: date | None = None
    low: Annotated[float, Field(allow_inf_nan=False)] | None = None
    high: Annotated[float, Field(allow_inf_nan=False)] | None = None
    unit: Line | None = None
    population: Line | None = None
    is_wrong: bool = False


class Why(Schema):
    """The reason for a ruling."""

    why: Text


class RulingOut(Schema):
    """What somebody ruled; `is_in_force` until it is taken back."""

    id: str
    kind: str
    subject: str
    other: str
    says: str
    why: str
    by: str
    at: str
    is_in_force: bool


class Made(Schema):
    """The identifier of what was made."""

    id: str


class GroupOut(Schema):
    """A task force or an informal group."""

    id: int
    version: int
    name: str
    kind: str
    aim: str
    rhythm: str
    presidency: str
    time_zone: str
    place: str


class MeetingIn(Schema):
    """A meeting to call; `begins` without an offset is in the group's time zone."""

    title: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(printable)]
    begins: Annotated[datetime, Field(ge=datetime(1990, 1, 1), le=datetime(2200, 1, 1))]
    place: Annotated[str, Field(max_length=200), AfterValidator(printable)] = ""
    aim: Text = ""


class MeetingOut(Schema):
    """A meeting."""

    id: int
    version: int
    group: int
    title: str
    aim: str
    place: str
    begins: datetime
    time_zone: str
    state: str


class ItemIn(Schema):
    """A point of the agenda."""

    title: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(printable)]
    note: Text = ""


class ItemOut(Schema):
    """A point of the agenda; `origin` is "hand" or what became of the finding that it was made of."""

    id: int
    version: int
    title: str
    note: str
    minutes: str
    origin: str


class CitationOut(Schema):
    """A finding as it was cited, by the pieces of evidence under it."""

    finding: str
    pieces: list[str]
    changes: list[str]


class DecisionIn(Schema):
    """What a meeting decided, and the findings that it cites."""

    text: Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(printable)]
    why: Text = ""
    item: Number | None = None
    owner: Number | None = None
    cites: list[Hash] = Field(default_factory=list, max_length=100)


class DecisionOut(Schema):
    """A decision; `basis` is "changed" when what it cites has, until it is reviewed."""

    id: int
    version: int
    meeting: int
    text: str
    why: str
    state: str
    basis: str
    owner: int | None
    cites: list[CitationOut]


class ReviewIn(Schema):
    """What becomes of a decision whose basis changed."""

    version: Version
    outcome: Literal["kept", "amended", "revoked"]
    why: Text
    text: Text = ""


class ActionIn(Schema):
    """What somebody is to do."""

    text: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(printable)]
    owner: Number
    due: date | None = None


class ActionOut(Schema):
    """What somebody is to do, and how far it is."""

    id: int
    version: int
    decision: int
    text: str
    owner: int
    due: date | None
    state: str
    said: str


class ActionChange(Schema):
    """How far an action is."""

    version: Version
    state: Literal["open", "done", "dropped"]
    said: Text = ""


class CommitmentIn(Schema):
    """What a country or service promised."""

    by: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(printable)]
    text: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(printable)]
    due: date | None = None


class CommitmentOut(Schema):
    """What a country or service promised, and how it stands."""

    id: int
    version: int
    group: int
    meeting: int
    by: str
    text: str
    due: date | None
    state: str


class ReportIn(Schema):
    """How a commitment stands."""

    version: Version
    state: Literal["open", "kept", "partly", "dropped"]
    meeting: Number | None = None
    said: Text = ""


class EntryOut(Schema):
    """A line of the audit."""

    number: int
    at: str
    who: str
    action: str
    subject: str
    detail: dict[str, Any]
    seal: str


class Me(Schema):
    """Who the token acts for, and what it may do."""

    id: int
    name: str
    service: str
    role: str
    actions: list[str]
    groups: list[int]


class OutcomeOut(Schema):
    """How many met with what, over all who speak of it; `is_final` of final judgments alone."""

    outcome: str
    low: int
    high: int | None
    is_disputed: bool
    is_final: bool


class StepOut(Schema):
    """A step of a case, with the findings that it cites."""

    kind: str
    begins: date | None
    ends: date | None
    country: str
    authority: str
    said: str
    speaker: str
    cites: list[str]


class CountOut(Schema):
    """How many met with what, according to one speaker; without `cites` it is a member's word."""

    outcome: str
    low: int | None
    high: int | None
    speaker: str
    day: date | None
    cites: list[str]


class OperationOut(Schema):
    """An operation as you may see it; `outcomes` are worked out from the numbers that you may read, and no others."""

    id: int
    version: int
    group: int
    title: str
    kind: str
    about: str
    services: str
    country: str
    place: str
    begins: date | None
    ends: date | None
    countries: list[tuple[str, str]]
    stage: str
    is_basis_changed: bool
    is_finally_convicted_known: bool
    is_silent_after_arrests: bool
    marking: str
    outcomes: list[OutcomeOut]
    steps: list[StepOut]
    counts: list[CountOut]
    cites: list[str]
