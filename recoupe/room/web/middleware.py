"""Middleware: the language that a person chose, and errors told as pages that say what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from ...errors import RecoupeError

Answer = Callable[[HttpRequest], HttpResponse]


class OwnLanguage:
    """Shows pages in the language of whoever is signed in, where they chose one."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        timezone.activate(settings.LOCAL_TIME_ZONE)
        return self.answer(request)


class Errors:
    """Tells our own errors as a page: which input, why, what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store" if request.user.is_authenticated else "no-cache")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, RecoupeError):
            return render(request, "web/error.html", {"error": error}, status=400)
        return None
