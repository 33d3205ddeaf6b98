"""Times: ours beside dateparser on our news expressions and on the date specifications; `python -m benchmarks.dates`.

The specifications (../shared/data/dates, MIT) give each expression a past and a future resolution. Policy: a time is right
where it stands on the expected words and its interval is one of the two, a duration where its length is, a recurrence where
its rule is. Their end dates are exclusive, ours inclusive; an end that the text names itself ("du 4 au 22", "between 2014 and
2018") may be in it or not. Times of day, and what holds one, are out of scope for both tools. A case that lost its reference
date is kept where it needs none: a length, a recurrence, a year that stands in the text. Even-numbered cases are development,
odd ones test. dateparser is asked twice, preferring past and future dates, and scored by the better answer, with the period
that it reports.
"""

from __future__ import annotations

import dataclasses
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import recoupe
from benchmarks.speech import document
from recoupe.extraction.times import times
from recoupe.extraction.view import View
from recoupe.model import Published, Time, TimeKind

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
LANGUAGES = {"fr": "French", "en": "English"}
FILES = ("DateParser", "DatePeriodParser", "DurationParser", "SetParser", "DateTimeModel")
CLASSES = ("date", "daterange", "duration", "set")
ANY_DAY = date(2016, 11, 7)
SECONDS = {"Y": 31_536_000, "M": 2_592_000, "W": 604_800, "D": 86_400, "H": 3600, "TM": 60, "S": 1}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Interval = tuple[str | None, str | None]


@dataclass(frozen=True)
class Wanted:
    """An expected time: its span, its class, and what counts as right: intervals, a number of seconds, or a rule."""

    start: int
    end: int
    kind: str
    answers: frozenset[Any]


@dataclass(frozen=True)
class Case:
    """A sentence with its reference date and the times expected in it."""

    text: str
    reference: date
    wanted: tuple[Wanted, ...]


# --- the specifications --------------------------------------------------------------------------------------------


def cases(language: str, half: int) -> Iterator[Case]:
    """The cases of one half (0 development, 1 test) of a language's specifications, those about times of day left out."""
    for name in FILES:
        path = SHARED / "dates" / LANGUAGES[language] / f"{name}.json"
        for row in json.loads(path.read_text(encoding="utf-8-sig"))[half::2]:
            said = row.get("Context", {}).get("ReferenceDateTime")
            reference = datetime.fromisoformat(said[:10]).date() if said else ANY_DAY
            wanted = [expected(row["Input"], result) for result in row["Results"]]
            is_read = said or all(w is None or needs_no_reference(w, row["Input"]) for w in wanted)
            if is_read and all(w is not None for w in wanted):
                yield Case(row["Input"], reference, tuple(w for w in wanted if w))


def needs_no_reference(wanted: Wanted, text: str) -> bool:
    """Whether a time means the same whenever it is read."""
    years = [day[:4] for one in wanted.answers if isinstance(one, tuple) for day in one if day]
    return all(re.search(rf"(?<!\d){year}(?!\d)", text) for year in years[:1])


def expected(text: str, result: dict[str, Any]) -> Wanted | None:
    """One expected result; None where it is of a class out of scope."""
    kind = (result.get("Type") or result.get("TypeName") or result.get("Typename") or "").removeprefix("datetimeV2.")
    if kind not in CLASSES:
        return None
    start = result.get("Start", text.lower().find(result["Text"].lower()))
    end = start + len(result["Text"])
    if "Value" in result:
        rows = [
            {"timex": result["Value"]["Timex"], **result["Value"][key]}
            for key in ("FutureResolution", "PastResolution")
        ]
    else:
        rows = result.get("Resolution", {}).get("values", [])
    found = frozenset(one for row in rows for one in answers(kind, row))
    return Wanted(start, end, kind, found) if found else None


