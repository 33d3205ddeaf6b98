"""Changing: what an administrator does to accounts and services, each with its line in the audit; never to one's own account."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from ...errors import UsageError
from ..work import wanted
from .audit import record
from .models import Person, Service
from .roles import Role, require


def another(by: Person, pk: int) -> Person:
    """The account of somebody else. Raises UsageError for one's own, and where there is none."""
    require(by, "people.manage")
    person = Person.objects.select_related("service").filter(pk=pk).first()
    if person is None or person.pk == by.pk:
        raise UsageError(_("account"), _("nobody changes their own role"), _("ask another administrator"))
    return person


def service_of(pk: int) -> Service:
    """A service by its number. Raises UsageError where there is none."""
    service = Service.objects.filter(pk=pk).first()
    if service is None:
        raise UsageError(_("service"), _("there is no such service"), _("choose one, or make it first"))
    return service


def role_of(said: str) -> str:
    """A role as a form says it. Raises UsageError for what is none."""
    if said not in Role.values:
        raise UsageError(said or "?", _("it is no role"), ", ".join(Role.values))
    return said


@transaction.atomic
def changed(by: Person, pk: int, service: Service | None, role: str, is_active: bool) -> None:
    """Give an account another service or role, close it, or open it again; what one of a service saw, one of another may not."""
    person = another(by, pk)
    person.role, person.is_active, person.service = role_of(role), is_active, service or person.service
    person.save(update_fields=["role", "is_active", "service"])
    said = {"role": person.role, "active": person.is_active, "service": person.service.short}
    record(by, "changed person", f"person {person.pk}", **said)
    wanted("settle")


@transaction.atomic
def reset(by: Person, pk: int) -> tuple[Person, str]:
    """Give an account a password by chance, to be shown once; whoever was signed in with the old one is so no more."""
    person, password = another(by, pk), secrets.token_urlsafe(12)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by, "changed password of", f"person {person.pk}", temporary=True)
    return person, password


@transaction.atomic
def made_service(by: Person, short: str, name: str, country: str) -> Service:
    """Make a service. Raises UsageError where one is called so, or its country is no code of two letters."""
    require(by, "people.manage")
    short, name, country = short.strip()[:40], name.strip()[:200], country.strip().upper()
    if not short or "," in short or (country and not (len(country) == 2 and country.isascii() and country.isalpha())):
        raise UsageError(
            _("service"), _("it needs a short name without commas, and a country of two letters"), _("fill them in")
        )
    if Service.objects.filter(short__iexact=short).exists():
        raise UsageError(short, _("there is a service of this name"), _("choose another name"))
    service = Service.objects.create(short=short, name=name or short, country=country)
    record(by, "made service", f"service {service.pk}", short=short, country=country)
    return service
