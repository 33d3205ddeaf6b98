"""Release: what is arranged for the day when somebody leaves, in words, and from when on."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Shape


class Area(TextChoices):
    """What has to be arranged."""

    HOUSING = "housing", _("housing")
    WORK = "work", _("work or training")
    FAMILY = "family", _("family")
    FOLLOW_UP = "follow-up", _("contact afterwards")


class Arranged(TextChoices):
    """How far that is."""

    OPEN = "open", _("still open")
    DONE = "arranged", _("arranged")
    NOT_WANTED = "not wanted", _("not wanted")


class Arrangement(Shape):
    """One thing that is to be arranged: what was said on it, in words, and how far it is."""

    kind: ClassVar[str] = "arrangement"
    area: Area
    words: str = Field(default="", max_length=4_000)
    state: Arranged = Arranged.OPEN


class Handover(Shape):
    """What is arranged for the release of a participant."""

    kind: ClassVar[str] = "handover"
    release: date | None = None
    arrangements: tuple[Arrangement, ...] = ()
