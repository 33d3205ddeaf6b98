"""Erasing: a participant goes, for good, by their own word or because the time is over: key, copies of the key, rows.

None of it takes a key: whose time is over stands beside the key in the keyring, so that nobody has to open anything for it.
"""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from . import copies, keyring, models
from .shapes import About, Participant, State

LEAST_MONTHS = 12  # beyond the length of the programme, for somebody who takes part and whose end nobody wrote down


def erased(owner: str) -> list[str]:
    """Erase a participant: first the key, then the rows, then copies of the key. Gives the copies that could not be reached."""
    keyring.erase(owner)
    models.Record.objects.filter(owner=owner).delete()
    return copies.reached()


def swept() -> int:
    """Delete rows of who was erased, where an erasure was cut short or a backup brought them back; how many participants.

    Only of whom the keyring says so: one that lacks keys for another reason makes nobody's rows go.
    """
    if not keyring.is_there():
        return 0
    owners = models.Record.objects.exclude(owner="").values_list("owner", flat=True).distinct()
    gone = keyring.erased_of(owners)
    models.Record.objects.filter(owner__in=gone).delete()
    return len(gone)


def last_day(about: About, participant: Participant, today: date) -> date:
    """Until when a participant is kept: so many months after the end; while they take part, counted from today on.

    Whoever takes part and is forgotten is erased too, only much later: each change of their card counts anew.
    """
    if participant.state == State.ENDED:
        return (participant.until or today) + relativedelta(months=about.kept_months)
    return today + relativedelta(months=about.months + max(about.kept_months, LEAST_MONTHS))


def erased_on_time(now: date | None = None) -> int:
    """Erase all whose time is over, and what is still owed to copies; how many there were."""
    owners = keyring.due(now or timezone.localdate())
    for owner in owners:
        erased(owner)
    return len(owners)


def is_due(now: date | None = None) -> bool:
    """Whether the time of anybody is over."""
    return keyring.is_there() and bool(keyring.due(now or timezone.localdate()))
