"""Strict: the shapes of all that passes. What has a field too many, too few or of another kind is refused, not guessed."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ...errors import BundleError

# As they stand in JSON: as they are, or escaped (a backslash that is escaped itself escapes nothing).
UNPRINTABLE = re.compile(
    rb"\x7f|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
    rb"|(?<!\\)(?:\\\\)*\\(?:[bfr]|u00(?:0[0-8b-fB-F]|1.|7[fF])|u20(?:2[a-eA-E]|6[6-9]))"
)
Made = TypeVar("Made", bound="Shape")


def printable(text: str) -> str:
    """A text without control characters but line breaks and tabs, and without signs that turn the direction of a line."""
    if any(
        (ord(c) < 32 and c not in "\n\t") or c in "\x7f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        for c in text
    ):
        raise ValueError("it holds control characters")
    return text


def text(most: int, least: int = 0) -> Any:
    """A text of so many characters."""
    return Annotated[str, Field(min_length=least, max_length=most), AfterValidator(printable)]


Line, Name, Text, Long = text(300), text(120, 1), text(5_000), text(4_000_000)
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Shape(BaseModel):
    """What has just these fields, of just these kinds."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    def canonical(self) -> bytes:
        """As JSON, the same bytes for the same content: keys in the order of the shape, no spaces."""
        return self.model_dump_json().encode("utf-8", errors="surrogatepass")


def parsed(shape: type[Made], data: bytes | str, what: str) -> Made:
    """JSON as a shape. Raises BundleError saying what is wrong, and where."""
    if UNPRINTABLE.search(data.encode("utf-8", errors="surrogatepass") if isinstance(data, str) else data):
        raise BundleError(what, "it is not as it should be: it holds control characters", "ask its sender", "malformed")
    try:
        return shape.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])[:120]
        why = f"{where}: {first['msg']}" if where else first["msg"]
        raise BundleError(what, f"it is not as it should be: {why}", "ask its sender", "malformed") from error
    except RecursionError as error:
        raise BundleError(what, "it is nested too deep", "ask its sender", "malformed") from error
