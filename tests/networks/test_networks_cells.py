"""Cells without a name: which of them are one, and what is said where the texts do not tell."""

from __future__ import annotations

import pytest
from knots import lines, of_texts

from recoupe.networks import Network, Node, NodeKind

NAMUR = "Le 3 mai 2026, la police belge a démantelé une cellule à Namur."
LYON = "Le 5 mai 2026, la police française a démantelé une cellule à Lyon."
RECRUITS = "La cellule recrutait des jeunes dans deux clubs."


def cells(network: Network) -> list[Node]:
    return [node for node in network.nodes if node.kind is NodeKind.CELL]


def test_the_cell_is_that_of_its_text_where_the_text_tells_of_one() -> None:
    network = of_texts(f"{NAMUR} {RECRUITS}")
    assert [node.name for node in cells(network)] == ["a cell in Namur"]
    assert ("recruiting", "a cell in Namur", "a recruit") in lines(network)


def test_the_cell_of_a_text_on_two_cells_stays_one_of_which_it_is_not_told_which() -> None:
    network = of_texts(f"{NAMUR} {LYON} {RECRUITS}")
    (vague,) = [node for node in cells(network) if node.is_vague]
    assert (vague.called, vague.place) == ("cell", "")
    assert {node.name for node in cells(network)} == {"a cell in Namur", "a cell in Lyon", "a cell"}
    assert ("recruiting", "a cell", "a recruit") in lines(network)


def test_the_cell_of_two_texts_on_different_cells_confirms_neither() -> None:
    tail = "La cellule recrutait des jeunes et était en contact avec Katibat al-Fajr, affiliée à Al-Qaida."
    network = of_texts(f"{NAMUR} {tail}", f"{LYON} {tail}")
    recruiting = [tie for tie in network.ties if tie.function == "recruiting"]
    assert {network.by_key[tie.source].name for tie in recruiting} == {"a cell in Namur", "a cell in Lyon"}
    assert [tie.independent for tie in recruiting] == [1, 1]
    assert all(tie.grade >= "F3" for tie in recruiting)


def test_cells_of_one_place_years_apart_are_two() -> None:
    network = of_texts(
        "NAMUR, 4 mai 2022 (Agence Levant) – La police belge a démantelé une cellule à Namur le 3 mai 2022.",
        "NAMUR, 4 mai 2026 (Agence Transmed) – La police belge a démantelé une cellule à Namur le 3 mai 2026.",
    )
    assert [node.name for node in cells(network)] == ["a cell in Namur", "a cell in Namur"]


def test_a_cell_without_a_place_has_the_country_of_the_service_that_dismantled_it() -> None:
    text = "Les services de sécurité marocains ont démantelé des cellules terroristes en mai 2026."
    (cell,) = cells(of_texts(text))
    assert (cell.called, cell.country, cell.name) == ("cells", "MA", "cells in Morocco")


def test_the_place_of_a_text_is_not_that_of_a_house_in_another() -> None:
    network = of_texts(
        f"{LYON} La cellule de Lyon louait un appartement pour des volontaires.",
        f"{NAMUR} La cellule de Namur hébergeait des volontaires dans une maison de Namur.",
    )
    found = {line for line in lines(network) if line[0] == "lodging"}
    assert ("lodging", "a cell in Lyon", "a house in Namur") not in found
    assert ("lodging", "a cell in Namur", "a house in Namur") in found


def test_private_persons_of_two_cells_are_never_one_node() -> None:
    network = of_texts(f"{NAMUR} {RECRUITS}", f"{LYON} {RECRUITS}")
    roles = [node for node in network.nodes if node.kind is NodeKind.ROLE]
    assert len({tie.source for tie in network.ties if tie.target in {node.key for node in roles}}) == len(roles) == 2


@pytest.mark.parametrize(
    "text",
    [
        "La cellule de crise s'est réunie à Namur avec Europol le 3 mai 2026.",
        "La cellule de coordination recrute des jeunes à Namur.",
        "Les réseaux sociaux recrutent des jeunes.",
        "La Cellule de traitement des informations financières (CTIF) a collecté des dons en mai 2026.",
        "The crisis cell met Europol in Namur on 3 May 2026.",
    ],
)
def test_a_crisis_cell_and_a_social_network_are_no_cells(text: str) -> None:
    assert cells(of_texts(text)) == []