def answers(kind: str, row: dict[str, Any]) -> Iterator[Any]:
    """What counts as right by one resolution: its answer, and for a range with a named end also with that end in it."""
    one = answer(kind, row)
    if one is not None:
        yield one
    named = re.fullmatch(r"\(([^,]+),([^,]+),P\d+([DWMY])\)", row["timex"])
    if kind == "daterange" and isinstance(one, tuple) and named and one[1]:
        end = date.fromisoformat(one[1]) + timedelta(days=1)
        whole_years, whole_months = (end.month, end.day) == (1, 1), end.day == 1
        if named[3] == "Y" and whole_years:
            end = date(end.year, 12, 31)
        elif named[3] in "MY" and whole_months:
            end = month_end(end.year, end.month)
        yield one[0], end.isoformat()


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def answer(kind: str, row: dict[str, Any]) -> Any:
    """What counts as right by one resolution."""
    timex = row["timex"]
    if kind == "duration":
        seconds = row.get("duration") or row.get("value")
        return int(float(seconds)) if seconds and seconds.replace(".", "").isdigit() else None
    if "T" in timex or any(":" in str(value) for value in row.values()):
        return None
    if kind == "set":
        return rule(timex)
    if kind == "date":
        day = row.get("date") or row.get("value")
        return (day, day) if day and re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
    first, last = row.get("startDate") or row.get("start"), row.get("endDate") or row.get("end")
    if last and re.fullmatch(r"\d{4}-\d\d-\d\d", last) and last > "0001-01-01":
        last = (date.fromisoformat(last) - timedelta(days=1)).isoformat()
    return (first, last) if first or last else None


def rule(timex: str) -> str | None:
    """A recurrence of the specifications as an RFC 5545 rule."""
    if match := re.fullmatch(r"P(\d+)([DWMY])", timex):
        name = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}[match[2]]
        return f"RRULE:FREQ={name}" + (f";INTERVAL={match[1]}" if match[1] != "1" else "")
    if match := re.fullmatch(r"XXXX-WXX-([1-7])", timex):
        return f"RRULE:FREQ=WEEKLY;BYDAY={DAYS[int(match[1]) - 1]}"
    if match := re.fullmatch(r"XXXX-(\d\d)-(\d\d)", timex):
        return f"RRULE:FREQ=YEARLY;BYMONTH={int(match[1])};BYMONTHDAY={int(match[2])}"
    return "RRULE:FREQ=WEEKLY;BYDAY=SA,SU" if timex == "XXXX-WXX-WE" else None


# --- the tools -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What a tool says: a span, what it means by class of answer, and the rule that saw it."""

    start: int
    end: int
    meanings: tuple[Any, ...]
    rule: str = ""
    value: str = ""


def ours(text: str, reference: date, language: str) -> list[Said]:
    """What recoupe finds."""
    one = dataclasses.replace(document([text], language), published=Published(reference, reference, "given"))
    return [Said(t.start, t.end, (meaning(t),), t.rule, t.value) for t in times(View(one))]


def meaning(one: Time) -> Any:
    """A time of ours as the specifications count it."""
    if one.kind is TimeKind.SET:
        return one.value
    if one.kind is TimeKind.DURATION:
        parts = re.findall(r"(T?)(\d+(?:\.\d+)?)([YMWDHS])", one.value)
        clock, total = False, 0.0
        for sign, count, unit in parts:
            clock = clock or bool(sign)
            total += float(count) * SECONDS["TM" if clock and unit == "M" else unit]
        return int(total)
    return (one.begins, one.ends)


