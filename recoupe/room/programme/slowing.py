"""Slowing: whoever guesses at a passphrase waits, by account and by address; colleagues at the same address open as ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from ...errors import UsageError
from ..people.audit import record
from ..web.page import Asked

SECONDS = 300
OF_ONE = 5  # as at the sign-in: see ACCOUNT_RATE_LIMITS
AT_ONE_ADDRESS = 20


@contextmanager
def slowed(request: Asked) -> Iterator[None]:
    """Around a try of a passphrase: raises UsageError for one too many; a wrong one counts, a right one clears the account.

    The tries at an address count only against an account that failed itself: nobody can lock out those beside them.
    """
    person = f"programme-tries-of-{request.user.pk}"
    address = f"programme-tries-at-{hashlib.sha256(get_adapter(request).get_client_ip(request).encode()).hexdigest()}"
    mine = cache.get(person, 0)
    if mine >= OF_ONE or (mine and cache.get(address, 0) >= AT_ONE_ADDRESS):
        raise UsageError(
            _("passphrase"), _("it was wrong too often"), _("wait five minutes; colleagues can open the programme")
        )
    counted(person)
    try:
        yield
    except PermissionDenied:
        counted(address)
        record(request.user, "failed to open a programme", f"person {request.user.pk}")
        raise
    cache.delete(person)


def counted(key: str) -> None:
    """One more. What counts is counted before it is tried, so that many at once are no way around."""
    cache.add(key, 0, SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it ran out in between
        cache.set(key, 1, SECONDS)
