"""Models: a table for each noun of evidence, for what holds over them, for who may see it, and for the work in hand."""

from .documents import (
    HASH,
    SHORT_SOURCE,
    Claim,
    Detail,
    Disclosure,
    Document,
    Entity,
    Event,
    Excerpt,
    Figure,
    Link,
    Mention,
    OfDocument,
    Participant,
    Passage,
    Piece,
    Receipt,
    Ruling,
    Time,
)
from .findings import Against, Change, Copy, Finding, Identity, Named, Part, Pseudonym, Support, Turn
from .labels import Label, Scope, Seen, View
from .work import Job, Note, Upload

__all__ = [
    "HASH", "SHORT_SOURCE", "Against", "Change", "Claim", "Copy", "Detail", "Disclosure", "Document", "Entity", "Event",
    "Excerpt", "Figure", "Finding", "Identity", "Job", "Label", "Link", "Mention", "Named", "Note", "OfDocument", "Part",
    "Participant", "Passage", "Piece", "Pseudonym", "Receipt", "Ruling", "Scope", "Seen", "Support", "Time", "Turn",
    "Upload", "View",
]  # fmt: skip
