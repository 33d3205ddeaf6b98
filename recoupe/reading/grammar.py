"""Grammar: what a language's data says of times, compiled: its patterns, the values of its words, what joins and bounds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..languages import table

Fields = Mapping[str, int | str]
NUMERIC = {
    "day": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)",
    "monthnumber": r"(?:0?[1-9]|1[0-2])(?!\d)",
    "year": r"(?:1[0-9]|20)\d{2}(?!\d)",
    "anyyear": r"(?:(?:19|20)\d{2}|\d{2})(?!\d)",
    "decade": r"(?:(?:18|19|20)?\d0)s?(?!\d)",
    "hour": r"(?:[01]?\d|2[0-4])(?!\d)",
    "minute": r"[0-5]\d(?!\d)",
    "count": r"\d{1,4}(?!\d)",
    "index": r"[1-4](?!\d)",
    "week": r"(?:0?[1-9]|[1-4]\d|5[0-3])(?!\d)",
    "fraction": r"[.,]\d{1,2}(?!\d)",
}
NAMED = {
    "month": "months",
    "weekday": "weekdays",
    "unit": "units",
    "season": "seasons",
    "part": "parts",
    "ordinal": "ordinals",
    "modifier": "modifiers",
    "century": "centuries",
    "dayword": "daywords",
    "decadeword": "decades",
}
# Classes made of words that may be written with a hyphen or a space: "twenty-second", "vingt deux".
COMPOUND = ("dayword", "decadeword", "n")
PLACEHOLDER = re.compile(r"<([a-z]+)(\d?)>")
WORD = re.compile(r"[^\W\d_]+|\d+")
# What a sentence must hold for a pattern to be tried: a class of words, a digit, or a sign of the language's list.
DIGIT, SIGN, SLASH = "digit", "sign", "slash"
ANNOUNCED = ("month", "weekday", "unit", "season", "part")
NEEDS = dict.fromkeys((*NUMERIC, "days", "years"), DIGIT) | {
    "anchor": SIGN,
    "century": "unit",
    "decadeword": SIGN,
    "wday": "weekday",
}
SINGULAR = {"months": "month", "weekdays": "weekday"}
DASHES = ("-", "–", "—")
FLAGS = ("needs_bound", "weak", "counts_nothing")
EDGE_BEFORE, EDGE_AFTER = r"(?<![\w-])", r"(?![\w-])"


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern with its constants; it can match only where the words that one of `needs` names are present."""

    rule: str
    op: str
    regex: re.Pattern[str]
    constants: Fields
    needs: tuple[frozenset[str], ...]
    wants_bound: bool
    is_weak: bool
    counts_nothing: bool
    not_after: re.Pattern[str] | None


@dataclass(frozen=True)
class Grammar:
    """All that a language says about times, compiled."""

    patterns: tuple[Pattern, ...]
    values: Mapping[str, Mapping[str, int | str]]
    announcing: Mapping[str, frozenset[str]]
    bounds: re.Pattern[str]
    bound_kinds: Mapping[str, str]
    openers: re.Pattern[str]
    joints: frozenset[str]
    joining: re.Pattern[str]
    through: frozenset[str]
    away: Mapping[str, int]
    onwards: re.Pattern[str]
    onward_kinds: Mapping[str, str]
    openings: Mapping[str, int]
    counted: re.Pattern[str]
    already: re.Pattern[str]
    future: re.Pattern[str]
    past: re.Pattern[str]
    anchors: Mapping[str, str]


def alternatives(words: list[str] | Mapping[str, Any]) -> str:
    """A regular expression for any of the words, the longest first; a space may be any white space."""
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True)) + ")"
    )


