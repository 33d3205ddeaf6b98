"""Work: the plan, the sessions, who came, what was noted: in the words of participant and practitioner, never a score."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import Field, field_validator

from .base import Shape, week_of


class SessionKind(TextChoices):
    """What a session is."""

    PSYCHOLOGY = "psychology", _("psychology")
    RELIGION = "religious authority", _("religious authority")
    REINTEGRATION = "reintegration", _("reintegration")
    FAMILY = "family", _("family")
    TRAINING = "training", _("training")


class Attendance(TextChoices):
    """What became of a session: what the institution cancelled is nobody's absence."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    ABSENT = "absent", _("the participant did not come")
    BY_INSTITUTION = "cancelled by the institution", _("cancelled by the institution")
    BY_PRACTITIONER = "cancelled by the practitioner", _("cancelled by the practitioner")
    BY_PARTICIPANT = "cancelled by the participant", _("cancelled beforehand by the participant")
    STOPPED = "stopped", _("stopped")


class GoalState(TextChoices):
    """Where a goal stands, as the participant says."""

    OPEN = "open", _("still open")
    REACHED = "reached", _("reached")
    LET_GO = "let go", _("let go")


class Goal(Shape):
    """What a participant wants, in their own words, and how they say that it goes."""

    kind: ClassVar[str] = "goal"
    id: str = Field(max_length=32)
    language: str = Field(default="", max_length=35)
    words: str = Field(min_length=1, max_length=2_000)
    steps: tuple[str, ...] = ()
    said: str = Field(default="", max_length=2_000)
    practitioner: str = Field(default="", max_length=2_000)
    state: GoalState = GoalState.OPEN


class Slot(Shape):
    """A place in the week that is kept for a session: every Tuesday at ten, on the clock of the place."""

    kind: ClassVar[str] = "slot"
    what: SessionKind
    weekday: int = Field(ge=0, le=6)
    at: time
    minutes: int = Field(default=60, ge=5, le=600)
    room: str = Field(default="", max_length=120)
    practitioner: int


class Plan(Shape):
    """The plan of a participant: from when to when, towards what, with which sessions a week of which kind."""

    kind: ClassVar[str] = "plan"
    begins: date
    ends: date
    aims: str = Field(min_length=1, max_length=4_000)
    language: str = Field(default="", max_length=35)
    goals: tuple[Goal, ...] = ()
    weekly: dict[SessionKind, int] = Field(default_factory=dict)
    slots: tuple[Slot, ...] = ()


class Session(Shape):
    """A session with one participant; those of a group have one `series`. Times are those of the place, with its offset.

    `device` is what the clock of a device said when it was written down who came, `told` when that got here.
    """

    kind: ClassVar[str] = "session"
    what: SessionKind
    begins: datetime
    minutes: int = Field(default=60, ge=5, le=600)
    room: str = Field(default="", max_length=120)
    practitioner: int
    attendance: Attendance = Attendance.PLANNED
    because: str = Field(default="", max_length=500)
    series: str = Field(default="", max_length=32)
    device: datetime | None = None
    told: datetime | None = None

    @field_validator("begins")
    @classmethod
    def with_its_offset(cls, begins: datetime) -> datetime:
        """By offset, not by zone: an hour lasts an hour on the night when the clocks change, and is compared as a moment."""
        return begins.replace(tzinfo=timezone(begins.utcoffset() or timedelta()), fold=0)

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.begins + timedelta(minutes=self.minutes)

    def tags(self) -> Iterator[str]:
        yield self.kind
        week = week_of(*self.begins.isocalendar()[:2])
        yield week
        yield f"{week} of:{self.practitioner}"
        if self.room:
            yield f"{week} in:{self.room.casefold()}"
        if self.series:
            yield f"series:{self.series}"


class Note(Shape):
    """What a practitioner noted: for the team, or, `for_author`, sealed once more under their own key, for nobody else.

    Of a note for its author alone `text` is empty and `own` is what only they can open (age, base64). `supervision` is what its
    author put before the supervisors of the programme, as it was then.
    """

    kind: ClassVar[str] = "note"
    session: str = Field(default="", max_length=32)
    by: int
    at: datetime
    text: str = Field(default="", max_length=20_000)
    own: str = Field(default="", max_length=120_000)  # 20,000 letters of four bytes, sealed, in base64
    supervision: str = Field(default="", max_length=20_000)
    amended_by: int = 0
    device: datetime | None = None
    told: datetime | None = None

    def tags(self) -> Iterator[str]:
        yield self.kind
        if self.supervision:
            yield "before supervisors"
        if self.session:
            yield f"notes of:{self.session}"
