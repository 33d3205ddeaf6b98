"""Story: what the example room tells of operations, out of `examples/operations.toml`, made by the same actions that people use."""

from __future__ import annotations

from typing import Any

from ..people.models import Person
from .story_operations import tell as tell_operations


def tell(said: dict[str, Any], people: dict[str, Person]) -> None:
    """Make what the file says."""
    tell_operations(said, people)
