"""Context: what every page needs: the menu, the marking of the room, how much waits."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from ..people.roles import first_page, may

MENU = (
    ("today", _("Today"), "t", "evidence.see"),
    ("documents", _("Documents"), "d", "evidence.see"),
    ("findings", _("Findings"), "f", "evidence.see"),
    ("meetings", _("Meetings"), "m", "evidence.see"),
    ("actions", _("Actions"), "a", "evidence.see"),
    ("networks", _("Networks"), "n", "evidence.see"),
    ("operations", _("Operations"), "o", "evidence.see"),
    ("practices", _("Practices"), "r", "evidence.see"),
    ("sharing", _("Sharing"), "s", "share.see"),
    ("programme", _("Programme"), "g", "programme.work"),
    ("people", _("People"), "p", "people.manage"),
    ("audit", _("Audit"), "u", "audit.see"),
)
WITHIN = {
    "hypotheses": "networks",
    "steps": "operations",
    "counts": "operations",
    "adoptions": "practices",
    "lines": "practices",
    "learning": "practices",
    "decisions": "meetings",
    "groups": "meetings",
}
"""Of pages whose address says something else, the entry of the menu to which they belong."""
SHARING = (
    ("sharing", _("Overview")),
    ("bundles", _("Bundles")),
    ("received", _("Received")),
    ("requests", _("Requests")),
    ("releases", _("Releases")),
    ("partners", _("Partners")),
)


def current(request: HttpRequest, name: str) -> str:
    """Whether an entry of the menu is the page at hand ("page") or leads to where that belongs ("true"), as ARIA says it."""
    if request.resolver_match and request.resolver_match.url_name == name:
        return "page"
    first = request.path.split("/")[1]
    return "true" if first and WITHIN.get(first, first) == reverse(name).strip("/") else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The menu, by what whoever is signed in may do."""
    person = getattr(request, "user", None)
    signed_in = person is not None and person.is_authenticated
    menu = [
        {"name": name, "label": label, "key": key, "current": current(request, name)}
        for name, label, key, action in MENU
        if signed_in and may(person, action)
    ]
    return {
        "menu": menu,
        "room_name": settings.ROOM_NAME,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "language_code": get_language(),
        "sends_mail": bool(settings.EMAIL_HOST),
        "host_service": settings.HOST_SERVICE,
        "languages": settings.LANGUAGES,
        "signed_in": signed_in,
        "first_page": first_page(person) if signed_in else "today",
        "first_label": next((entry["label"] for entry in menu if entry["name"] == first_page(person)), ""),
        "may_add": signed_in and may(person, "document.add"),
        "may_mark": signed_in and may(person, "document.mark"),
        "may_erase": signed_in and may(person, "document.erase"),
        "may_rule": signed_in and may(person, "ruling.make"),
        "may_manage_groups": signed_in and may(person, "group.manage"),
        "may_see_evidence": signed_in and may(person, "evidence.see"),
        "may_decide": signed_in and may(person, "decision.record"),
        "sharing_pages": SHARING,
        "may_share": signed_in and may(person, "share.make"),
        "may_approve_bundles": signed_in and may(person, "share.approve"),
        "may_manage_partners": signed_in and may(person, "partner.manage"),
        "may_disclose": signed_in and may(person, "name.disclose"),
    }
