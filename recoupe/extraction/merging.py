"""Merging: the same event told twice in one document is one event with several spans."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ..model import Detail, Event, EventStatus, Participant

# From the weakest telling to the strongest: a heading only reports, the sentence under it says "will be".
STRENGTH = {
    EventStatus.CANCELLED: 4,
    EventStatus.DENIED: 3,
    EventStatus.PLANNED: 2,
    EventStatus.ALLEGED: 1,
    EventStatus.REPORTED: 0,
}


def merged(first: Event, second: Event) -> Event:
    """One event of two tellings: the first's words, everything that either says, the firmer status."""
    participants = _joined(first.participants, second.participants)
    details = _details(first.details, second.details)
    times = tuple(dict.fromkeys((*first.times, *second.times)))
    return dataclasses.replace(
        first,
        status=max((first.status, second.status), key=lambda s: STRENGTH[s]),
        participants=participants,
        details=details,
        times=times,
        begins=min((d for d in (first.begins, second.begins) if d), default=None),
        ends=max((d for d in (first.ends, second.ends) if d), default=None),
        recurrence=first.recurrence or second.recurrence,
        place=first.place or second.place,
        country=first.country or second.country,
        spans=tuple(sorted({*first.spans, *second.spans})),
        speaker=first.speaker or second.speaker,
    )


def _joined(first: Sequence[Participant], second: Sequence[Participant]) -> tuple[Participant, ...]:
    found = list(first)
    for participant in second:
        if not any(_same(participant, known) for known in found):
            found.append(participant)
    return tuple(found)


def _same(one: Participant, other: Participant) -> bool:
    """Whether two say that the same takes part; a guest or president need not stand as member too."""
    if one.role != other.role and not (one.role == "member" and other.role in ("invited", "presides", "joined")):
        return False
    if one.entity and other.entity:
        is_named = not one.text[:1].islower()  # two roles of one kind ("spécialistes") stay two where the words differ
        return one.entity == other.entity and (is_named or one.text.casefold() == other.text.casefold())
    return one.text.casefold() in other.text.casefold() or other.text.casefold() in one.text.casefold()


def _details(first: Sequence[Detail], second: Sequence[Detail]) -> tuple[Detail, ...]:
    names = {detail.name for detail in first}
    return (*first, *(detail for detail in second if detail.name not in names))


def is_same(first: Event, second: Event, is_free: bool, needed: int | None = None) -> bool:
    """Whether two tellings can be of one event: nothing contradicts, and something is shared.

    Times, places, recurrence and denial contradict when both tell and nothing is common. A "free" type needs one shared
    thing of place, time, participant or topic; a "strict" one a shared time or place and a shared participant.
    """
    if first.type != second.type:
        return False
    if (first.status is EventStatus.DENIED) != (second.status is EventStatus.DENIED):
        return False
    if first.recurrence != second.recurrence and (first.recurrence or second.recurrence):
        return False
    if first.times and second.times and not set(first.times) & set(second.times) and not _overlap(first, second):
        return False
    if first.place and second.place and first.place != second.place:
        return False
    if {first.status, second.status} == {EventStatus.PLANNED, EventStatus.REPORTED} and first.times and second.times:
        return False
    for role in ("destination", "target", "victim", "suspect", "group"):
        one = {p.entity for p in first.participants if p.role == role and p.entity}
        two = {p.entity for p in second.participants if p.role == role and p.entity}
        if one and two and not one & two:
            return False
    least = needed if needed is not None else 1 if is_free or _same_undergoes(first, second) else 2
    return _shared(first, second) >= least


def _same_undergoes(first: Event, second: Event) -> bool:
    """Whether the same one, named or in the same words, undergoes both: that is told again, not done again."""
    one, two = (
        {p.entity or p.text.casefold() for p in e.participants if p.role in UNDERGOES and (p.entity or " " in p.text)}
        for e in (first, second)
    )
    return bool(one & two)


UNDERGOES = frozenset({"target", "suspect", "victim"})


def _overlap(first: Event, second: Event) -> bool:
    if not (first.begins and second.begins and first.ends and second.ends):
        return False
    return first.begins <= second.ends and second.begins <= first.ends


def _shared(first: Event, second: Event) -> int:
    count = int(bool(first.place and first.place == second.place))
    count += int(
        bool(set(first.times) & set(second.times)) or (bool(first.times and second.times) and _overlap(first, second))
    )
    entities = {p.entity for p in first.participants if p.entity} & {p.entity for p in second.participants if p.entity}
    count += int(bool(entities))
    common = [{_head(p) for p in e.participants if p.text[:1].islower()} for e in (first, second)]
    heads = common[0] & common[1]
    count += int(bool(heads))
    words = _topic(first) & _topic(second)
    count += int(bool(words))
    return count


def _head(participant: Participant) -> str:
    return participant.text.casefold().split()[0]


def _topic(event: Event) -> set[str]:
    return {
        word
        for d in event.details
        if d.name in ("topic", "aim", "purpose")
        for word in d.text.casefold().split()
        if len(word) > 5
    }
