"""Names: spellings, scripts and the lists of known names that identities are told by."""

from collections import Counter
from pathlib import Path

import pytest
from handmade_names import ORGANISATION, PERSON, entity, evidence, identities
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.crosscheck.aliases import is_acronym, known_organisation, known_person, rows
from recoupe.crosscheck.naming import office_key, person_words, words
from recoupe.crosscheck.scripts import folded
from recoupe.crosscheck.spelling import same_sound, spelling
from recoupe.languages import table

LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"


def test_accents_capitals_hyphens_and_apostrophes_are_overlooked() -> None:
    assert folded("L’État-major d'Ölberg") == folded("l'etat major D OLBERG") == "l etat major d olberg"


@given(st.text(LETTERS, min_size=3, max_size=8), st.text(LETTERS, min_size=3, max_size=8))
def test_different_arabic_words_stay_different(one: str, other: str) -> None:
    if one != other and not any(w.startswith(("ال", "وال", "بال", "لل")) for w in (one, other)):
        assert folded(one) != folded(other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_a_name_and_sounds_like_itself(one: str, other: str) -> None:
    assert person_words(one) == person_words(one)
    assert same_sound(spelling(one), spelling(other)) == same_sound(spelling(other), spelling(one))
    spelled = spelling(one)
    assert not spelled.is_foreign or same_sound(spelled, spelled)
    assert words(one).of(None)[1] == next(iter(words(one).countries), "")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Mme Élise de la Motte", ("elise", "delamotte")),
        ("VANDAMME Élise", ("elise", "vandamme")),
        ("Vandamme, Élise", ("elise", "vandamme")),
        ("cheikh Abou Bakr al-Masri", ("aboubakr", "almasri")),
        ("Jean-Luc O'Brien", ("jeanluc", "o", "brien")),
    ],
)
def test_a_name_is_read_without_title_and_with_its_particles(name: str, parts: tuple[str, ...]) -> None:
    assert person_words(name) == parts


def test_an_office_is_the_same_over_languages_and_needs_a_country() -> None:
    assert office_key("ministre de l'Intérieur", "BE") == office_key("interior minister (BE)", None)
    assert office_key("ministre de l'Intérieur", "BE") == office_key("Belgian minister of the Interior", None)
    assert office_key("ministre de l'Intérieur", "BE") != office_key("ministre de l'Intérieur", "FR")
    assert office_key("ministre", None) == ""
    assert office_key("ambassadeur du Soudan en France", "SD") != office_key("ambassadeur", "SD")


def test_every_listed_name_that_is_no_acronym_leads_to_its_own_row() -> None:
    astray = [
        (row.name, name)
        for row in rows()
        for name in row.names
        if not is_acronym(name) and known_organisation(name, row.country) is not row
    ]
    assert astray == []


def test_an_acronym_that_two_bear_leads_to_neither_without_a_country() -> None:
    borne = Counter(name for row in rows() for name in row.names if is_acronym(name))
    shared = [name for name, times in borne.items() if times > 1]
    assert "RSF" in shared
    assert known_organisation("RSF", "") is None
    assert (known_organisation("RSF", "SD") or rows()[0]).name == "Forces de soutien rapide"


def test_no_name_of_a_person_stands_for_two() -> None:
    listed = table("common", "aliases")["persons"]
    assert [name for row in listed for name in row if known_person(name) != row[0]] == []


PUBLIC = st.booleans()
NAME = st.sampled_from(["Karim Benhaddou", "Karim Ben Haddou", "كريم بن حدو", "Benhaddou", "K. Benhaddou"])


@settings(deadline=None)
@given(st.lists(st.tuples(NAME, PUBLIC, st.sampled_from([None, "maire d'Arlon"])), max_size=6))
def test_no_private_person_is_ever_one_with_anybody_of_another_document(
    named: list[tuple[str, bool, str | None]],
) -> None:
    pile = [
        evidence(f"d{n}", entity(PERSON, name, is_public=public, office=office), on="2014-01-01")
        for n, (name, public, office) in enumerate(named)
    ]
    found = identities(*pile)
    private = {f"d{n}" for n, (_, public, _) in enumerate(named) if not public}
    for one in found.all:
        documents = {member.document for member in one.members}
        assert len(documents) == 1 or not documents & private


def test_a_surname_that_hundreds_give_alone_still_finds_its_one_bearer() -> None:
    bureau = entity(ORGANISATION, "Office Boréal des frontières")
    pile = [evidence(f"s{n}", entity(PERSON, "Vandamme"), bureau, on="2014-03-02") for n in range(500)]
    found = identities(*pile, evidence("a", entity(PERSON, "Élise Vandamme"), bureau, on="2014-03-01"))
    assert {found.of(f"s{n}", "Vandamme") for n in range(500)} == {found.of("a", "Élise Vandamme")}


def pairs(part: str) -> list[list[str]]:
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "data" / f"identities_{part}.tsv"
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@pytest.mark.parametrize("part", ["development", "test"])
def test_the_measured_pairs_are_many_and_of_both_sorts(part: str) -> None:
    listed = pairs(part)
    assert len(listed) >= 150
    assert min(Counter(row[5] for row in listed).values()) >= 50


def test_few_pairs_stand_in_both_parts() -> None:
    both = {frozenset((r[1], r[3])) for r in pairs("development")} & {frozenset((r[1], r[3])) for r in pairs("test")}
    assert len(both) <= 4  # a few well-known bodies
