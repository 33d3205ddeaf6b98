"""Models: services, the people who belong to them, and the chain of audit entries."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from .roles import Role


class Service(models.Model):
    """Who sends people to the table: a police service, a ministry, a city, a partner's service. `country` is ISO 3166-1 alpha-2."""

    short = models.CharField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    is_host = models.BooleanField(_("keeps this room"), default=False)

    class Meta:
        ordering = ("short",)

    def __str__(self) -> str:
        return self.short


class People(BaseUserManager["Person"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone with an account, of one service, in one role. `visited` is the turn of findings that they have seen the news of."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="people", verbose_name=_("service"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.READER)
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    visited = models.BigIntegerField(default=0)
    within: frozenset[str] | None = None  # the actions that the token of this request allows; None: all of the role

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = People()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        return False


class Token(models.Model):
    """What lets a program act for a person, within scopes; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made",)


class Entry(models.Model):
    """One line of the audit: who did what to which thing, chained to the line before by a keyed hash. Never changed or deleted."""

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    person = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)
    action = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=300, db_index=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)


class Head(models.Model):
    """The end of the audit's chain, sealed too: a chain that was cut short does not match it."""

    number = models.BigIntegerField()
    seal = models.CharField(max_length=64)
    proof = models.CharField(max_length=64)


class Retention(models.Model):
    """How many months a kind of thing is kept in this room, where it says other than the default (see `recoupe.room.retention`)."""

    kind = models.CharField(max_length=40, unique=True)
    months = models.IntegerField()


class Disclosed(models.Model):
    """That a person asked for the name behind a pseudonym, why, and until when they see it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disclosed")
    pseudonym = models.CharField(max_length=20, db_index=True)
    why = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
