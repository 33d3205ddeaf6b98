"""Numbers: digits and number words as ranges, in French and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.extraction.numbers import Number, numbers


def only(text: str, language: str = "fr") -> Number:
    (number,) = numbers(text, language)
    return number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("vingt et un", 21), ("soixante-dix", 70), ("soixante et onze", 71), ("quatre-vingts", 80), ("quatre-vingt-dix-sept", 97),
        ("septante-trois", 73), ("nonante", 90), ("cent", 100), ("deux cents", 200), ("deux cent cinquante", 250), ("mille", 1000),
        ("deux mille trois cents", 2300), ("trois millions", 3_000_000), ("cent vingt mille", 120_000), ("12", 12), ("1 250", 1250),
        ("1\u202f250\u00a0000", 1_250_000), ("1.250", 1250), ("3,5", 3.5), ("43,8 millions", 43.8e6), ("10 milliards", 10e9), ("deux millions et demi", 2.5e6),
        ("un demi-million", 500_000), ("10k", 10_000), ("3 Mds".lower(), 3e9),
    ],
)  # fmt: skip
def test_a_french_number_has_its_value(text: str, value: float) -> None:
    number = only(text)
    assert (number.low, number.high) == (value, value)
    assert (number.start, number.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-one", 21), ("ninety seven", 97), ("one hundred and five", 105), ("two thousand three hundred", 2300),
        ("three million", 3_000_000), ("1,250", 1250), ("1,250,000", 1_250_000), ("3.5", 3.5), ("43.8 million", 43.8e6), ("two and a half million", 2.5e6),
        ("half a million", 500_000), ("three dozens", 36),
    ],
)  # fmt: skip
def test_an_english_number_has_its_value(text: str, value: float) -> None:
    number = only(text, "en")
    assert (number.low, number.high) == (value, value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("entre 40 et 60", 40, 60), ("de 12 à 15", 12, 15), ("deux ou trois", 2, 3), ("deux à trois cents", 200, 300),
        ("au moins 7", 7, None), ("plus de deux cents", 200, None), ("jusqu'à 90", None, 90), ("une quinzaine", 15, 15),
        ("des dizaines", 10, 99), ("des centaines de milliers", 100_000, 999_999), ("plusieurs millions", 2_000_000, 9_999_999),
        ("trois douzaines", 36, 36),
    ],
)  # fmt: skip
def test_a_range_has_both_ends_or_an_open_one(text: str, low: float | None, high: float | None) -> None:
    number = only(text)
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize("text", ["12.03.2014", "10:45", "a12", "12-bis", "1/2", "192.168.0.1"])
def test_what_is_no_quantity_is_no_number(text: str) -> None:
    assert [n for n in numbers(text, "fr") if n.high != n.low or n.end - n.start == len(text)] == []


def test_a_bare_article_is_marked_as_single() -> None:
    assert only("un").is_single


@given(st.integers(0, 999_999_999), st.sampled_from([" ", "\u00a0", "\u202f", "."]))
def test_digits_in_groups_have_their_value(value: int, mark: str) -> None:
    number = only(f"{value:,}".replace(",", mark))
    assert number.low == number.high == value


@given(st.text(alphabet="0123456789 ,.-%deuxtroicnqmlaàésvg'", max_size=60), st.sampled_from(["fr", "en"]))
def test_any_text_gives_numbers_in_order(text: str, language: str) -> None:
    at = 0
    for number in numbers(text, language):
        assert at <= number.start < number.end <= len(text)
        at = number.end
        assert number.low is None or number.high is None or number.low <= number.high


def test_a_very_long_line_comes_to_an_end() -> None:
    assert sum(1 for _ in numbers("deux mille trois cents " * 20_000, "fr")) > 0
    assert sum(1 for _ in numbers("1 000 " * 50_000, "fr")) >= 0
