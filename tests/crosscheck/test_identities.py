"""Identities: what is one over documents, what stays apart, and what short names join."""

import pytest
from handmade_names import (
    COUNTRY,
    GROUP,
    MINISTER,
    OFFICE,
    ORGANISATION,
    PERSON,
    PLACE,
    PRIVATE,
    are_one,
    entity,
    evidence,
    identities,
    surname,
)

from recoupe.crosscheck.model import Held
from recoupe.model import Entity

# --- what is one ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joëlle Marquet", "Joelle MARQUET"),
        ("Mme Joëlle Marquet", "Marquet, Joëlle"),
        ("Jean-Luc Varenne", "Jean Luc Varenne"),
        ("Jürgen Mahler", "Juergen Mahler"),
        ("Mohamed Bouzidi", "Muhammad Bouzidi"),
        ("Abdelkader Mansouri", "Abd al-Qadir al-Mansuri"),
        ("عبد القادر المنصوري", "Abdelkader Mansouri"),
        ("يوسف الخطيب", "Youssef al-Khatib"),
        ("Сергей Ковалев", "Sergueï Kovalev"),
        ("Юрий Лебедев", "Iouri Lebedev"),
        ("Anton Tchoukovski", "Anton Chukovsky"),
    ],
)
def test_a_public_person_is_one_over_spellings_and_scripts(one: str, other: str) -> None:
    assert are_one(entity(PERSON, one), entity(PERSON, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jean Dupont", "Jeanne Dupont"),
        ("Michel Roux", "Michelle Roux"),
        ("Karim Haddad", "Karima Haddad"),
        ("كريمة حداد", "Karim Haddad"),
        ("Mahmoud Saadi", "Mohamed Saadi"),
        ("Ivan Kovalev", "Ivan Kovaleva"),
        ("Jean Pierre", "Pierre Jean"),
        ("Pierre Lambert", "Paul Lambert"),
        ("Salem Khoury", "Salam Khoury"),
    ],
)
def test_names_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert not are_one(entity(PERSON, one), entity(PERSON, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EIIL", "État islamique d'Irak et du Levant"),
        ("ISIS", "Daech"),
        ("داعش", "ISIL"),
        ("ИГИЛ", "Islamic State"),
        ("Banque centrale de Syrie", "Central Bank of Syria"),
        ("جامعة حلب", "Université d'Alep"),
        ("University of Aleppo", "Aleppo University"),
        ("OTAN", "НАТО"),
        ("L'Union européenne", "European Union"),
        ("Liwa al-Furqan", "Liwa al-Fourqane"),
    ],
)
def test_an_organisation_is_one_over_acronyms_languages_and_word_order(one: str, other: str) -> None:
    assert are_one(entity(ORGANISATION, one), entity(ORGANISATION, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sciences Po Paris", "Sciences Po Lyon"),
        ("parquet de Marseille", "parquet de Lyon"),
        ("Front national", "Front de libération nationale"),
        ("Université de Liège", "Université de Gand"),
        ("Conseil de l'Europe", "Conseil européen"),
        ("Banque centrale de Syrie", "Banque centrale d'Irak"),
    ],
)
def test_organisations_that_differ_in_one_word_stay_apart(one: str, other: str) -> None:
    assert not are_one(entity(ORGANISATION, one), entity(ORGANISATION, other))


def test_a_ministry_is_one_over_languages_and_another_in_another_country() -> None:
    belgian = entity(ORGANISATION, "ministère de l'Intérieur", country="BE")
    assert are_one(belgian, entity(ORGANISATION, "SPF Intérieur", country="BE"))
    assert are_one(belgian, entity(ORGANISATION, "Belgian Interior Ministry"))
    assert not are_one(belgian, entity(ORGANISATION, "ministère de l'Intérieur", country="MA"))
    assert not are_one(belgian, entity(ORGANISATION, "وزارة الداخلية المغربية"))
    assert not are_one(belgian, entity(ORGANISATION, "ministère de la Justice", country="BE"))


def test_a_name_that_says_only_what_sort_of_thing_it_is_joins_nothing() -> None:
    assert not are_one(entity(ORGANISATION, "services de sécurité"), entity(ORGANISATION, "services de sécurité"))
    assert not are_one(entity(OFFICE, "président"), entity(OFFICE, "président"))
    assert not are_one(entity(GROUP, "jeunes combattants"), entity(GROUP, "jeunes combattants"))


def test_an_office_is_one_over_languages_within_its_country() -> None:
    assert are_one(
        entity(OFFICE, "ministre de la Défense", country="FR"), entity(OFFICE, "defence minister", country="FR")
    )
    assert not are_one(
        entity(OFFICE, "ministre de la Défense", country="FR"), entity(OFFICE, "ministre de la Défense", country="DE")
    )


def test_a_place_is_known_by_its_geonames_id_and_not_by_its_name() -> None:
    brussels = entity(PLACE, "Bruxelles", id="geonames:2800866", geonames=2800866, country="BE")
    assert are_one(brussels, entity(PLACE, "Brussels", id="geonames:2800866", geonames=2800866, country="BE"))
    tripoli = entity(PLACE, "Tripoli", id="geonames:2210247", geonames=2210247, country="LY")
    assert not are_one(tripoli, entity(PLACE, "Tripoli", id="geonames:266826", geonames=266826, country="LB"))


def test_a_country_is_known_by_its_code() -> None:
    found = identities(evidence("a", entity(COUNTRY, "Syrie", id="SY", country="SY")))
    assert found.of("a", "SY") == "SY"


