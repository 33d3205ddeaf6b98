"""Contradictions: what cannot all be right: who says what, when, over which figure, day, place, participant or denial.

Numbers are compared on unit, what they count and the time for which they hold, and only where they were published on about the
same day: four arrests on Monday and five on Wednesday may both be right.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from ..identifiers import digest
from ..languages import table
from .model import Contradiction, Finding, Side, Support
from .tellings import Who

SAME_NEWS = 1  # days between publications of numbers that ought to be the same
OTHER_DAY, OTHER_DAY_OF_MEETING = 3, 10  # days between two datings of what may be one thing
ONE_HOLDER = ("presides", "host")
MEETING = "consult/meeting"


def contradictions(findings: Sequence[Finding], who: Who) -> tuple[Contradiction, ...]:
    """All contradictions among findings that stand, by id."""
    standing = [finding for finding in findings if finding.is_standing]
    happened = [finding for finding in standing if finding.kind == "event"]
    found = [
        *(one for finding in standing if (one := denial(finding))),
        *(one for finding in happened for one in participants(finding, who)),
        *figures([finding for finding in standing if finding.kind == "figure"]),
        *days_and_places(happened, who),
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def made(about: str, findings: Iterable[str], sides: Iterable[Side], reason: str) -> Contradiction:
    """A contradiction, known by what it is about and the findings between which it stands."""
    ids, told = tuple(sorted(set(findings))), tuple(sorted(sides, key=lambda side: (side.says, side.pieces)))
    return Contradiction(digest([about, ids, [side.pieces[0] for side in told]]), about, ids, told, reason)


def side(says: str, supports: Iterable[Support]) -> Side:
    """What one side says, with whoever says so."""
    rows = sorted(supports, key=lambda s: (s.published or "9999", s.document, s.start, s.piece))
    return Side(
        says,
        tuple(dict.fromkeys(s.speaker for s in rows)),
        tuple(s.piece for s in rows),
        tuple(dict.fromkeys(s.document for s in rows)),
    )


def denial(finding: Finding) -> Contradiction | None:
    """That some deny what others assert or pass on, in other documents or by the word of others."""
    rows = [support for support in finding.supports if support.is_standing]
    denied = [support for support in rows if support.status == "denied"]
    said = [support for support in rows if support.status not in ("denied", "cancelled")]
    if not denied or not said:
        return None
    return made("denial", [finding.id], [side("asserted", said), side("denied", denied)], "denied by some")


def participants(finding: Finding, who: Who) -> Iterator[Contradiction]:
    """That documents name different ones where there is one: who presides, who is host."""
    document = {support.piece: support for support in finding.supports if support.is_standing}
    for role in ONE_HOLDER:
        named: dict[str, set[str]] = defaultdict(set)
        pieces: dict[str, list[Support]] = defaultdict(list)
        for part in finding.participants:
            if part.role == role and part.identity:
                for piece in part.pieces:
                    if piece in document:
                        named[document[piece].document].add(part.identity)
                        pieces[part.identity].append(document[piece])
        single = {next(iter(keys)) for keys in named.values() if len(keys) == 1}
        several = {key for keys in named.values() if len(keys) > 1 for key in keys}
        if len(single) > 1 and not several and len({who.kind(key) for key in single}) == 1:
            sides = [side(key, pieces[key]) for key in sorted(single)]
            yield made("participant", [finding.id], sides, f"one alone can be the one who {role}")


# --- numbers -----------------------------------------------------------------------------------------------------


def figures(rows: Sequence[Finding]) -> Iterator[Contradiction]:
    """Numbers of one thing that exclude one another."""
    by_about: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in rows:
        if finding.status != "denied":
            by_about[finding.about].append(finding)
    for group in by_about.values():
        against: dict[str, set[str]] = defaultdict(set)
        for one, other in combinations(sorted(group, key=lambda f: f.id), 2):
            if excludes(one, other):
                against[one.id].add(other.id)
                against[other.id].add(one.id)
        by_id = {finding.id: finding for finding in group}
        for ids in connected(against):
            sides = [side(range_said(by_id[id]), standing(by_id[id])) for id in ids]
            yield made("figure", ids, sides, "same unit, same count, same time, numbers that exclude one another")


def excludes(one: Finding, other: Finding) -> bool:
    """Whether two numbers of one thing cannot both be right."""
    if not apart(one, other) or not at_one_time(one.as_of, other.as_of):
        return False
    mine, theirs = standing(one), standing(other)
    if {s.document for s in mine} & {s.document for s in theirs}:
        return False
    return any(
        a.published is None or b.published is None or abs(ordinal(a.published) - ordinal(b.published)) <= SAME_NEWS
        for a in mine
        for b in theirs
    )


def apart(one: Finding, other: Finding) -> bool:
    """Whether two ranges do not meet, nor come near."""
    (a, b), (c, d) = bounds(one), bounds(other)
    if a > d or c > b:
        gap = a - d if a > d else c - b
        scale = max(abs(value) for value in (a, b, c, d) if math.isfinite(value))
        return gap > float(table("common", "grading")["figures"]["tolerance"]) * scale
    return False


def bounds(finding: Finding) -> tuple[float, float]:
    """A number as a range."""
    return (
        finding.low if finding.low is not None else -math.inf,
        finding.high if finding.high is not None else math.inf,
    )


def at_one_time(one: str | None, other: str | None) -> bool:
    """Whether two times for which numbers hold overlap; a time that is not said may be any."""
    if not one or not other:
        return True
    (a, _, b), (c, _, d) = one.partition("/"), other.partition("/")
    begins = max(a if a != ".." else "", c if c != ".." else "")
    ends = min(b if b != ".." else "9999", d if d != ".." else "9999")
    return begins <= ends


def range_said(finding: Finding) -> str:
    """A number as it is said in a side: "14", "20/25", "14/" for at least 14."""
    low, high = ("" if value is None else f"{value:g}" for value in (finding.low, finding.high))
    return low if low == high else f"{low}/{high}"


# --- days and places ---------------------------------------------------------------------------------------------


def days_and_places(happened: Sequence[Finding], who: Who) -> Iterator[Contradiction]:
    """Events told alike but on another day, or elsewhere on the same day."""
    blocks: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in happened:
        if finding.begins and finding.begins == finding.ends and not finding.recurrence and finding.status != "denied":
            if finding.place:
                blocks["date", finding.type, finding.place].append(finding)
            if finding.type == MEETING:
                blocks["place", finding.type, finding.begins].append(finding)
    for (about, kind, _), block in blocks.items():
        rows = sorted(block, key=lambda finding: (finding.begins or "", finding.id))
        against: dict[str, set[str]] = defaultdict(set)
        for n, one in enumerate(rows):
            for other in rows[n + 1 : n + 20]:
                alike = other_day(one, other, kind, who) if about == "date" else other_place(one, other, who)
                if alike and not {s.document for s in standing(one)} & {s.document for s in standing(other)}:
                    against[one.id].add(other.id)
                    against[other.id].add(one.id)
        by_id = {finding.id: finding for finding in rows}
        for ids in connected(against):
            said = {id: (by_id[id].begins if about == "date" else by_id[id].place) or "" for id in ids}
            sides = [side(said[id], standing(by_id[id])) for id in ids]
            yield made(about, ids, sides, "told alike, but on another day" if about == "date" else "told elsewhere")


def other_day(one: Finding, other: Finding, kind: str, who: Who) -> bool:
    """Whether two events of one place are one thing with two datings."""
    apart_by = abs(ordinal(one.begins or "") - ordinal(other.begins or ""))
    mine, theirs = parties(one, who), parties(other, who)
    if kind == MEETING:
        is_to_come = one.status in ("planned", "alleged") or other.status in ("planned", "alleged")
        alike = bool(mine & theirs) or (is_to_come and not (mine and theirs))
        return 0 < apart_by <= OTHER_DAY_OF_MEETING and alike
    return 0 < apart_by <= OTHER_DAY and bool(mine & theirs)


def other_place(one: Finding, other: Finding, who: Who) -> bool:
    """Whether two meetings of one day are one thing in two places."""
    if not one.place or not other.place or one.place == other.place:
        return False
    return len(parties(one, who) & parties(other, who)) >= 2


def parties(finding: Finding, who: Who) -> set[str]:
    """Who takes part, as identities; countries do not tell one event from another."""
    named = {part.identity for part in finding.participants if part.identity and part.role != "place"}
    return {key for key in named if who.kind(key) not in ("country", "place")}


# --- small things ------------------------------------------------------------------------------------------------


def standing(finding: Finding) -> list[Support]:
    """The supports that stand."""
    return [support for support in finding.supports if support.is_standing]


def ordinal(day: str) -> int:
    """An ISO day as a number."""
    return date.fromisoformat(day).toordinal()


def connected(against: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """The findings that hang together by contradictions, sorted."""
    seen: set[str] = set()
    for start in sorted(against):
        if start in seen:
            continue
        front, found = [start], {start}
        while front:
            for other in against[front.pop()] - found:
                found.add(other)
                front.append(other)
        seen |= found
        yield sorted(found)
