"""Organisations: by what they are ("ministère de l'Intérieur"), by the noun before their name, by their acronym, in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from ..languages import table
from ..model import EntityKind
from .candidates import Candidate
from .capitals import Run, is_first_name, words
from .complements import end_of_name, end_of_slogan
from .gazetteer import demonym_forms
from .offices import WORD_AFTER, any_of, country_codes
from .view import Sentence, Token

QUOTED = re.compile(r"(?:[«“\"]|[‘’']['’])\s?([^«»“”\"]{2,70}?)\s?(?:[»”\"]|['’]['’])")
QUOTES = ("«", "“", '"', "‘", "’", "'")
QUOTE_SIGNS = ("«", "“", '"', "''", "’’")
# Words of the longest name in quotes, and characters before it in which its noun stands.
MOST_QUOTED, REACH = 8, 60
WORD = re.compile(r"[^\W\d_][\w-]*")
ACRONYM = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý0-9]{1,7}")


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
def probes(language: str) -> tuple[AhoCorasick, AhoCorasick, AhoCorasick]:
    """Quick tests for the heads of organisations, for charges, and for what begins a service."""
    data = table(language, "names")
    services = [*data["services"], *(p for rows in data["services_of"].values() for p in rows)]
    opening = (re.match(r"(?:\(\?:)?(\w+)(\??)", s) for s in services)
    first = {m[1][:-1] if m[2] else m[1] for m in opening if m}  # "services?" may lose its last letter
    first |= {w for s in services if s.startswith("(?:") for w in s[3 : s.index(")")].split("|")}
    return tuple(AhoCorasick(sorted(rows)) for rows in (data["organisation_heads"], data["portfolios"], first))  # type: ignore[return-value]


def may_hold(language: str, low: str) -> tuple[bool, bool]:
    """Whether a sentence may hold a body with its charge, and a service."""
    heads, charges, services = probes(language)
    is_charged = bool(heads.find_matches_as_indexes(low)) and bool(charges.find_matches_as_indexes(low))
    return is_charged, bool(services.find_matches_as_indexes(low))


def natural(sentence: Sentence) -> Iterator[Candidate]:
    """Organisations that are named by what they are."""
    is_charged, is_service = may_hold(sentence.language, sentence.low)
    if not is_charged and not is_service:
        return
    codes = country_codes(sentence.language)
    found: list[tuple[int, int, Candidate]] = []
    for pattern, country, leaves_nation in by_nature(sentence.language):
        if not (is_charged if leaves_nation else is_service):
            continue
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
    first_words, last_words = words(language, "cues", "first_words"), words(language, "cues", "last_words")
    heads, genitive = words(language, "", "organisation_heads"), words(language, "words", "genitive")
    joints, particles = words(language, "words", "joints"), words(language, "words", "particles")
    titles = words(language, "", "titles")
    elsewhere = words(language, "cues", "not_of_place")
    follows: int | None = None
    reached = -1
    for run in runs:
        if run.first <= reached:
            continue
        first, size = run.first, run.last - run.first + 1
        cue = noun_before(tokens, first, language)
        if follows is not None and first - follows in (2, 3) and tokens[first - 1].low in joints:
            follows = run.last
            if not is_taken.intersection(range(first, run.last + 1)):
                yield named(sentence, first, run.last, "names.organisation-listed")
            continue
        follows = None
        if first >= 2 and tokens[first - 1].low in genitive and tokens[first - 2].low in heads - elsewhere:
            head = tokens[first - 2]
            start, end = head.start - sentence.start, tokens[run.last].end
            whole = lower_first(sentence.text[start : end - sentence.start])
            yield Candidate(head.start, end, EntityKind.ORGANISATION, whole, "names.organisation-of-place")
            continue
        if tokens[run.last].low in titles or f"{tokens[run.last].low}." in titles:
            continue  # "Army Lt." begins the name of a person
        is_plural = cue in before and cue is not None and cue.endswith("s")
        if is_taken.intersection(range(first, run.last + 1)):
            follows = run.last if is_plural else None
            continue
        opens = tokens[first].text in first_words and tokens[first].low not in words(language, "words", "not_names")
        last = before_person(tokens, run)
        begins = tokens[first].text[0].isupper() or tokens[first].low.partition("-")[0] in particles
        if cue in before and begins and not (size == 1 and is_quoted_alone(tokens, first)):
            follows = run.last if is_plural else None
            reached = end_of_slogan(tokens, last, language) if size == 1 else last
            yield named(sentence, first, reached, "names.organisation-noun")
        elif opens:
            reached = end_of_name(tokens, first, last, language) if last == run.last else last
            if reached > first and not (size > 1 and is_first_name(tokens[first].text)):
                yield named(sentence, first, reached, "names.organisation-word")
            elif is_alone(tokens[first], language):
                yield named(sentence, first, first, "names.organisation-alone")
        elif size > 1 and tokens[run.last].text in last_words and not is_first_name(tokens[first].text):
            if tokens[run.last].text in first_words:
                last = reached = end_of_name(
                    tokens, first, last, language
                )  # "United States Department of the Treasury"
            yield named(sentence, first, last, "names.organisation-word")
        elif size == 1 and is_alone(tokens[first], language):
            yield named(sentence, first, first, "names.organisation-alone")


def before_person(tokens: Sequence[Token], run: Run) -> int:
    """The last token of a run before a person's name that ends it without a comma ("site Foreign Policy Blake Hounshell")."""
    for n in range(run.first + 2, run.last):
        if is_first_name(tokens[n].text) and tokens[n - 1].is_capitalised:
            return n - 1
    return run.last


