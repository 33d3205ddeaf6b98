"""Turns: one after another: what is allowed is looked at, and what follows from it written, with nobody writing in between.

Whoever takes consent back takes a turn too, so that nothing is written after that on the strength of what was so before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from . import models
from .door import Inside


@contextmanager
def in_turn(inside: Inside) -> Iterator[None]:
    """A transaction in which nobody else of the programme writes."""
    with transaction.atomic():
        models.Programme.objects.select_for_update().get(pk=inside.row.programme_id)
        yield
