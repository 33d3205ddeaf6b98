"""Pipeline: reading and extraction over a pile, in processes, into a store; one bad document never costs the rest."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from .errors import ReadingError, RecoupeError
from .extraction import extract
from .identifiers import digest
from .model import Document, Evidence
from .reading import read_bytes
from .reading.files import files_under, loaded
from .reading.limits import DEFAULT, Limits
from .store import Failure, Receipt, Store
from .version import engine

FAILED = "extraction failed"

OnError = Callable[[Failure], None]
OnProgress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Summary:
    """What a reading did: documents new to the store, those already there, inputs that failed, and every id in order."""

    read: int = 0
    known: int = 0
    failures: list[Failure] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The summary as it is shown: "31 read, 2 already there, 3 failed"."""
        return f"{self.read} read, {self.known} already there, {len(self.failures)} failed"


@dataclass(slots=True)
class Arrival:
    """A file on its way into the store: its documents, and how many of them are still to be stored."""

    key: str
    documents: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    waiting: int = 0
    is_read: bool = False


def extract_many(documents: Iterable[Document], workers: int = 1) -> Iterator[Evidence]:
    """The evidence of many documents, streamed in their order; in `workers` processes where there are more than one.

    A document on which extraction fails, or kills its process, gives empty evidence with a note that says so. At most four
    documents a worker are held at once.
    """
    if workers <= 1:
        yield from map(extract_safely, documents)
        return
    pool = new_pool(workers)
    waiting: deque[tuple[Document, Future[Evidence]]] = deque()
    try:
        for document in documents:
            waiting.append((document, submitted(pool, document)))
            if len(waiting) >= 4 * workers:
                evidence, pool = next_result(waiting, pool, workers)
                yield evidence
        while waiting:
            evidence, pool = next_result(waiting, pool, workers)
            yield evidence
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def extract_safely(document: Document) -> Evidence:
    """The evidence of a document; where extraction raises, empty evidence with a note."""
    try:
        return extract(document)
    except Exception as error:  # A fault of ours in one document must not cost the pile.
        return failed(document, f"{type(error).__name__}: {error}")


def failed(document: Document, why: str) -> Evidence:
    """Empty evidence for a document on which extraction failed."""
    return Evidence(document.id, document.language, {}, notes=(f"{FAILED}: {why}",))


def new_pool(workers: int) -> ProcessPoolExecutor:
    """Processes that inherit nothing open from this one."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context)


def submitted(pool: ProcessPoolExecutor, document: Document) -> Future[Evidence]:
    """A document handed to the pool; where the pool has just broken, the future says so when it is asked."""
    try:
        return pool.submit(extract_safely, document)
    except BrokenProcessPool as error:
        future: Future[Evidence] = Future()
        future.set_exception(error)
        return future


def next_result(
    waiting: deque[tuple[Document, Future[Evidence]]], pool: ProcessPoolExecutor, workers: int
) -> tuple[Evidence, ProcessPoolExecutor]:
    """The evidence of the document that waits longest, and the pool to go on with.

    A process that died takes its pool along without saying on which document: this one is tried again alone, so that only
    the document that kills gets the note, and the others that waited are handed to a new pool.
    """
    document, future = waiting.popleft()
    try:
        return future.result(), pool
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
    with new_pool(1) as alone:
        try:
            evidence = submitted(alone, document).result()
        except BrokenProcessPool:
            evidence = failed(document, "the process died of it")
    pool = new_pool(workers)
    again = [(other, submitted(pool, other)) if broken(old) else (other, old) for other, old in waiting]
    waiting.clear()
    waiting.extend(again)
    return evidence, pool


def broken(future: Future[Evidence]) -> bool:
    """Whether a document has to be handed in again because its pool broke."""
    return future.cancelled() or not future.done() or future.exception() is not None


def read_into(
    paths: Iterable[str | Path],
    store: Store,
    *,
    workers: int = 1,
    limits: Limits = DEFAULT,
    on_progress: OnProgress | None = None,
    on_error: OnError | None = None,
) -> Summary:
    """Read files, folders, archives and addresses into a store, one transaction a document.

    Reading again changes nothing and is quick: a file that this engine has stored whole is known by the hash of its bytes. When
    it was interrupted, even by `kill -9`, reading again completes it. `on_progress` gets files done, files in all, and the name
    of the file; `on_error` each failure as it happens.
    """
    summary = Summary()
    arrivals: deque[tuple[Arrival, Document]] = deque()

    def note(failure: Failure) -> None:
        summary.failures.append(failure)
        if on_error:
            on_error(failure)

    def close(arrival: Arrival) -> None:
        if arrival.is_read and not arrival.waiting:
            store.keep_receipt(Receipt(arrival.key, engine(), tuple(arrival.documents), tuple(arrival.failures)))

    def new_documents() -> Iterator[Document]:
        """The documents that have to be extracted; what is known already is counted on the way."""
        unread: list[Failure] = []
        files = list(files_under(paths, lambda error: unread.append(failure_of(error))))
        for failure in unread:
            note(failure)
        for done, file in enumerate(files):
            if on_progress:
                on_progress(done, len(files), str(file))
            try:
                data = loaded(file, limits)
            except ReadingError as error:
                note(failure_of(error))
                continue
            arrival = Arrival(file_key(data, str(file)))
            if receipt := store.receipt(arrival.key, engine()):
                summary.known += len(receipt.documents)
                summary.documents += receipt.documents
                for failure in receipt.failures:
                    note(failure)
                continue
            yield from documents_of(arrival, data, str(file))
            arrival.is_read = True
            close(arrival)
        if on_progress and files:
            on_progress(len(files), len(files), "")

    def documents_of(arrival: Arrival, data: bytes, name: str) -> Iterator[Document]:
        def note_within(error: RecoupeError) -> None:
            arrival.failures.append(failure_of(error))
            note(arrival.failures[-1])

        for document in read_bytes(data, name, limits=limits, on_error=note_within):
            arrival.documents.append(document.id)
            summary.documents.append(document.id)
            if store.has(document.id, engine()):
                summary.known += 1
                continue
            arrival.waiting += 1
            arrivals.append((arrival, document))
            yield document

    for evidence in extract_many(new_documents(), workers):
        arrival, document = arrivals.popleft()
        is_new = store.save(document, evidence, engine())
        if evidence.notes and evidence.notes[0].startswith(FAILED):
            arrival.failures.append(Failure(document.name, evidence.notes[0], "its text is kept; please report it"))
            note(arrival.failures[-1])
        elif is_new:
            summary.read += 1
        else:
            summary.known += 1
        arrival.waiting -= 1
        close(arrival)
    summary.documents = list(dict.fromkeys(summary.documents))
    return summary


def failure_of(error: RecoupeError) -> Failure:
    """An error as it is kept and shown."""
    return Failure(error.what, error.why, error.remedy)


def file_key(data: bytes, name: str) -> str:
    """What a file is known by: its bytes, and the ending of its name, which helps to tell its format."""
    return digest([hashlib.sha256(data).hexdigest(), Path(name).suffix.lower()])
