"""Passages: sentences of French and English press, where stops do not end them and where they do."""

from __future__ import annotations

import pytest

from recoupe.reading.passages import LONGEST_SENTENCE, sentences

# One sentence a row: each must stay whole before and after another.
WHOLE = (
    "M. Carrel a refusé de répondre.",
    "Mme L. Ostrowski, née à Sète, préside le comité.",
    "L'art. 12 du décret fixe la règle.",
    "Voir p. 14 et n. 5 du rapport.",
    "Le Dr. Marchand soigne les blessés.",
    "La saisie porte sur 1.200 permis et 3,5 tonnes.",
    "Les É.-U. ont voté contre.",
    "« Nous irons jusqu'au bout ! » a-t-il crié.",
    "« Où sont-ils ? » demande-t-elle.",
    "Le site exemple.fr a publié la liste.",
    "Il a hésité... puis il a signé.",
    "The U.S. delegation left at 5 p.m. on Monday.",
    "Mr. Hollis met Gen. Abrams in Oslo.",
    "Prof. Lindqvist and Dr. Amari signed it.",
    "The firm (Northwind Ltd.) denied it.",
    "“Who knows?” he asked.",
    "It cost 3.5 million, according to No. 12.",
    "J. R. Calder, aged 44, was released.",
    "Le 3 janv. 2026, le pont a rouvert.",
    "La réunion a eu lieu le 5 déc. à Gand.",
)
PAIRS = (
    ("Le pont est fermé.", "Les camions attendent."),
    ("« Le pont est fermé. »", "Les camions attendent."),
    ("Où vont-ils ?", "Personne ne le sait."),
    ("Il vit à l'est.", "Elle vit à l'ouest."),
    ("Ils sont partis par la mer.", "Leur bateau a coulé."),
    ("They left by sea.", "No one saw them."),
    ("“The bridge is closed.”", "Trucks are waiting."),
    ("Le groupe compte douze membres, dont le Maroc, la Tunisie, etc.", "Il se réunit chaque mois."),
    ("Ils ont crié « Assez ! ».", "La police est venue."),
    ("It was over in 2024.", "Nobody complained."),
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("sentence", WHOLE)
def test_a_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    text = f"Tout a commencé lundi. {sentence} Le reste suivra."
    assert split(text) == ["Tout a commencé lundi.", sentence, "Le reste suivra."]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_sentences_are_two(first: str, second: str) -> None:
    assert split(f"{first} {second}") == [first, second]


def test_an_endless_sentence_is_cut_at_a_space() -> None:
    parts = split("mot " * 5000)
    assert len(parts) > 1
    assert all(len(part) <= LONGEST_SENTENCE for part in parts)
    assert " ".join(parts).split() == ["mot"] * 5000


def test_white_space_belongs_to_no_sentence() -> None:
    assert split("  Le pont est fermé.   Les camions attendent.  ") == ["Le pont est fermé.", "Les camions attendent."]
