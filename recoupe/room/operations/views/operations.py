"""Operations: what was announced, and how did it end?"""

from __future__ import annotations

from django.http import HttpResponse

from ...web.page import Asked, page, shown


@page("evidence.see")
def operations(request: Asked) -> HttpResponse:
    """Operations, all of them."""
    return shown(request, "operations/operations.html", {})
