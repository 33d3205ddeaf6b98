"""What cells do, told in lists of verbs and set phrases: indoctrination, precautions, kept houses; who acts in each."""

from __future__ import annotations

import pytest

import recoupe


def told(text: str) -> dict[str, set[str]]:
    """Who acts, by type of event."""
    found: dict[str, set[str]] = {}
    for event in recoupe.extract(recoupe.read_text(text)).events:
        found.setdefault(event.type, set()).update(
            p.text for p in event.participants if p.role in ("actor", "group", "member")
        )
    return found


@pytest.mark.parametrize(
    ("text", "types"),
    [
        (
            "La cellule recrutait des jeunes, les endoctrinait et leur apprenait des précautions.",
            {"recruit", "recruit/indoctrinate", "train/precautions"},
        ),
        (
            "Le réseau prépare des volontaires après les avoir embrigadés et sensibilisés aux précautions.",
            {"recruit/indoctrinate", "train/precautions"},
        ),
        ("La cellule se réunissait dans une maison louée à cet effet.", {"consult/meeting", "lodge"}),
        ("Le réseau louait un appartement à Namur.", {"lodge"}),
        ("Le réseau hébergeait des volontaires à Namur.", {"lodge"}),
        ("The cell indoctrinated young men in Namur and taught them security precautions.", {"recruit/indoctrinate", "train/precautions"}),
        ("The cell met in a safe house in Namur.", {"consult/meeting", "lodge"}),
        ("The network rented a flat in Namur.", {"lodge"}),
    ],
)  # fmt: skip
def test_what_a_cell_does_is_told_apart_and_is_done_by_the_cell(text: str, types: set[str]) -> None:
    found = told(text)
    assert set(found) >= types
    for type_ in types:
        assert found[type_]
        assert all(any(word in who for word in ("cellule", "réseau", "cell", "network")) for who in found[type_]), found


def test_the_object_of_a_verb_does_not_do_what_the_next_verb_says() -> None:
    found = told("La cellule recrutait des jeunes, formait des chefs et finançait des voyages.")
    assert all("jeunes" not in who for acting in found.values() for who in acting)


def test_a_clause_after_a_comma_and_a_joint_has_its_own_subject() -> None:
    text = "Le groupe louait une maison à cet effet, et la cellule se concertait avec la police belge."
    assert any("cellule" in who for who in told(text)["consult/meeting"])


def test_money_for_a_cell_has_the_cell_as_its_beneficiary() -> None:
    (event,) = [
        e
        for e in recoupe.extract(recoupe.read_text("La cellule de Lyon finançait la cellule de Namur.")).events
        if e.type == "fund"
    ]
    assert [(p.role, p.text) for p in event.participants] == [
        ("actor", "cellule de Lyon"),
        ("beneficiary", "cellule de Namur"),
    ]


def test_two_groups_told_apart_by_their_places_are_two_ends_of_a_link() -> None:
    links = recoupe.extract(recoupe.read_text("La cellule de Lyon finançait la cellule de Namur.")).links
    assert [(link.type, link.subject, link.object) for link in links] == [
        ("finances", "cellule de Lyon", "cellule de Namur")
    ]
