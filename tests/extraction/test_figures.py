"""Figures: what French and English press counts, and the numbers that count nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recoupe
from recoupe.languages import table
from recoupe.model import Figure

DAY = date(2014, 2, 12)


def found(text: str, language: str = "fr") -> tuple[Figure, ...]:
    """The figures of a text."""
    return recoupe.extract(recoupe.read_text(text, published=DAY, language=language)).figures


def only(text: str, language: str = "fr") -> Figure:
    (figure,) = found(text, language)
    return figure


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Entre 40 et 60 volontaires ont quitté la région.", 40, 60, "person"),
        ("La police a saisi 12 à 15 passeports.", 12, 15, "document"),
        ("Au moins 200 personnes manifestaient.", 200, None, "person"),
        ("Moins de 30 détenus ont signé.", None, 30, "person"),
        ("Plus d'une centaine de combattants sont revenus.", 100, None, "person"),
        ("Des dizaines de milliers de réfugiés attendent.", 10_000, 99_999, "person"),
        ("Plusieurs centaines de familles ont fui.", 200, 999, "group"),
        ("Le projet a coûté 43,8 millions d'euros.", 43.8e6, 43.8e6, "EUR"),
        ("Le prix a augmenté de 12 %.", 12, 12, "percent"),
        ("L'armée a compté deux mille trois cents soldats.", 2300, 2300, "person"),
        ("Il manque 1 250 dossiers.", 1250, 1250, "document"),
        ("Des millions de citoyens ont voté.", 1e6, 9_999_999, "person"),
    ],
)
def test_a_figure_is_a_range_with_its_unit(text: str, low: float | None, high: float | None, unit: str) -> None:
    figure = only(text)
    assert (figure.low, figure.high, figure.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Between 40 and 60 volunteers left the region.", 40, 60, "person"),
        ("Up to 300 fighters have returned.", None, 300, "person"),
        ("Hundreds of refugees are waiting.", 100, 999, "person"),
        ("The project cost 2.5 million dollars.", 2.5e6, 2.5e6, "USD"),
        ("At least two dozen officers were wounded.", 24, None, "person"),
    ],
)
def test_an_english_figure_is_a_range_with_its_unit(
    text: str, low: float | None, high: float | None, unit: str
) -> None:
    figure = only(text, "en")
    assert (figure.low, figure.high, figure.unit) == (low, high, unit)


def test_what_is_about_right_says_so() -> None:
    assert only("Une quinzaine de jeunes sont partis.").approximate
    assert only("Près de 300 personnes sont venues.").approximate
    assert not only("Il y avait 300 personnes.").approximate


def test_two_figures_of_a_sentence_stay_apart() -> None:
    dead, wounded = found("L'explosion a fait 15 morts et 95 blessés.")
    assert (dead.low, dead.population, wounded.low, wounded.population) == (15, "morts", 95, "blessés")


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("46 personnes ont été arrêtées à Gand.", "personnes arrêtées"),
        ("Une cellule de neuf personnes a été démantelée à Namur.", "personnes"),
        ("Les services suivent 120 combattants étrangers depuis un an.", "combattants étrangers"),
        ("200 personnes tuées hier dans la ville, selon une source.", "personnes tuées"),
        ("Une dizaine de pays européens participent au groupe.", "pays européens"),
        ("Le navire portait 9 tonnes de farine.", "farine"),
        ("Le projet a coûté 43 millions de dollars.", None),
    ],
)
def test_a_population_reads_well_and_ends_where_the_phrase_ends(text: str, population: str | None) -> None:
    assert only(text).population == population


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("Five strikes engaged four units near the town.", "strikes"),
        ("At least ten people killed on the road were drivers.", "people killed"),
        ("Half a million refugees still wait at the border.", "refugees"),
    ],
)
def test_an_english_population_takes_no_verb_along(text: str, population: str) -> None:
    assert found(text, "en")[0].population == population


@pytest.mark.parametrize(
    "text",
    [
        "Une femme de 72 ans a été blessée.",
        "L'un des suspects a parlé.",
        "Une réunion a eu lieu le 3 mars 2013.",
        "Il habite au 12 rue de la Paix.",
        "Appelez le 01 42 34 56 78.",
        "C'est la deuxième attaque.",
        "L'article 421 du code pénal s'applique.",
        "En 2014, tout a changé.",
        "La résolution 2178 a été adoptée.",
        "Le groupe des 77 s'est réuni à 14h30.",
    ],
)
def test_a_number_that_counts_nothing_is_no_figure(text: str) -> None:
    assert found(text) == ()


def test_a_figure_has_its_speaker() -> None:
    figure = only("Selon les enquêteurs, une trentaine de jeunes ont quitté la ville.")
    assert figure.speaker is not None
    assert "enquêteurs" in figure.speaker


def test_their_number_is_rising_belongs_to_the_figure_before() -> None:
    figure = only("Une centaine de volontaires sont partis. Leur nombre est en augmentation.")
    assert figure.trend == "rising"


def test_a_figure_holds_as_of_the_time_of_its_sentence() -> None:
    assert only("En mars 2013, la ville comptait 400 réfugiés.").as_of == "2013-03-01/2013-03-31"


def words_of(language: str) -> list[str]:
    """The words that figures are made of, with digits and signs."""
    numbers, figures = table(language, "numbers"), table(language, "figures")
    words = [w for key in ("units", "multipliers", "collectives", "several", "fractions") for w in numbers[key]]
    words += [
        w for kinds in (numbers["before"], numbers["after"], numbers["joints"]) for row in kinds.values() for w in row
    ]
    words += [w for row in figures["units"].values() for w in row[:3]]
    return [*words, *"0 7 12 300 1,5 1.5 2 300 1 000 000 99999999999999999999 - – , . %".split()]


@pytest.mark.parametrize("language", ["fr", "en"])
@given(data=st.data())
def test_no_words_of_number_break_a_figure_or_turn_its_range(language: str, data: st.DataObject) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(words_of(language)), min_size=1, max_size=12)))
    document = recoupe.read_text(text, published=DAY, language=language)
    for figure in recoupe.extract(document).figures:
        assert document.text[figure.start : figure.end] == figure.text
        assert figure.low is not None or figure.high is not None
        assert figure.low is None or figure.high is None or figure.low <= figure.high


@pytest.mark.parametrize(
    ("text", "language", "low"),
    [
        ("Le contrat vaut 10 M€.", "fr", 10e6),
        ("The deal was worth $1.2b.", "en", 1.2e9),
        ("The deal was worth £3m.", "en", 3e6),
        ("The scheme reached 3 crore people.", "en", 3e7),
        ("The scheme reached two point five million people.", "en", 2.5e6),
        ("La ville compte deux virgule cinq millions d'habitants.", "fr", 2.5e6),
    ],
)
def test_sums_and_spoken_decimals_have_their_value(text: str, language: str, low: float) -> None:
    document = recoupe.read_text(text, published=DAY, language=language)
    assert [figure.low for figure in recoupe.extract(document).figures] == [low]
