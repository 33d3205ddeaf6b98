"""Figures: quantities as ranges with unit, population, as-of, trend and speaker."""

from __future__ import annotations

from ..model import Claim, Figure, Mention, Time
from .view import View


def figures(view: View, mentions: tuple[Mention, ...], times: tuple[Time, ...], claims: tuple[Claim, ...]) -> tuple[Figure, ...]:
    return ()