def is_alone(token: Token, language: str) -> bool:
    """Whether a capital makes a body of a word ("le Parlement")."""
    return token.text in words(language, "cues", "alone")


def is_quoted_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name opens a quotation that goes on after it: what is quoted as a whole is the name then."""
    return at > 0 and tokens[at - 1].text in QUOTES and at + 1 < len(tokens) and tokens[at + 1].text not in QUOTES


def named(sentence: Sentence, first: int, last: int, rule: str) -> Candidate:
    """The candidate for an organisation that tokens `first` to `last` name; alone it needs its country."""
    start, end = sentence.tokens[first].start, sentence.tokens[last].end
    name = sentence.text[start - sentence.start : end - sentence.start]
    needs = rule == "names.organisation-alone"
    return Candidate(start, end, EntityKind.ORGANISATION, name, rule, needs_country=needs)


def noun_before(tokens: Sequence[Token], first: int, language: str) -> str | None:
    """The noun right before a name, an opening quote between them left out; two words where they make one ("task force")."""
    cues, links, nations = words(language, "cues", "before_organisation"), link_words(language), country_codes(language)
    at = first - 1
    if at >= 0 and tokens[at].text in QUOTES:
        at -= 1
    least = at - 2
    while at > least and at >= 0 and (tokens[at].low in links or tokens[at].low in nations):
        at -= 1
    if at < 0:
        return None
    pair = f"{tokens[at - 1].low} {tokens[at].low}" if at else ""
    return pair if pair in cues else tokens[at].low


@cache
def link_words(language: str) -> frozenset[str]:
    """Words that may stand between a noun and the name of the organisation, genitives apart."""
    return words(language, "cues", "links") - words(language, "bodies", "links")


def quoted(sentence: Sentence) -> Iterator[Candidate]:
    """Organisations in quotes: « task force Syrie », une task force dite « Boussole »."""
    if not any(sign in sentence.text for sign in QUOTE_SIGNS):
        return
    language = sentence.language
    heads, first_words = words(language, "cues", "before_organisation"), words(language, "cues", "first_words")
    nouns, kept = heads | words(language, "cues", "before_quotes"), words(language, "cues", "kept_before_quotes")
    links, nations = words(language, "cues", "links"), country_codes(language)
    for match in QUOTED.finditer(sentence.text):
        inside, at = match[1], match.start(1)
        if inside[:2].lower() in ("l'", "l’"):
            inside, at = inside[2:], at + 2
        size = len(inside.split())
        if not inside or size > MOST_QUOTED:
            continue
        start, end = sentence.start + at, sentence.start + match.end(1)
        low = WORD.findall(inside.lower())[:3]
        head = next((" ".join(low[:n]) for n in (2, 1) if " ".join(low[:n]) in heads), None)
        if head and 2 <= size <= 6 and inside[len(head) + 1 :][:1].isupper():
            yield organisation(start, end, inside, "names.organisation-quoted")
            continue
        if not inside[0].isupper():
            continue
        if size > 1 and inside.split()[0] in first_words and not is_sentence(inside):
            yield organisation(start, end, inside, "names.organisation-quoted")
            continue
        before = WORD.findall(sentence.low[max(0, match.start() - REACH) : match.start()])
        if WORD.search(sentence.low[max(0, match.start() - 3) : match.start()]) is None:
            continue
        least = len(before) - 3
        while before and len(before) > least and (before[-1] in links or before[-1] in nations):
            before.pop()
        noun = next((" ".join(before[-n:]) for n in (2, 1) if before and " ".join(before[-n:]) in nouns), None)
        if noun and not is_sentence(inside):
            name = f"{noun} {inside}" if noun in kept else inside
            yield organisation(start, end, name, "names.organisation-quoted")


def is_sentence(inside: str) -> bool:
    """Whether what stands in quotes ends like a sentence: it is said, it names nothing."""
    return inside[-1] in ".?!…"


@cache
def not_acronyms() -> frozenset[str]:
    """Words in capitals that are no organisations."""
    return frozenset(table("common", "organisations")["not_acronyms"])


def acronyms(sentence: Sentence, is_taken: set[int]) -> Iterator[tuple[Candidate, bool]]:
    """Acronyms that no list knows, after an article or in parentheses; and whether they are in parentheses."""
    tokens = sentence.tokens
    if sentence.text.isupper():
        return
    never, leading = not_acronyms(), words(sentence.language, "cues", "before_acronym")
    for n, token in enumerate(tokens):
        if (
            not token.text.isupper()
            or n in is_taken
            or token.text in never
            or not ACRONYM.fullmatch(token.text)
            or not any(c.isalpha() for c in token.text[1:])
        ):
            continue
        before = tokens[n - 1].low if n else ""
        after = tokens[n + 1].text if n + 1 < len(tokens) else ""
        if after[:1].isdigit() or sum(c.isdigit() for c in token.text) > 2:
            continue
        if is_shouted(tokens, n):
            continue
        inside = before == "(" and after == ")"
        if before in QUOTES and n > 1:
            before = tokens[n - 2].low
        if inside or before in leading:
            yield (
                Candidate(
                    token.start, token.end, EntityKind.ORGANISATION, token.text, "names.acronym", acronym=token.text
                ),
                inside,
            )


def is_shouted(tokens: Sequence[Token], n: int) -> bool:
    """Whether a word stands among others in capitals only: it is no acronym then, the text shouts."""
    beside = [*tokens[max(0, n - 1) : n], *tokens[n + 1 : n + 2]]
    return any(len(t.text) > 1 and t.text.isalpha() and t.text.isupper() for t in beside)


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
