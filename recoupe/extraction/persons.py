"""Persons: names of persons by title, first name, office beside them, or because they were named before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import EntityKind
from .candidates import Candidate
from .capitals import Run, folded, is_first_name, words
from .offices import Office, country_codes
from .view import Sentence, Token

MOST_WORDS = 5


def persons(
    sentence: Sentence, runs: Sequence[Run], offices: Sequence[Office], is_taken: set[int], surnames: dict[str, str]
) -> Iterator[Candidate]:
    """The persons named in a sentence. `is_taken` are token indexes of other names; `surnames` those of persons named before
    (folded surname to full name), to which this adds."""
    tokens = sentence.tokens
    for run in runs:
        first, titled = without_title(tokens, run, sentence.language)
        if first > run.last or any(n in is_taken for n in range(first, run.last + 1)):
            continue
        last = min(run.last, first + MOST_WORDS - 1)
        start, end = tokens[first].start, tokens[last].end
        name = sentence.text[start - sentence.start : end - sentence.start]
        held = office_beside(sentence, offices, start, end)
        surname = folded(tokens[last].text)
        single = first == last
        rule = None
        if held:
            rule = "names.person-office"
        elif titled:
            rule = "names.person-title"
        elif (
            not single
            and is_first_name(tokens[first].text)
            and not is_organisation_word(tokens[first], sentence.language)
        ):
            rule = "names.person-first-name"
        elif surname in surnames and (single or folded(name) in folded(surnames[surname])):
            rule = "names.person-again"
        elif (
            not single
            and last - first < 3
            and is_beside_role(sentence, first)
            and not is_organisation_word(tokens[first], sentence.language)
        ):
            rule = "names.person-role"
        if rule is None or (single and held and not tokens[first].text[0].isupper()):
            continue
        surnames.setdefault(surname, name)
        if len(name.split()) > len(surnames[surname].split()):
            surnames[surname] = name
        office = held.name if held else None
        yield Candidate(start, end, EntityKind.PERSON, name, rule, held.country if held else None, office, bool(held))


def without_title(tokens: Sequence[Token], run: Run, language: str) -> tuple[int, bool]:
    """Where the name begins once a title is left out, and whether there is one ("Mme Vasseur", "M. Dupont")."""
    titles = words(language, "", "titles")
    first = run.first
    if tokens[first].low in titles or tokens[first].low + "." in titles:
        has_stop = first + 1 < len(tokens) and tokens[first + 1].text == "."
        if has_stop:
            return run.last + 1, False
        return first + 1, True
    before = tokens[first - 1] if first else None
    if before and before.text == "." and first > 1 and tokens[first - 2].low + "." in titles:
        return first, True
    return first, bool(before and before.low in titles)


def is_beside_role(sentence: Sentence, first: int) -> bool:
    """Whether a role, with its nationality or not, stands right before a name: "la blogueuse syrienne X Y"."""
    tokens = sentence.tokens
    roles = words(sentence.language, "people", "roles")
    nations = country_codes(sentence.language)
    at = first - 1
    while at >= 0 and tokens[at].low in nations and tokens[first].start - tokens[at].end < 40:
        at -= 1
    return at >= 0 and tokens[at].low in roles


def is_organisation_word(token: Token, language: str) -> bool:
    """Whether a word begins the names of organisations."""
    return token.text in words(language, "cues", "first_words")


def office_beside(sentence: Sentence, offices: Sequence[Office], start: int, end: int) -> Office | None:
    """The office that stands right before or right after a name: "X, ministre de…", "le ministre…, X,", "le ministre X"."""
    base = sentence.start
    for office in offices:
        if office.is_plural:
            continue
        between = sentence.low[office.end : start - base] if office.end <= start - base else None
        if between is not None and between in (" ", ", ", ": ", " (", ", m. ", " m. ", ", mme ", " mme "):
            return office
        after = sentence.low[end - base : office.start] if office.start >= end - base else None
        if after is not None and after in (
            ", ",
            ", le ",
            ", la ",
            ", l'",
            ", the ",
            " (",
            ", a ",
            ", son ",
            ", sa ",
            ", un ",
            ", une ",
            ", leur ",
        ):
            return office
    return None
