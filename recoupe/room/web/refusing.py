"""Refusing: pages of our own for a form that cannot be trusted and an address that is none, in the reader's language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def untrusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: it was open too long, its reader signed in or out meanwhile, or keeps no cookies."""
    return render(request, "web/untrusted.html", {"is_without_cookies": not request.COOKIES}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is asked for is not here; why, where the view said it, and never Django's own words for it."""
    said = exception.args[0] if exception.args else ""
    return render(request, "404.html", {"why": said if isinstance(said, str) else ""}, status=404)
