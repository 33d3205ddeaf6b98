"""Counting: those who may be counted now, as `numbers` takes them: by a number, facility, and what may be told of all together."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from . import keyring
from .door import Inside
from .numbers.cohorts import AFTER, HOW, Cohort, Counted, Ledger
from .shapes import Attendance, Consent, Counts, FollowUp, Participant, Plan, Purpose, Session, State
from .shapes.learning import SUBJECTS_OF
from .store import Kept

DAYS_A_MONTH = 365.25 / 12
SLACK = timedelta(days=7)  # an end in the last week of a plan is its end
COLUMN = {
    Attendance.HELD: "held",
    Attendance.ABSENT: "absent",
    Attendance.BY_PARTICIPANT: "cancelled by the participant",
    Attendance.BY_INSTITUTION: "cancelled by the institution",
    Attendance.BY_PRACTITIONER: "cancelled by the practitioner",
    Attendance.PLANNED: "not recorded",
}  # what stopped because consent was withdrawn is in none: nothing was planned any more


def people(inside: Inside) -> list[Counted]:
    """All who consent to being counted now."""
    store, now = inside.store, timezone.now()
    cards = {kept.id: kept for kept in store.tagged(Participant.kind)}
    consents: dict[str, Kept] = {}
    for kept in store.found([Consent.kind]):
        if kept.owner not in consents or kept.shape.number > consents[kept.owner].shape.number:
            consents[kept.owner] = kept
    owners = {id for id, kept in consents.items() if id in cards and kept.shape.covers(Purpose.NUMBERS, now)}
    found: dict[str, dict[type, list[Kept]]] = defaultdict(lambda: defaultdict(list))
    for kept in store.found([Plan.kind, Session.kind, FollowUp.kind]):
        if kept.owner in owners:
            found[kept.owner][type(kept.shape)].append(kept)
    return [counted(inside, cards[id], found[id]) for id in sorted(owners)]


def counted(inside: Inside, card: Kept, found: dict[type, list[Kept]]) -> Counted:
    """One participant as they are counted."""
    sessions: Counter[tuple[str, str]] = Counter()
    now = timezone.now()
    for kept in found[Session]:
        if kept.shape.begins <= now and kept.shape.attendance in COLUMN:
            sessions[str(kept.shape.what), COLUMN[kept.shape.attendance]] += 1
    after = {
        kept.shape.months: {subject: str(getattr(kept.shape, name)) for subject, name in SUBJECTS_OF.items()}
        for kept in found[FollowUp]
        if kept.shape.could_be_asked and kept.shape.months in AFTER
    }
    plan = next((kept.shape for kept in found[Plan]), None)
    participant = card.shape
    return Counted(
        card.id, participant.facility, participant.entered, how(participant, plan, inside.about.months), sessions, after
    )


def how(participant: Participant, plan: Plan | None, months: int) -> str:
    """How it went: by the days alone, whatever the reason of an end."""
    if participant.state != State.ENDED or participant.until is None:
        return HOW[1]
    ends = plan.ends if plan else participant.entered + timedelta(days=round(months * DAYS_A_MONTH) - 1)
    return HOW[0] if participant.until >= ends - SLACK else HOW[1]


# --- the ledger, which is sealed


def ledger_of(inside: Inside) -> tuple[Ledger, Kept | None]:
    """Who was counted with whom up to now, without those who were erased since; and the record in which it stands."""
    kept = next(iter(inside.store.tagged(Counts.kind)), None)
    ledger = read(kept.shape.ledger) if kept else Ledger()
    members = {id for cohort in ledger.cohorts for id in cohort.members}
    for id in members - keyring.kept(members).keys():
        ledger = ledger.without(id)
    return ledger, kept


def keep(inside: Inside, ledger: Ledger, before: Kept | None) -> None:
    """Keep the ledger, in place of the one before, of which nothing stays: it may name somebody who was erased."""
    if before is not None:
        inside.store.drop(before.id)
    inside.store.put(Counts(ledger=written(ledger)))


def written(ledger: Ledger) -> str:
    """The ledger as JSON."""
    return json.dumps({"through": ledger.through, "cohorts": [as_json(cohort) for cohort in ledger.cohorts]})


def as_json(cohort: Cohort) -> dict[str, object]:
    """A cohort for JSON."""
    return {
        "label": cohort.label,
        "members": dict(cohort.members),
        "rows": [list(row) for row in cohort.rows],
        "totals": list(cohort.totals),
        "smallest": cohort.smallest,
        "months": cohort.months,
        "chapters": list(cohort.chapters),
    }


def read(text: str) -> Ledger:
    """The ledger out of JSON."""
    said = json.loads(text)
    return Ledger(tuple(of_json(one) for one in said["cohorts"]), said["through"])


def of_json(one: dict[str, Iterable]) -> Cohort:
    """A cohort out of JSON."""
    return Cohort(
        one["label"],
        one["members"],
        tuple(tuple(row) for row in one["rows"]),
        tuple(one["totals"]),
        one["smallest"],
        one["months"],
        tuple(one["chapters"]),
    )