def theirs(text: str, reference: date, language: str, preferred: tuple[str, ...] = ("past", "future")) -> list[Said]:
    """What dateparser finds, each with the period that it names."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    found: list[Said] = []
    for prefer in preferred:
        settings = {"RELATIVE_BASE": datetime.combine(reference, datetime.min.time()), "PREFER_DATES_FROM": prefer}
        at = 0
        for words, when in search_dates(text, languages=[language], settings=settings) or ():
            start = max(text.find(words, at), 0)
            at = start + len(words)
            period = DateDataParser(languages=[language], settings=settings).get_date_data(words).period
            found.append(Said(start, at, (around(when.date(), period),)))
    return found


def around(day: date, period: str) -> Interval:
    """The period around a day that dateparser reports."""
    first, last = day, day
    if period == "week":
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=6)
    elif period == "month":
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    elif period == "year":
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return first.isoformat(), last.isoformat()


Tool = Callable[[str, date, str], list[Said]]


def is_right(wanted: Wanted, said: list[Said]) -> bool:
    """Whether something said on the expected words is one of the answers."""
    here = [one for one in said if one.start < wanted.end and wanted.start < one.end]
    return any(answer in wanted.answers for one in here for answer in one.meanings)


# --- the tables ----------------------------------------------------------------------------------------------------


def news(language: str) -> list[dict[str, Any]]:
    """Our news expressions."""
    rows: list[dict[str, Any]] = json.loads(
        (ROOT / f"tests/data/news-times-{language}.json").read_text(encoding="utf-8")
    )
    return rows


def news_right(language: str, tool: Tool) -> tuple[int, float]:
    """How many news expressions a tool gets right (dateparser on the interval alone), and sentences a second."""
    right, began = 0, time.perf_counter()
    for row in news(language):
        said = tool(row["text"], date.fromisoformat(row["published"]), language)
        at = row["text"].index(row["expression"])
        here = [one for one in said if one.start < at + len(row["expression"]) and at < one.end]
        is_ours = tool is ours
        values = {one.value for one in here} == {value for value, _, _ in row["times"]} or not is_ours
        if row["times"][0][1] is None and row["times"][0][2] is None:
            right += is_ours and values and bool(here)
        else:
            wanted = {(begins, ends) for _, begins, ends in row["times"]}
            meanings = {answer for one in here for answer in one.meanings}
            right += values and (meanings == wanted if is_ours else wanted <= meanings)
    return right, len(news(language)) / (time.perf_counter() - began)


def specifications(language: str, half: int, tool: Tool) -> tuple[Counter[str], Counter[str], int]:
    """Expected and right by class, and how many of a tool's times stand where nothing is expected."""
    wanted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    invented = 0
    for case in cases(language, half):
        said = tool(case.text, case.reference, language)
        for one in case.wanted:
            wanted[one.kind] += 1
            right[one.kind] += is_right(one, said)
        places = {(one.start, one.end) for one in said}
        invented += sum(all(e <= w.start or w.end <= s for w in case.wanted) for s, e in places)
    return wanted, right, invented


def judged() -> dict[str, tuple[int, int]]:
    """For calibration: (judged, right) by rule on the news expressions and the development cases of both languages.

    A time counts as right here also where its interval holds the expected one: "in three weeks" is a week for us.
    """
    total: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for language in LANGUAGES:
        for case in (*cases(language, 0), *news_cases(language)):
            for one in ours(case.text, case.reference, language):
                here = [w for w in case.wanted if one.start < w.end and w.start < one.end]
                if here:
                    total[one.rule][0] += 1
                    total[one.rule][1] += any(is_right(w, [one]) or holds(one, w) for w in here)
    return {rule: (seen, right) for rule, (seen, right) in sorted(total.items())}


def news_cases(language: str) -> Iterator[Case]:
    """Our news expressions with dates as cases."""
    for row in news(language):
        at = row["text"].index(row["expression"])
        answers = frozenset((begins, ends) for _, begins, ends in row["times"] if begins or ends)
        if answers:
            wanted = Wanted(at, at + len(row["expression"]), "date", answers)
            yield Case(row["text"], date.fromisoformat(row["published"]), (wanted,))


