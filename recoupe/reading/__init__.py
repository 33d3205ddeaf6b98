"""Reading: bytes to documents; formats, cleaning, dating, language, passages, repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..errors import ReadingError, RecoupeError, UsageError
from ..model import Document, Published
from . import clean
from .detection import received_from
from .files import files_under, loaded
from .limits import DEFAULT, Limits
from .mapped import decoded
from .received import Dated, Received

OnError = Callable[[ReadingError], None]


def read(path: str | Path, *, limits: Limits = DEFAULT, on_error: OnError | None = None) -> list[Document]:
    """The documents of a file, a folder, an archive, or a URL (only when it is given here), in a stable order.

    An input that cannot be read raises ReadingError when it is the only one; inside a folder, an archive or a table the
    rest goes on, and each failure goes to `on_error`. Where nothing at all could be read the first failure is raised.
    """
    failures: list[ReadingError] = []

    def note(error: ReadingError) -> None:
        failures.append(error)
        if on_error:
            on_error(error)

    documents = list(read_many([path], limits=limits, on_error=note))
    if failures and not documents:
        raise failures[0]
    return documents


def read_many(
    paths: Iterable[str | Path], *, limits: Limits = DEFAULT, on_error: OnError | None = None
) -> Iterator[Document]:
    """The documents of many paths as a stream: one file at a time is held in memory; failures go to `on_error`."""
    report: OnError = on_error or (lambda error: None)
    for file in files_under(paths, report):
        try:
            data = loaded(file, limits)
        except ReadingError as error:
            report(error)
            continue
        yield from read_bytes(data, str(file), limits=limits, on_error=report)


def read_bytes(
    data: bytes, name: str, *, limits: Limits = DEFAULT, on_error: OnError | None = None
) -> Iterator[Document]:
    """The documents in the bytes of one file; `name` is what messages call it, and its ending helps to tell the format."""
    report: OnError = on_error or (lambda error: None)
    for received in received_from(data, name, limits, report):
        try:
            document = clean.document(received)
        except RecoupeError:
            raise
        except Exception as error:  # A fault of ours in one document must not cost the pile.
            report(
                ReadingError(received.name, f"reading it failed: {type(error).__name__}: {error}", "please report it")
            )
            continue
        if document.text:
            yield document
        else:
            report(
                ReadingError(received.name, "no text was left once greetings, links and page furniture were set apart")
            )


def read_text(
    text: str,
    published: date | str | Published | None = None,
    language: str | None = None,
    url: str | None = None,
) -> Document:
    """A document from a text at hand; its bytes are the text in UTF-8.

    `published` is a day (a date or ISO 8601), or an interval with its reason; `language` a BCP 47 code that decides where the
    text does not; `url` where it comes from. Raises UsageError for a day that is none.
    """
    data = text.encode("utf-8", errors="replace")
    dated: tuple[Dated, ...] = ()
    if isinstance(published, str):
        try:
            published = date.fromisoformat(published[:10])
        except ValueError:
            raise UsageError("published", f"{published!r} is not an ISO 8601 day", "write it as 2014-05-08") from None
    if isinstance(published, date):
        dated = (Dated(published, "given by the caller"),)
    received = Received(data, data, decoded(data, "utf-8"), name="text", url=url, language=language, dated=dated)
    document = clean.document(received)
    if isinstance(published, Published):
        return replace(document, published=published)
    return document


__all__ = ["Limits", "Received", "read", "read_bytes", "read_many", "read_text"]
