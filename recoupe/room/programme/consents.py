"""Consents: what a participant allows at this minute. Every action on a participant asks here first, and fails closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ...errors import RecoupeError
from .shapes import Consent, Purpose
from .store import Kept, Store


class NoConsent(RecoupeError):
    """A participant does not allow this, never did, or does not any more; which of these it is, is not told."""

    def __init__(self, purpose: Purpose) -> None:
        super().__init__(
            str(purpose.label),
            _("there is no consent to this now"),
            _("do not do it; ask the participant only if they raise it themselves"),
        )
        self.purpose = purpose


def latest(store: Store, owner: str) -> Kept | None:
    """The version of consent that counts: the last one given."""
    return max(store.tagged(Consent.kind, owner), key=lambda kept: kept.shape.number, default=None)


def latest_of(store: Store, owners: Iterable[str]) -> dict[str, Kept]:
    """The version of consent that counts of each of some participants, in one go."""
    wanted, newest = set(owners), dict[str, Kept]()
    for kept in store.found([Consent.kind], wanted) if wanted else ():
        if kept.owner not in newest or kept.shape.number > newest[kept.owner].shape.number:
            newest[kept.owner] = kept
    return newest


def allows(store: Store, owner: str, purpose: Purpose, at: datetime | None = None, whom: str = "") -> bool:
    """Whether a participant allows a purpose at a moment (now), with somebody where one is named."""
    kept = latest(store, owner)
    return kept is not None and kept.shape.covers(purpose, at or timezone.now(), whom)


def require_consent(store: Store, owner: str, purpose: Purpose, whom: str = "") -> Kept:
    """The consent under which something is done now. Raises NoConsent where there is none that covers it."""
    kept = latest(store, owner)
    if kept is None or not kept.shape.covers(purpose, timezone.now(), whom):
        raise NoConsent(purpose)
    return kept
