"""Failures: what the failed records of one table report: each its line, but not a thousand times the same."""

from __future__ import annotations

from ...errors import ReadingError, UnsupportedFormat
from ..input import Input

LOUD = 20


class Failures:
    """The failures of the records of one table while it is read.

    The first ones are reported each for itself, the others as a number. Where record after record has no text from the
    start, the table is none of texts, and that is said once.
    """

    def __init__(self, given: Input) -> None:
        self.given, self.count, self.held = given, 0, list[ReadingError]()
        self.is_table_of_texts = False

    def success(self) -> None:
        """Note that a record could be read."""
        self.is_table_of_texts = True
        self.release()

    def add(self, error: ReadingError) -> None:
        """Note a failure. Raises UnsupportedFormat where none of the first records has a text."""
        self.count += 1
        if self.count <= LOUD:
            self.held.append(error)
        if self.is_table_of_texts:
            self.release()
        elif self.count == LOUD:
            self.judge()

    def judge(self) -> None:
        """Raise the one error that stands for all, where all held say the same; report them otherwise."""
        first = self.held[0] if self.held else None
        if len(self.held) > 1 and isinstance(first, UnsupportedFormat) and {e.why for e in self.held} == {first.why}:
            raise UnsupportedFormat(self.given.name, first.why, first.remedy)
        self.success()

    def release(self) -> None:
        """Report what is held."""
        for error in self.held:
            self.given.report(error)
        self.held.clear()

    def close(self) -> None:
        """Report what is left at the end of the table."""
        if not self.is_table_of_texts:
            self.judge()
        if self.count > LOUD:
            self.given.report(ReadingError(self.given.name, f"{self.count - LOUD} more records could not be read"))
