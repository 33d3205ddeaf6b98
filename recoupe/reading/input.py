"""Input: the bytes of one file or container member on their way to a format, with the limits that hold for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..errors import ReadingError, RefusedInput
from .limits import Limits
from .received import Received

Report = Callable[[ReadingError], None]


class Budget:
    """What may still be unpacked for one file, counted over all archives inside it."""

    def __init__(self, limits: Limits) -> None:
        self.bytes_left, self.members_left = limits.archive, limits.members

    def take_member(self, name: str) -> None:
        """Count one member. Raises RefusedInput where there are too many."""
        self.members_left -= 1
        if self.members_left < 0:
            raise RefusedInput(name, "the archive has too many members", "unpack it and give the files")

    def take_bytes(self, size: int, name: str) -> None:
        """Count unpacked bytes. Raises RefusedInput where they are too many."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise RefusedInput(name, "the archive unpacks to too much", "unpack it and give the files")


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes to read, what messages call them, the limits, and where failures inside a container go.

    `inner` reads a member as an input of its own, one level deeper.
    """

    data: bytes = field(repr=False)
    name: str
    limits: Limits
    report: Report
    budget: Budget
    inner: Callable[[bytes, str], Iterator[Received]]

    @property
    def extension(self) -> str:
        """The ending of the name in small letters, without the dot."""
        base = self.name.rsplit("/", 1)[-1].rsplit("!", 1)[-1]
        return base.rsplit(".", 1)[-1].lower() if "." in base else ""
