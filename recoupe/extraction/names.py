"""Names: who and what is named (persons with office, organisations, countries, places, groups), resolved to entities."""

from __future__ import annotations

from ..model import Entity, Mention
from .view import View


def names(view: View) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    return ({}, ())
