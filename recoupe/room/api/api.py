"""The API itself: its description, and how what went wrong is told."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ...errors import RecoupeError
from ...version import VERSION
from ..access import visible
from ..taskforce.actions.changing import Overtaken
from .shapes import Problem


class Api(NinjaAPI):
    """Ninja's, with operations called as their functions are."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)


api = Api(
    title="recoupe",
    version=VERSION,
    description="What was said, by whom, and what was decided on it. Every operation sees and does what its token's person may.",
    docs_url=None,
    urls_namespace="api",
)
FAILURES: dict[Any, Any] = {frozenset({400, 401, 403, 404, 405, 409, 422}): Problem}


def gives(shape: Any, code: int = 200) -> dict[Any, Any]:
    """What an operation answers: this, or a problem."""
    return {code: shape} | FAILURES


def one(request: Any, table: Any, **where: Any) -> Any:
    """The one row that is meant and may be seen; what may not be seen is not there."""
    row = visible(table, request.clearance).filter(**where).first()
    if row is None:
        raise Http404
    return row


def part(rows: Any, shape: Any, limit: int, offset: int) -> dict[str, Any]:
    """A part of a list, each of it in its shape."""
    return {"total": rows.count(), "items": [shape(row) for row in rows[offset : offset + limit]]}


def problem(request: HttpRequest, code: int, what: str, why: str, remedy: str = "") -> HttpResponse:
    """What is wrong, as all operations tell it."""
    return api.create_response(request, {"what": what, "why": why, "remedy": remedy}, status=code)


@api.exception_handler(RecoupeError)
def refused(request: HttpRequest, error: RecoupeError) -> HttpResponse:
    return problem(request, 409 if isinstance(error, Overtaken) else 400, error.what, error.why, error.remedy)


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(request, 403, request.path, str(error), _("The token, or the role behind it, does not allow this."))


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, request.path, _("There is no such thing here, or it is not for you to see."))


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(
        request, 401, request.path, _("There is no token that stands."), _("Make one on the page of your account.")
    )
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, request.path, error.message)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {"loc": (), "msg": ""}
    return problem(request, 422, ".".join(map(str, first["loc"])), str(first["msg"]))
