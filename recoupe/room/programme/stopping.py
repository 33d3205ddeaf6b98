"""Stopping: what has to stop in the minute in which a participant takes consent back. Each part of the programme adds its own."""

from __future__ import annotations

from collections.abc import Callable

from .door import Inside
from .shapes import Purpose

STOPPING: list[Callable[[Inside, str, tuple[Purpose, ...]], None]] = []
"""Called with who heard it, the participant, and what was taken back (all of it where nothing is named)."""
