"""Shapes: what is written down in a programme, as it is before it is sealed; and what no shape may ever hold (see `refused`).

Each kind of record is one class; `KINDS` has them by the name that stands in the sealed record.
"""

from __future__ import annotations

from .base import Shape
from .learning import Answers, Counts, FollowUp, Instrument, Proposal
from .people import Consent, Participant, Purpose, Scope, Share, State, Withdrawal
from .place import About, Colleague, Discipline, End, Trail
from .rights import FileGiven
from .work import Attendance, Goal, Note, Plan, Session, SessionKind

KINDS: dict[str, type[Shape]] = {
    shape.kind: shape
    for shape in (About, Colleague, Trail, End, Participant, Consent, Share, FileGiven, Plan, Session, Note)
}
KINDS |= {shape.kind: shape for shape in (Instrument, Answers, FollowUp, Counts, Proposal)}  # what is learned

__all__ = [
    "KINDS",
    "About",
    "Answers",
    "Attendance",
    "Colleague",
    "Consent",
    "Counts",
    "Discipline",
    "End",
    "FileGiven",
    "FollowUp",
    "Goal",
    "Instrument",
    "Note",
    "Participant",
    "Plan",
    "Proposal",
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
