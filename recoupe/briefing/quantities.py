"""Quantities: figures side by side as ranges, those that count the same kind of thing on one scale."""

from __future__ import annotations

import math
from collections import defaultdict

from ..model import Figure
from .happenings import named_event
from .material import Material, Read, folded
from .model import Bar, Block, Chart, Line, Run, Section
from .sourcing import sourced

MOST_CHARTS, MOST_BARS, LEAST_BARS = 12, 14, 2


def figures(material: Material) -> Section:
    """The figures of the brief: a chart for each kind of thing that several figures count, a list for the others."""
    words = material.words
    groups: dict[tuple[str, str], list[tuple[Read, Figure]]] = defaultdict(list)
    for one, figure in material.figures():
        if figure.unit and (figure.low is not None or figure.high is not None) and is_telling(figure):
            groups[figure.unit, counted_event(material, figure) or head(figure)].append((one, figure))
    charts: list[Chart] = []
    single: list[Line] = []
    for key in sorted(groups, key=lambda k: (-len({o.number for o, _ in groups[k]}), -len(groups[k]), k)):
        rows = same_once(material, groups[key])
        if (
            len(rows) >= LEAST_BARS
            and len(charts) < MOST_CHARTS
            and key[0] not in ("percent", "country", "place", "town")
        ):
            charts.append(chart(material, rows))
        else:
            single += [line(material, one, figure, cited, is_full=True) for one, figure, cited in rows]
    blocks = (Block("", tuple(single[:60])),) if single else ()
    return Section("figures", words.say("sections.figures"), blocks, words.say("intro.figures"), tuple(charts))


def counted_event(material: Material, figure: Figure) -> str:
    """The finding of the event that a figure counts the parties of, by its id; "" where it counts a population."""
    finding = material.finding(figure)
    return finding.about[2] if finding and finding.about[:1] == ("event",) else ""


def is_telling(figure: Figure) -> bool:
    """Whether a figure is worth a line: more than one, of something said."""
    return (figure.high or figure.low or 0) > 1 and figure.unit not in ("event",)


def head(figure: Figure) -> str:
    """What is counted, as a key: the first and the last word of the population."""
    parts = folded(figure.population or "").split()
    return " ".join(dict.fromkeys((parts[0].rstrip("s"), parts[-1].rstrip("s")))) if parts else ""


def same_once(material: Material, rows: list[tuple[Read, Figure]]) -> list[tuple[Read, Figure, tuple[int, ...]]]:
    """Figures of the same range, population and speaker once, with all their citations."""
    found: dict[tuple[object, ...], tuple[Read, Figure, tuple[int, ...]]] = {}
    for one, figure in rows:
        key = figure.low, figure.high, folded(figure.population or ""), who(material, one, figure)
        before = found.get(key)
        cited = material.cite(one, figure.start)
        found[key] = (
            *(before[:2] if before else (one, figure)),
            tuple(dict.fromkeys((*(before[2] if before else ()), *cited))),
        )
    return sorted(found.values(), key=lambda row: (row[1].low or row[1].high or 0, row[1].high or math.inf))


def who(material: Material, one: Read, figure: Figure) -> str:
    """According to whom: the speaker, else whoever publishes the document."""
    if figure.speaker and figure.speaker.startswith("unnamed: "):
        return f"{material.unnamed(one, figure.speaker).text} ({material.outlet(one)})"
    if figure.speaker:
        entity = material.entity(one, figure.speaker)
        return material.name(entity) if entity else material.masking.text(figure.speaker)
    return material.outlet(one)


def counted(material: Material, one: Read, figure: Figure) -> str:
    """What is counted: the document's words, else the unit."""
    if figure.population:
        return material.own_words(one, figure.population).text
    return material.words.label("units", figure.unit or "", "")


