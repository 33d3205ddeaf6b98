"""Signing: who signed in, signed out, or tried to and failed, stands in the audit; no password that was typed does."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver

from .audit import record
from .models import Person


@receiver(user_logged_in)
def signed_in(user: Person, **_: Any) -> None:
    """Somebody signed in, by whichever way."""
    record(user, "signed in", f"person {user.pk}")


@receiver(user_logged_out)
def signed_out(user: Person | None, **_: Any) -> None:
    """Somebody signed out."""
    if user is not None:
        record(user, "signed out", f"person {user.pk}")


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], **_: Any) -> None:
    """Somebody could not sign in. What was typed as an address is kept only where it is that of an account."""
    typed = str(credentials.get("email") or credentials.get("username") or "").strip()
    person = Person.objects.filter(email__iexact=typed).first() if typed else None
    if person is None:
        record(None, "failed to sign in", "no account")
    else:
        record(None, "failed to sign in", f"person {person.pk}", email=person.email)
