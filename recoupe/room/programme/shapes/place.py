"""Place: the programme itself, who works in it, and the trail of who did what: sealed under the programme's own key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Shape


class Discipline(TextChoices):
    """What a practitioner is there for."""

    PSYCHOLOGY = "psychology", _("psychology")
    RELIGION = "religious authority", _("recognised religious authority")
    REINTEGRATION = "reintegration", _("reintegration")
    FAMILY = "family", _("work with families")
    TRAINING = "training", _("training")
    SUPERVISION = "supervision", _("supervision")
    COORDINATION = "coordination", _("coordination")


class About(Shape):
    """A programme: what it is called, how long it lasts, where complaints go, how long records are kept.

    `complaints_key` is the public key (age) of the body outside, to which complaints are sealed; nobody inside can open them.
    """

    kind: ClassVar[str] = "about"
    name: str = Field(min_length=1, max_length=120)
    country: str = Field(default="", max_length=2)
    months: int = Field(default=6, ge=1, le=60)
    facilities: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    complaints_to: str = Field(default="", max_length=500)
    complaints_key: str = Field(default="", max_length=100)
    smallest: int = Field(default=5, ge=3, le=50)
    kept_months: int = Field(default=24, ge=0, le=240)


class Colleague(Shape):
    """A practitioner as the programme knows them; `is_coordinator` lets others in and looks after the programme."""

    kind: ClassVar[str] = "colleague"
    discipline: Discipline
    is_coordinator: bool = False
    since: date
    until: date | None = None


class Trail(Shape):
    """Who did what to which record, when: the programme's own audit, which the auditors of the room do not read.

    `number` counts the lines, and `previous` is the digest of the line before: see `trail`.
    """

    kind: ClassVar[str] = "trail"
    at: datetime
    by: int
    did: str = Field(max_length=60)
    what: str = Field(max_length=60)
    record: str = Field(default="", max_length=32)
    about: str = Field(default="", max_length=32)
    number: int = Field(default=0, ge=0)
    previous: str = Field(default="", max_length=64)

    def tags(self) -> Iterator[str]:
        yield self.kind
        yield f"trail:{self.at:%Y-%m}"
        if self.about:
            yield f"trail of:{self.about}"


class End(Shape):
    """Where the trail ends: the number and the digest of its last line."""

    kind: ClassVar[str] = "end of the trail"
    number: int = Field(ge=1)
    digest: str = Field(max_length=64)
