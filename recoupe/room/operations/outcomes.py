"""Outcomes: how many met with what, as ranges by speaker, and what follows from them: arithmetic of intervals, with its reasons.

Nothing is averaged and nothing guessed. Of each speaker the last word counts; over several speakers a range reaches from the
lowest to the highest that any of them leaves possible. What nobody said is unknown, which is not none. No database, no page.

    known = over(said)                # {"arrested": Known(14..17, by two speakers), "charged": Known(10..10)}
    accounts(known)                   # of those arrested: released 4, charged 10, of 0 to 3 nothing is known
    impossible(known)                 # more convicted than tried
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce


@dataclass(frozen=True)
class Range:
    """A whole number that lies between two, both of them possible; `high` is None where nobody says how many at most."""

    low: int = 0
    high: int | None = None

    def __add__(self, other: Range) -> Range:
        is_open = self.high is None or other.high is None
        return Range(self.low + other.low, None if is_open else (self.high or 0) + (other.high or 0))

    def __sub__(self, other: Range) -> Range:
        """What is left; never less than none."""
        low = 0 if other.high is None else max(0, self.low - other.high)
        return Range(low, None if self.high is None else max(0, self.high - other.low))

    def hull(self, other: Range) -> Range:
        """The range that leaves possible whatever one of the two does."""
        is_open = self.high is None or other.high is None
        return Range(min(self.low, other.low), None if is_open else max(self.high or 0, other.high or 0))

    def meets(self, other: Range) -> bool:
        """Whether both can be true of one number."""
        above = self.high is not None and other.low > self.high
        below = other.high is not None and self.low > other.high
        return not (above or below)


NONE = Range(0, 0)


@dataclass(frozen=True)
class Said:
    """What one speaker says of one outcome; `pk` is the record that says so, and orders what was said on one day."""

    outcome: str
    range: Range
    speaker: str
    day: date | None = None
    pk: int = 0
    is_sourced: bool = True


@dataclass(frozen=True)
class Known:
    """What is known of an outcome: the range over all speakers, what each said last, and whether they cannot all be right."""

    range: Range
    said: tuple[Said, ...]

    @property
    def is_disputed(self) -> bool:
        return any(not one.range.meets(other.range) for one in self.said for other in self.said)


@dataclass(frozen=True)
class Account:
    """A whole divided into parts that share nobody, and what is left of it: `rest`. `whole` and `parts` name outcomes."""

    whole: tuple[str, ...]
    parts: tuple[str, ...]
    unknown: tuple[str, ...]
    of: Range
    taken: Range
    rest: Range
    is_impossible: bool


@dataclass(frozen=True)
class Fault:
    """What cannot be so: at least `least` of the parts, which are among at most `most` of the whole."""

    parts: tuple[str, ...]
    whole: str
    least: int
    most: int


ARRESTED, RELEASED, BAILED, CHARGED, TRIED = "arrested", "released", "bailed", "charged", "tried"
CONVICTED, ACQUITTED, APPEALED, DISCONTINUED = "convicted", "acquitted", "appealed", "discontinued"
CONVICTED_FINALLY, ACQUITTED_FINALLY = "convicted finally", "acquitted finally"
FIRST = (CONVICTED, ACQUITTED)
FINAL = (CONVICTED_FINALLY, ACQUITTED_FINALLY)
AMONG = (
    ((RELEASED, CHARGED), ARRESTED),
    ((BAILED,), ARRESTED),
    ((DISCONTINUED, *FIRST), CHARGED),
    ((TRIED,), CHARGED),
    (FIRST, TRIED),
    (FINAL, TRIED),
    ((APPEALED,), TRIED),
)
"""Parts that share nobody, and the whole that they are among; where nobody says how many that is, the next larger one."""
LARGER = {TRIED: CHARGED, CHARGED: ARRESTED}


def last_words(said: Iterable[Said]) -> list[Said]:
    """Of each speaker what they said last of each outcome: a speaker who corrects a number does not contradict themselves."""
    last: dict[tuple[str, str], Said] = {}
    for one in sorted(said, key=lambda one: (one.day or date.min, one.pk)):
        last[one.outcome, one.speaker.strip().casefold()] = one
    return list(last.values())


def over(said: Iterable[Said]) -> dict[str, Known]:
    """What is known of each outcome of which somebody said something."""
    by_outcome: dict[str, list[Said]] = {}
    for one in last_words(said):
        by_outcome.setdefault(one.outcome, []).append(one)
    return {
        outcome: Known(reduce(Range.hull, (one.range for one in some)), tuple(some))
        for outcome, some in by_outcome.items()
    }


def summed(outcomes: Iterable[str], known: Mapping[str, Known]) -> Range:
    """How many met with any of these, of which each meets with one at most; those that nobody speaks of count for none."""
    return sum((known[one].range for one in outcomes if one in known), NONE)


def account(whole: tuple[str, ...], parts: tuple[str, ...], known: Mapping[str, Known]) -> Account:
    """What is left of a whole when its parts are taken out, those of which somebody speaks."""
    of, taken = summed(whole, known), summed(parts, known)
    told = tuple(one for one in parts if one in known)
    is_impossible = of.high is not None and taken.low > of.high
    unknown = tuple(one for one in parts if one not in known)
    return Account(tuple(one for one in whole if one in known), told, unknown, of, taken, of - taken, is_impossible)


def accounts(known: Mapping[str, Known]) -> list[Account]:
    """What became of those arrested, of those charged, and of those judged at first instance: of each what is left open."""
    found = []
    ends = (CONVICTED, ACQUITTED) if any(one in known for one in FIRST) else FINAL
    if ARRESTED in known:
        parts = (RELEASED, CHARGED) if CHARGED in known else (RELEASED, DISCONTINUED, *ends)
        found.append(account((ARRESTED,), parts, known))
    if CHARGED in known:
        found.append(account((CHARGED,), (DISCONTINUED, *ends), known))
    if any(one in known for one in FIRST):
        found.append(account(FIRST, FINAL, known))
    return found


def not_final(known: Mapping[str, Known]) -> Range | None:
    """How many were judged at first instance and have no final judgment that anybody spoke of; None where nobody was judged."""
    return account(FIRST, FINAL, known).rest if any(one in known for one in FIRST) else None


def nothing_known(known: Mapping[str, Known]) -> Range | None:
    """Of how many of those arrested nothing is known since; None where nobody says how many were arrested."""
    if ARRESTED not in known:
        return None
    return accounts(known)[0].rest


def impossible(known: Mapping[str, Known]) -> list[Fault]:
    """What cannot be so, however the ranges are read."""
    found: list[Fault] = []
    for parts, named in AMONG:
        whole: str | None = named
        while whole and whole not in known:
            whole = LARGER.get(whole)
        told = tuple(one for one in parts if one in known and one != whole)
        if whole is None or not told:
            continue
        least, most = summed(told, known).low, known[whole].range.high
        if most is not None and least > most:
            alone = next((one for one in told if known[one].range.low > most), None)
            fault = Fault((alone,) if alone else told, whole, known[alone].range.low if alone else least, most)
            if fault not in found:
                found.append(fault)
    return found


@dataclass
class Total:
    """The sum over several cases: the range of those that are known, how many are, and of how many nothing is said."""

    range: Range = NONE
    known: int = 0
    missing: int = 0
    disputed: int = 0
    cases: list[int] = field(default_factory=list)

    def add(self, case: int, value: Range | None, is_disputed: bool = False) -> None:
        """Count one case; None where nothing is known of it, which adds a gap and no number."""
        if value is None:
            self.missing += 1
            return
        self.range, self.known = self.range + value, self.known + 1
        self.disputed += is_disputed
        self.cases.append(case)
