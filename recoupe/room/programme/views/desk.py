"""Desk: opening the programme with one's passphrase, closing it, and what needs me this week."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from ...web.page import Asked, page, shown
from ..door import InsideAsked, found, inside, opened, practitioner_of, remember, shut
from ..slowing import slowed


@page("programme.work", "GET", "HEAD", "POST")
def open_programme(request: Asked) -> HttpResponse:
    """Open the programme in this browser."""
    row = practitioner_of(request.user)
    context = {"practitioner": row, "is_in": row is not None and row.wrapped is not None}
    if request.method == "POST":
        try:
            with slowed(request):
                who = opened(request.user, request.POST.get("passphrase", ""))
        except PermissionDenied as error:
            answer = shown(request, "programme/open.html", context | {"wrong": str(error)})
            answer.status_code = 400
            return answer
        who.noted("opened", "programme")
        answer = redirect("programme")
        remember(request, answer, who)
        return answer
    if found(request):
        return redirect("programme")
    return shown(request, "programme/open.html", context)


@page("programme.work", "POST")
def close_programme(request: Asked) -> HttpResponse:
    """Close it."""
    answer = redirect("open_programme")
    shut(request, answer)
    return answer


@inside()
def programme(request: InsideAsked) -> HttpResponse:
    """The week of a practitioner."""
    return shown(request, "programme/programme.html", {"about": request.inside.about})
