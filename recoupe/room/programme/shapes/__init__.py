"""Shapes: what is written down in a programme, as it is before it is sealed; and what no shape may ever hold (see `refused`).

Each kind of record is one class; `KINDS` has them by the name that stands in the sealed record.
"""

from __future__ import annotations

from .base import Shape
from .learning import Answers, Counts, FollowUp, Instrument, Proposal
from .offline import Entry
from .people import Consent, Participant, Purpose, Scope, Share, State, Withdrawal
from .place import About, Colleague, Discipline, End, Trail
from .release import Area, Arranged, Arrangement, Handover
from .rights import FileGiven
from .work import Attendance, Goal, GoalState, Note, Plan, Session, SessionKind, Slot

KINDS: dict[str, type[Shape]] = {
    shape.kind: shape
    for shape in (
        *(About, Colleague, Trail, End, Participant, Consent, Share, FileGiven),
        *(Plan, Session, Note, Entry, Handover),
        *(Instrument, Answers, FollowUp, Counts, Proposal),
    )
}

__all__ = [
    "KINDS",
    "About",
    "Answers",
    "Area",
    "Arranged",
    "Arrangement",
    "Attendance",
    "Colleague",
    "Consent",
    "Counts",
    "Discipline",
    "End",
    "Entry",
    "FileGiven",
    "FollowUp",
    "Goal",
    "GoalState",
    "Handover",
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
    "Slot",
    "State",
    "Trail",
    "Withdrawal",
]
