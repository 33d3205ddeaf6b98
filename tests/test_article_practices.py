"""The practices of the article that the project starts from: each line of the Moroccan, Jordanian and Belgian ways has its sentence."""

import re
from pathlib import Path

import pytest

import recoupe
from recoupe.model import Document

LINES = {
    ("MA", "aim"): r"lutte.*réseaux de recrutement",
    ("MA", "actors"): r"services de sécurité marocains",
    ("MA", "steps"): r"démanteler des cellules",
    ("MA", "for whom"): r"cellules.*recruter",
    ("MA", "how they pay"): r"collecte.*financer le voyage",
    ("MA", "where they meet"): r"réunions.*domicile",
    ("JO", "duration"): r"\bsix mois\b",
    ("JO", "in prison"): r"prisons",
    ("JO", "voluntary"): r"volontariat",
    ("JO", "psychologists"): r"spécialistes en psychologie",
    ("JO", "religious authorities"): r"autorités religieuses reconnues",
    ("JO", "reintegration"): r"réinsertion",
    ("BE", "weekly"): r"une fois par semaine",
    ("BE", "who presides"): r"présidence.*Justice.*Intérieur",
    ("BE", "services"): r"police intégrée.*renseignements.*OCAM.*Centre de crise",
    ("BE", "cities"): r"principales villes",
    ("BE", "abroad"): r"groupe informel.*ministres",
    ("BE", "months of the group"): r"juin et octobre.*décembre",
    ("BE adopts MA", "wants"): r"s.inspirer.*marocain",
}
"""What each line of a practice says of the article, by a fact that its sentence alone holds."""


@pytest.fixture(scope="module")
def document(shared: Path) -> Document:
    (document,) = recoupe.read(shared / "articles" / "brussels-2014.txt")
    return document


def sentences(document: Document) -> list[str]:
    return [document.text[one.start : one.end] for one in document.passages]


@pytest.mark.parametrize(("practice", "row"), list(LINES))
def test_a_line_of_a_practice_has_its_own_sentence_in_the_article(document: Document, practice: str, row: str) -> None:
    found = [one for one in sentences(document) if re.search(LINES[practice, row], one, re.IGNORECASE | re.DOTALL)]
    assert found, (practice, row)
    assert min(len(one) for one in found) < len(document.text) / 4, "a sentence, and not the whole of it"


def test_the_lines_of_different_countries_stand_on_different_sentences(document: Document) -> None:
    by_country: dict[str, set[int]] = {}
    for (practice, row), fact in LINES.items():
        if practice == "BE adopts MA" or (practice, row) == ("MA", "aim"):
            continue
        number = next(n for n, one in enumerate(sentences(document)) if re.search(fact, one, re.IGNORECASE | re.DOTALL))
        by_country.setdefault(practice, set()).add(number)
    assert not by_country["MA"] & by_country["JO"]
    assert not by_country["JO"] & by_country["BE"]
    assert not by_country["MA"] & by_country["BE"]
