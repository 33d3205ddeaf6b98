"""Base: what all shapes have in common: strict, frozen, a kind, and the tags by which they are found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Something written down. Fields that it does not have are refused; nothing is guessed from another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    kind: ClassVar[str]

    def tags(self) -> Iterator[str]:
        """By what it is found: in words, of which the database gets a keyed digest."""
        yield self.kind


def week_of(year: int, week: int) -> str:
    """The tag of what is in a week (ISO 8601)."""
    return f"week:{year}-W{week:02d}"
