"""Base: what all shapes have in common: strict, frozen, a kind, and the tags by which they are found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from .refused import refuse_field


class Shape(BaseModel):
    """Something written down. Fields that it does not have are refused; nothing is guessed from another type.

    One that has a field which rates a person cannot be defined: see `refused`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)
    kind: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **told: Any) -> None:
        """Raises Refused where a field of a new shape would rate, rank or predict a person."""
        super().__pydantic_init_subclass__(**told)
        for name, field in cls.model_fields.items():
            refuse_field(name, field.annotation, cls.__name__)

    def tags(self) -> Iterator[str]:
        """By what it is found: in words, of which the database gets a keyed digest."""
        yield self.kind


def week_of(year: int, week: int) -> str:
    """The tag of what is in a week (ISO 8601)."""
    return f"week:{year}-W{week:02d}"
