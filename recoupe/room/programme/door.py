"""Door: who is inside a programme: a practitioner who opened it with their passphrase, in this browser, a while ago at most.

The key of the programme is never kept where the database, its backups or the settings could open it: it stands in `Opened` under a
key that is in a cookie. `inside("...")` is what every page of a programme stands behind.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from ...errors import StoreError, UsageError
from ..people.models import Person
from ..people.roles import may
from ..web.page import Asked, View, page, shown
from . import closed, models, trail
from .checking import told
from .sealing import KEY, by_one, from_passphrase, new_key, sealed, unsealed
from .shapes import About, Colleague, Participant
from .store import Kept, Store, new_id

COOKIE = "programme"
IDLE = timedelta(minutes=30)


@dataclass
class Inside:
    """A practitioner who opened the programme: with its key, and their own secret half, for as long as a request takes."""

    person: Person
    row: models.Practitioner
    key: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    @cached_property
    def store(self) -> Store:
        return Store(self.row.programme_id, self.key)

    @cached_property
    def about(self) -> About:
        """The programme itself."""
        programme = models.Programme.objects.get(pk=self.row.programme_id)
        place = f"about\0{programme.pk}\0{programme.version}"
        return About.model_validate_json(unsealed(self.key, programme.blob, place))

    @cached_property
    def me(self) -> Colleague:
        """Who they are in the programme."""
        return colleague(self.key, self.row)

    def colleagues(self) -> dict[int, tuple[models.Practitioner, Colleague]]:
        """All who were let in, by their number, those who left too."""
        rows = models.Practitioner.objects.filter(programme=self.row.programme_id).select_related("person")
        return {row.pk: (row, colleague(self.key, row)) for row in rows if row.blob}

    def is_of(self, participant: Kept) -> bool:
        """Whether they may read what is written down on a participant: those who work with them, and nobody else."""
        return self.row.pk in participant.shape.team

    def participant(self, id: str) -> Kept:
        """The card of a participant whom they work with, or, for who coordinates, of any.

        Raises UsageError where there is none, just as for one whom they do not work with.
        """
        found = self.store.get(id, Participant)
        if not (self.is_of(found) or self.me.is_coordinator):
            raise UsageError(_("record"), _("there is none of this number"), _("go back to the list"))
        return found

    def mine(self, id: str) -> Kept:
        """A participant in whose team they are: for all that is more than the card. Raises UsageError as `participant` does."""
        found = self.store.get(id, Participant)
        if not self.is_of(found):
            raise UsageError(_("record"), _("there is none of this number"), _("go back to the list"))
        return found

    def noted(self, did: str, what: str, record: str = "", about: str = "") -> None:
        """One line of the programme's own trail."""
        trail.add(self.store, self.row.pk, did, what, record, about)


def colleague(key: bytes, row: models.Practitioner) -> Colleague:
    """Who a practitioner is in the programme."""
    return Colleague.model_validate_json(
        unsealed(key, bytes(row.blob or b""), f"colleague\0{row.programme_id}\0{row.pk}")
    )


def practitioner_of(person: Person) -> models.Practitioner | None:
    """Somebody's own key, and what they were let into; None where they made none yet."""
    return models.Practitioner.objects.filter(person=person).select_related("programme").first()


def secret_of(row: models.Practitioner, passphrase: str) -> bytes:
    """The secret half of a practitioner's key. Raises PermissionDenied for another passphrase."""
    try:
        return unsealed(from_passphrase(passphrase, bytes(row.salt)), row.secret, f"practitioner\0{row.person_id}")
    except StoreError as error:
        raise PermissionDenied(_("This is not the passphrase.")) from error


def opened(person: Person, passphrase: str) -> Inside:
    """The programme of a practitioner, opened. Raises PermissionDenied where they are in none, or by another passphrase."""
    row = practitioner_of(person)
    if not may(person, "programme.work") or row is None:
        raise PermissionDenied(_("You are in no programme."))
    secret = secret_of(row, passphrase)
    if row.programme_id is None or row.wrapped is None:
        raise PermissionDenied(_("Nobody let you into a programme yet."))
    return Inside(person, row, by_one(secret, row.wrapped), secret)


def remember(request: HttpRequest, response: HttpResponse, inside: Inside) -> None:
    """Keep the programme open in this browser: what opens it goes into a cookie, what is opened into the database."""
    models.Opened.objects.filter(until__lt=timezone.now()).delete()
    key, id = new_key(), new_id()
    body = json.dumps({"key": inside.key.hex(), "secret": inside.secret.decode()}).encode()
    models.Opened.objects.create(
        id=id,
        practitioner=inside.row,
        session=session_of(request),
        until=timezone.now() + IDLE,
        blob=sealed(key, body, f"opened\0{id}"),
    )
    response.set_cookie(
        COOKIE,
        f"{id}.{base64.urlsafe_b64encode(key).decode()}",
        path="/programme",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )


def session_of(request: HttpRequest) -> str:
    """The session of a browser, as a digest."""
    return hashlib.sha256(str(request.session.session_key).encode()).hexdigest()


def found(request: HttpRequest) -> Inside | None:
    """Who is inside, by the cookie of a browser; None where nobody is, it was too long ago, or they were let out."""
    id, _dot, said = request.COOKIES.get(COOKIE, "").partition(".")
    row = models.Opened.objects.filter(pk=id, until__gte=timezone.now()).select_related("practitioner").first()
    if row is None:
        models.Opened.objects.filter(until__lt=timezone.now()).delete()
        return None
    if row.practitioner.person_id != request.user.pk or row.practitioner.wrapped is None:
        return None
    if not secrets.compare_digest(row.session, session_of(request)):
        return None
    try:
        key = base64.urlsafe_b64decode(said)
        body = json.loads(unsealed(key if len(key) == KEY else bytes(KEY), row.blob, f"opened\0{id}"))
    except (StoreError, ValueError):
        return None
    models.Opened.objects.filter(pk=id).update(until=timezone.now() + IDLE)
    return Inside(request.user, row.practitioner, bytes.fromhex(body["key"]), body["secret"].encode())


def shut(request: HttpRequest, response: HttpResponse) -> None:
    """Close the programme in this browser."""
    models.Opened.objects.filter(pk=request.COOKIES.get(COOKIE, "").partition(".")[0]).delete()
    response.delete_cookie(COOKIE, path="/programme")


def came_back(request: Any) -> HttpResponse:
    """Where the programme is opened, with what was written meanwhile, so that it is not lost."""
    kept = closed.written(request)
    context = {"is_in": True, "kept_at": request.path, "kept": kept, "texts": closed.texts(kept)}
    row = practitioner_of(request.user)
    if row is None or row.wrapped is None:
        return redirect("open_programme")
    answer = shown(request, "programme/open.html", context)
    answer.status_code = 403
    answer["Cache-Control"] = "no-store"
    return answer


class InsideAsked(Asked):
    """A request of a practitioner who opened the programme."""

    inside: Inside


def inside(*methods: str) -> Callable[[View], View]:
    """A page for a practitioner who opened the programme; others of that role are led to where it is opened."""

    def decorate(view: View) -> View:
        @page("programme.work", *methods)
        @wraps(view)
        def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            who = found(request)
            if who is None:
                return came_back(request) if closed.written(request) else redirect("open_programme")
            request.inside = who
            try:
                answer = view(request, *args, **kwargs)
            except ValidationError as error:
                raise told(error, {}) from None  # nothing of what was written gets into a log
            answer["Cache-Control"] = "no-store"
            return answer

        return asked

    return decorate
