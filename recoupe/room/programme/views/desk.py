"""Desk: opening the programme with one's passphrase, closing it, and what needs me this week."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from ...web.page import Asked, page, shown
from ..door import InsideAsked, found, inside, opened, practitioner_of, remember, shut


@page("programme.work", "GET", "HEAD", "POST")
def open_programme(request: Asked) -> HttpResponse:
    """Open the programme in this browser."""
    if request.method == "POST":
        who = opened(request.user, request.POST.get("passphrase", ""))
        answer = redirect("programme")
        remember(request, answer, who)
        return answer
    if found(request):
        return redirect("programme")
    return shown(request, "programme/open.html", {"practitioner": practitioner_of(request.user)})


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
