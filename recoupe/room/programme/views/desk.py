"""Programme: what needs me this week?"""

from __future__ import annotations

from django.http import HttpResponse

from ...web.page import Asked, page, shown


@page("programme.work")
def programme(request: Asked) -> HttpResponse:
    """Programme, all of them."""
    return shown(request, "programme/programme.html", {})
