"""Keys: a practitioner's own key and passphrase, and founding a programme with it; before anything is opened."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import Asked, page, shown
from ...web.words import countries_to_choose
from ..actions import founding
from ..checking import made
from ..door import InsideAsked, found, practitioner_of, remember
from ..sealing import fingerprint
from ..shapes import About
from ..slowing import slowed
from .about import LABELS, said_of_it


@page("programme.work", "GET", "HEAD", "POST")
def my_keys(request: Asked) -> HttpResponse:
    """Make one's own key, read its fingerprint, change the passphrase, make another key where it was forgotten."""
    row = practitioner_of(request.user)
    if request.method == "POST":
        do = request.POST.get("do")
        if do == "new" and (row is None or request.POST.get("is_understood") == "on"):
            founding.new_keys(request.user, typed_twice(request))
            messages.success(request, _("Your key is made. Read its fingerprint to whoever coordinates the programme."))
        elif do == "new":
            raise UsageError(
                _("a new key"), _("it was not ticked that you know what is lost"), _("go back and tick it")
            )
        elif do == "passphrase" and row is not None:
            try:
                with slowed(request):
                    founding.new_passphrase(row, request.POST.get("before", ""), typed_twice(request))
            except PermissionDenied as error:
                return keys_page(request, {"wrong": str(error)}, 400)
            messages.success(request, _("Your passphrase is changed. Open the programme with it."))
        return redirect("my_keys")
    return keys_page(request, {})


def keys_page(request: Asked, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page of one's own key."""
    row = practitioner_of(request.user)
    who = found(request)
    if who is not None:
        cast(InsideAsked, request).inside = who
    context = {
        "row": row,
        "is_open": who is not None,
        "is_in": row is not None and row.wrapped is not None,
        "was_in": row is not None and row.wrapped is None and row.programme_id is not None,
        "fingerprint": fingerprint(row.public) if row else "",
        "shortest": founding.SHORTEST,
    }
    answer = shown(request, "programme/my_keys.html", context | more)
    answer.status_code = status
    return answer


def typed_twice(request: Asked) -> str:
    """A new passphrase, typed twice alike. Raises UsageError otherwise."""
    passphrase: str = request.POST.get("passphrase", "")
    if passphrase != request.POST.get("again", ""):
        raise UsageError(_("passphrase"), _("it was typed in two ways"), _("go back and type it again"))
    return founding.checked(passphrase)


@page("programme.work", "GET", "HEAD", "POST")
def found_programme(request: Asked) -> HttpResponse:
    """Found a programme, as its first coordinator."""
    row = practitioner_of(request.user)
    if row is not None and row.programme_id is not None:
        return redirect("open_programme")
    if request.method == "POST":
        about = made(About, LABELS, **said_of_it(request))
        who = founding.founded(request.user, typed_twice(request), about)
        messages.success(request, _("The programme is founded."))
        answer = redirect("programme")
        remember(request, answer, who)
        return answer
    context = {
        "about": About(name="?"),
        "is_new": True,
        "countries": countries_to_choose(),
        "shortest": founding.SHORTEST,
    }
    return shown(request, "programme/found.html", context)
