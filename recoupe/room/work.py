"""Work: what goes on in the background: reading what was handed in, working out what holds, looking at decisions again.

Jobs stand in the database, so that they go on after a restart: a job whose worker has not been heard of for a minute is taken up
by another, at most three times.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone

from ..errors import ReadingError, RecoupeError, StoreError
from ..pipeline import FAILED, extract_safely
from ..reading import read_bytes
from ..version import engine
from .access import Clearance, label_of, marking_of, relabel, strictest
from .evidence import models as ev
from .evidence.facets import warm
from .evidence.models.work import JobState
from .evidence.settling import basis_now, settle
from .evidence.store import WorkspaceStore
from .operations.drawing import as_kept
from .operations.models import Count, Hypothesis, Operation, Step
from .people.audit import record
from .people.models import Person
from .people.roles import may
from .practices import models as pr
from .taskforce.basis import look_again

SILENT_SECONDS = 60
MOST_TRIES = 3
BEAT_SECONDS = 10
PAUSE_SECONDS = 1.0


def wanted(kind: str, **arguments: Any) -> ev.Job:
    """Ask for a job; one of its kind that waits already will do."""
    there = ev.Job.objects.filter(kind=kind, state=JobState.WAITING, arguments=arguments).first()
    return there or ev.Job.objects.create(kind=kind, arguments=arguments)


def taken() -> ev.Job | None:
    """The next job, marked as ours; None where there is none."""
    silent = timezone.now() - timedelta(seconds=SILENT_SECONDS)
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, beat__lt=silent)
    with transaction.atomic():
        job = ev.Job.objects.select_for_update().filter(free).order_by("id").first()
        if job is None:
            return None
        job.tries += 1
        if job.tries > MOST_TRIES:
            job.state, job.said = JobState.FAILED, "its worker died three times"
            job.save()
            if job.kind == "read":
                failed_upload(job.arguments["upload"], job.said)
            return None
        job.state, job.beat = JobState.RUNNING, timezone.now()
        job.save()
    return job


@contextmanager
def beating(job: ev.Job) -> Any:
    """Says now and then that a job is being worked on."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            ev.Job.objects.filter(pk=job.pk).update(beat=timezone.now())
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def work_once() -> bool:
    """Do the next job; False where there was nothing to do."""
    job = taken()
    if job is None:
        return False
    with beating(job):
        try:
            KINDS[job.kind](job)
        except Exception as error:  # whatever is wrong with one job must not stop the others
            job.state, job.said = JobState.FAILED, f"{type(error).__name__}: {error}"
            if job.kind == "read":
                failed_upload(job.arguments["upload"], job.said)
        else:
            job.state = JobState.DONE
        job.save()
    return True


def work(once: bool = False) -> None:
    """Do what there is to do; then stop, or wait for more."""
    while True:
        if work_once():
            continue
        if stale():
            wanted("settle")
        elif is_due():
            wanted("post")
        elif is_daily():
            wanted("expire")
        elif is_over():
            wanted("erase")
        elif once:
            return
        else:
            close_old_connections()
            time.sleep(PAUSE_SECONDS)


def stale() -> bool:
    """Whether the findings are older than what they are made of."""
    last = ev.Turn.objects.exclude(basis="").order_by("-id").first()
    return last is None or last.basis != basis_now(views())


def is_due() -> bool:
    """Whether a message for a partner waits whose time to be tried has come."""
    from .sharing.posting import due

    return due() is not None


def is_daily() -> bool:
    """Whether nothing was taken away for its age since yesterday."""
    return not ev.Job.objects.filter(kind="expire", made__gt=timezone.now() - timedelta(days=1)).exists()


def is_over() -> bool:
    """Whether the time is over for which somebody in a programme is kept; it can be told without any key."""
    from .programme.erasing import is_due

    an_hour_ago = timezone.now() - timedelta(hours=1)
    has_failed = ev.Job.objects.filter(kind="erase", state=JobState.FAILED, made__gt=an_hour_ago).exists()
    try:
        return not has_failed and is_due()
    except StoreError:
        return False  # the keys cannot be read now: whoever opens the programme is told


def views() -> set[frozenset[int]]:
    """The sets of labels that somebody reads, by themselves or, preparing a meeting, for one of their groups."""
    found = set()
    for person in Person.objects.filter(is_active=True).select_related("service"):
        mine = Clearance.of(person)
        found.add(mine.labels)
        if may(person, "meeting.manage"):
            found |= {mine.within(group).labels for group in mine.memberships}
    return found - {frozenset()}


