"""Events: tellings of one thing that happens, over documents: same type, and two at least of day, place, parties and affair.

Candidates meet in blocks, one for each pair of things that they have in common, so the cost grows with the number of tellings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from ..extraction.postponements import POSTPONED
from ..model import Detail, EntityKind, Event
from .clusters import ALWAYS, EXACT, Clusters, Days, Traits
from .scripts import folded
from .tellings import Telling, Who

MOST_IN_BLOCK = 400
TWIN, SAME, LIKELY, WEAK, VAGUE = 5, 4, 3, 2, 1
# Roles whose holders tell one event from another.
PERSONS = frozenset({"target", "victim", "suspect", "accused", "perpetrator"})
ENDS = frozenset({"destination", "origin"})
Key = tuple[str, ...]


def clustered(
    rows: Sequence[Telling], who: Who, families: Mapping[str, str], affairs: Mapping[str, str]
) -> list[list[Telling]]:
    """Tellings of events, those of one thing together."""
    rows = sorted(rows, key=lambda telling: telling.id)
    blocks: dict[tuple[int, Key], list[int]] = defaultdict(list)
    for number, telling in enumerate(rows):
        for strength, key in keys(telling, who, families, affairs):
            blocks[strength, key].append(number)
    clusters = Clusters([traits(telling, who) for telling in rows])
    for (strength, key), block in sorted(blocks.items(), key=lambda item: (-item[0][0], item[0][1])):
        if len(block) > 1 and (strength >= SAME or len(block) <= MOST_IN_BLOCK):
            is_sure = strength == TWIN or "affair" in key
            clusters.join(block, is_sure=is_sure, is_across=strength == VAGUE)
    return [[rows[number] for number in members] for members in clusters.members()]


def event(telling: Telling) -> Event:
    """The event of a telling."""
    return cast(Event, telling.piece)


def traits(telling: Telling, who: Who) -> Traits:
    """By what an event can be told from another."""
    one = event(telling)
    kept = {
        "place": frozenset(places(one, who)),
        "country": frozenset([one.country] if one.country else []),
        "person": frozenset(persons(one, who)),
    }
    for role in ENDS:
        kept[role] = frozenset(
            identity.country or identity.name
            for p in one.participants
            if p.role == role and (identity := who.identity(who.key(one.document, p.entity)))
        )
    sizes = frozenset(detail.value or detail.text for detail in one.details if detail.name == "size")
    day = date.fromisoformat(telling.published).toordinal() if telling.published else None
    return Traits(
        days(one),
        one.recurrence or "",
        {name: values for name, values in kept.items() if values},
        {one.document: sizes} if sizes else {},
        (day, day) if day else None,
        telling.status in ("planned", "reported"),
        frozenset([one.document]),
    )


def days(one: Event) -> tuple[Days, ...]:
    """When an event happens, as ordinals; of one put off, the day that was and the day that is."""
    moved = postponed(one)
    if moved and moved.value:
        new = date.fromisoformat(moved.value).toordinal()
        old = [stretch for value in one.times if value != moved.value and (stretch := whole_day(value))]
        return tuple(sorted({(new, new), *old}))
    if not one.begins and not one.ends:
        return ()
    first = date.fromisoformat(one.begins).toordinal() if one.begins else 0
    last = date.fromisoformat(one.ends).toordinal() if one.ends else ALWAYS
    return ((first, last),) if first <= last else ()


def whole_day(value: str) -> Days | None:
    """A TIMEX3 day as an ordinal stretch."""
    try:
        day = date.fromisoformat(value[:10]).toordinal()
    except ValueError:
        return None
    return day, day


def postponed(one: Event) -> Detail | None:
    """That an event was put off; the value is the new day where one is said."""
    return next((detail for detail in one.details if detail.name == POSTPONED), None)


def places(one: Event, who: Who) -> set[str]:
    """The places of an event, as identities."""
    named = [one.place, *(p.entity for p in one.participants if p.role == "place")]
    found = {key for name in named if (key := who.key(one.document, name))}
    return {key for key in found if who.kind(key) == EntityKind.PLACE.value}


def persons(one: Event, who: Who) -> Iterator[str]:
    """The persons to whom an event happens: public ones as identities, others by their surname."""
    for p in one.participants:
        if p.role in PERSONS and p.entity:
            try:
                key = who.identities.of(one.document, p.entity)
            except KeyError:
                continue
            identity = who.identity(key)
            if identity and identity.kind is EntityKind.PERSON:
                yield folded(identity.name).split(" ")[-1]


def keys(
    telling: Telling, who: Who, families: Mapping[str, str], affairs: Mapping[str, str]
) -> Iterator[tuple[int, Key]]:
    """The blocks in which a telling may meet others of the same thing."""
    one = event(telling)
    family, affair = families.get(one.document, one.document), affairs.get(one.document)
    where = sorted(places(one, who))
    parties = sorted(named_parties(one, who))
    words = folded(" ".join([one.text, *(p.text for p in one.participants)]))
    yield TWIN, (one.type, "family", family, words)
    if one.recurrence:
        for place in where or [one.country or ""]:
            yield SAME, (one.type, "recurrence", one.recurrence, place)
    exact = sorted({day for first, last in days(one) if last - first < EXACT for day in (first, last)})
    for day in map(str, exact):
        yield from ((SAME, (one.type, "day", day, place)) for place in where)
        yield from ((LIKELY, (one.type, "day party", day, party)) for party in parties)
        if one.country and not where:
            yield LIKELY, (one.type, "day country", day, one.country)
        if affair:
            yield LIKELY, (one.type, "affair", affair, day)
    for value in one.times:
        if len(value) >= 10 and (exact or value.startswith("XXXX-")):
            yield from ((SAME, (one.type, "day of a year", value[5:10], place)) for place in where)
    if not exact and one.country and days(one):
        for first, last in days(one):
            if last < ALWAYS:
                yield LIKELY, (one.type, "stretch", str(first), str(last), *(where or [one.country]))
    for place in where:
        yield from ((LIKELY, (one.type, "place party", place, party)) for party in parties)
        if affair:
            yield WEAK, (one.type, "affair", affair, place)
    if affair:
        yield from ((WEAK, (one.type, "affair", affair, party)) for party in parties)
        yield VAGUE, (one.type, "affair", affair)
    if one.type == "consult/meeting":
        # "the meeting" of a town, where only one is to come
        yield from ((WEAK, (one.type, "at", place)) for place in where)


def named_parties(one: Event, who: Who) -> set[str]:
    """The persons, bodies and offices that take part, as identities; a country takes part in too much to tell one event."""
    found = {key for p in one.participants if p.role != "place" and (key := who.key(one.document, p.entity))}
    return {key for key in found if who.kind(key) not in ("country", "place")}
