"""Dating: when a document was published, as an interval with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Apart, Passage, Published
from .received import Dated


def published(
    text: str,
    passages: Sequence[Passage],
    language: str,
    dated: Sequence[Dated],
    apart: Sequence[Apart],
    url: str | None,
) -> Published:
    """When a text was published: from metadata, from its lines, from its address, else from what it says."""
    for candidate in dated:
        if not candidate.is_creation:
            return Published(candidate.day, candidate.day, candidate.reason)
    return Published()
