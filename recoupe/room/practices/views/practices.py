"""Practices: how do others do it, and who adopted what?"""

from __future__ import annotations

from django.http import HttpResponse

from ...web.page import Asked, page, shown


@page("evidence.see")
def practices(request: Asked) -> HttpResponse:
    """Practices, all of them."""
    return shown(request, "practices/practices.html", {})
