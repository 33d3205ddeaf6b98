"""Merging: tellings of many documents to findings, events first, then the figures that count them, then links.

A finding is a function of the set of evidence: it is known by the piece that was published first, whatever came in when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..identifiers import digest
from ..model import Evidence
from . import events, figures, links
from .history import days_now, stages, status_now
from .identities import Identities
from .model import Fall, Finding
from .tellings import Telling, Who, parts, support, tellings


def gather(
    evidences: Iterable[Evidence],
    identities: Identities,
    families: Mapping[str, str],
    affairs: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """The findings of documents, not yet graded: each event, figure and link once, with all the pieces that tell of it.

    `families` gives the original of each document, `affairs` the affair of each document that belongs to one.
    """
    rows = [telling for evidence in evidences for telling in tellings(evidence)]
    return merged(rows, Who(identities), families, affairs or {})


def merged(
    rows: Iterable[Telling],
    who: Who,
    families: Mapping[str, str],
    affairs: Mapping[str, str],
    fallen: Mapping[str, Fall] | None = None,
) -> tuple[Finding, ...]:
    """The findings of tellings; `fallen` are the pieces that no longer stand."""
    sorted_rows = sorted(rows, key=lambda telling: telling.order)
    by_kind: dict[str, list[Telling]] = {"Event": [], "Figure": [], "Link": []}
    for telling in sorted_rows:
        by_kind[type(telling.piece).__name__].append(telling)
    out = fallen or {}
    found, happened = [], []
    for cluster in events.clustered(by_kind["Event"], who, families, affairs):
        members = sorted(cluster, key=lambda telling: telling.order)
        finding = _event(members, who, out)
        found.append(finding)
        happened.append((finding.id, members))
    for about, members in figures.clustered(by_kind["Figure"], happened, families, affairs):
        found.append(_figure(members, about, who, out))
    for members in links.clustered(by_kind["Link"], who, families, affairs):
        found.append(_link(members, who, out))
    return tuple(sorted(found, key=lambda finding: (finding.kind, finding.id)))


def retold(finding: Finding, members: Sequence[Telling], who: Who, fallen: Mapping[str, Fall]) -> Finding:
    """A finding told anew by some of its tellings, under its own id; not yet graded."""
    if finding.kind == "event":
        made = _event(members, who, fallen)
    elif finding.kind == "figure":
        made = _figure(members, finding.about, who, fallen)
    else:
        made = _link(members, who, fallen)
    return replace(made, id=finding.id)


def finding_id(kind: str, first: Telling) -> str:
    """A finding is known by its kind and its first telling."""
    return digest([kind, first.id])


def standing(members: Sequence[Telling], fallen: Mapping[str, Fall]) -> Sequence[Telling]:
    """The tellings by which a finding is described: those that stand; all where none does."""
    return [telling for telling in members if telling.id not in fallen] or members


def _event(members: Sequence[Telling], who: Who, fallen: Mapping[str, Fall]) -> Finding:
    rows = standing(members, fallen)
    told = [events.event(telling) for telling in rows]
    history = stages(rows)
    begins, ends = days_now(history, rows)
    place = most([who.key(one.document, one.place) or one.place for one in told])
    taking_part = [
        (p.role, p.text, who.key(one.document, p.entity), telling.id)
        for telling, one in zip(rows, told, strict=True)
        for p in one.participants
    ]
    return Finding(
        id=finding_id("event", members[0]),
        kind="event",
        type=told[0].type,
        status=status_now(history),
        supports=tuple(support(telling, who, fallen.get(telling.id)) for telling in members),
        participants=parts(taking_part, who),
        begins=begins,
        ends=ends,
        recurrence=most([one.recurrence for one in told]),
        place=place,
        country=most([one.country for one in told]),
        history=history,
        sources=documents(members),
    )


def _figure(members: Sequence[Telling], about: figures.Context, who: Who, fallen: Mapping[str, Fall]) -> Finding:
    rows = standing(members, fallen)
    told = [figures.figure(telling) for telling in rows]
    return Finding(
        id=finding_id("figure", members[0]),
        kind="figure",
        type=told[0].unit or "",
        status=firmest(rows),
        supports=tuple(support(telling, who, fallen.get(telling.id)) for telling in members),
        low=told[0].low,
        high=told[0].high,
        unit=told[0].unit,
        population=most([one.population for one in told]),
        as_of=most([one.as_of for one in told]),
        about=about,
        sources=documents(members),
    )


def _link(members: Sequence[Telling], who: Who, fallen: Mapping[str, Fall]) -> Finding:
    rows = standing(members, fallen)
    ends = [
        (role, text, who.key(telling.document, text), telling.id)
        for telling in rows
        for role, text in (("subject", links.link(telling).subject), ("object", links.link(telling).object))
    ]
    return Finding(
        id=finding_id("link", members[0]),
        kind="link",
        type=links.link(rows[0]).type,
        status=firmest(rows),
        supports=tuple(support(telling, who, fallen.get(telling.id)) for telling in members),
        participants=parts(ends, who),
        sources=documents(members),
    )


def firmest(rows: Sequence[Telling]) -> str:
    """The status of what is not an event: reported where anyone vouches, else alleged, else denied."""
    return min((telling.status for telling in rows), key=("reported", "alleged", "denied").index)


def documents(members: Sequence[Telling]) -> tuple[str, ...]:
    """The documents that tell, in the order of publication."""
    return tuple(dict.fromkeys(telling.document for telling in members))


def most(values: Iterable[str | None]) -> str | None:
    """What most say; of as many the first in alphabetical order; None where nobody says anything."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None
