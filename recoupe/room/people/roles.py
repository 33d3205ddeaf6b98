"""Roles: what each may do, one table of actions; whatever is not in it nobody may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .models import Person


class Role(TextChoices):
    """Who one is in the room."""

    READER = "reader", _("reader")
    ANALYST = "analyst", _("analyst")
    SECRETARY = "secretary", _("secretary")
    LIAISON = "liaison", _("liaison officer")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")
    PRACTITIONER = "practitioner", _("practitioner of a programme")


WORKING = {Role.READER, Role.ANALYST, Role.SECRETARY, Role.LIAISON}
EVERYONE = set(Role)

ACTIONS: dict[str, set[Role]] = {
    "evidence.see": WORKING,
    "document.add": WORKING - {Role.READER},
    "document.mark": {Role.LIAISON, Role.SECRETARY},
    "document.erase": {Role.SECRETARY},
    "document.retry": WORKING - {Role.READER},
    "ruling.make": {Role.ANALYST, Role.SECRETARY},
    "name.disclose": {Role.ANALYST, Role.LIAISON},
    "export.make": WORKING - {Role.READER},
    "group.manage": {Role.SECRETARY},
    "meeting.manage": {Role.SECRETARY},
    "decision.record": {Role.SECRETARY},
    "decision.review": {Role.SECRETARY},
    "action.record": {Role.SECRETARY},
    "action.update": WORKING,
    "commitment.record": {Role.SECRETARY, Role.LIAISON},
    "share.see": {Role.LIAISON, Role.SECRETARY},
    "share.make": {Role.LIAISON},
    "share.approve": {Role.LIAISON, Role.SECRETARY},
    "share.receive": {Role.LIAISON},
    "request.make": {Role.LIAISON, Role.SECRETARY},
    "partner.manage": {Role.LIAISON},
    "network.draw": {Role.ANALYST, Role.SECRETARY},
    "operation.record": {Role.ANALYST, Role.SECRETARY},
    "practice.write": {Role.ANALYST, Role.SECRETARY, Role.LIAISON},
    "practice.behalf": {Role.SECRETARY},
    "practice.comment": WORKING,
    "practice.adopt": {Role.SECRETARY},
    "programme.work": {Role.PRACTITIONER},
    "people.manage": {Role.ADMINISTRATOR},
    "retention.see": EVERYONE,
    "retention.set": {Role.ADMINISTRATOR},
    "audit.see": {Role.AUDITOR, Role.ADMINISTRATOR},
    "account.own": EVERYONE,
    "token.manage": EVERYONE,
}
"""Each action with the roles that may do it. That one may also see the thing itself is asked in `recoupe.room.access`."""


def may(person: Person, action: str) -> bool:
    """Whether a person's role, and the token that they came with, allow an action. Raises KeyError for an unknown one."""
    is_known = getattr(person, "is_authenticated", False) and person.is_active
    return bool(is_known and person.role in ACTIONS[action] and (person.within is None or action in person.within))


def require(person: Person | None, action: str) -> None:
    """Raises PermissionDenied where a person, or nobody, may not do an action."""
    if person is None or not may(person, action):
        names = ", ".join(str(role.label) for role in Role if role in ACTIONS[action])
        raise PermissionDenied(say("This takes another role: %(roles)s.") % {"roles": names})


def first_page(person: Person) -> str:
    """The name of the page on which a person begins."""
    for action, name in (
        ("evidence.see", "today"),
        ("programme.work", "programme"),
        ("people.manage", "people"),
        ("audit.see", "audit"),
    ):
        if may(person, action):
            return name
    return "account"