def line(material: Material, one: Read, figure: Figure, cited: tuple[int, ...], *, is_full: bool) -> Line:
    """A figure as a line: the range, what is counted, according to whom, for when, how it moves."""
    words = material.words
    unit = (
        words.label("units", figure.unit or "", "") if (figure.unit or "").isupper() or figure.unit == "percent" else ""
    )
    runs = [Run(f"{words.range(figure)}{' ' + unit if unit else ''}", "strong")]
    if is_full and (told := counted(material, one, figure)) and told != unit:
        runs.append(Run(f" {told}"))
    runs.append(Run(words.say("semicolon") + who(material, one, figure)))
    notes = []
    if (figure.approximate or figure.low != figure.high) and not any(c.isdigit() for c in figure.text):
        notes.append(material.quote(one, figure.text).text)
    if figure.trend:
        notes.append(words.label("figures", figure.trend))
    if figure.as_of and (period := period_of(material, one, figure.as_of)):
        notes.append(words.say("figures.as_of", period=period))
    if notes:
        runs.append(Run(f" ({', '.join(notes)})", "note"))
    finding = material.finding(figure)
    if finding and (finding.contradicts or len(finding.independent_sources) > 1 or finding.flags):
        runs += sourced(material, finding)
    return Line(tuple(runs), cited, "withdrawn" if finding and not finding.is_standing else "")


def period_of(material: Material, one: Read, as_of: str) -> str:
    """The time at which a figure holds, in words."""
    begins, _, ends = as_of.partition("/")
    when = one.document.published
    if as_of == f"{when.earliest}/{when.latest}":
        return material.words.say("periods.now")
    if begins == ends:
        return material.words.time(begins)
    if ".." in (begins, ends):
        return material.words.time(f"{coarse(begins, '-01')}/{coarse(ends, '-31')}")
    whole_month = begins[:7] == ends[:7] and begins.endswith("-01") and ends[-2:] in ("28", "29", "30", "31")
    if whole_month:
        return material.words.time(begins[:7])
    if begins.endswith("-01-01") and ends.endswith("-12-31") and begins[:4] == ends[:4]:
        return begins[:4]
    return material.words.time(as_of)


def coarse(day: str, edge: str) -> str:
    """A day that only opens a month or a year, or closes one, as that month or year."""
    if day.endswith("-01-01" if edge == "-01" else "-12-31"):
        return day[:4]
    return day[:7] if day.endswith("-01") and edge == "-01" else day


def chart(material: Material, rows: list[tuple[Read, Figure, tuple[int, ...]]]) -> Chart:
    """Figures on one scale; logarithmic where the largest is more than fifty times the smallest."""
    values = [v for _, f, _ in rows for v in (f.low, f.high) if v is not None and v > 0]
    top, bottom = max(values), min(values)
    is_logarithmic = top > 50 * bottom

    def place(value: float) -> float:
        if is_logarithmic:
            return math.log10(max(value, bottom) / bottom * 1.2) / math.log10(top / bottom * 1.5)
        return value / (top * 1.12)

    bars = []
    for one, figure, cited in rows[:MOST_BARS]:
        low, high = figure.low, figure.high
        start = place(low if low is not None else bottom)
        end = place(high if high is not None else top)
        label = who(material, one, figure)
        bars.append(
            Bar(
                label,
                round(min(start, end), 4),
                round(max(start, end), 4),
                low is None or high is None,
                line(material, one, figure, cited, is_full=True),
            )
        )
    ticks = [(round(place(v), 4), material.words.number(v)) for v in steps(bottom, top, is_logarithmic)]
    return Chart(heading(material, rows), tuple(bars), tuple(ticks))


def steps(bottom: float, top: float, is_logarithmic: bool) -> list[float]:
    """Round values for the ticks of a scale."""
    if is_logarithmic:
        first, last = math.ceil(math.log10(bottom)), math.floor(math.log10(top))
        return [10.0**n for n in range(first, last + 1)]
    step = 10 ** math.floor(math.log10(top))
    step = step / 2 if top / step < 2 else step * 2 if top / step > 6 else step
    return [n * step for n in range(int(top // step) + 1)]


def heading(material: Material, rows: list[tuple[Read, Figure, tuple[int, ...]]]) -> str:
    """What a chart counts."""
    one, figure, _ = min(rows, key=lambda row: len(row[1].population or ""))
    text = counted(material, one, figure)
    event = material.finding_by_id(counted_event(material, figure))
    if event is not None:
        return material.words.say("counted", event=named_event(material, event), what=text)
    return text[:1].upper() + text[1:]
