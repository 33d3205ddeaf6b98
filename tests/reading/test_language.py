"""Language: of documents and passages, without a network."""

from __future__ import annotations

import pytest

import recoupe

FRENCH = "Les ministres se réuniront à Gand pour parler des faux permis et de la coopération entre leurs services."
ENGLISH = "The ministers will meet in Ghent to talk about forged licences and the cooperation of their services."


@pytest.mark.parametrize(("text", "language"), [(FRENCH, "fr"), (ENGLISH, "en")])
def test_a_document_has_the_language_of_its_text(text: str, language: str) -> None:
    assert recoupe.read_text(text).language == language


def test_a_passage_in_another_language_keeps_its_own() -> None:
    document = recoupe.read_text(f"{FRENCH} {FRENCH}\n{ENGLISH}")
    assert document.language == "fr"
    assert document.passages[-1].language == "en"


def test_a_passage_in_another_script_is_not_read_as_french() -> None:
    document = recoupe.read_text(f"{FRENCH}\nيجتمع الوزراء في مدينة غنت للحديث عن التعاون بين الأجهزة الأمنية")
    assert document.passages[-1].language == "ar"


def test_a_language_without_data_gives_a_note_and_no_evidence() -> None:
    evidence = recoupe.extract(
        recoupe.read_text("A miniszterek Gentben találkoznak, hogy a hamis engedélyekről beszéljenek egymással.")
    )
    assert evidence.mentions == ()
    assert "hu" in evidence.notes[0]


def test_the_caller_decides_where_the_text_is_too_short_to_tell() -> None:
    assert recoupe.read_text("Gent 12", language="nl").language == "nl"
