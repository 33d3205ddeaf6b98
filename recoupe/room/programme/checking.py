"""Checking: a shape out of what a form says; what does not fit is told in words, and never shows what was written elsewhere."""

from __future__ import annotations

import unicodedata
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import ValidationError

from ...errors import UsageError
from .shapes import Shape
from .terms import field_words

S = TypeVar("S", bound=Shape)
JOINERS = "\u200c\u200d"  # Persian and others are written with them


def made(kind: type[S], labels: dict[str, Any] | None = None, /, **said: Any) -> S:
    """A shape of these fields. Raises UsageError where one does not fit, by the label that its field has on the page."""
    try:
        return kind(**said)
    except ValidationError as error:
        raise told(error, labels or {}) from None


def changed(shape: S, labels: dict[str, Any] | None = None, /, **said: Any) -> S:
    """A shape with some of its fields exchanged, looked at as a new one is."""
    fields = {name: getattr(shape, name) for name in type(shape).model_fields}
    return made(type(shape), labels or {}, **fields | said)


def told(error: ValidationError, labels: dict[str, Any]) -> UsageError:
    """What does not fit, in words."""
    first = error.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    whys = {"string_too_short": _("nothing is written there"), "string_too_long": _("it is too long")}
    whys |= {"too_short": _("nothing is chosen there"), "missing": _("nothing is written there")}
    return UsageError(
        str(labels.get(name) or field_words(name)), whys.get(first["type"], _("it does not fit there")), _("go back")
    )


def one_line(text: str) -> str:
    """A short text as it is kept: one form of each letter, no space too many, nothing unseen, so that the same is the same."""
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    return "".join(c for c in said if c in JOINERS or unicodedata.category(c) not in ("Cc", "Cf")).strip()


def of_lines(text: str) -> tuple[str, ...]:
    """What is written one a line, each once."""
    return tuple(dict.fromkeys(line for line in map(one_line, text.splitlines()) if line))
