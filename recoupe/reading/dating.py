"""Dating: when a document was published, as an interval with the reason in words.

In order: what the document's metadata says, what a line of it says ("Publié le 3 mars 2014", a dateline), what its address
says, else what its content implies: dates told as past come before the publication, dates told as to come after it. Where
nothing dates it, it is unknown; the time of the file is never asked. When the content tells as past what only comes later, the
date stands, and its reason says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..languages import available
from ..model import Apart, ApartKind, Passage, Published
from .calendar import bounded, day_of, month_of, next_on_or_after
from .received import Dated
from .resolving import Context, resolved
from .temporal import Expression, direction, expressions

MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
EARLIEST = date(1900, 1, 1)
LINES = (ApartKind.DATELINE, ApartKind.BYLINE)  # in this order
ABSOLUTE = ("date", "list", "range")


def published(
    text: str,
    passages: Sequence[Passage],
    language: str,
    dated: Sequence[Dated],
    apart: Sequence[Apart],
    url: str | None,
) -> Published:
    """When a text was published. `dated` is what its metadata says, `apart` the lines set apart from it."""
    main = language if language in available() else None
    said = list(from_content(text, passages, main))
    found = from_metadata(dated) or from_lines(apart, main) or from_address(url)
    return unless_later(found, said) if found else narrowed(said)


def from_metadata(dated: Sequence[Dated]) -> Published | None:
    """The first day that the metadata gives; the making of a file dates the file alone."""
    for candidate in dated:
        if not candidate.is_creation and candidate.day >= EARLIEST:
            return Published(candidate.day, candidate.day, candidate.reason)
    return None


def from_lines(apart: Sequence[Apart], language: str | None) -> Published | None:
    """The day that a line set apart gives; of several ("Mis à jour le", "Publié le") the earliest."""
    for kind in LINES:
        lines = [(day, item) for item in apart if item.kind is kind and (day := full_day(item.text, language))]
        if lines:
            day, item = min(lines, key=lambda pair: pair[0])
            return Published(day, day, f"the line '{item.text[:80]}' says so")
    return None


def from_address(url: str | None) -> Published | None:
    """The day, or else the month, that an address holds."""
    for match in IN_ADDRESS.finditer(url or ""):
        if day := day_of(int(match[1]), int(match[2]), int(match[3])):
            return Published(day, day, f"the address has {match[0]}")
    if month := MONTH_IN_ADDRESS.search(url or ""):
        return Published(*month_of(int(month[1]), int(month[2])), f"the address has {month[0].strip('/')}")
    return None


def unless_later(found: Published, said: Sequence[Sign]) -> Published:
    """The same publication, its reason saying so where the content tells as past what begins only after it."""
    later = next((s for s in said if s.begins and found.latest and s.begins > found.latest), None)
    return replace(found, reason=f"{found.reason}; yet {later.reason}") if later else found


def full_day(line: str, language: str | None) -> date | None:
    """The first complete day that a line names, in the document's language or any other with data."""
    low = line.lower().replace("’", "'")
    order = [language] if language else []
    for code in [*order, *(c for c in available() if c != language)]:
        for expression in expressions(low, code):
            if expression.op == "date" and {"day", "month", "year"} <= expression.fields.keys():
                meaning = resolved(expression, Context(language=code))
                if meaning and meaning[0].begins:
                    return meaning[0].begins
    return None


# --- from content ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sign:
    """What an expression says of the publication: not before `after`, before `before`, or before the coming (month, day).

    `begins` is the first day of something past. A year that is past (`is_year`) bounds only where nothing finer does: it is
    often told of a plan or a term ("le traité, qui expirait en 2030").
    """

    reason: str
    after: date | None = None
    begins: date | None = None
    is_year: bool = False
    before: date | None = None
    coming: tuple[int, int] | None = None


def from_content(text: str, passages: Sequence[Passage], language: str | None) -> Iterator[Sign]:
    """The signs of publication in a text, in order."""
    for passage in passages:
        code = passage.language if passage.language in available() else language
        if code is None or (passage.language not in available() and passage.language != "und"):
            continue
        body = text[passage.start : passage.end]
        yield from from_sentence(body, code)


def from_sentence(body: str, language: str) -> Iterator[Sign]:
    """The signs of one sentence."""
    low = body.lower().replace("’", "'")
    if len(low) != len(body):
        return
    before: tuple[date, date] | None = None
    words_before = ""
    for expression in expressions(low, language):
        words = body[expression.start : expression.end]
        where = direction(low, expression.start, expression.end, language)
        said = expression.fields.get("direction")
        where = said if isinstance(said, int) else where
        month, day = expression.fields.get("month"), expression.fields.get("day")
        is_bare = expression.op == "date" and isinstance(month, int) and "year" not in expression.fields
        if is_bare and where > 0 and isinstance(month, int):
            yield Sign(f"'{words}' is still to come", coming=(month, day if isinstance(day, int) else 1))
            continue
        if is_bare and before is None:
            continue
        if expression.op not in ABSOLUTE or expression.bound in ("until", "before"):
            continue
        context = Context((None, None), where, before, before is not None, language)
        for meaning in resolved(expression, context):
            if meaning.begins is None or meaning.ends is None:
                continue
            is_year = (meaning.ends - meaning.begins).days > 300
            if where > 0 and not is_year:
                yield Sign(f"'{words}' is still to come", before=meaning.begins)
            elif where < 0:
                reason = f"'{words}' follows '{words_before}' and is past" if is_bare else f"'{words}' is past"
                after = earliest_after(expression, (meaning.begins, meaning.ends))
                yield Sign(reason, after=after, begins=meaning.begins, is_year=is_year)
            before, words_before = (meaning.begins, meaning.ends), words


def earliest_after(expression: Expression, interval: tuple[date, date]) -> date:
    """The earliest day of publication after something past: the day itself, the day after a month; a year may still run."""
    first, last = interval
    if first == last or (last - first).days > 300 or expression.bound == "since":
        return first
    return bounded(last, 1)


def narrowed(signs: Sequence[Sign]) -> Published:
    """The interval that all signs leave, with the two that bound it as its reason."""
    past = [s for s in signs if s.after and not s.is_year] or [s for s in signs if s.after]
    latest_past = max(past, key=lambda s: s.after or EARLIEST, default=None)
    earliest = latest_past.after if latest_past else None
    limits: list[tuple[date, Sign]] = []
    for sign in signs:
        if sign.before and (earliest is None or sign.before > earliest):
            limits.append((bounded(sign.before, -1), sign))
        elif sign.coming and earliest and (day := next_on_or_after(bounded(earliest, 1), *sign.coming)):
            limits.append((bounded(day, -1), sign))
    latest, last = min(limits, key=lambda pair: pair[0], default=(None, None))
    reasons = [sign.reason for sign in (latest_past, last) if sign]
    if not reasons:
        return Published()
    return Published(earliest, latest, "; ".join(reasons))
