"""Links on sentences of our own: who is tied to whom, each pair of a list, denials, transit countries."""

from __future__ import annotations

from handmade import Hand

NAMES: dict[str, tuple[str, ...]] = {
    "Katibat Ennour": ("organisation", "Katibat Ennour"),
    "Front du Levant": ("organisation", "Front du Levant"),
    "Jund al-Bahr": ("organisation", "Jund al-Bahr"),
    "Al-Qaida": ("organisation", "Al-Qaida"),
    "Europol": ("organisation", "Europol"),
    "Luc Fabre": ("person", "Luc Fabre"),
    "Grèce": ("country", "GR", "GR", "Grèce"),
    "Turquie": ("country", "TR", "TR", "Turquie"),
    "Libye": ("country", "LY", "LY", "Libye"),
    "Tunisiens": ("country", "TN", "TN", "Tunisie"),
}


def tied(text: str) -> set[tuple[str, str, str]]:
    links = Hand(text, NAMES).links()
    assert len({(x.subject, x.type, x.object) for x in links}) == len(links)
    return {(x.subject, x.type, x.object) for x in links}


def test_each_pair_of_two_lists_is_a_link() -> None:
    found = tied("Katibat Ennour et Jund al-Bahr sont liés à Al-Qaida et au Front du Levant.")
    assert found == {
        (one, "affiliated with", other)
        for one in ("Katibat Ennour", "Jund al-Bahr")
        for other in ("Al-Qaida", "Front du Levant")
    }


def test_what_is_named_in_particular_takes_the_place_of_the_general_word() -> None:
    found = tied(
        "Des passeurs coordonnent leurs trajets avec les groupes armés affiliés à Al-Qaida, en particulier les mouvements "
        "Katibat Ennour et Jund al-Bahr."
    )
    assert found == {
        ("passeurs", "liaises with", "Katibat Ennour"),
        ("passeurs", "liaises with", "Jund al-Bahr"),
        ("Katibat Ennour", "affiliated with", "Al-Qaida"),
        ("Jund al-Bahr", "affiliated with", "Al-Qaida"),
    }


def test_a_link_in_a_negated_clause_is_denied() -> None:
    (link,) = Hand("Katibat Ennour n’est pas liée à Al-Qaida.", NAMES).links()
    assert link.is_denied


def test_membership_after_a_name_in_commas() -> None:
    assert tied("Luc Fabre, membre du Front du Levant, vit en Grèce.") == {
        ("Luc Fabre", "member of", "Front du Levant")
    }


def test_who_directs_an_organisation_presides_it() -> None:
    assert tied("Luc Fabre dirige Europol.") == {("Luc Fabre", "presides", "Europol")}
    assert tied("Europol, dirigé par Luc Fabre, s’inquiète.") == {("Luc Fabre", "presides", "Europol")}


def test_a_crossing_point_leads_to_where_the_travellers_of_the_text_go() -> None:
    found = tied(
        "Des Tunisiens partent vers la Libye. La police surveille la Grèce et la Turquie, points de passage de ces jeunes."
    )
    assert found == {("GR", "transit country", "LY"), ("TR", "transit country", "LY")}


def test_travel_by_a_country_makes_it_a_transit_country_once() -> None:
    found = tied("Des Tunisiens partent vers la Libye via la Grèce. La Grèce est un pays de transit vers la Libye.")
    assert found == {("GR", "transit country", "LY")}


def test_every_link_quotes_the_text() -> None:
    hand = Hand("Luc Fabre dirige Europol. Katibat Ennour est proche d’Al-Qaida.", NAMES)
    links = hand.links()
    assert len(links) == 2
    for link in links:
        assert hand.document.text[link.start : link.end] == link.text
