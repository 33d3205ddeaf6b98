"""TAXII 2.1 (OASIS): discovery, one API root, collections and their objects, to read with a token of the room.

A client signs in with HTTP Basic, any name and a token as the password, or with the token as a bearer. It sees what whoever the
token belongs to may see and take out, and nothing else: what is not theirs is not there.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from ...access import Clearance
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...people.tokens import bearer
from .. import own
from ..taxii import Collection, Held, collections, moment, objects

MEDIA_TYPE = "application/taxii+json;version=2.1"
MOST_OBJECTS = 1_000


def answered(content: dict[str, Any], status: int = 200) -> HttpResponse:
    """A TAXII resource."""
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type=MEDIA_TYPE, status=status)


def wrong(status: int, title: str) -> HttpResponse:
    """A TAXII error message (section 3.6)."""
    response = answered({"title": title, "http_status": str(status)}, status)
    if status == 401:
        response["WWW-Authenticate"] = 'Basic realm="recoupe"'
    return response


def who(request: HttpRequest) -> Person | None:
    """Whom the token of a request lets it act for."""
    kind, _space, said = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return bearer(said.strip())
    if kind.lower() == "basic":
        try:
            _name, _colon, token = base64.b64decode(said, validate=True).decode().partition(":")
        except ValueError:
            return None
        return bearer(token)
    return None


def reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for programs whose token lets them take evidence out."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD"])
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = who(request)
        if person is None:
            return wrong(401, "A token of the room is needed.")
        try:
            require(person, "export.make")
            require(person, "evidence.see")
        except PermissionDenied as error:
            return wrong(403, str(error))
        if not accepts(request.headers.get("Accept", "*/*")):
            return wrong(406, f"What is here is {MEDIA_TYPE}, not {request.headers.get('Accept')}.")
        return view(request, person, *args, **kwargs)

    return asked


def accepts(said: str) -> bool:
    """Whether a client takes TAXII 2.1."""
    wanted = [one.replace(" ", "").lower() for one in said.split(",")]
    return any(
        one.startswith(("*/*", "application/*", "application/taxii+json")) and "version=2.0" not in one
        for one in wanted
    )


@reading
def discovery(request: HttpRequest, person: Person) -> HttpResponse:
    """Which API roots there are (section 4.1)."""
    root = request.build_absolute_uri("/taxii2/api/")
    return answered({"title": own.name() or "recoupe", "default": root, "api_roots": [root]})


@reading
def api_root(request: HttpRequest, person: Person) -> HttpResponse:
    """What the API root is (section 4.2)."""
    return answered({"title": own.name() or "recoupe", "versions": [MEDIA_TYPE], "max_content_length": 1})


@reading
def all_collections(request: HttpRequest, person: Person) -> HttpResponse:
    """The collections of the reader (section 5.1)."""
    return answered({"collections": [one.resource() for one in collections(Clearance.of(person))]})


def the_collection(person: Person, id: str) -> Collection | None:
    """One collection of the reader."""
    return next((one for one in collections(Clearance.of(person)) if one.id == id), None)


@reading
def one_collection(request: HttpRequest, person: Person, id: str) -> HttpResponse:
    """One collection (section 5.2)."""
    found = the_collection(person, id)
    return answered(found.resource()) if found else wrong(404, "There is no such collection.")


@reading
def envelope(request: HttpRequest, person: Person, id: str, object: str = "") -> HttpResponse:
    """The objects of a collection, a page of them (section 5.4), or all versions of one (5.6)."""
    page = asked_page(request, person, id, object)
    if isinstance(page, HttpResponse):
        return page
    rows, more, token = page
    record(person, "read by TAXII", f"collection {id}", objects=len(rows))
    content: dict[str, Any] = {"objects": [one.object for one in rows]} if rows else {}
    if more:
        content |= {"more": True, "next": token}
    return with_dates(answered(content), rows)


@reading
def manifest(request: HttpRequest, person: Person, id: str) -> HttpResponse:
    """Which objects there are in which version (section 5.3)."""
    page = asked_page(request, person, id, "")
    if isinstance(page, HttpResponse):
        return page
    rows, more, token = page
    listed = [
        {
            "id": one.id,
            "date_added": moment(one.added),
            "version": one.version,
            "media_type": "application/stix+json;version=2.1",
        }
        for one in rows
    ]
    content: dict[str, Any] = {"objects": listed} if listed else {}
    if more:
        content |= {"more": True, "next": token}
    return with_dates(answered(content), rows)


@reading
def versions(request: HttpRequest, person: Person, id: str, object: str) -> HttpResponse:
    """The versions of one object (section 5.8)."""
    page = asked_page(request, person, id, object)
    if isinstance(page, HttpResponse):
        return page
    rows = page[0]
    return with_dates(answered({"versions": [one.version for one in rows]} if rows else {}), rows)


def asked_page(
    request: HttpRequest, person: Person, id: str, object: str
) -> tuple[list[Held], bool, str] | HttpResponse:
    """What a request asks of a collection: the objects of one page, whether there are more, and where they go on."""
    found = the_collection(person, id)
    if found is None:
        return wrong(404, "There is no such collection.")
    rows = objects(found)
    if object:
        rows = [one for one in rows if one.id == object]
        if not rows:
            return wrong(404, "There is no such object.")
    try:
        rows = matching(rows, request)
        limit = int(request.GET.get("limit", MOST_OBJECTS))
        start = int(request.GET.get("next", "0") or 0)
    except ValueError:
        return wrong(400, "added_after is a moment, limit and next are numbers.")
    if limit < 1 or start < 0:
        return wrong(400, "limit is at least 1.")
    limit = min(limit, MOST_OBJECTS)
    page = rows[start : start + limit]
    return page, start + limit < len(rows), str(start + limit)


def matching(rows: list[Held], request: HttpRequest) -> list[Held]:
    """The objects that the filters of a request let through (section 3.4). Raises ValueError for a moment that is none."""
    if after := request.GET.get("added_after"):
        since = datetime.fromisoformat(after.replace("Z", "+00:00"))
        since = since if since.tzinfo else since.replace(tzinfo=UTC)
        rows = [one for one in rows if one.added > since]
    if ids := request.GET.get("match[id]"):
        rows = [one for one in rows if one.id in ids.split(",")]
    if types := request.GET.get("match[type]"):
        rows = [one for one in rows if one.object["type"] in types.split(",")]
    if of := request.GET.get("match[spec_version]"):
        rows = [one for one in rows if one.object.get("spec_version", "2.0") in of.split(",")]
    if (wanted := request.GET.get("match[version]")) and not {"last", "first", "all"} & set(wanted.split(",")):
        rows = [one for one in rows if one.version in wanted.split(",")]
    return rows


def with_dates(response: HttpResponse, rows: list[Held]) -> HttpResponse:
    """The moments of the first and the last of a page, by which a client goes on."""
    if rows:
        response["X-TAXII-Date-Added-First"] = moment(rows[0].added)
        response["X-TAXII-Date-Added-Last"] = moment(rows[-1].added)
    return response
