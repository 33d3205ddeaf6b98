"""People: a participant by pseudonym, what they consented to, and what was shared under that.

Nothing here tells who was asked and declined: before somebody consents there is no record, and who withdrew or left is in the state
of whoever finished.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Shape


class State(TextChoices):
    """Whether somebody takes part. Why it ended is not said: to leave is no mark against anyone."""

    TAKING_PART = "taking part", _("taking part")
    ENDED = "ended", _("ended")


class Participant(Shape):
    """Somebody who takes part, by pseudonym. `reference` is what the facility calls them, so that two of one name are told apart.

    `team` are the numbers of the practitioners who work with them: nobody else in the programme reads their records.
    """

    kind: ClassVar[str] = "participant"
    pseudonym: str = Field(min_length=1, max_length=60)
    facility: str = Field(min_length=1, max_length=120)
    reference: str = Field(default="", max_length=60)
    language: str = Field(default="", max_length=35)
    entered: date
    until: date | None = None
    state: State = State.TAKING_PART
    team: tuple[int, ...] = ()

    def tags(self) -> Iterator[str]:
        yield self.kind
        yield f"called:{self.pseudonym.casefold()}"
        if self.reference:
            yield f"reference:{self.facility.casefold()}\0{self.reference.casefold()}"
        for one in self.team:
            yield f"team:{one}"


class Purpose(TextChoices):
    """What a participant may consent to, each for itself; without the first nobody works with them."""

    TAKING_PART = "taking part", _("taking part in the programme, and the records that this needs")
    TEAM_NOTES = "team notes", _("notes shared within the team")
    INSTRUMENTS = "instruments", _("questionnaires")
    FAMILY = "family", _("contact with the family")
    HANDOVER = "handover", _("what is told to those who help after release")
    FOLLOW_UP = "follow-up", _("being asked 6 and 12 months later how it goes")
    NUMBERS = "numbers", _("being counted in numbers for the outside")


class Scope(Shape):
    """One thing that was consented to: what for, with whom it may be shared, until when."""

    kind: ClassVar[str] = "scope"
    purpose: Purpose
    with_whom: tuple[str, ...] = ()
    until: date | None = None


class Withdrawal(Shape):
    """That a participant took consent back, by their word: for some purposes, or for all where none is named. Nobody asks why."""

    kind: ClassVar[str] = "withdrawal"
    at: datetime
    purposes: tuple[Purpose, ...] = ()
    heard_by: int


class Consent(Shape):
    """One version of what a participant consented to: in their language, with what was read out, before a witness.

    A new version takes the place of those before; a withdrawal holds from its minute on, and is never taken back: who consents
    again gives a new version.
    """

    kind: ClassVar[str] = "consent"
    number: int = Field(ge=1)
    given: datetime
    language: str = Field(min_length=2, max_length=35)
    read_out: str = Field(min_length=1, max_length=20_000)
    read_by: int
    witness: str = Field(min_length=1, max_length=120)
    scopes: tuple[Scope, ...] = Field(min_length=1)
    withdrawn: tuple[Withdrawal, ...] = ()

    def covers(self, purpose: Purpose, at: datetime, whom: str = "") -> bool:
        """Whether this version allows a purpose at a moment, and with somebody where one is named."""
        if at < self.given or any(at >= w.at and (not w.purposes or purpose in w.purposes) for w in self.withdrawn):
            return False
        if any(at >= w.at and Purpose.TAKING_PART in w.purposes for w in self.withdrawn):
            return False
        here = ZoneInfo(settings.LOCAL_TIME_ZONE)  # a day is over when it is over here
        return any(
            scope.purpose == purpose
            and (scope.until is None or at.astimezone(here).date() <= scope.until)
            and (not whom or whom in scope.with_whom)
            for scope in self.scopes
        )


class Share(Shape):
    """Something that was told to somebody outside the team, under a consent; recalled when that is withdrawn."""

    kind: ClassVar[str] = "share"
    consent: str
    purpose: Purpose
    to: str = Field(min_length=1, max_length=120)
    what: str = Field(min_length=1, max_length=20_000)
    language: str = Field(default="", max_length=35)
    at: datetime
    by: int
    recalled: datetime | None = None
    confirmed: datetime | None = None

    def tags(self) -> Iterator[str]:
        yield self.kind
        if self.recalled and not self.confirmed:
            yield "recall that waits"
