"""Door: an operation opens to a token that stands, of somebody who may do its action (see `recoupe.room.people.tokens`)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from ..access import Clearance
from ..people.models import Person
from ..people.roles import require
from ..people.tokens import bearer


class By(HttpBearer):
    """The door of an operation: a token that stands, of somebody who may do its action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        person = bearer(token)
        if person is None:
            return None
        require(person, self.action)
        asked: Any = request
        asked.user, asked.clearance = person, Clearance.of(person)
        return person
