"""Wording: dates, ranges, countries and reasons as a careful person writes them, in both languages, never as codes."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import recoupe
from recoupe.briefing.wording import words
from recoupe.languages import available
from recoupe.model import ApartKind, Entity, EntityKind, EventStatus, Figure, Modality, Published

LANGUAGES = Path(recoupe.__file__).parent / "languages"
FRENCH, ENGLISH = words("fr"), words("en")


def keys(data: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, value in data.items():
        if before.startswith(("reasons", "places.contractions")):
            continue
        yield from keys(value, f"{before}{key}.") if isinstance(value, Mapping) else [before + key]


def test_both_languages_have_words_for_the_same_things() -> None:
    french, english = (set(keys(FRENCH.data)), set(keys(ENGLISH.data)))
    assert french ^ english == set()


def test_every_type_status_modality_and_unit_has_words() -> None:
    types = tomllib.loads((LANGUAGES / "common" / "events.toml").read_text(encoding="utf-8"))
    units = {
        unit
        for code in available()
        for unit in tomllib.loads((LANGUAGES / code / "figures.toml").read_text(encoding="utf-8"))["units"]
    }
    for language in (FRENCH, ENGLISH):
        assert [t for t in types if not language.label("types", t)] == []
        assert [s for s in EventStatus if s is not EventStatus.REPORTED and not language.label("status", s)] == []
        assert [kind for kind in ApartKind if not language.label("apart", kind)] == []
        assert [m for m in Modality if not language.label("modality", m)] == []
        assert [u for u in sorted(units) if not language.label("units", u)] == []


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2014-05-08", "8 mai 2014", "8 May 2014"),
        ("2014-05-01", "1er mai 2014", "1 May 2014"),
        ("2013-12", "décembre 2013", "December 2013"),
        ("2013", "2013", "2013"),
        ("2011-03/..", "depuis mars 2011", "since March 2011"),
        ("2011-03-09/..", "depuis le 9 mars 2011", "since 9 March 2011"),
        ("../2014-05-08", "jusqu’au 8 mai 2014", "until 8 May 2014"),
        ("2014-05-08/2014-05-10", "du 8 mai 2014 au 10 mai 2014", "8 May 2014 to 10 May 2014"),
        ("2012-03-01/2012-03-31", "mars 2012", "March 2012"),
        ("2012-02-01/2012-02-28", "du 1er février 2012 au 28 février 2012", "1 February 2012 to 28 February 2012"),
        ("2012-01-01/2012-12-31", "2012", "2012"),
        ("2014-SU", "été 2014", "summer 2014"),
        ("P6M", "6 mois", "6 months"),
        ("P1Y", "1 an", "1 year"),
        ("RRULE:FREQ=WEEKLY", "chaque semaine", "every week"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TH", "chaque jeudi", "every Thursday"),
    ],
)  # fmt: skip
def test_a_time_is_written_as_people_write_it(value: str, french: str, english: str) -> None:
    assert FRENCH.time(value).replace("'", "’") == french
    assert ENGLISH.time(value) == english


@pytest.mark.parametrize("value", ["XXXX-05", "XXXX-10-14", "XXXX-WXX-3", "PRESENT_REF", "PXM", "nonsense", ""])
def test_no_code_is_ever_shown_for_a_time(value: str) -> None:
    for language in (FRENCH, ENGLISH):
        shown = language.time(value)
        assert "XX" not in shown
        assert "_REF" not in shown
        assert shown == "" or shown != value


@pytest.mark.parametrize(
    ("low", "high", "approximate", "french", "english"),
    [
        (340, 340, False, "340", "340"),
        (300, 300, True, "environ 300", "about 300"),
        (40, 60, False, "de 40 à 60", "40 to 60"),
        (1000, 9999, True, "de 1\u202f000 à 9\u202f999", "1,000 to 9,999"),
        (14, None, False, "au moins 14", "at least 14"),
        (None, 300, False, "au plus 300", "at most 300"),
        (1.5, 1.5, False, "1,5", "1.5"),
    ],
)  # fmt: skip
def test_a_figure_is_a_range_in_words(
    low: float | None, high: float | None, approximate: bool, french: str, english: str
) -> None:
    figure = Figure(
        document="d",
        text="x",
        start=0,
        end=1,
        original=(0, 1),
        rule="hand.given",
        confidence=0.5,
        low=low,
        high=high,
        approximate=approximate,
    )
    assert FRENCH.range(figure).replace("\u00a0", "\u202f") == french
    assert ENGLISH.range(figure) == english


@pytest.mark.parametrize(
    ("place", "french"),
    [("Bruxelles", "à Bruxelles"), ("Le Caire", "au Caire"), ("Les Mureaux", "aux Mureaux"), ("La Haye", "à La Haye")],
)
def test_a_town_has_its_preposition(place: str, french: str) -> None:
    assert FRENCH.at(place) == french
    assert ENGLISH.at(place) == f"in {place}"


def test_a_list_ends_as_the_language_ends_it() -> None:
    assert FRENCH.listed(["mars", "juin", "août"]) == "mars, juin et août"
    assert ENGLISH.listed(["March", "June", "August"]) == "March, June and August"


@pytest.mark.parametrize(
    "reason",
    [
        "the line 'Publié le 3 mars' says so",
        "the address has 20140301",
        "'en décembre' follows 'juin et octobre 2013' and is past; 'le 8 mai prochain' is still to come",
        "nothing in the document dates it",
    ],
)
def test_the_reason_for_a_date_is_said_in_french(reason: str) -> None:
    shown = FRENCH.reason(reason)
    assert not any(word in shown.split() for word in ("the", "is", "says", "nothing", "follows", "past", "still"))


def test_a_document_without_a_date_says_so() -> None:
    assert "inconnue" in FRENCH.published(Published())
    assert (
        FRENCH.published(Published(date(2014, 1, 1), date(2014, 5, 7)))
        == "publié entre le 1er janvier 2014 et le 7 mai 2014"
    )


def test_french_signs_have_their_no_break_spaces() -> None:
    for key in keys(FRENCH.data):
        value: Any = FRENCH.data
        for part in key.split("."):
            value = value[part]
        for text in value if isinstance(value, list) else [value]:
            assert not any(f" {sign}" in text for sign in ";:?!»"), f"{key}: {text!r}"
            assert "« " not in text, f"{key}: {text!r}"


def test_organisations_are_called_as_the_language_of_the_brief_calls_them() -> None:
    nations = Entity(
        "Organisation des Nations unies", EntityKind.ORGANISATION, "Organisation des Nations unies", acronym="ONU"
    )
    assert words("en").entity(nations) == "United Nations (UN)"
    assert words("fr").entity(nations) == "Organisation des Nations unies (ONU)"
