"""Story: what the example room tells of operations, out of `examples/operations.toml`, made by the same actions that people use."""

from __future__ import annotations

from typing import Any

from ..people.models import Person
from .story_networks import tell as of_networks
from .story_operations import tell as of_operations


def tell(said: dict[str, Any], people: dict[str, Person]) -> None:
    """Make what the file says."""
    of_networks(said, people)
    of_operations(said, people)
