"""Drawing: what findings tell of who does what for whom; what falls when a document falls; nobody by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from knots import crosschecked, lines, of_texts, story

import recoupe
from recoupe.crosscheck.findings import Findings
from recoupe.languages import available, table
from recoupe.model import plain
from recoupe.networks import NodeKind, drawn
from recoupe.networks.rules import rules

FRENCH = (
    "RABAT, 3 mars 2026 (Agence Transmed) – Les services de sécurité marocains ont démantelé une cellule à Nador le 2 mars 2026. "
    "La cellule recrutait des jeunes, les endoctrinait, leur apprenait des précautions et collectait des dons pour payer les "
    "voyages. La cellule se réunissait dans une maison louée à cet effet, et se concertait avec des représentants de Katibat al-Fajr, "
    "affiliée à Al-Qaida. Des volontaires marocains partaient vers la Syrie via l'Espagne et la Turquie."
)
ENGLISH = (
    "RABAT, 3 March 2026 (The Harbour Courier) – Moroccan security services dismantled a cell in Nador on 2 March 2026. The cell "
    "recruited young men, indoctrinated them and taught them security precautions. The cell collected donations. The cell met in a "
    "rented house and was in contact with Katibat al-Fajr, which is affiliated with Al-Qaeda. Moroccan volunteers travelled to "
    "Syria via Spain and Turkey."
)
FUNCTIONS = {
    ("recruiting", "a cell in Nador", "a recruit"),
    ("indoctrination", "a cell in Nador", "a recruit"),
    ("training", "a cell in Nador", "a recruit"),
    ("funding", "a donor", "a cell in Nador"),
    ("lodging", "a cell in Nador", "a house"),
    ("liaison", "a cell in Nador", "Katibat al-Fajr"),
    ("belonging", "Katibat al-Fajr", "Al-Qaida"),
    ("travel", "Morocco", "Syria"),
}


@pytest.mark.parametrize("text", [FRENCH, ENGLISH])
def test_each_function_of_a_cell_is_drawn_in_either_language(text: str) -> None:
    found = lines(of_texts(text))
    assert found >= FUNCTIONS
    assert {target for function, _, target in found if function == "dismantling"} == {"a cell in Nador"}


def test_the_article_gives_a_network_of_all_that_it_says_of_cells(shared: Path) -> None:
    (document,) = recoupe.read(shared / "articles" / "brussels-2014.txt")
    network = drawn(recoupe.crosscheck([recoupe.extract(document)]).findings)
    (cells,) = [node for node in network.nodes if node.kind is NodeKind.CELL]
    assert (cells.called, cells.country) == ("cells", "MA")
    assert lines(network) >= {
        ("recruiting", cells.name, "a recruit"),
        ("travel", cells.name, "Syria"),
        ("funding", "a donor", cells.name),
        ("indoctrination", cells.name, "a recruit"),
        ("training", cells.name, "a recruit"),
        ("lodging", cells.name, "a house"),
        *(
            ("liaison", cells.name, name)
            for name in ("Sham al-Islam", "Jabhat al-Nusra", "Etat islamique d'Irak et du Levant")
        ),
        ("belonging", "Jabhat al-Nusra", "Al-Qaida"),
    }
    (way,) = [tie for tie in network.ties if tie.through]
    assert (way.source, way.through, way.target) == ("country:MA", ("country:TR",), "country:SY")


def test_a_finding_of_the_engine_and_its_stored_body_draw_the_same() -> None:
    findings = crosschecked(FRENCH).findings
    assert drawn(findings) == drawn(json.loads(json.dumps([plain(finding) for finding in findings])))


def test_the_order_in_which_findings_are_given_changes_nothing() -> None:
    findings = crosschecked(*story("4")).findings
    assert drawn(findings) == drawn(reversed(findings))


@pytest.fixture(scope="module")
def told() -> Findings:
    return crosschecked(*story("40", "41", "42", "43", "44"))


def test_withdrawing_a_document_loses_what_stood_on_it_alone_and_nothing_else(told: Findings) -> None:
    before = drawn(told.findings)
    assert any(len(tie.documents) == 1 for tie in before.ties)
    for document in sorted({document for tie in before.ties for document in tie.documents}):
        kept = {tie.key for tie in before.ties if set(tie.documents) - {document}}
        told.withdraw(document, "it was called back")
        after = drawn(told.findings)
        assert {tie.key for tie in after.ties} == kept
        assert {node.key for node in after.nodes} == {
            key for tie in after.ties for key in (tie.source, tie.target, *tie.through)
        }
        assert not any(document in tie.documents for tie in after.ties)
        told.restore(document, "it was right after all")
        assert drawn(told.findings) == before


def test_what_only_a_denial_tells_is_not_drawn_and_what_it_denies_is_contradicted() -> None:
    assert not [tie for tie in of_texts(*story("43")).ties if tie.function == "funding"]
    alone, both = of_texts(*story("42")), of_texts(*story("42", "43"))
    for network, is_contradicted in ((alone, False), (both, True)):
        (tie,) = [t for t in network.ties if t.function == "funding"]
        assert network.by_key[tie.source].name == "a cell in Lyon"
        assert network.by_key[tie.target].name == "a cell in Tétouan"
        assert (tie.is_contradicted, tie.independent) == (is_contradicted, 1)


def test_two_independent_texts_are_two_sources_of_a_tie(told: Findings) -> None:
    network = drawn(told.findings)
    by_line = {
        (tie.function, network.by_key[tie.source].name, network.by_key[tie.target].name): tie for tie in network.ties
    }
    assert by_line["recruiting", "a cell in Tétouan", "a recruit"].independent == 2
    assert by_line["indoctrination", "a cell in Tétouan", "a recruit"].independent == 1


def test_the_stops_of_a_way_stand_in_the_order_of_the_text() -> None:
    network = of_texts("Le 3 mai 2026, des volontaires belges partaient vers la Syrie via la Turquie et l'Irak.")
    assert ("country:TR", "country:IQ") in [tie.through for tie in network.ties]
    network = of_texts("Le 3 mai 2026, des volontaires belges partaient vers la Syrie via l'Irak et la Turquie.")
    assert ("country:IQ", "country:TR") in [tie.through for tie in network.ties]


@pytest.mark.parametrize(
    "text",
    [
        "Karim Belkacem recrutait des jeunes à Namur le 3 mai 2026.",
        "La cellule de Namur a recruté Karim Belkacem le 3 mai 2026.",
        "La police belge a démantelé le réseau de Karim Belkacem à Namur le 3 mai 2026.",
        "Karim Belkacem finançait la cellule de Namur en mai 2026.",
        "La cellule de Namur hébergeait Karim Belkacem, un étudiant, en mai 2026.",
        "La cellule de Namur était en contact avec Karim Belkacem, recruteur de Lyon.",
        "Karim Belkacem est parti vers la Syrie via la Turquie le 3 mai 2026.",
        "The Namur cell lodged Karim Belkacem, a student, in a rented house in May 2026.",
    ],
)
def test_a_private_person_is_never_named_in_a_network(text: str) -> None:
    network = of_texts(text)
    assert "belkacem" not in json.dumps(plain(network)).casefold()


def test_the_way_of_a_single_private_person_is_not_drawn() -> None:
    assert of_texts("Un homme est parti vers la Syrie le 3 mai 2026.").ties == ()
    assert of_texts("Des volontaires sont partis vers la Syrie le 3 mai 2026.").ties != ()


def test_who_speaks_for_a_body_is_drawn_as_the_body() -> None:
    text = "La cellule de Namur se concertait avec des émissaires de Katibat al-Fajr, affiliée à Al-Qaida."
    assert ("liaison", "a cell in Namur", "Katibat al-Fajr") in lines(of_texts(text))


def test_services_and_public_bodies_are_no_part_of_what_they_dismantle() -> None:
    text = "L'Union européenne finance la formation des juges. La police fédérale forme des recrues depuis mai 2026."
    assert of_texts(text).ties == ()


def test_a_plan_or_a_cancelled_thing_is_not_drawn() -> None:
    assert of_texts("La cellule de Namur prévoit de recruter des jeunes en mai 2026.").ties == ()


def test_words_and_rules_of_functions_fit_together() -> None:
    types = (
        {*table("common", "events")}
        | {row["type"] for code in available() for row in table(code, "links")["link"]}
        | {"transit country"}
    )
    codes = table("common", "functions")["unnamed"]
    first, *others = [table(code, "functions") for code in available()]
    for other in others:
        assert set(other["words"]) == set(first["words"])
        assert set(other["roles"]) == set(first["roles"])
    for rows in rules().values():
        for rule in rows:
            assert rule.types <= types
            assert {rule.else_by, rule.else_to, rule.to_role} - {""} <= set(codes) | set(first["roles"])
            assert {rule.words, rule.not_words, rule.to_words, rule.else_words} - {""} <= set(first["words"])
