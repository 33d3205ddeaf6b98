"""Speech: who says what, quoted or reported, and how far it is vouched for."""

from __future__ import annotations

from ..model import Claim, Entity, Mention, Time
from .view import View


def claims(view: View, entities: dict[str, Entity], mentions: tuple[Mention, ...], times: tuple[Time, ...]) -> tuple[Claim, ...]:
    return ()
