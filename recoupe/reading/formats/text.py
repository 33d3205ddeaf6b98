"""Plain text: the bytes are the layer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import DamagedInput, EmptyInput, RefusedInput
from ..encoding import encoding_of
from ..limits import Limits
from ..mapped import decoded
from ..received import Received

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


def read(data: bytes, name: str, limits: Limits) -> Iterator[Received]:
    """The one text of a plain-text file.

    Raises EmptyInput where nothing but white space is in it, DamagedInput where it is no text, RefusedInput above the limit.
    """
    if len(data) > limits.text:
        size = f"{len(data) / 1e6:.0f} MB of text, more than the {limits.text / 1e6:.0f} MB that are read at once"
        raise RefusedInput(name, size, "split it into documents")
    encoding = encoding_of(data)
    readable = decoded(data, encoding)
    sample = readable.text[:100_000]
    if not sample.strip("\x00 \t\r\n\ufeff"):
        raise EmptyInput(name, "there is nothing in it but white space")
    if len(CONTROLS.findall(sample)) > 0.1 * len(sample):
        raise DamagedInput(name, "it is not text: too many bytes are no characters", "check what kind of file it is")
    yield Received(data, data, readable, encoding, name)
