"""Rights: that a participant was given what is kept on them, and what was decided about notes that only their authors can read."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from .base import Shape


class FileGiven(Shape):
    """That somebody was given their own file: which private notes were in it, which were not, and why not."""

    kind: ClassVar[str] = "file given"
    at: datetime
    by: int
    notes_in: tuple[str, ...] = ()
    notes_out: tuple[str, ...] = ()
    because: str = Field(default="", max_length=2_000)
