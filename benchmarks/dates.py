"""Times beside dateparser in the same run: our news expressions and the date specifications; `python -m benchmarks.dates`.

What is in scope, and what counts as right, is said in `benchmarks/datecases.py`. dateparser gets the best of what it offers: it
is asked to search the sentence, what it found is widened to the period that it reports (a month, a year), and on our news
expressions it is also given the expression cut out. Even-indexed cases are development, odd ones are reported as test.
"""

from __future__ import annotations

import json
import time
import warnings
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from typing import Any

import recoupe
from benchmarks.datecases import DATES, FOLDERS, KINDS, Case, Expected, Interval, length, news, specifications
from recoupe.extraction.times import times
from recoupe.extraction.view import View
from recoupe.model import Document

PRESS = DATES.parent / "pressdated" / "global_voices_fr.jsonl"
HAS_PEER = find_spec("dateparser") is not None


class Found(dict[str, Any]):
    """A time as found: start, end, interval, value, rule."""


def ours(case: Case) -> list[Found]:
    """What recoupe finds in a case."""
    document = recoupe.read_text(case.text, published=case.reference, language=case.language)
    at = case.text.find(document.text)
    shift = max(0, at)
    return [
        Found(start=t.start + shift, end=t.end + shift, interval=(t.begins, t.ends), value=t.value, rule=t.rule)
        for t in times(View(document))
    ]


def searched(case: Case) -> list[Found]:
    """What dateparser finds when it searches the sentence."""
    from dateparser.search import search_dates

    found, at = [], 0
    for words, _ in search_dates(case.text, languages=[case.language], settings=settings(case)) or ():
        start = max(0, case.text.find(words, at))
        at = start + len(words)
        found.append(Found(start=start, end=at, interval=parsed(words, case), value="", rule="dateparser"))
    return found


def cut_out(case: Case) -> list[Found]:
    """What dateparser makes of the expression alone."""
    one = case.expected[0]
    interval = parsed(case.text[one.start : one.end], case)
    return [Found(start=one.start, end=one.end, interval=interval, value="", rule="dateparser")] if interval else []


