"""Organisations: by what they are ("ministère de l'Intérieur"), by the noun before their name, by their acronym, in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ..languages import table
from ..model import EntityKind
from .candidates import Candidate
from .capitals import Run, is_first_name, words
from .gazetteer import demonym_forms
from .offices import WORD_AFTER, any_of, country_codes
from .view import Sentence, Token

QUOTED = re.compile(r"[«“\"]\s?([^«»“”\"]{3,60}?)\s?[»”\"]")
ACRONYM = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý0-9]{1,7}")
LINKS = frozenset(
    {
        "dite",
        "dit",
        "dénommée",
        "dénommé",
        "appelée",
        "appelé",
        "baptisée",
        "baptisé",
        "known",
        "called",
        "named",
        "as",
        "dubbed",
    }
)


@cache
def by_nature(language: str) -> tuple[tuple[re.Pattern[str], str | None, bool], ...]:
    """Patterns of organisations by what they are: (pattern, country, whether the name leaves the nationality out)."""
    data = table(language, "names")
    nation = any_of({form.lower() for form, _ in demonym_forms(language)})
    portfolio, of = any_of(data["portfolios"]), any_of(data["words"]["of"])
    article = r"(?:l'|la |le |les |the )?"
    heads = any_of(data["organisation_heads"])
    charge = rf"{article}{portfolio}(?:(?:,| et| and)(?: (?:{of} ?)?){article}{portfolio})*"
    rows: list[tuple[re.Pattern[str], str | None, bool]] = [
        (
            re.compile(
                rf"(?<![\w-])(?P<name>(?P<head>{heads})(?: (?P<nation>{nation}))? {of} ?{charge})"
                rf"(?: (?P<nation_after>{nation}))?{WORD_AFTER}"
            ),
            None,
            True,
        )
    ]
    services = "|".join(data["services"])
    rows.append(
        (
            re.compile(
                rf"(?<![\w-])(?:(?P<before>{nation}) )?(?P<name>(?:{services})(?: (?P<nation_after>{nation}))?){WORD_AFTER}"
            ),
            None,
            False,
        )
    )
    for code, patterns in data["services_of"].items():
        rows += [
            (re.compile(rf"(?<![\w-])(?P<name>{p.replace('<portfolio>', portfolio)}){WORD_AFTER}"), code, False)
            for p in patterns
        ]
    return tuple(rows)


@cache
def probe(language: str) -> re.Pattern[str]:
    """A quick test for a word that organisations by nature begin with."""
    data = table(language, "names")
    first = {h.split()[0][:5] for h in data["organisation_heads"]} | {
        re.split(r"[^\w]", s.lstrip("(?:"))[0][:5] for s in data["services"]
    }
    return re.compile(
        any_of({f for f in first if len(f) > 1} | {"intelli", "secur", "secret", "special", "armed", "inter", "prosec"})
    )


def natural(sentence: Sentence) -> Iterator[Candidate]:
    """Organisations that are named by what they are."""
    if not probe(sentence.language).search(sentence.low):
        return
    codes = country_codes(sentence.language)
    found: list[tuple[int, int, Candidate]] = []
    for pattern, country, leaves_nation in by_nature(sentence.language):
        for match in pattern.finditer(sentence.low):
            groups = match.groupdict()
            nation = groups.get("nation") or groups.get("nation_after") or groups.get("before")
            start, end = match.start(), match.end()
            name = sentence.text[match.start("name") : match.end("name")]
            if leaves_nation and groups.get("nation"):
                cut = match.start("nation") - match.start("name")
                name = name[:cut] + name[cut + len(groups["nation"]) + 1 :]
            where = codes.get(nation) if nation else country
            name = lower_first(name) if start == 0 else name
            rule = "names.organisation-nature"
            needs = where is None or leaves_nation
            found.append(
                (
                    start,
                    end,
                    Candidate(
                        sentence.start + start,
                        sentence.start + end,
                        EntityKind.ORGANISATION,
                        name,
                        rule,
                        where,
                        needs_country=needs,
                    ),
                )
            )
    taken: list[tuple[int, int]] = []
    for start, end, candidate in sorted(found, key=lambda row: row[0] - row[1]):
        if all(end <= s or start >= e for s, e in taken):
            taken.append((start, end))
            yield candidate


def lower_first(name: str) -> str:
    """A name with a small first letter where its first word is a common noun; an acronym ("SPF Intérieur") keeps its own."""
    head = name.split()[0]
    return name if head.isupper() else name[0].lower() + name[1:]


def cued(sentence: Sentence, runs: Sequence[Run], is_taken: set[int]) -> Iterator[Candidate]:
    """Organisations by the noun before them, by their first or last word, by a place after a head ("parquet de Marseille")."""
    tokens, language = sentence.tokens, sentence.language
    before = words(language, "cues", "before_organisation")
    first_words = words(language, "cues", "first_words")
    last_words = (
        words(language, "cues", "last_words") if "last_words" in table(language, "names")["cues"] else frozenset()
    )
    heads = words(language, "", "organisation_heads")
    follows: int | None = None
    for run in runs:
        start, end = tokens[run.first].start, tokens[run.last].end
        name = sentence.text[start - sentence.start : end - sentence.start]
        size = run.last - run.first + 1
        cue = noun_before(tokens, run.first)
        if (
            follows is not None
            and run.first - follows in (2, 3)
            and tokens[run.first - 1].low in (",", "et", "ou", "and", "or")
        ):
            follows = run.last
            if not any(n in is_taken for n in range(run.first, run.last + 1)):
                yield organisation(start, end, name, "names.organisation-listed")
            continue
        follows = None
        place_after = (
            run.first >= 2
            and tokens[run.first - 1].low in ("de", "d'", "du", "of")
            and tokens[run.first - 2].low in heads
        )
        if place_after:
            head = tokens[run.first - 2]
            whole = sentence.text[head.start - sentence.start : end - sentence.start]
            yield Candidate(head.start, end, EntityKind.ORGANISATION, lower_first(whole), "names.organisation-of-place")
            continue
        if any(n in is_taken for n in range(run.first, run.last + 1)):
            if cue in before and cue is not None and cue.endswith("s"):
                follows = run.last
            continue
        if cue in before:
            if cue is not None and cue.endswith("s"):
                follows = run.last
            yield organisation(start, end, name, "names.organisation-noun")
        elif (
            size > 1
            and (tokens[run.first].text in first_words or tokens[run.last].text in last_words)
            and not is_first_name(tokens[run.first].text)
        ):
            yield organisation(start, end, name, "names.organisation-word")


def noun_before(tokens: Sequence[Token], first: int) -> str | None:
    """The noun right before a name, an opening quote between them left out; two words where they make one ("task force")."""
    at = first - 1
    if at >= 0 and tokens[at].text in ("«", "“", '"'):
        at -= 1
    while at >= 0 and tokens[at].low in LINKS:
        at -= 1
    if at < 0:
        return None
    if at > 0 and f"{tokens[at - 1].low} {tokens[at].low}" in (
        "task force",
        "groupe armé",
        "groupe terroriste",
        "groupe jihadiste",
        "groupe djihadiste",
        "armed group",
        "terrorist group",
        "militant group",
    ):
        return f"{tokens[at - 1].low} {tokens[at].low}"
    return tokens[at].low


def quoted(sentence: Sentence) -> Iterator[Candidate]:
    """Organisations in quotes: « task force Syrie », une task force dite « Boussole »."""
    if not any(sign in sentence.text for sign in '«“"'):
        return
    heads = sorted(words(sentence.language, "cues", "before_organisation"), key=len, reverse=True)
    for match in QUOTED.finditer(sentence.text):
        inside = match[1]
        start, end = sentence.start + match.start(1), sentence.start + match.end(1)
        low = inside.lower()
        head = next((h for h in heads if low.startswith(h + " ")), None)
        if head and len(inside.split()) <= 6 and inside[len(head) + 1 :][:1].isupper():
            yield organisation(start, end, inside, "names.organisation-quoted")
            continue
        before = sentence.low[: match.start()].split()
        while before and before[-1] in LINKS:
            before.pop()
        noun = next((h for h in heads if " ".join(before[-2:]) == h or (before and before[-1] == h)), None)
        if noun and inside[:1].isupper() and len(inside.split()) <= 6:
            name = f"{noun} {inside}" if noun in ("task force", "plateforme", "platform") else inside
            yield organisation(start, end, name, "names.organisation-quoted")


def acronyms(sentence: Sentence, is_taken: set[int]) -> Iterator[tuple[Candidate, bool]]:
    """Acronyms that no list knows, after an article or in parentheses; and whether they are in parentheses."""
    tokens = sentence.tokens
    if sentence.text.isupper():
        return
    never = frozenset(table("common", "organisations")["not_acronyms"])
    for n, token in enumerate(tokens):
        if (
            n in is_taken
            or token.text in never
            or not ACRONYM.fullmatch(token.text)
            or not any(c.isalpha() for c in token.text[1:])
        ):
            continue
        before = tokens[n - 1].low if n else ""
        inside = before == "(" and n + 1 < len(tokens) and tokens[n + 1].text == ")"
        if inside or before in (
            "l'",
            "le",
            "la",
            "du",
            "de",
            "d'",
            "des",
            "the",
            "by",
            "of",
            "au",
            "à",
            "et",
            "selon",
            ",",
        ):
            yield (
                Candidate(
                    token.start, token.end, EntityKind.ORGANISATION, token.text, "names.acronym", acronym=token.text
                ),
                inside,
            )


def expands(name: str, acronym: str) -> bool:
    """Whether the initials of a name's words make an acronym, small words counted or not."""
    initials = [w[0].upper() for w in re.findall(r"[^\W\d_]+", name)]
    large = [w[0].upper() for w in re.findall(r"[^\W\d_]+", name) if len(w) > 3 or w[0].isupper()]
    return acronym.upper() in ("".join(initials), "".join(large)) or (
        len(acronym) > 2 and is_subsequence(acronym.upper(), "".join(initials))
    )


def is_subsequence(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def organisation(start: int, end: int, name: str, rule: str) -> Candidate:
    """A candidate for an organisation."""
    return Candidate(start, end, EntityKind.ORGANISATION, name, rule)
