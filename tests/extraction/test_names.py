"""Names: persons with office, organisations, countries, places, groups, on sentences written for these tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spoken import document

import recoupe
from recoupe.extraction.names import bounded, names
from recoupe.extraction.view import View
from recoupe.model import Entity, Mention, Passage


def named(text: str, language: str = "fr") -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    return names(View(recoupe.read_text(text, language=language)))


def found(text: str, language: str = "fr") -> set[tuple[str, str, str]]:
    """Kind, words and entity of each mention."""
    return {(str(m.kind), m.text, m.entity) for m in named(text, language)[1]}


def test_an_office_before_the_name_belongs_to_the_person() -> None:
    entities, _ = named("Le ministre français de l’Intérieur, Paul Garnier, a reçu Claire Vasseur à Lyon.")
    person = entities["Paul Garnier"]
    assert (person.office, person.country, person.is_public) == ("ministre de l'Intérieur", "FR", True)
    assert not entities["Claire Vasseur"].is_public


def test_an_office_after_the_name_belongs_to_the_person() -> None:
    entities, _ = named("Hélène Morel, porte-parole du parquet fédéral, a parlé.")
    assert entities["Hélène Morel"].office == "porte-parole du parquet fédéral"
    assert entities["Hélène Morel"].is_public


@pytest.mark.parametrize("again", ["Mme Morel", "Morel", "Helene Morel"])
def test_later_forms_of_a_name_are_the_same_person(again: str) -> None:
    entities, mentions = named(f"Mme Hélène Morel a parlé hier. Ensuite, selon {again}, rien n’est sûr.")
    assert [m.entity for m in mentions if m.kind == "person"] == ["Hélène Morel", "Hélène Morel"]
    assert sum(e.kind == "person" for e in entities.values()) == 1


def test_particles_stay_in_a_name() -> None:
    assert ("person", "Karim Ben Salah", "Karim Ben Salah") in found("Karim Ben Salah a été jugé à Tunis.")


def test_two_portfolios_are_two_offices() -> None:
    offices = {e for kind, _, e in found("Elle a vu les ministres de la Justice et de la Défense.") if kind == "office"}
    assert offices == {"ministre de la Justice", "ministre de la Défense"}


def test_a_capital_that_acts_is_its_government_and_else_a_place() -> None:
    kinds = [str(m.kind) for m in named("Washington estime que la trêve tient. Il habite à Washington.")[1]]
    assert kinds == ["country", "place"]


def test_the_kingdom_is_the_one_spoken_of_and_not_the_united_one() -> None:
    rows = found("Le Royaume-Uni hésite. Au Maroc, le Royaume renforce ses contrôles.")
    assert ("country", "le Royaume", "MA") in rows
    assert ("country", "Royaume-Uni", "GB") in rows


def test_an_adjective_of_nationality_is_a_country_inside_the_service_that_it_qualifies() -> None:
    entities, mentions = named("Les services de sécurité tunisiens ont parlé.")
    assert {(str(m.kind), m.text) for m in mentions} == {
        ("organisation", "services de sécurité tunisiens"),
        ("country", "tunisiens"),
    }
    assert entities["services de sécurité tunisiens"].country == "TN"


def test_a_ministry_takes_the_country_spoken_of() -> None:
    assert "ministère de la Justice (TN)" in named("La Tunisie a réagi, dit le ministère de la Justice.")[0]


def test_a_quoted_task_force_is_an_organisation_by_its_whole_name() -> None:
    assert ("organisation", "task force Sahel", "task force Sahel") in found("Une « task force Sahel » se réunit.")


def test_an_acronym_in_parentheses_is_the_organisation_before_it() -> None:
    entities, mentions = named("L'Organisation du traité de l'Atlantique nord (OTAN) et l’OTAN encore.")
    assert len({m.entity for m in mentions if m.kind == "organisation"}) == 1, entities


def test_an_unknown_acronym_stands_for_the_words_before_it_all_over_the_text() -> None:
    rows = found("L’Organe de veille des frontières (OVF) alerte la Belgique. Puis l’OVF attend.")
    assert {e for kind, _, e in rows if kind == "organisation"} == {"Organe de veille des frontières"}


def test_spellings_of_a_known_organisation_are_one() -> None:
    assert len({e for k, _, e in found("Al-Qaida, Al-Qaïda et Al Qaeda.") if k == "organisation"}) == 1


def test_unnamed_people_are_roles_and_groups() -> None:
    rows = found("Un recruteur présumé a envoyé de jeunes jihadistes.")
    assert {("role", "recruteur présumé"), ("group", "jeunes jihadistes")} == {(k, t) for k, t, _ in rows}


def test_common_words_with_a_capital_are_no_names() -> None:
    assert found("Objectif : agir vite. Réunion lundi. Selon certains, le Jihad attire.") == set()


def test_a_place_has_its_geonames_id_and_coordinates() -> None:
    entities, _ = named("Ils se sont vus à Bruxelles.")
    place = entities["geonames:2800866"]
    assert (place.name, place.country) == ("Bruxelles", "BE")
    assert place.latitude == pytest.approx(50.85, abs=0.01)


def test_a_town_that_is_also_a_word_needs_a_place_before_it() -> None:
    assert ("place", "Nice", "geonames:2990440") in found("Il vit à Nice.")
    assert found("Les Tours du quartier sont hautes.") == set()


def test_english_runs_on_the_same_code() -> None:
    entities, _ = named("British foreign minister John Carter met Sarah Blake in London. Carter left.", "en")
    assert (entities["John Carter"].office, entities["John Carter"].country) == ("foreign minister", "GB")
    assert {"Sarah Blake", "geonames:2643743"} <= entities.keys()


def test_offsets_give_the_words() -> None:
    text = "Le ministère de l’Intérieur a vu Paul Garnier, de l’ONU, à Tunis."
    document = recoupe.read_text(text, language="fr")
    _, mentions = names(View(document))
    assert mentions
    for m in mentions:
        assert document.text[m.start : m.end] == m.text
        assert document.original_text(m.start, m.end) == m.text


def test_all_that_the_article_names_is_found_and_none_of_what_it_does_not(shared: Path) -> None:
    gold = json.loads((shared / "articles" / "brussels-2014.gold.json").read_text(encoding="utf-8"))
    (document,) = recoupe.read(shared / "articles" / "brussels-2014.txt")
    entities, mentions = names(View(document))
    forms = {f for e in entities.values() for f in (e.id, e.name, f"{e.name} ({e.acronym})")}
    assert [name for name in gold["organisations"] if name not in forms] == []
    assert set(gold["countries"]) <= {m.entity for m in mentions if m.kind == "country"}
    assert [m.text for m in mentions if m.text in gold["not_entities"]] == []


def test_a_line_without_an_end_is_read_in_stretches_that_join_up() -> None:
    text = "mot " * 499 + "Belgique " + "mot " * 2000
    (sentence,) = View(document(text, (Passage(0, len(text), language="fr"),), "fr")).sentences
    parts = list(bounded(sentence))
    assert "".join(p.text for p in parts) == text
    assert all(text[p.start : p.end] == p.text for p in parts)
    assert any("Belgique" in p.text for p in parts)


def test_who_heads_a_public_body_is_public_and_who_heads_a_cell_is_not() -> None:
    entities, _ = named("Nadège Orlan, directrice du port de Sète, a parlé. Gilles Taron, chef de la cellule, se tait.")
    assert entities["Nadège Orlan"].is_public
    assert entities["Nadège Orlan"].office == "directrice du port de Sète"
    assert not entities["Gilles Taron"].is_public


def test_a_ministry_is_that_of_the_police_beside_it() -> None:
    text = "Spanish police stopped two trucks on their way to Turkey, the Interior Ministry said."
    entities, _ = named(text, "en")
    assert entities["Interior Ministry (ES)"].country == "ES"


def test_a_name_after_a_role_is_a_private_person() -> None:
    entities, _ = named("La blogueuse syrienne Rasha Qabbani a été libérée lundi.")
    assert entities["Rasha Qabbani"].kind == "person"
    assert not entities["Rasha Qabbani"].is_public


def test_a_body_is_named_through_its_complements() -> None:
    rows = found("La Fédération régionale des pêcheurs a écrit au Comité de sauvetage du lac. Le Parlement attend.")
    names = {t for kind, t, _ in rows if kind == "organisation"}
    assert {"Fédération régionale des pêcheurs", "Parlement"} <= names


def test_what_is_quoted_after_a_noun_is_the_whole_name() -> None:
    rows = found('Elle dirige l\'association ukrainienne "Un toit, une école" depuis 2010.')
    assert [t for kind, t, _ in rows if kind == "organisation"] == ["Un toit, une école"]


def test_a_slogan_after_a_noun_ends_before_the_aim() -> None:
    rows = found("Il a créé l’association Lumière pour nos Enfants pour réclamer une enquête.")
    assert [t for kind, t, _ in rows if kind == "organisation"] == ["Lumière pour nos Enfants"]


def test_an_unknown_first_name_is_a_persons_by_what_the_person_does() -> None:
    _, mentions = named("La police cherche Xilda Morvane depuis lundi. Xilda Morvane a été arrêtée hier.")
    assert [m.text for m in mentions if m.kind == "person"] == ["Xilda Morvane", "Xilda Morvane"]


def test_a_family_and_a_street_are_no_persons() -> None:
    rows = found("La famille Thomas vit rue Victor Hugo. Un accident a bloqué la route Ricardo Balbin.")
    assert not [t for kind, t, _ in rows if kind == "person"]


def test_words_shouted_are_no_acronyms() -> None:
    rows = found("Il a crié : LA CHUTE DES FRÈRES EST PROCHE, et la foule a répondu.")
    assert not [t for kind, t, _ in rows if kind == "organisation"]


def persons_public(text: str) -> dict[str, bool]:
    entities = recoupe.extract(recoupe.read_text(text, language="fr")).entities.values()
    return {e.name: e.is_public for e in entities if e.kind == "person"}


def test_a_namesake_of_a_minister_stays_private() -> None:
    public = persons_public(
        "Le ministre de l’Intérieur Hassan Bennani a parlé. Un étudiant, Karim Bennani, a été arrêté. M. Bennani a nié."
    )
    assert public["Hassan Bennani"] is True
    assert public["Karim Bennani"] is False


def test_the_minister_who_acts_after_a_name_is_not_that_person() -> None:
    public = persons_public("Selon Sophie Marchal, le ministre de la Justice a démissionné lundi.")
    assert public["Sophie Marchal"] is False


def test_the_brother_of_an_officer_is_private() -> None:
    public = persons_public("Le frère de Rémi Dufour, le colonel Alain Dufour, est arrivé.")
    assert public["Rémi Dufour"] is False
    assert public["Alain Dufour"] is True
