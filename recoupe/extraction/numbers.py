"""Numbers: digits and number words as ranges, with what is said before and after them ("près de", "au moins", "entre … et")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..languages import table


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its offsets, its range (either end may be None: open), and whether it is only about right.

    `is_word` is false for digits, `is_single` true for a bare "un" or "one", which mostly counts nothing.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    is_approximate: bool = False
    is_word: bool = False
    is_single: bool = False
    rule: str = "figures.number"


@dataclass(frozen=True)
class Grammar:
    """The number words of a language, compiled."""

    number: re.Pattern[str]
    values: Mapping[str, int]
    multipliers: Mapping[str, int]
    collectives: Mapping[str, int]
    several: Mapping[str, tuple[int, int]]
    fractions: Mapping[str, float]
    before: re.Pattern[str]
    before_kinds: Mapping[str, str]
    after: re.Pattern[str]
    after_kinds: Mapping[str, str]
    joints: Mapping[str, frozenset[str]]
    thousands: tuple[str, ...]
    conjunctions: frozenset[str]
    articles: frozenset[str]


def any_of(words: Any) -> str:
    """A regular expression for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def grammar(language: str) -> Grammar:
    """The compiled numbers of a language's `numbers.toml`."""
    data = table(language, "numbers")
    thousands = "".join(re.escape(c) for c in data["thousands"]).replace(r"\ ", r"\s")
    decimal = re.escape(data["decimal"])
    # A point or a comma before one or two digits is a decimal point in any language: "5.5 %", "5,5 %".
    plain = rf"\d+(?:(?:{decimal}|[.,](?=\d{{1,2}}(?!\d)))\d+)?"
    digits = rf"\d{{1,3}}(?:[{thousands}]\d{{3}})+(?:{decimal}\d+)?(?!\d)|{plain}"
    simple = any_of([*data["units"], *data["multipliers"]])
    multiplier = any_of(data["multipliers"])
    times = any_of([*data["multipliers"], *data["suffixes"]])
    word = rf"{simple}(?:(?:\s{{1,3}}|-)(?:{any_of(data['and'])}[\s-])?{simple}){{0,12}}"
    collective = any_of(data["collectives"])
    several = any_of([w for w in data["several"] if w] or ["\0"])
    fractions = any_of(data["fractions"])
    half = rf"(?:\s(?P<half>{any_of(data['halves']['after'])})(?:\s(?P<over>{multiplier}))?)?"
    count = rf"(?:{any_of(data['units'])}|\d+|{several})"
    second = rf"(?:\s{any_of(data['of'])}\s?(?P<second>{collective}|{multiplier}))?"
    articles = any_of(data["articles"])
    open_group = rf"(?P<some>{several}|{fractions})[\s-](?P<big>{multiplier})"
    group = rf"(?:(?P<many>{count}|{articles})\s)?(?P<collective>{collective}){second}|{open_group}"
    minus = rf"(?:(?P<minus>{any_of(data['minus'])})\s)?"
    # A letter is a multiplier only beside a sign of money: "$1.2b", "10 M€".
    letter = any_of(data["money_suffixes"])
    money = rf"(?<=[$£€])(?P<paid>{digits})\s?(?P<letter>{letter})(?!\w)|(?P<priced>{digits})\s?(?P<size>{letter})(?=\s?[$£€])"
    figure = rf"(?:{money}|(?P<digits>(?:(?<![^\s(])[-−])?(?:{digits}))(?:\s{{0,2}}(?P<times>{times}))?)"
    spelled = rf"(?P<words>{word})(?:\s{any_of(data['point'])}\s(?P<decimals>{word}))?"
    number = re.compile(
        rf"(?<![\w.,/-])(?:(?P<group>{group})|{minus}(?:{figure}|{spelled}){half})(?![\w])(?!-\w)(?![.,/:]\d)"
    )
    kinds = {w: kind for kind, words in data["before"].items() for w in words}
    after = {w: kind for kind, words in data["after"].items() for w in words}
    return Grammar(
        number,
        dict(data["units"]),
        {**data["multipliers"], **data["suffixes"], **data["money_suffixes"]},
        dict(data["collectives"]),
        {w: (pair[0], pair[1]) for w, pair in data["several"].items()},
        dict(data["fractions"]),
        re.compile(rf"(?<![\w-])({any_of(kinds)})\s?(?:[€$£]|{any_of(data['between_bound'])} )?$"),
        kinds,
        re.compile(rf"\s({any_of(after)})(?![\w-])"),
        after,
        {kind: frozenset(words) for kind, words in data["joints"].items()},
        tuple(data["thousands"]),
        frozenset(data["and"]),
        frozenset(data["articles"]),
    )


