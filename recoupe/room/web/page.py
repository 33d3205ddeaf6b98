"""Page: what stands around every view: who asks, whether their role allows it, what they may see, and that it is remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...errors import UsageError
from ..access import Clearance, visible
from ..people.audit import record
from ..people.models import Person
from ..people.roles import require

PAGE_SIZE = 50


class Asked(HttpRequest):
    """A request of someone who is signed in and may do what the page is for."""

    user: Person
    clearance: Clearance


View = Callable[..., HttpResponse]


def page(action: str, *methods: str) -> Callable[[View], View]:
    """A view for those whose role allows an action; nobody else gets further than the door."""

    def decorate(view: View) -> View:
        @wraps(view)
        @require_http_methods(methods or ["GET", "HEAD"])
        @login_required
        def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.user, action)
            request.clearance = Clearance.of(request.user)
            return view(request, *args, **kwargs)

        asked.action = action  # type: ignore[attr-defined]
        return asked

    return decorate


def found(request: Asked, table: Any, **where: Any) -> Any:
    """The one row that is meant and may be seen; what may not be seen is not there: 404 for both."""
    row = visible(table, request.clearance).filter(**where).first()
    if row is None:
        raise Http404(_("There is no such thing here, or it is not for you to see."))
    return row


def shown(request: Asked, template: str, context: dict[str, Any], saw: object = None) -> HttpResponse:
    """A page; `saw` is what is written into the audit as having been seen."""
    if saw is not None:
        record(request.user, "saw", saw)
    return render(request, template, context)


def page_number(request: HttpRequest) -> int:
    """Which page of a list is asked for, from 1 on."""
    return max(1, number(request.GET.get("page")))


def number(text: str | None) -> int:
    """A whole number as a form gives it; 0 for what is none, or is longer than a database counts."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def a_day(text: str) -> date | None:
    """A day as a form gives it; None where it says none. Raises UsageError for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(text, _("it is no day"), "2026-12-01") from None
