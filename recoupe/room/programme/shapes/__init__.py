"""Shapes: what is written down in a programme, as it is before it is sealed; and what no shape may ever hold (see `refused`).

Each kind of record is one class; `KINDS` has them by the name that stands in the sealed record.
"""

from __future__ import annotations

from .base import Shape
from .people import Consent, Participant, Purpose, Scope, Share, State, Withdrawal
from .place import About, Colleague, Discipline, End, Trail
from .rights import FileGiven
from .work import Attendance, Goal, Note, Plan, Session, SessionKind

KINDS: dict[str, type[Shape]] = {
    shape.kind: shape
    for shape in (About, Colleague, Trail, End, Participant, Consent, Share, FileGiven, Plan, Session, Note)
}

__all__ = [
    "KINDS",
    "About",
    "Attendance",
    "Colleague",
    "Consent",
    "Discipline",
    "End",
    "FileGiven",
    "Goal",
    "Note",
    "Participant",
    "Plan",
    "Purpose",
    "Scope",
    "Session",
    "SessionKind",
    "Shape",
    "Share",
    "State",
    "Trail",
    "Withdrawal",
]
