"""Offline: what was written down on a device without a network, as it came in: once, whatever was sent how often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from .base import Shape
from .work import Attendance


class Entry(Shape):
    """Something that was written down on a device, under the number that the device gave it.

    `base` is the version of the session that was on the device, `made` the one that came of it (0 of none). One that `waits` stands
    against what was changed here meanwhile, until whoever wrote it looked at both. A note for its author alone is in `own`.
    """

    kind: ClassVar[str] = "entry"
    by: int
    session: str = Field(max_length=32)
    box: str = Field(default="", max_length=32)
    base: int = 0
    made: int = 0
    device: datetime
    told: datetime
    waits: bool = False
    attendance: Attendance | None = None
    because: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=20_000)
    own: str = Field(default="", max_length=120_000)
    digest: str = Field(default="", max_length=64)

    def tags(self) -> Iterator[str]:
        yield self.kind
        yield f"entries on:{self.session}"
        if self.waits:
            yield f"waits for:{self.by}"
