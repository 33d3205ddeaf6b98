"""Plain text: the bytes are the layer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import EmptyInput, RefusedInput, UnsupportedFormat
from ..encoding import encoding_of
from ..input import Input
from ..limits import Limits
from ..mapped import decoded
from ..received import Received

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
SAMPLE = 100_000


def checked_size(data: bytes, name: str, limits: Limits) -> None:
    """Raises RefusedInput for more bytes of text than are read at once."""
    if len(data) > limits.text:
        size = (
            f"it has {len(data) / 1e6:.0f} MB of text, more than the {limits.text / 1e6:.0f} MB that are read at once"
        )
        raise RefusedInput(name, size, "split it into documents")


def read(given: Input) -> Iterator[Received]:
    """The one text of a plain-text file.

    Raises EmptyInput where nothing but white space is in it, UnsupportedFormat where it is no text, RefusedInput above the limit.
    """
    data, name = given.data, given.name
    head = data[:SAMPLE].decode(encoding_of(data[:SAMPLE]), errors="replace")
    check_text(head, name)
    checked_size(data, name, given.limits)
    encoding = encoding_of(data)
    readable = decoded(data, encoding)
    if not readable.text.strip("\x00 \t\r\n\ufeff"):
        raise EmptyInput(name, "there is nothing in it but white space")
    yield Received(data, data, readable, encoding, name)


def check_text(sample: str, name: str) -> None:
    """Raises UnsupportedFormat where too many characters of a sample are none."""
    bare = sample.replace("\x00", "")
    # Some NULs in a text are dirt; a text that is mostly NULs is none.
    too_many = len(CONTROLS.findall(bare)) > 0.1 * len(bare) or (bool(bare) and len(bare) < 0.6 * len(sample))
    if too_many:
        raise UnsupportedFormat(
            name,
            "it is not text, nor a format that is known",
            "recoupe reads text, HTML, PDF, DOCX, mail, tables, feeds, WARC and ZIP",
        )
