"""Adapters: how django-allauth makes accounts here: an administrator does, nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Person
from .roles import first_page


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address; signing up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page of whoever signed in; where they asked for another one, allauth leads there."""
        return reverse(first_page(request.user))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Whoever comes by OpenID Connect must have an account already, under the address that the provider vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        verified = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        person = Person.objects.filter(email__in=verified, is_active=True).first()
        if person is None:
            messages.error(request, _("There is no account for you here; ask an administrator."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)
