"""Tokens: what lets a program act for a person, within the actions that it names and those that the role allows."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ...errors import UsageError
from .audit import record
from .models import Person, Token
from .roles import ACTIONS, may, require

PREFIX = "rcp_"
MOST_DAYS = 366
USED_EVERY = timedelta(minutes=5)


def hashed(token: str) -> str:
    """What is kept of a token: its SHA-256; it is long and random, so that nothing slower is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def bearer(token: str) -> Person | None:
    """Whom a token lets a program act for, held to what the token allows; None where it does not stand."""
    now = timezone.now()
    rows = Token.objects.filter(Q(until=None) | Q(until__gt=now), digest=hashed(token), person__is_active=True)
    row = rows.select_related("person__service").first()
    if row is None:
        return None
    if row.used is None or now - row.used > USED_EVERY:
        Token.objects.filter(pk=row.pk).update(used=now)
    row.person.within = frozenset(row.scopes)
    return row.person


def issued(person: Person, name: str, scopes: list[str], days: int) -> str:
    """A new token of a person; it is shown this once. Raises UsageError where it would allow more than the person may do."""
    require(person, "token.manage")
    wanted = sorted(set(scopes))
    if not name.strip() or not wanted or any(scope not in ACTIONS or not may(person, scope) for scope in wanted):
        raise UsageError(_("token"), _("it needs a name and actions that you may do yourself"), _("choose them"))
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(_("token"), _("it lasts from 1 to %(most)d days") % {"most": MOST_DAYS}, _("choose"))
    token = PREFIX + secrets.token_urlsafe(32)
    until = timezone.now() + timedelta(days=days)
    row = Token.objects.create(person=person, name=name.strip()[:80], digest=hashed(token), scopes=wanted, until=until)
    record(person, "made token", f"token {row.pk}", name=row.name, scopes=wanted, days=days)
    return token


def revoked(person: Person, pk: int) -> None:
    """Take a token of one's own back."""
    require(person, "token.manage")
    if Token.objects.filter(person=person, pk=pk).delete()[0]:
        record(person, "revoked token", f"token {pk}")