def numbers(low: str, language: str) -> Iterator[Number]:
    """The numbers of a sentence in lower case, ranges and approximations put together, from left to right."""
    known = grammar(language)
    plain = [n for m in known.number.finditer(low) if (n := valued(m, known)) is not None]
    at = 0
    while at < len(plain):
        one = plain[at]
        before = known.before.search(low, max(0, one.start - 24), one.start)
        kind = known.before_kinds[re.sub(r"\s", " ", before[1])] if before else None
        if at + 1 < len(plain) and (joint := joined(low, one, plain[at + 1], kind, known)):
            two = plain[at + 1]
            start = before.start(1) if before and joint != "bare" else one.start
            low_end, high_end = scaled(one, two)
            if low_end is not None and high_end is not None and low_end < high_end:
                yield Number(start, two.end, low_end, high_end, joint == "bare", one.is_word, rule="figures.range")
                at += 2
                continue
        yield approximated(low, one, kind, before.start(1) if before else one.start, known)
        at += 1


def joined(low: str, one: Number, two: Number, kind: str | None, known: Grammar) -> str | None:
    """How two numbers make one range: "between", "from", "bare", or not at all."""
    between = low[one.end : two.start].strip()
    if kind in ("between", "from") and between in known.joints[kind]:
        return kind
    if between in known.joints["bare"] and kind is None and one.high is not None and two.low is not None:
        return "bare"
    return None


def scaled(one: Number, two: Number) -> tuple[float | None, float | None]:
    """The ends of a range; "deux à trois cents" is 200 to 300."""
    low, high = one.low, two.high
    if low is None or high is None:
        return low, high
    if one.is_word and two.is_word and low < 10 and high >= 100 and str(int(high)).strip("0") in map(str, range(1, 10)):
        power = 10 ** (len(str(int(high))) - 1)
        return low * power, high
    return low, high


def approximated(low: str, one: Number, kind: str | None, start: int, known: Grammar) -> Number:
    """A number with what is said right before or after it."""
    end = one.end
    if kind not in ("about", "least", "most"):
        kind, start = None, one.start
        after = known.after.match(low, one.end)
        if after:
            kind, end = known.after_kinds[re.sub(r"\s", " ", after[1])], after.end()
    if kind is None:
        return one
    rule = f"figures.{kind}"
    if kind == "about":
        return Number(start, end, one.low, one.high, True, one.is_word, rule=rule)
    if kind == "least":
        return Number(start, end, one.low, None, one.is_approximate, one.is_word, rule=rule)
    return Number(start, end, None, one.high, one.is_approximate, one.is_word, rule=rule)


def valued(match: re.Match[str], known: Grammar) -> Number | None:
    """The range of one number as written."""
    start, end = match.span()
    if match["group"]:
        return collective(match, known)
    written = match["digits"] or match["paid"] or match["priced"]
    if written:
        times = match["times"] or match["letter"] or match["size"]
        value, size = digits(written, known), known.multipliers.get(times or "", 1)
    else:
        parts = re.split(r"[\s-]+", match["words"])
        value, size = words(parts, known), 1
        if known.multipliers.get(parts[-1], 0) >= 1000:
            size = known.multipliers[parts.pop()]
            value = words(parts, known) if parts else 1.0
        if match["decimals"]:
            rest = re.split(r"[\s-]+", match["decimals"])
            if len(rest) > 1 and known.multipliers.get(rest[-1], 0) >= 1000:
                size = known.multipliers[rest.pop()]
            after = decimals(rest, known)
            value = value + after if value is not None and after is not None else None
    if value is None:
        return None
    if match["half"]:
        # "deux millions et demi" adds half a million, "deux et demi" a half.
        value = (value + 0.5) * known.multipliers.get(match["over"] or "", 1)
    value *= -size if match["minus"] else size
    return Number(start, end, value, value, is_word=bool(match["words"]), is_single=bool(match["words"]) and value == 1)


