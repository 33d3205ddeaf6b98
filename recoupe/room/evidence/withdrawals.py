"""Withdrawals: which of some documents are withdrawn, by whom and why; of the rulings only those on them are looked at."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from ...crosscheck.model import Ruling, RulingKind
from ...crosscheck.rulings import in_force
from .models import Ruling as Row
from .store import as_rulings


def withdrawn_of(ids: Iterable[str]) -> dict[str, Ruling]:
    """The withdrawal in force of each document that has one."""
    wanted = set(ids)
    rows = Row.objects.filter(Q(kind=RulingKind.WITHDRAW, subject__in=wanted) | Q(kind=RulingKind.TAKE_BACK))
    force = in_force(as_rulings(rows)).withdrawn
    return {id: force[id] for id in wanted & force.keys()}
