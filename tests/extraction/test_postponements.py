"""Postponements: what was put off says so, with its new day where one is told."""

from __future__ import annotations

import pytest

import recoupe


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("fr", "La réunion de Bruxelles, prévue le 15 mai 2014, est reportée au 22 mai 2014.", "2014-05-22"),
        ("fr", "La rencontre des ministres à Lyon a été repoussée au 3 juin.", "2014-06-03"),
        ("fr", "La réunion de Lyon a été ajournée.", None),
        ("en", "The meeting in Lyon was postponed to 22 May 2014.", "2014-05-22"),
        (
            "en",
            "The meeting of ministers planned for 15 May 2014 in Brussels has been postponed to 22 May.",
            "2014-05-22",
        ),
    ],
)
def test_what_is_put_off_has_its_new_day(language: str, text: str, day: str | None) -> None:
    (event,) = recoupe.extract(recoupe.read_text(text, published="2014-05-10", language=language)).events
    assert [detail.value for detail in event.details if detail.name == "postponed"] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "La réunion de Lyon pourrait être repoussée au 22 mai 2014.",
        "La réunion de Lyon du 15 mai 2014 n'est pas reportée.",
        "Les ministres se réuniront à Lyon le 15 mai 2014.",
    ],
)
def test_what_may_be_put_off_or_is_not_stays_where_it_is(text: str) -> None:
    for event in recoupe.extract(recoupe.read_text(text, published="2014-05-10", language="fr")).events:
        assert not [detail for detail in event.details if detail.name == "postponed"]