def test_a_merge_says_why() -> None:
    found = identities(evidence("a", entity(ORGANISATION, "EIIL")), evidence("b", entity(ORGANISATION, "Daech")))
    (one,) = found.all
    assert "EIIL" in one.reasons[0]
    assert "Daech" in one.reasons[0]
    assert "listed" in one.reasons[0]


def test_the_shown_name_is_full_latin_and_the_most_frequent() -> None:
    names = [
        "Sergey Kovalev",
        "Sergueï Kovalev",
        "Sergueï Kovalev",
        "Сергей Ковалев",
        "Сергей Ковалев",
        "Сергей Ковалев",
    ]
    (one,) = identities(*(evidence(str(n), entity(PERSON, name)) for n, name in enumerate(names))).all
    assert one.name == "Sergueï Kovalev"
    assert set(one.names) == set(names)


# --- short names ----------------------------------------------------------------------------------------------------


def test_a_surname_alone_joins_the_one_who_holds_the_same_office() -> None:
    short = surname(office="interior minister", country="BE")
    found = identities(evidence("a", MINISTER), evidence("b", short))
    assert found.of("a", MINISTER.id) == found.of("b", short.id)


def test_a_surname_alone_joins_nobody_where_two_bear_it_in_that_office() -> None:
    other = entity(PERSON, "Luc Vandamme", office="ministre de l'Intérieur", country="BE")
    short = surname(office="ministre de l'Intérieur", country="BE")
    found = identities(evidence("a", MINISTER), evidence("b", short), evidence("c", other))
    assert len({found.of("a", MINISTER.id), found.of("b", short.id), found.of("c", other.id)}) == 3


def test_a_surname_alone_joins_nobody_of_another_office_or_country() -> None:
    for short in (
        surname(office="ministre de la Justice", country="BE"),
        surname(office="ministre de l'Intérieur", country="FR"),
    ):
        found = identities(evidence("a", MINISTER), evidence("b", short))
        assert found.of("a", MINISTER.id) != found.of("b", short.id)


def test_a_surname_without_office_asks_for_the_same_weeks_and_a_common_name() -> None:
    bureau = entity(ORGANISATION, "Office Boréal des frontières")
    full = entity(PERSON, "Élise Vandamme")
    pile = evidence("a", full, bureau, on="2014-03-01")

    def joins(*others: Entity, on: str | None) -> bool:
        found = identities(pile, evidence("b", surname(), *others, on=on))
        return found.of("a", full.id) == found.of("b", "Vandamme")

    assert joins(bureau, on="2014-03-20")
    assert not joins(bureau, on="2014-09-20")
    assert not joins(on="2014-03-20")
    assert not joins(bureau, on=None)


def test_two_surnames_alone_are_not_one() -> None:
    assert not are_one(surname(), surname())


def test_an_acronym_joins_the_only_name_that_bears_it() -> None:
    full = entity(ORGANISATION, "Organe de veille des frontières", acronym="OVF")
    assert are_one(full, entity(ORGANISATION, "OVF"))
    second = entity(ORGANISATION, "Office vert de Flandre", acronym="OVF")
    found = identities(evidence("a", full), evidence("b", entity(ORGANISATION, "OVF")), evidence("c", second))
    assert len(found.all) == 3


def test_a_middle_initial_joins_and_a_further_name_asks_for_the_same_country() -> None:
    assert are_one(entity(PERSON, "Harold Benning"), entity(PERSON, "Harold J. Benning"))
    assert not are_one(entity(PERSON, "Ali Sahraoui"), entity(PERSON, "Ali Abdallah Sahraoui"))
    assert are_one(entity(PERSON, "Ali Sahraoui", country="YE"), entity(PERSON, "Ali Abdallah Sahraoui", country="YE"))


# --- private persons ------------------------------------------------------------------------------------------------


def test_private_persons_of_one_name_are_never_one_by_name_alone() -> None:
    assert not are_one(PRIVATE, PRIVATE)
    assert not are_one(PRIVATE, entity(PERSON, "Karim Benhaddou"))


def test_a_private_person_is_one_over_copies_of_one_text() -> None:
    pile = [evidence(d, PRIVATE) for d in "abc"]
    found = identities(*pile, families={"a": "a", "b": "a", "c": "c"})
    assert found.of("a", PRIVATE.id) == found.of("b", PRIVATE.id) != found.of("c", PRIVATE.id)


def test_the_id_of_a_private_person_does_not_tell_the_name() -> None:
    (one,) = identities(evidence("a", PRIVATE)).all
    assert "enhaddou" not in one.id


# --- offices --------------------------------------------------------------------------------------------------------


def test_offices_held_come_with_their_time_and_documents() -> None:
    minister = entity(PERSON, "Élise Vandamme", office="ministre de l'Intérieur", country="BE")
    mayor = entity(PERSON, "Élise Vandamme", office="bourgmestre", country="BE")
    found = identities(
        evidence("a", minister, on="2014-02-01"),
        evidence("b", minister, on="2013-01-01"),
        evidence("c", mayor, on="2015-06-01"),
        evidence("d", mayor),
    )
    (one,) = found.all
    assert one.offices == (
        Held("ministre de l'Intérieur (BE)", "2013-01-01", "2014-02-01", ("a", "b")),
        Held("bourgmestre (BE)", "2015-06-01", "2015-06-01", ("c", "d")),
    )
