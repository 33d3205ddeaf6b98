"""Shapes: the JSON of records. No numbers of rows: people are known by e-mail address, services by short name, groups by name.

`recoupe records schema` prints all of it as JSON Schema.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from ...api.shapes import Hash, printable

FORMAT = 1


def text(most: int) -> Any:
    """A text of so many characters; as long as the pages let it be, or what people wrote could not leave."""
    return Annotated[str, Field(max_length=most), AfterValidator(printable)]


Text, Line, Name, Said, Title = text(1_000_000), text(2_000), text(120), text(500), text(300)
Country, Email = text(2), Annotated[str, Field(min_length=3, max_length=254), AfterValidator(str.lower)]
Tlp = Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]


class Shape(Schema):
    """What has just these fields, and no others."""

    model_config = ConfigDict(extra="forbid")


class Label(Shape):
    """The marking of something that a record stands on, and the groups for which that was filed; none: the whole room."""

    tlp: Tlp
    originator: Line
    releasable_to: list[Line]
    is_default: bool
    groups: list[Name]


class Citation(Shape):
    """A finding as it was cited: its identifier then, the pieces of evidence under it, and all that it said."""

    finding: Hash
    pieces: list[Hash]
    said: dict[str, Any]


class Seat(Shape):
    """Who sits at the table."""

    name: Name
    service: Line | None
    country: Country
    presides: bool
    since: date | None
    until: date | None


class Member(Shape):
    """Who needs to know what the group knows, and whether TLP:RED too."""

    email: Email
    is_recipient: bool


class Delegation(Shape):
    """Who comes to a meeting, and whether they were there."""

    name: Name
    role: Literal["host", "chair", "member", "invited", "transit", "observer"]
    people: Title
    was_there: bool | None


class Item(Shape):
    """A point of the agenda with its minutes."""

    position: int
    title: Title
    note: Text
    minutes: Text
    origin: text(10)
    labels: list[Label]
    cites: list[Citation]


class Action(Shape):
    """What somebody is to do, and how far it is."""

    text: Said
    owner: Email
    due: date | None
    state: Literal["open", "done", "dropped"]
    said: Text


class Review(Shape):
    """What became of a decision whose basis had changed."""

    at: AwareDatetime
    by: Email
    outcome: Literal["kept", "amended", "revoked"]
    why: Text


class Decision(Shape):
    """What was decided; `item` is the title of its point of the agenda."""

    made: AwareDatetime
    text: Text
    why: Text
    item: Title | None
    owner: Email | None
    state: Literal["in force", "amended", "revoked"]
    basis: Literal["holds", "changed"]
    labels: list[Label]
    cites: list[Citation]
    actions: list[Action]
    reviews: list[Review]


class Report(Shape):
    """How a commitment stood later."""

    at: AwareDatetime
    state: Literal["open", "kept", "partly", "dropped"]
    said: Text


class Commitment(Shape):
    """What a country or service promised at a meeting, and how it stands."""

    by: Name
    text: Said
    due: date | None
    state: Literal["open", "kept", "partly", "dropped"]
    reports: list[Report]


class Meeting(Shape):
    """A meeting with all that was prepared, decided and promised there."""

    title: text(200)
    aim: Text
    place: text(200)
    begins: AwareDatetime
    minutes_long: int
    time_zone: text(60)
    state: Literal["planned", "open", "held", "cancelled"]
    cancelled_because: Text = ""
    presides: text(200) = ""
    delegations: list[Delegation]
    items: list[Item]
    decisions: list[Decision]
    commitments: list[Commitment]


class Group(Shape):
    """A task force or an informal group with its meetings."""

    name: Name
    kind: Literal["task force", "informal"]
    aim: Text
    rhythm: text(200)
    presidency: Literal["shared", "rotating"]
    time_zone: text(60)
    place: Name
    seats: list[Seat]
    members: list[Member]
    meetings: list[Meeting]


class Records(Shape):
    """The file: `marking` is the strictest of all that its records stand on, as whoever made it saw it."""

    format: Literal[1] = FORMAT
    made: AwareDatetime
    by: Line
    marking: Line
    groups: list[Group]
