"""Counting: how many there are of something, at a price that does not grow with it: exactly up to 10,000, "more than" beyond.

What has to be counted over everything all the same (how often each place or name) changes only when findings are worked out anew,
and is kept till then for all who see the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ...identifiers import digest
from ...version import VERSION
from ..access import Clearance
from ..web import words
from . import models

MOST = 10_000
KEPT_SECONDS = 24 * 3600
Made = TypeVar("Made")


class Count(int):
    """A number that says so where there are more. Templates show it as it tells itself, and choose the plural by it."""

    is_more: bool

    def __new__(cls, n: int, is_more: bool = False) -> Count:
        made = super().__new__(cls, n)
        made.is_more = is_more
        return made

    def __str__(self) -> str:
        return _("more than %(n)s") % {"n": words.number(int(self))} if self.is_more else int.__repr__(self)


def counted(rows: QuerySet[Any]) -> Count:
    """How many rows there are; the database stops looking at one more than it is told.

    In the order in which they are listed, so that the index of the list is walked and no row need be looked at.
    """
    n = rows.values("pk")[: MOST + 1].count()
    return Count(min(n, MOST), is_more=n > MOST)


def last_turn() -> models.Turn | None:
    """The last time that findings were worked out to the end."""
    return models.Turn.objects.exclude(basis="").order_by("-id").first()


def kept(clearance: Clearance, what: Sequence[object], make: Callable[[], Made]) -> Made:
    """What was made of the findings that a view sees, made anew after each turn; `what` tells it from all else that is kept."""
    turn = last_turn()
    key = digest(["kept", VERSION, turn.pk if turn else 0, clearance.view, list(what)])
    if (there := cache.get(key)) is not None:
        return there[0]
    value = make()
    cache.set(key, (value,), KEPT_SECONDS)
    return value
