"""Middleware: the language that a person chose, and errors told as pages that say what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ...errors import RecoupeError, UsageError
from ..taskforce.actions.changing import Overtaken
from ..taskforce.views.conflict import conflict

Answer = Callable[[HttpRequest], HttpResponse]


NUL = UsageError("NUL", _("it is no character of a text"), _("go back and try again"))


def refused(request: HttpRequest) -> HttpResponse:
    """The page that says so; for programs, the problem."""
    if request.path.startswith("/api/"):
        return JsonResponse({"what": NUL.what, "why": str(NUL.why), "remedy": str(NUL.remedy)}, status=400)
    return render(request, "web/error.html", {"error": NUL}, status=400)


def holds_nul(request: HttpRequest) -> bool:
    """Whether an address or a form holds the character NUL."""
    is_form = request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
    fields = [*request.GET.lists(), *(request.POST.lists() if is_form else ())]
    return "\0" in request.path or any("\0" in value for name, values in fields for value in (name, *values))


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
    """Tells our own errors as a page: which input, why, what to do. No database keeps NUL in a text: it is refused here."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = refused(request) if holds_nul(request) else self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store" if request.user.is_authenticated else "no-cache")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Overtaken) and request.method == "POST":
            return conflict(request, error)
        if isinstance(error, RecoupeError):
            return render(request, "web/error.html", {"error": error}, status=400)
        return None