def collective(match: re.Match[str], known: Grammar) -> Number | None:
    """ "une quinzaine" is about 15; "des centaines" 100 to 999; "des dizaines de centaines" 1,000 to 9,999."""
    start, end = match.span()
    if match["big"]:
        # "des millions", "several million": from the least of "several" up to the next power of ten.
        some, size = re.sub(r"\s", " ", match["some"]), known.multipliers[match["big"]]
        if some in known.fractions:
            value = known.fractions[some] * size
            return Number(start, end, value, value, True, True, rule="figures.collective")
        least, below = known.several[some]
        return Number(start, end, float(least * size), float(below * size - 1), True, True, rule="figures.collective")
    size = known.collectives[match["collective"]]
    second = match["second"]
    factor = known.collectives.get(second, known.multipliers.get(second, 1)) if second else 1
    many = match["many"]
    word = match["collective"]
    is_plural = word.endswith("s")
    if many in known.several and not is_plural:
        # "several dozen", "quelques centaine": from two of them up to the next power of ten.
        least = known.several[many][0]
        return Number(
            start,
            end,
            float(least * size * factor),
            float(max(99, 10 ** len(str(size)) - 1, least * size * factor)),
            True,
            True,
            rule="figures.collective",
        )
    if many in known.values or (many and many.isdigit()):
        count = known.values.get(many, 0) or (int(many) if many.isdigit() else 0)
        # "three dozens" is 36, though "dozens" alone is tens.
        value = float(count * known.collectives.get(word.removesuffix("s"), size) * factor)
        return Number(start, end, value, value, True, True, rule="figures.collective")
    if many in known.articles or not is_plural:
        return (
            Number(start, end, float(size * factor), float(size * factor), True, True, rule="figures.collective")
            if many
            else None
        )
    least, below = known.several.get(many or "", (1, 10))
    # Half dozens, dozens and scores in the plural still count tens.
    below_value = max(100, 10 ** len(str(size)))
    return Number(
        start, end, float(least * size * factor), float(below_value * factor - 1), True, True, rule="figures.collective"
    )


def digits(text: str, known: Grammar) -> float | None:
    """The value of digits with the language's separators."""
    plain = "".join(text.split()).replace("−", "-")
    for mark in known.thousands:
        if mark.strip() and re.search(re.escape(mark) + r"\d{3}(?!\d)", plain):
            plain = plain.replace(mark, "")
    plain = plain.replace(",", ".")
    if len(plain) > 18:
        return None
    try:
        value = float(plain)
    except ValueError:
        return None
    return value


def decimals(parts: list[str], known: Grammar) -> float | None:
    """What number words after a decimal point are worth: "nought four" is 0.04, "seventy-one" 0.71."""
    values = [known.values[part] for part in parts if part in known.values]
    if len(parts) > 1 and len(values) == len(parts) and all(value < 10 for value in values):
        return float("0." + "".join(map(str, values)))
    value = words(parts, known)
    return float(f"0.{value:.0f}") if value is not None else None


def words(parts: list[str], known: Grammar) -> float | None:
    """The value of number words: "quatre-vingt-dix-sept", "deux mille trois cents", "two hundred and five"."""
    total = current = 0
    last = 0
    for part in parts:
        if part in known.conjunctions:
            continue
        if part in known.values:
            value = known.values[part]
            # "quatre-vingts" multiplies; "soixante-dix" and "vingt-deux" add; "deux trois" is no number.
            if value == 20 and last == 4:
                current += 76
                last = 80
                continue
            if last and value >= last and not (last in (60, 80) and value <= 19):
                return None
            if last and last < 20 and last not in (10,) and value < 10:
                return None
            current += value
            last = value
        else:
            factor = known.multipliers[part]
            if factor == 100:
                current = max(1, current) * 100
            elif not current and total:
                # "three lakh crore", "mille milliards"
                total *= factor
            else:
                total += max(1, current) * factor
                current = 0
            last = factor if factor == 100 else 0
    return float(total + current)
