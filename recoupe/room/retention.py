"""Retention: how long each kind of thing is kept, and the daily taking away of what is older. Nobody has to remember to.

`recoupe work` applies it once a day. What a kept record stands on stays as long as the record: a decision of which the sentence is
gone could not be followed back. Programmes have a retention of their own, which needs nobody to open them. The audit is not cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Max, ProtectedError, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from ..errors import UsageError
from .access import CITING
from .evidence import models as ev
from .operations import models as op
from .people.audit import record
from .people.models import Disclosed, Entry, Person, Retention
from .people.roles import require
from .practices import models as pr
from .sharing import models as sh
from .taskforce import models as tf
from .taskforce.actions.changing import kind_of

MOST_MONTHS = 600


@dataclass(frozen=True)
class Kind:
    """A kind of thing: how many months it is kept unless the room says otherwise, counted from when, and how it goes."""

    months: int
    what: Promise
    since: Promise
    unless: Promise
    expire: Callable[[datetime], int]


def documents(before: datetime) -> int:
    """Documents that came in before a moment, with all that was read out of them; those that a kept record stands on stay."""
    old = ev.Document.objects.filter(received__lt=before)
    going = set(old.values_list("pk", flat=True)) - held()
    for pk in going:
        with transaction.atomic():
            erased(pk)
    return len(going)


def erased(document: str) -> None:
    """A document with all that was read out of it, and what people noted on it."""
    ev.Note.objects.filter(document=document).delete()
    ev.Pseudonym.objects.filter(document=document).delete()
    ev.Document.objects.filter(pk=document).delete()


def held() -> set[str]:
    """The documents that something kept stands on: a citation, a frozen brief, the table of a meeting, what partners hold."""
    found = {pk for table in {*CITING.values()} for pk in of_bodies(table.objects.values_list("body", flat=True))}
    for lines in tf.Brief.objects.values_list("lines", flat=True):
        found |= set(named(lines, "document"))
    found |= set(pr.Quote.objects.values_list("document", flat=True))
    found |= set(tf.Paper.objects.values_list("document", flat=True))
    return found | set(sh.Given.objects.filter(is_recalled=False).values_list("document", flat=True))


def of_bodies(bodies: Iterable[Any]) -> set[str]:
    """The documents of findings as they were cited."""
    return {pk for body in bodies for pk in named(body, "document")}


def named(body: Any, name: str) -> Iterable[str]:
    """All that stands under a name in plain JSON."""
    if isinstance(body, dict):
        for key, value in body.items():
            if key == name and isinstance(value, str):
                yield value
            else:
                yield from named(value, name)
    elif isinstance(body, list):
        for value in body:
            yield from named(value, name)


def meetings(before: datetime) -> int:
    """Meetings held or cancelled before a moment, with all that was decided; while an action or a commitment is open they stay."""
    gone = 0
    over = tf.Meeting.objects.filter(begins__lt=before, state__in=("held", "cancelled"))
    for row in over.exclude(Q(decisions__actions__state="open") | Q(commitments__state="open")).distinct():
        try:
            with transaction.atomic():
                forget_meeting(row)
        except ProtectedError:
            continue  # something that is followed through stands on a decision of it
        gone += 1
    return gone


def forget_meeting(row: tf.Meeting) -> None:
    """A meeting and all that belongs to it, with what each record said before."""
    decisions = tf.Decision.objects.filter(meeting=row)
    for rows in (
        tf.Action.objects.filter(decision__in=decisions),
        decisions,
        tf.Commitment.objects.filter(meeting=row),
        row.items.all(),
        row.delegations.all(),
        tf.Meeting.objects.filter(pk=row.pk),
    ):
        forget(rows)


def forget(rows: QuerySet[Any]) -> int:
    """Records with all that they said before; how many they were."""
    numbers = list(rows.values_list("pk", flat=True))
    tf.Revision.objects.filter(kind=kind_of(rows.model()), record__in=numbers).delete()
    rows.delete()
    return len(numbers)


def operations(before: datetime) -> int:
    """Operations with their steps and numbers, of which nothing was written since: a case that nobody follows goes too."""
    written = Q(changed__gte=before) | Q(steps__changed__gte=before) | Q(counts__changed__gte=before)
    old = op.Operation.objects.exclude(pk__in=op.Operation.objects.filter(written).values("pk"))
    numbers = list(old.values_list("pk", flat=True))
    with transaction.atomic():
        forget(op.Step.objects.filter(operation__in=numbers))
        forget(op.Count.objects.filter(operation__in=numbers))
        return forget(op.Operation.objects.filter(pk__in=numbers))


@transaction.atomic
def hypotheses(before: datetime) -> int:
    """What was supposed, settled or not, and not looked at since."""
    return forget(op.Hypothesis.objects.filter(changed__lt=before))


def uploads(before: datetime) -> int:
    """What is known of files that were handed in, read or not."""
    return ev.Upload.objects.filter(made__lt=before).exclude(state__in=("waiting", "running")).delete()[0]


def disclosures(before: datetime) -> int:
    """That somebody was given a name; that they were stays in the audit."""
    return Disclosed.objects.filter(until__lt=before).delete()[0]


def accounts(before: datetime) -> int:
    """Name and address of closed accounts in which nothing was done since; what they did stays, by "former member 7"."""
    active = Entry.objects.filter(at__gte=before.isoformat()).values("person")
    rows = Person.objects.filter(is_active=False, date_joined__lt=before).exclude(pk__in=active.exclude(person=None))
    gone = 0
    for row in rows.exclude(email__endswith="@closed.invalid"):
        row.name, row.email = f"former member {row.pk}", f"{row.pk}@closed.invalid"
        row.set_unusable_password()
        row.save(update_fields=["name", "email", "password"])
        row.tokens.all().delete()
        gone += 1
    return gone


KINDS: dict[str, Kind] = {
    "documents": Kind(
        60, _("documents, with all that was read out of them, notes and pseudonyms"), _("the day on which they came in"),
        _("a decision, a brief, a meeting, a bundle or another kept record stands on them"), documents,
    ),
    "meetings": Kind(
        120, _("meetings, with agenda, minutes, briefs, decisions, actions and commitments"), _("the day of the meeting"),
        _("an action or a commitment is still open, or something followed through stands on a decision"), meetings,
    ),
    "operations": Kind(
        120, _("operations, with the steps of their cases and the numbers of people"), _("the last thing that was written there"),
        _("never"), operations,
    ),
    "hypotheses": Kind(
        24, _("hypotheses on networks"), _("the last thing that was written there"), _("never"), hypotheses,
    ),
    "uploads": Kind(
        3, _("names of files that were handed in, and why some were not read"), _("the day on which they were handed in"),
        _("they wait to be read"), uploads,
    ),
    "disclosures": Kind(
        12, _("who was given the name behind a pseudonym, and what for"), _("the end of the eight hours"),
        _("never: the audit keeps that it was given"), disclosures,
    ),
    "accounts": Kind(
        12, _("names and addresses of accounts that were closed"), _("the last thing that was done there"),
        _("the account is open"), accounts,
    ),
}  # fmt: skip


def months_of(kind: str) -> int:
    """How long a kind is kept in this room."""
    said = Retention.objects.filter(kind=kind).values_list("months", flat=True).first()
    return KINDS[kind].months if said is None else said


def set_months(person: Person, kind: str, months: int) -> None:
    """Keep a kind for longer or shorter from now on. Raises UsageError for what is no kind, or no number of months."""
    require(person, "retention.set")
    if kind not in KINDS or not 1 <= months <= MOST_MONTHS:
        raise UsageError(
            say("retention"), say("it takes a kind of thing, and 1 to 600 months"), say("give a number of months")
        )
    with transaction.atomic():
        Retention.objects.update_or_create(kind=kind, defaults={"months": months})
        record(person, "set retention of", kind, months=months)


def apply(now: datetime | None = None) -> dict[str, int]:
    """Take away what is older than its kind is kept; how many of each kind went."""
    gone = {}
    for name, kind in KINDS.items():
        if count := kind.expire((now or timezone.now()) - relativedelta(months=months_of(name))):
            gone[name] = count
            record(None, "expired", name, count=count)
    return gone


def last_applied() -> str | None:
    """When it was applied last with something to take away, for the page."""
    return Entry.objects.filter(action="expired").aggregate(last=Max("at"))["last"]