@cache
def grammar(language: str) -> Grammar:
    """The compiled grammar of a language's `times.toml`."""
    data = table(language, "times")
    anchors = {name: row["begins"] for row in table("common", "anchors").values() for name in row.get(language, ())}
    classes = {name: alternatives(data[key]) for name, key in NAMED.items()} | NUMERIC
    values = {name: dict(data[key]) for name, key in NAMED.items()} | {"n": dict(data["numbers"])}
    values["wday"] = values["weekday"] | data["weekday_abbreviations"]
    for name in COMPOUND:
        values[name] |= {word.replace("-", " "): value for word, value in values[name].items()}
    for name in ("wday", "dayword", "decadeword"):
        classes[name] = alternatives(values[name])
    # "nineteen ninety-six", "deux mille quinze": what opens such a year, then its last two figures.
    openings = {word: value * 100 for word, value in data["year_openings"].items()}
    rest = {word: value for word, value in values["n"].items() if word[:1].isalpha() and 10 <= int(value) < 100}
    said = rf"{alternatives(openings)}[\s-]{alternatives(rest)}(?!\s{alternatives(data['larger'])})"
    classes["year"] = rf"(?:{NUMERIC['year']}|{said})"
    classes["nth"] = rf"(?:{classes['day']}{data['ordinal_suffix']}?|{classes['dayword']})"
    classes["n"] = rf"(?:\d{{1,4}}|{alternatives(values['n'])})"
    classes["anchor"] = alternatives(anchors)
    joint = data["joint"]
    for name, one in (
        ("days", rf"{classes['day']}(?:er|st|nd|rd|th)?"),
        ("months", classes["month"]),
        ("years", NUMERIC["year"]),
    ):
        classes[name] = rf"{one}(?:{joint}{one}){{1,8}}"
    # "lundis et jeudis": one is enough.
    weekday = rf"{classes['weekday']}s?"
    classes["weekdays"] = rf"{weekday}(?:{joint}(?:les\s|on\s)?{weekday}){{0,6}}"
    patterns = tuple(compiled(row, classes) for row in data["patterns"])
    kinds = {word: kind for kind, words in data["bounds"].items() for word in words}
    counted = [noun for nouns in table(language, "figures")["units"].values() for noun in nouns]
    onwards = {word: kind for kind, words in data["onwards"].items() for word in words}
    announcing: defaultdict[str, set[str]] = defaultdict(set)
    for name, key in (
        *((name, NAMED[name]) for name in ANNOUNCED),
        (SIGN, "signs"),
        (SIGN, "decades"),
        (DIGIT, "year_openings"),
    ):
        for word in (*data[key], *(data["weekday_abbreviations"] if name == "weekday" else ())):
            announcing[max(WORD.findall(word), key=len)].add(name)
    return Grammar(
        patterns,
        values,
        {word: frozenset(names) for word, names in announcing.items()},
        re.compile(rf"{EDGE_BEFORE}({alternatives(kinds)})\s?$"),
        kinds,
        re.compile(rf"{EDGE_BEFORE}({alternatives(data['ranges']['openers'])})(?:\s|(?<='))"),
        frozenset(data["ranges"]["joints"]),
        re.compile(rf"{alternatives(data['ranges']['joints'])}(?![\w-])"),
        frozenset((*data["ranges"]["through"], *DASHES)),
        {word: 1 if kind == "after" else -1 for kind, words in data["away"].items() for word in words},
        re.compile(rf",?\s({alternatives(onwards)})(?=\s?(?:[,.;:?!)]|$))"),
        onwards,
        openings,
        re.compile(rf"(?:\s{alternatives(data['ranges']['joints'])}\s\d{{1,7}})?\s{alternatives(counted)}(?![\w-])"),
        re.compile(rf"{alternatives(data['already'])}(?![\w-])"),
        re.compile(data["future"]),
        re.compile(data["past"]),
        anchors,
    )


def compiled(row: Mapping[str, Any], classes: Mapping[str, str]) -> Pattern:
    """One pattern of the data, its placeholders filled in."""

    seen: Counter[str] = Counter()

    def filled(match: re.Match[str]) -> str:
        # A name may stand in several branches of a pattern; regular expressions want another name for each.
        name, number = match.groups()
        seen[name + number] += 1
        return f"(?P<{name}{number}_{seen[name + number]}>{classes[name]})"

    body = PLACEHOLDER.sub(filled, row["match"].replace(" ", r"\s"))
    constants = {key: value for key, value in row.items() if key not in ("rule", "op", "match", *FLAGS, "not_after")}
    needs = needed(row["match"])
    regex = re.compile(f"{EDGE_BEFORE}(?:{body}){EDGE_AFTER}")
    words = row.get("not_after")
    not_after = re.compile(rf"{EDGE_BEFORE}{alternatives(words)}\s?$") if words else None
    wants_bound, is_weak, counts_nothing = (bool(row.get(name)) for name in FLAGS)
    name = f"times.{row['rule']}"
    return Pattern(name, row["op"], regex, constants, needs, wants_bound, is_weak, counts_nothing, not_after)


def needed(match: str) -> tuple[frozenset[str], ...]:
    """For each branch of a pattern the classes of words that all its matches hold; `SIGN` where it has plain words only."""
    outer, depth = [], 0
    for character in re.sub(r"\\[()]|\[[^\]]*\]", "", match):
        depth += (character == "(") - (character == ")")
        outer.append(character if depth == 0 else " ")
    branches = []
    for branch in "".join(outer).split("|"):
        names = {SINGULAR.get(name, name) for name, _ in PLACEHOLDER.findall(re.sub(r"<\w+>\?", "", branch))}
        classes = {NEEDS.get(name, name) for name in names}
        plain = set() if names or (PLACEHOLDER.search(match) and not branch.strip(" )?")) else {SIGN}
        slash = {SLASH} if "/" in branch else set()
        branches.append(frozenset((classes & {*ANNOUNCED, DIGIT, SIGN}) | plain | slash))
    return tuple(branches)
