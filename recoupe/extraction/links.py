"""Links: typed relations between two entities."""

from __future__ import annotations

from ..model import Entity, Event, Link, Mention
from .view import View


def links(view: View, entities: dict[str, Entity], mentions: tuple[Mention, ...], events: tuple[Event, ...]) -> tuple[Link, ...]:
    return ()
