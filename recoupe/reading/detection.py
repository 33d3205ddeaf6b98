"""Detection: which format bytes are in, by what they begin with and then by their name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..errors import ReadingError
from .formats import text
from .limits import Limits
from .received import Received


def received_from(data: bytes, name: str, limits: Limits, report: Callable[[ReadingError], None]) -> Iterator[Received]:
    try:
        yield from text.read(data, name, limits)
    except ReadingError as error:
        report(error)