def holds(one: Said, wanted: Wanted) -> bool:
    """Whether what is said is a bounded interval with an expected one inside."""
    (meaning,) = one.meanings
    if not isinstance(meaning, tuple) or None in meaning:
        return False
    spans = [answer for answer in wanted.answers if isinstance(answer, tuple) and None not in answer]
    return any(meaning[0] <= first and last <= meaning[1] for first, last in spans)


def press() -> list[dict[str, Any]]:
    """The dated press of ../shared."""
    path = SHARED / "pressdated" / "global_voices_fr.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def dating() -> tuple[int, int, int]:
    """Articles dated rightly, wrongly and not at all from their content alone."""
    right = wrong = 0
    rows = press()
    for row in rows:
        one = recoupe.read_text(row["text"], language="fr").published
        if one.is_known:
            day = date.fromisoformat(row["published"])
            inside = (one.earliest or date.min) <= day <= (one.latest or date.max)
            right, wrong = right + inside, wrong + (not inside)
    return right, wrong, len(rows) - right - wrong


def articles_a_second(number: int = 12) -> tuple[float, float]:
    """Articles of dated press a second, already read: ours and dateparser's."""
    rows = press()[:number]
    views = [
        View(recoupe.read_text(r["text"], published=date.fromisoformat(r["published"]), language="fr")) for r in rows
    ]
    began = time.perf_counter()
    for view in views:
        times(view)
    between = time.perf_counter()
    for row in rows:
        once(row["text"], date.fromisoformat(row["published"]), "fr")
    return number / (between - began), number / (time.perf_counter() - between)


def once(text: str, reference: date, language: str) -> list[Said]:
    """dateparser asked once, for its speed."""
    return theirs(text, reference, language, ("past",))


def main() -> None:
    """Print the tables."""
    print("News expressions of ours, written before they were run (`tests/data/news-times-*.json`): value and interval")
    print("right; for dateparser the interval alone, so that durations and recurrences are beyond it.\n")
    print("| language | expressions | recoupe | dateparser | sentences/s, recoupe | dateparser |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for language in LANGUAGES:
        recoupe_right, _ = news_right(language, ours)
        _, recoupe_speed = news_right(language, ours)  # the first run compiles the grammar
        their_right, _ = news_right(language, theirs)
        _, their_speed = news_right(language, once)
        row = (
            language,
            len(news(language)),
            recoupe_right,
            their_right,
            f"{recoupe_speed:,.0f}",
            f"{their_speed:,.0f}",
        )
        print("| " + " | ".join(map(str, row)) + " |")
    if press():
        fast, slow = articles_a_second()
        print(f"\nOn dated press: {fast:,.0f} articles/s, dateparser {slow:,.2f} ({fast / slow:,.0f} times).\n")
        right, wrong, unknown = dating()
        print(f"Publication from content alone, {right + wrong + unknown} dated articles: ", end="")
        print(f"{right} right, {wrong} wrong, {unknown} unknown.\n")
    if not (SHARED / "dates").is_dir():
        print("The date specifications are not beside this checkout.")
        return
    print(" ".join((__doc__ or "").split("\n\n")[1].split()) + "\n")
    print("| language | part | class | cases | recoupe | dateparser |\n| --- | --- | --- | ---: | ---: | ---: |")
    for language in LANGUAGES:
        for half, part in enumerate(("development", "test")):
            wanted, right, invented = specifications(language, half, ours)
            _, theirs_right, theirs_invented = specifications(language, half, theirs)
            for kind in CLASSES:
                print(f"| {language} | {part} | {kind} | {wanted[kind]} | {right[kind]} | {theirs_right[kind]} |")
            total = sum(wanted.values())
            share, their_share = sum(right.values()) / total, sum(theirs_right.values()) / total
            ratio = f"{share / max(their_share, 0.001):.1f} times"
            print(f"| {language} | {part} | **all** | {total} | **{share:.1%}** | {their_share:.1%} ({ratio}) |")
            print(f"| {language} | {part} | where nothing is expected | | {invented} | {theirs_invented} |")


if __name__ == "__main__":
    main()