# --- the kinds of jobs -------------------------------------------------------------------------------------------


def read_upload(job: ev.Job) -> None:
    """Read one file that was handed in: its documents are stored, marked and filed as it says."""
    upload = ev.Upload.objects.select_related("label").get(pk=job.arguments["upload"])
    upload.state = JobState.RUNNING
    upload.save(update_fields=["state"])
    store = WorkspaceStore("default")
    failures: list[list[str]] = []
    found: list[str] = []
    can_be_retried = False

    def note(error: RecoupeError) -> None:
        failures.append([error.what, error.why, error.remedy])

    try:
        for document in read_bytes(bytes(upload.data), upload.name, on_error=note):
            if not store.has(document.id, engine()):
                evidence = extract_safely(document)
                if evidence.notes and evidence.notes[0].startswith(FAILED):
                    failures.append([document.name, evidence.notes[0], ""])
                with transaction.atomic():
                    store.save(document, evidence, engine())
                    file_under(document.id, upload)
            else:
                file_under(document.id, upload)
            found.append(document.id)
            job.done = len(found)
            ev.Upload.objects.filter(pk=upload.pk).update(documents=found)
    except RecoupeError as error:
        note(error)
        can_be_retried = not isinstance(error, ReadingError)  # what a file itself is will not be otherwise next time
    upload.documents, upload.failures = found, failures
    upload.state = JobState.DONE if found else JobState.FAILED
    if upload.state == JobState.DONE or not can_be_retried:
        upload.data = b""
    upload.save()


@transaction.atomic
def file_under(document: str, upload: ev.Upload) -> None:
    """Mark and file a document as it was handed in; one that was there keeps the stricter marking and is filed for both."""
    label = upload.label
    row = ev.Document.objects.filter(pk=document).select_related("label").only("label", "received").get()
    if row.label is not None and row.label != label:
        groups = sorted({*row.label.groups, *label.groups}) if row.label.groups and label.groups else []
        label = label_of(strictest([row.label, label]) or marking_of(label), groups)
    if row.label is not None and row.label != label:
        by = Person.objects.select_related("service").filter(pk=upload.by).first()
        said = {"tlp": label.tlp, "to": label.releasable_to, "groups": label.groups, "was": row.label.tlp}
        record(by, "marked", f"document {document}", upload=upload.pk, **said)
    relabel(row, label)


def failed_upload(pk: int, why: str) -> None:
    """Say of a file that it could not be read."""
    row = ev.Upload.objects.filter(pk=pk).first()
    if row is not None:
        row.state, row.failures = JobState.FAILED, [[row.name, why, "please report it"]]
        row.save()


def settle_all(job: ev.Job) -> None:
    """Work out what holds, then look again at what was decided on it."""

    def progress(done: int, total: int) -> None:
        ev.Job.objects.filter(pk=job.pk).update(done=done, total=total, beat=timezone.now())

    settle(views(), settings.HOST_SERVICE, progress)
    look_again()
    look_again(pr.Line)
    for table in (Hypothesis, Operation, Step, Count):
        look_again(table)
    warm_up()
    ev.Job.objects.filter(state=JobState.DONE, made__lt=timezone.now() - timedelta(days=7)).delete()


def warm_up() -> None:
    """Make what everybody's pages will ask for first, so that nobody waits for it."""
    for person in Person.objects.filter(is_active=True).select_related("service"):
        if (clearance := Clearance.of(person)).view is not None:
            warm(clearance, person.visited)
            as_kept(clearance)


def post_all(job: ev.Job) -> None:
    """Deliver what waits for partners; each message is tried, and tried again later."""
    from .sharing.posting import deliver_all

    job.done = deliver_all()


def expire_all(job: ev.Job) -> None:
    """Take away what was kept long enough."""
    from .retention import apply

    job.done = sum(apply().values())
    from .programme.erasing import swept

    with suppress(StoreError):  # the keys cannot be read now: tomorrow
        swept()


def erase_all(job: ev.Job) -> None:
    """Erase those in a programme whose time is over; how many they were is written nowhere."""
    from .programme.erasing import erased_on_time

    erased_on_time()


KINDS: dict[str, Callable[[ev.Job], None]] = {
    "read": read_upload,
    "settle": settle_all,
    "post": post_all,
    "expire": expire_all,
    "erase": erase_all,
}

__all__ = ["stale", "views", "wanted", "warm_up", "work", "work_once"]
