"""Privacy: a person who is not public is a number in every output, within quotations and documents too."""

import pytest
from outputs import FORMATS, flat, seen, written
from story import story

from recoupe.briefing import brief


@pytest.fixture(scope="module", params=FORMATS)
def text(request: pytest.FixtureRequest) -> str:
    return flat(seen(written(brief([story().pair]), request.param), request.param))


def test_no_output_names_a_private_person(text: str) -> None:
    assert "Verdier" not in text


def test_the_person_is_a_number_instead(text: str) -> None:
    assert "P-01" in text


def test_who_holds_public_office_is_named(text: str) -> None:
    assert "Anne Colin" in text
