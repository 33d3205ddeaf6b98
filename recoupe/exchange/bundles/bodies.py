"""Bodies: what each kind of message says. See docs/protocol.md for what each is for, and what is done when it comes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from .records import ContentRecord
from .strict import Hash, Line, Long, Name, Shape, Text

Hashes = Annotated[tuple[Hash, ...], Field(max_length=50_000)]
Names = Annotated[tuple[Name, ...], Field(max_length=500)]


class Release(Shape):
    """That an originator lets documents of theirs pass to others: signed by their keys, it goes with the documents.

    `said` is the canonical JSON of `Released`, `signature` over "recoupe-release/1\\n" and it.
    """

    said: Annotated[str, Field(max_length=4_000_000)]
    signature: Annotated[str, Field(max_length=120)]


class Released(Shape):
    """What a release says: these documents, by the ids that the recipient knows, may pass to these."""

    originator: Hash
    documents: Hashes
    to: Names
    until: date | None = None
    made: AwareDatetime


class BundleBody(Shape):
    """A bundle: content, with what a reader should know of it. `brief` is a brief on it, in Markdown."""

    title: Line
    note: Text = ""
    brief: Long = ""
    content: ContentRecord
    releases: Annotated[tuple[Release, ...], Field(max_length=1_000)] = ()


class ReceiptBody(Shape):
    """What became of a bundle: accepted, or refused and why. It answers the bundle's message."""

    state: Literal["accepted", "refused"]
    why: Text = ""


class RecallBody(Shape):
    """That what was sent is taken back: these documents of a bundle, or all of it where none is named."""

    bundle: Hash
    documents: Hashes = ()
    why: Annotated[str, Field(min_length=1, max_length=5_000)]


class CorrectionBody(Shape):
    """That a text does not say what was read in it, or says something else: fields of one piece (see `recoupe correct`)."""

    bundle: Hash
    piece: Hash
    fields: dict[str, Any]
    why: Annotated[str, Field(min_length=1, max_length=5_000)]


class DoneBody(Shape):
    """That a recall or correction was applied, or was not, and why. It answers that message."""

    is_done: bool
    why: Text = ""


class RequestBody(Shape):
    """What is asked of a partner: what for, on which legal basis, until when."""

    title: Line
    question: Text
    legal_basis: Text
    deadline: date | None = None
    also_asked: Names = ()


class ReminderBody(Shape):
    """That a request waits. It answers the request."""

    note: Text = ""


class DeclinedBody(Shape):
    """That a request is not answered, and why. It answers the request."""

    why: Annotated[str, Field(min_length=1, max_length=5_000)]


class ReleaseAskedBody(Shape):
    """That documents of a bundle be let pass to others. It answers the bundle's message."""

    documents: Hashes
    to: Names
    why: Annotated[str, Field(min_length=1, max_length=5_000)]


class ReleaseBody(Shape):
    """The answer: a release, or none, and why."""

    release: Release | None = None
    why: Text = ""


class CardBody(Shape):
    """A new card, as its file, signed by the keys before it too."""

    card: Annotated[str, Field(max_length=70_000)]


__all__ = [
    "BundleBody",
    "CardBody",
    "CorrectionBody",
    "DeclinedBody",
    "DoneBody",
    "RecallBody",
    "ReceiptBody",
    "Release",
    "ReleaseAskedBody",
    "ReleaseBody",
    "Released",
    "ReminderBody",
    "RequestBody",
]