def settings(case: Case) -> dict[str, Any]:
    """The reference day and, where a year is not said, the past: what news mostly tell."""
    chosen: dict[str, Any] = {"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}
    if case.reference:
        chosen["RELATIVE_BASE"] = datetime.combine(case.reference, datetime.min.time())
    return chosen


def parsed(words: str, case: Case) -> Interval | None:
    """The interval that dateparser gives some words: the day, or all of the week, month or year that it says it is."""
    from dateparser.date import DateDataParser

    data = DateDataParser(languages=[case.language], settings=settings(case)).get_date_data(words)
    if not data.date_obj:
        return None
    day = data.date_obj.date()
    if data.period == "year":
        return f"{day.year:04d}-01-01", f"{day.year:04d}-12-31"
    if data.period == "month":
        last = monthrange(day.year, day.month)[1]
        return day.replace(day=1).isoformat(), day.replace(day=last).isoformat()
    if data.period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    return day.isoformat(), day.isoformat()


def is_right(found: Found, expected: Expected) -> bool:
    """Whether a time is what is expected: its interval, or for durations and recurrences its value."""
    if expected.kind == "duration":
        wanted = {length(value) for value in expected.values}
        return length(found["value"]) in wanted - {None}
    if expected.kind == "set":
        return found["value"] in expected.values
    return found["interval"] in expected.intervals


def overlaps(found: Found, start: int, end: int) -> bool:
    return bool(found["start"] < end and start < found["end"])


def score(cases: Iterable[Case], finder: Callable[[Case], list[Found]]) -> tuple[dict[str, Counter[str]], float]:
    """By kind: how many were expected, right, and found where a complete case has none ("extra"); seconds spent finding."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seconds = 0.0
    for case in cases:
        begun = time.perf_counter()
        found = finder(case)
        seconds += time.perf_counter() - begun
        for one in case.expected:
            here = [f for f in found if overlaps(f, one.start, one.end)]
            counts[one.kind]["expected"] += 1
            counts[one.kind]["found"] += bool(here)
            counts[one.kind]["right"] += any(is_right(f, one) for f in here)
            counts[one.kind]["value"] += any(f["value"] in one.values for f in here)
        if case.is_complete:
            known = [(e.start, e.end) for e in case.expected] + list(case.unjudged)
            counts["extra"]["right"] += sum(not any(overlaps(f, *span) for span in known) for f in found)
    return counts, seconds


def judged() -> dict[str, tuple[int, int]]:
    """For each rule, how many of its times were judged and how many were right, on the development cases alone."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    cases = [case for code in FOLDERS for case in news(code)]
    if DATES.is_dir():
        cases += [case for code in FOLDERS for case in specifications(code)[0]]
    for case in cases:
        if not case.is_development:
            continue
        for found in ours(case):
            wanted = [e for e in case.expected if overlaps(found, e.start, e.end)]
            if wanted:
                seen[found["rule"]] += 1
                right[found["rule"]] += any(is_right(found, e) for e in wanted)
            elif case.is_complete and not any(overlaps(found, *span) for span in case.unjudged):
                seen[found["rule"]] += 1
    return {rule: (seen[rule], right[rule]) for rule in sorted(seen)}


# --- the page ----------------------------------------------------------------------------------------------------


def ratio(one: Counter[str] | None, key: str = "right") -> str:
    return f"{one[key]}/{one['expected']} ({100 * one[key] / one['expected']:.0f} %)" if one and one["expected"] else ""


def news_table() -> list[str]:
    """Our own news expressions, each list member counted."""
    rows = ["| news expressions | interval right | value right | dateparser, searching | dateparser, given the expression |",
            "|---|---|---|---|---|"]  # fmt: skip
    for code in FOLDERS:
        cases = news(code)
        mine = score(cases, ours)[0]["news"]
        peers = [ratio(score(cases, f)[0]["news"]) if HAS_PEER else "not installed" for f in (searched, cut_out)]
        rows.append(f"| {code} | {ratio(mine)} | {ratio(mine, 'value')} | {peers[0]} | {peers[1]} |")
    return rows


def specification_table() -> list[str]:
    """The specifications by language and kind, test part; development in a column of its own."""
    rows = ["| specifications | development: recoupe | test: recoupe | test: dateparser |", "|---|---|---|---|"]
    notes = []
    for code in FOLDERS:
        cases, left = specifications(code)
        develop = score([c for c in cases if c.is_development], ours)[0]
        test = [c for c in cases if not c.is_development]
        mine, seconds = score(test, ours)
        peer, peer_seconds = score(test, searched) if HAS_PEER else ({}, 0.0)
        for kind in KINDS:
            rows.append(
                f"| {code} {kind} | {ratio(develop.get(kind))} | {ratio(mine.get(kind))} | {ratio(peer.get(kind))} |"
            )
        sums = [sum((c[k] for k in KINDS if k in c), Counter()) for c in (develop, mine, peer)]
        rows.append(f"| **{code} all** | {ratio(sums[0])} | **{ratio(sums[1])}** | {ratio(sums[2])} |")
        extra = [c["extra"]["right"] if "extra" in c else 0 for c in (mine, peer)]
        speed = f"{len(test) / seconds:.0f} sentences a second" + (
            f", dateparser {len(test) / peer_seconds:.0f}" if HAS_PEER else ""
        )
        out = ", ".join(f"{count} {reason}" for reason, count in sorted(left.items()))
        notes.append(
            f"{code}: found where a completely annotated test sentence has nothing: recoupe {extra[0]}, dateparser {extra[1]}; "
            f"{speed} (recoupe's reading of the text included). Out of scope: {out}."
        )
    return [*rows, "", *notes]


def press() -> list[tuple[str, str]]:
    """Text and day of each dated article."""
    with PRESS.open(encoding="utf-8") as lines:
        return [(row["text"], row["published"]) for row in map(json.loads, lines)]


def speed_line() -> str:
    """Articles a second for times alone, on articles already read, beside dateparser's search."""
    articles = press()
    documents: Sequence[Document] = [recoupe.read_text(text, published=day) for text, day in articles]
    views = [View(document) for document in documents]
    for view in views[:5]:
        times(view)
    begun = time.perf_counter()
    count = sum(len(times(view)) for view in views)
    mine = len(views) / (time.perf_counter() - begun)
    line = f"Dated press, {len(views)} articles, times alone: {mine:.0f} articles a second ({count} times)"
    if HAS_PEER:
        some = articles[:10]
        cases = [Case(text, "fr", date.fromisoformat(day), (), False, False) for text, day in some]
        peer = len(some) / score(cases, searched)[1]
        line += f"; dateparser's search on {len(some)} of them: {peer:.1f} a second, ratio {mine / peer:.0f}"
    return line + "."


def dating_line() -> str:
    """How often the publication worked out from the content alone holds the true day."""
    holds = misses = unknown = 0
    for text, day in press():
        published = recoupe.read_text(text).published
        if not published.is_known:
            unknown += 1
            continue
        true = date.fromisoformat(day)
        inside = (published.earliest or true) <= true <= (published.latest or true)
        holds, misses = holds + inside, misses + (not inside)
    return f"Publication from the content alone, same articles: holds the true day {holds}, misses it {misses}, unknown {unknown}."


def main() -> None:
    """Print the tables."""
    warnings.filterwarnings("ignore")
    print(
        "Right is the interval for days and stretches, the value for durations and recurrences; where no year or week is said"
    )
    print("the past and the future reading both count. dateparser has neither durations nor recurrences.\n")
    print("\n".join(news_table()))
    if not DATES.is_dir():
        print("\nThe date specifications are not at hand (../shared/data/dates): not measured.")
        return
    print()
    print("\n".join(specification_table()))
    if PRESS.is_file():
        print(f"\n{speed_line()}\n\n{dating_line()}")


if __name__ == "__main__":
    main()
