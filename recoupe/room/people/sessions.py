"""Sessions: where somebody is signed in, and how one of these is ended alone."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from ...errors import UsageError
from .audit import record
from .models import Person
from .roles import require


def ended(person: Person, pk: int) -> None:
    """End one session of a person. Raises UsageError where it is not theirs, or is none any more."""
    require(person, "account.own")
    session = UserSession.objects.filter(user=person, pk=pk).first()
    if session is None:
        raise UsageError(_("session"), _("it is none of yours, or has ended"), _("load the page again"))
    record(person, "ended session of", f"person {person.pk}")
    session.end()
