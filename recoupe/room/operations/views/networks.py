"""Networks: who does what for whom, by function?"""

from __future__ import annotations

from django.http import HttpResponse

from ...web.page import Asked, page, shown


@page("evidence.see")
def networks(request: Asked) -> HttpResponse:
    """Networks, all of them."""
    return shown(request, "operations/networks.html", {})
