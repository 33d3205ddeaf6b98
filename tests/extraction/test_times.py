"""Times: what French and English press says about when, and what only looks like it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recoupe
from recoupe.extraction.times import times
from recoupe.extraction.view import View
from recoupe.languages import table
from recoupe.model import Time

DATA = Path(__file__).resolve().parents[1] / "data"
DAY = date(2014, 2, 12)  # a Wednesday


def found(text: str, language: str = "fr", published: date | None = DAY) -> tuple[Time, ...]:
    """The times of a text published on a day."""
    return times(View(recoupe.read_text(text, published=published, language=language)))


def values(text: str, language: str = "fr", published: date | None = DAY) -> list[str]:
    return [time.value for time in found(text, language, published)]


def news(language: str) -> list[dict[str, Any]]:
    """Our news expressions with the time that a reader gives them."""
    rows: list[dict[str, Any]] = json.loads((DATA / f"news-times-{language}.json").read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize(
    ("language", "row"),
    [(code, row) for code in ("fr", "en") for row in news(code)],
    ids=lambda value: value if isinstance(value, str) else value["expression"],
)
def test_a_news_expression_means_what_a_reader_takes_it_to_mean(language: str, row: dict[str, Any]) -> None:
    at = row["text"].index(row["expression"])
    end = at + len(row["expression"])
    here = [
        time
        for time in found(row["text"], language, date.fromisoformat(row["published"]))
        if time.start < end and at < time.end
    ]
    assert [[time.value, time.begins, time.ends] for time in here] == row["times"]


def test_there_are_enough_news_expressions() -> None:
    assert len(news("fr")) >= 30
    assert len(news("en")) >= 20


@pytest.mark.parametrize(
    "text",
    [
        "L'homme a été arrêté près de la gare.",
        "Le ministre Jean Mars a reçu la journaliste Aïcha Mai.",
        "C'est le second procès de la cellule.",
        "Un homme de 72 ans a été blessé.",
        "Une femme âgée de 34 ans dirigeait le réseau.",
        "Paul Durand, 34 ans, dirigeait le réseau.",
        "Le suspect (27 ans) a été transféré.",
        "Le convoi comptait 2014 véhicules.",
        "Il habite 12 rue de la Paix.",
        "La résolution 2178 a été adoptée.",
        "Le numéro 0612345678 ne répond plus.",
        "Le vol AF 1980 a été détourné.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May and the March brothers may march.",
        "A 72-year-old man was wounded.",
        "This is the second trial of the cell.",
        "The convoy counted 2014 vehicles.",
        "Resolution 2178 was adopted.",
    ],
)
def test_what_only_looks_like_a_time_in_english_is_none(text: str) -> None:
    assert values(text, "en") == []


def test_a_range_of_months_is_one_interval() -> None:
    (time,) = found("Il a séjourné en Turquie de mars à mai 2013.")
    assert (time.value, time.begins, time.ends) == ("2013-03/2013-05", "2013-03-01", "2013-05-31")


def test_each_member_of_a_list_stands_on_the_whole_list() -> None:
    one, two = found("Deux réunions ont eu lieu en mars et juin 2013.")
    assert (one.value, two.value) == ("2013-03", "2013-06")
    assert (one.start, one.end) == (two.start, two.end)


def test_a_month_told_after_another_follows_it() -> None:
    assert values("Il est parti en novembre 2012, puis il est revenu en février.") == ["2012-11", "2013-02"]


def test_without_publication_a_month_alone_keeps_its_year_open() -> None:
    (time,) = found("Le sommet se tiendra le 8 mai prochain.", published=None)
    assert (time.value, time.begins, time.ends) == ("XXXX-05-08", None, None)


def test_typographic_apostrophes_and_spaces_are_read() -> None:
    assert values("Jusqu’au 30\u00a0juin\u202f2014, l’accès est fermé ; aujourd’hui aussi.") == [
        "../2014-06-30",
        "2014-02-12",
    ]


def test_a_publication_known_from_one_side_places_no_yesterday() -> None:
    document = recoupe.read_text("L'homme arrêté le 4 juin 2012 a été entendu hier.", language="fr")
    assert document.published.earliest == date(2012, 6, 4)
    assert [time.value for time in times(View(document))] == ["2012-06-04", "PAST_REF"]


def test_a_day_said_twice_in_a_sentence_is_one_day() -> None:
    assert values("La marche est prévue aujourd'hui (12 février).") == ["2014-02-12", "2014-02-12"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Il a vécu entre mai 2010 et le 5 janvier 2013 à Beyrouth.", "2010-05/2013-01-05"),
        ("La session dure du lundi 10 au jeudi 13.", "2014-02-10/2014-02-13"),
        ("La ville fut fondée au XIXe siècle.", "18"),
        ("Il a purgé un an et trois mois de prison.", "P1Y3M"),
        ("La trêve a tenu trois ans et demi.", "P3.5Y"),
        ("Le rapport sera rendu le 20 du mois prochain.", "2014-03-20"),
        ("Le vote aura lieu le premier mardi de mars.", "2014-03-04"),
    ],
)
def test_what_is_said_in_several_words_is_one_time(text: str, value: str) -> None:
    assert values(text) == [value]


def test_the_reason_says_how_a_year_was_found() -> None:
    (time,) = found("Les ministres se retrouveront le 3 mars prochain.")
    assert time.begins == "2014-03-03"
    assert "next one after publication" in time.reason


def test_text_is_exactly_what_the_offsets_hold() -> None:
    text = "Le 3 mars 2013, puis hier, enfin d'ici juin."
    document = recoupe.read_text(text, published=DAY, language="fr")
    for time in times(View(document)):
        assert document.text[time.start : time.end] == time.text


def words_of(language: str) -> list[str]:
    """The words that times are made of in a language, with numbers and signs."""
    data = table(language, "times")
    words = [
        word
        for key in ("months", "weekdays", "units", "seasons", "parts", "numbers", "ordinals", "modifiers")
        for word in data[key]
    ]
    words += [word for bound in data["bounds"].values() for word in bound]
    glue = [
        "le",
        "de",
        "du",
        "au",
        "et",
        "à",
        "en",
        "il y a",
        "dans",
        "the",
        "of",
        "in",
        "to",
        "and",
        "ago",
        "last",
        "next",
        "dernier",
        "prochaine",
    ]
    return [*words, *data["signs"], *glue, *"0 1 29 30 31 12 1999 2014 9999 31/12/99 2014-02-30 - , .".split()]


@pytest.mark.parametrize("language", ["fr", "en"])
@given(data=st.data(), published=st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_any_words_of_time_end_no_earlier_than_they_begin(
    language: str, data: st.DataObject, published: date | None
) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(words_of(language)), min_size=1, max_size=12)))
    for time in found(text, language, published):
        assert time.value
        assert not (time.begins and time.ends) or time.begins <= time.ends


@pytest.mark.parametrize("piece", ["le 3 mars 2013 et ", "du 3 ", "lundi et ", "2013", "mars, "])
def test_a_very_long_line_comes_to_an_end(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert all(time.end <= len(text) for time in found(text))
