"""Signing: who signs out, or whose account is closed or gets another role, has closed the programme too."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from ..people.models import Person
from ..people.roles import may
from . import models
from .door import session_of


@receiver(user_logged_out)
def signed_out(request: HttpRequest | None, **_: Any) -> None:
    """Somebody signed out in this browser."""
    if request is not None and request.session.session_key:
        models.Opened.objects.filter(session=session_of(request)).delete()


@receiver(post_save, sender=Person)
def changed(instance: Person, created: bool, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    """An account changed: where it may not work in a programme any more, or has a new password, what it had open is closed."""
    has_new_password = "password" in (update_fields or ())
    if not created and (has_new_password or not may(instance, "programme.work")):
        models.Opened.objects.filter(practitioner__person=instance).delete()
