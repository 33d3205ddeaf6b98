"""Copies one by one: whoever asks between additions is told the same in the end, also where a shingle or fact becomes too frequent."""

import random
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.crosscheck import copies as copying
from recoupe.crosscheck import translations
from recoupe.crosscheck.copies import CopyIndex
from recoupe.crosscheck.model import Copy
from recoupe.extraction.imprint import imprint
from recoupe.model import Provenance, Published

WORDS = [
    f"{first}{last}" for first in ("bar", "mon", "tel", "sur", "cla", "fri") for last in ("ion", "ade", "ure", "eau")
]
FACTS = (
    "person:karim bennis",
    "day:2026-05-03",
    "place:2800866",
    "figure:412",
    "figure:38",
    "country:MA",
    "country:ES",
)


def words(seed: int, count: int = 60) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) + chance.choice(WORDS) for _ in range(count)]


def known(text: str, day: int | None = None, language: str = "fr", facts: tuple[str, ...] = ()) -> Provenance:
    published = Published(date(2026, 5, day), date(2026, 5, day), "told") if day else Published()
    return Provenance(imprint=imprint(text), published=published, language=language, facts=facts)


ONE, TWO = words(1), words(2)
PILE = {
    "one": known(" ".join(ONE), 4),
    "one again": known(" ".join(ONE), 9),
    "one with commas": known(", ".join(ONE), 2),
    "cut": known(" ".join(ONE[:30]), 5),
    "cut elsewhere": known(" ".join(ONE[25:])),
    "two": known(" ".join(TWO)),
    "two edited": known(" ".join(TWO[:20] + words(3, 4) + TWO[24:]), 6),
    "digest": known(" ".join(words(4) + ONE + TWO), 7),
    "french": known(" ".join(words(5)), 3, "fr", FACTS),
    "english": known(" ".join(words(6)), 4, "en", FACTS),
    "spanish": known(" ".join(words(7)), 5, "es", FACTS[1:]),
    "tiny": known("Oui."),
}


@pytest.fixture(params=[(400, 300), (3, 2)], ids=["nothing frequent", "what three hold is frequent"], autouse=True)
def limits(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(copying, "MOST_TEXTS", request.param[0])
        patched.setattr(translations, "MOST_TEXTS", request.param[1])
        yield


def told(order: list[str], asked: list[bool]) -> tuple[tuple[Copy, ...], dict[str, str], set[tuple[str, str]]]:
    index = CopyIndex()
    for id, is_asked in zip(order, asked, strict=True):
        index.add(id, PILE[id])
        if is_asked:
            index.copies()
    return index.copies(), index.families(), index.pairs()


@settings(max_examples=60, deadline=None)
@given(st.permutations(sorted(PILE)), st.lists(st.booleans(), min_size=len(PILE), max_size=len(PILE)))
def test_asking_between_additions_changes_nothing(order: list[str], asked: list[bool]) -> None:
    assert told(order, asked) == told(sorted(PILE), [False] * len(PILE))


@settings(max_examples=20, deadline=None)
@given(st.permutations(sorted(PILE)), st.integers(1, len(PILE)))
def test_a_part_of_the_pile_is_told_as_if_there_were_no_more(order: list[str], count: int) -> None:
    part = order[:count]
    assert told(part, [True] * count) == told(sorted(part), [False] * count)


def test_pairs_are_those_of_the_copies() -> None:
    found, _, pairs = told(sorted(PILE), [True] * len(PILE))
    assert pairs == {(copy.document, copy.copy_of) for copy in found}
    assert pairs
