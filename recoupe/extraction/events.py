"""Events: what happens, with participants by role, place, time and status."""

from __future__ import annotations

from ..model import Claim, Entity, Event, Figure, Mention, Time
from .view import View


def events(view: View, entities: dict[str, Entity], mentions: tuple[Mention, ...], times: tuple[Time, ...], figures: tuple[Figure, ...], claims: tuple[Claim, ...]) -> tuple[Event, ...]:
    return ()
