"""Identities: what is one over documents, what stays apart, what people rule, and that order never matters."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.crosscheck.identities import Identities, IdentityIndex
from recoupe.crosscheck.model import Held, Ruling, RulingKind
from recoupe.crosscheck.ruled import ruling_id
from recoupe.model import Entity, EntityKind, Evidence, Provenance, Published

PERSON, ORGANISATION, OFFICE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.OFFICE
PLACE, COUNTRY, GROUP = EntityKind.PLACE, EntityKind.COUNTRY, EntityKind.GROUP


def entity(kind: EntityKind, name: str, **more: Any) -> Entity:
    country = more.get("country")
    key = f"{name} ({country})" if country and kind in (ORGANISATION, OFFICE) else name
    return Entity(more.pop("id", key), kind, name, is_public=more.pop("is_public", True), **more)


def evidence(document: str, *entities: Entity, on: str | None = None) -> Evidence:
    day = date.fromisoformat(on) if on else None
    published = Published(day, day) if day else Published()
    return Evidence(document, "fr", {e.id: e for e in entities}, provenance=Provenance(published=published))


def identities(*pile: Evidence, rulings: tuple[Ruling, ...] = (), families: dict[str, str] | None = None) -> Identities:
    index = IdentityIndex()
    for one in pile:
        index.add(one)
    return index.identities(rulings, families)


def are_one(one: Entity, other: Entity) -> bool:
    found = identities(evidence("a", one), evidence("b", other))
    return found.of("a", one.id) == found.of("b", other.id)


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


MINISTER = entity(PERSON, "Élise Vandamme", office="ministre de l'Intérieur", country="BE")


def surname(name: str = "Vandamme", **more: Any) -> Entity:
    return entity(PERSON, name, **more)


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


PRIVATE = entity(PERSON, "Karim Benhaddou", is_public=False)


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


# --- rulings --------------------------------------------------------------------------------------------------------


def rule(
    kind: RulingKind, subject: str, other: str = "", at: str = "2024-01-01", why: str = "seen in the file"
) -> Ruling:
    return Ruling(kind, subject, why, other, by="I. Reader", at=at)


def test_a_person_may_part_what_a_list_joins_and_it_holds_for_documents_to_come() -> None:
    apart = (rule(RulingKind.NOT_SAME, "EIIL", "Daech"),)
    pile = [evidence("a", entity(ORGANISATION, "EIIL")), evidence("b", entity(ORGANISATION, "Daech"))]
    for n, name in enumerate(["Daech", "داعش", "EIIL", "ISIS", "État islamique"]):
        pile.append(evidence(f"c{n}", entity(ORGANISATION, name)))
        found = identities(*pile, rulings=apart)
        assert found.of("a", "EIIL") != found.of("b", "Daech")
        assert len(found.all) == 2


def test_a_person_may_join_what_no_rule_joins_and_the_reason_says_who() -> None:
    one, other = entity(PERSON, "Élise Vandamme"), entity(PERSON, "Élise Delacroix")
    found = identities(
        evidence("a", one), evidence("b", other), rulings=(rule(RulingKind.SAME, one.name, other.name, why="married"),)
    )
    (joined,) = found.all
    assert joined.reasons == ("ruled the same by I. Reader: married",)


def test_a_ruling_that_is_taken_back_is_as_if_never_made() -> None:
    ruling = rule(RulingKind.NOT_SAME, "EIIL", "Daech")
    back = rule(RulingKind.TAKE_BACK, ruling_id(ruling), at="2024-02-01")
    again = rule(RulingKind.TAKE_BACK, ruling_id(back), at="2024-03-01")
    pile = [evidence("a", entity(ORGANISATION, "EIIL")), evidence("b", entity(ORGANISATION, "Daech"))]
    assert identities(*pile, rulings=(back, ruling)) == identities(*pile)
    assert identities(*pile, rulings=(again, back, ruling)) == identities(*pile, rulings=(ruling,))


def test_of_two_rulings_on_one_pair_the_later_holds() -> None:
    pile = [evidence("a", entity(PERSON, "Élise Vandamme")), evidence("b", entity(PERSON, "Élise Delacroix"))]
    same = rule(RulingKind.SAME, "Élise Vandamme", "Élise Delacroix", at="2024-01-01")
    apart = rule(RulingKind.NOT_SAME, "Élise Delacroix", "Élise Vandamme", at="2024-05-01")
    assert len(identities(*pile, rulings=(apart, same)).all) == 2


def test_two_persons_of_one_name_can_be_parted_by_their_documents() -> None:
    name = entity(PERSON, "Jean Martin")
    pile = [evidence(d, name) for d in "abc"]
    assert len(identities(*pile).all) == 1
    found = identities(*pile, rulings=(rule(RulingKind.NOT_SAME, "a#Jean Martin", "b#Jean Martin"),))
    assert found.of("a", name.id) != found.of("b", name.id)
    assert sorted((m.document, m.entity) for i in found.all for m in i.members) == [(d, name.id) for d in "abc"]
    assert all(found.by_id[found.of(d, name.id)] for d in "abc")


def test_private_persons_can_be_joined_by_a_person() -> None:
    found = identities(
        evidence("a", PRIVATE),
        evidence("b", PRIVATE),
        rulings=(rule(RulingKind.SAME, f"a#{PRIVATE.id}", f"b#{PRIVATE.id}"),),
    )
    (one,) = found.all
    assert not one.is_public


# --- only the set counts --------------------------------------------------------------------------------------------

NAMES = [
    entity(PERSON, "Élise Vandamme", office="ministre de l'Intérieur", country="BE"),
    entity(PERSON, "Elise Vandamme"),
    entity(PERSON, "Élise Vandamme", office="députée", country="FR"),
    entity(PERSON, "Vandamme"),
    entity(PERSON, "Vandamme", office="interior minister", country="BE"),
    entity(PERSON, "Luc Vandamme", office="ministre de l'Intérieur", country="BE"),
    entity(PERSON, "Mohamed Saïdi"),
    entity(PERSON, "محمد سعيدي"),
    entity(PERSON, "Muhammad Ali Saidi", country="DZ"),
    entity(PERSON, "Mohamed Saidi", country="DZ"),
    PRIVATE,
    entity(ORGANISATION, "EIIL"),
    entity(ORGANISATION, "Daech"),
    entity(ORGANISATION, "Organe de veille des frontières", acronym="OVF"),
    entity(ORGANISATION, "Office vert de Flandre", acronym="OVF"),
    entity(ORGANISATION, "OVF"),
    entity(ORGANISATION, "Front national", country="FR"),
    entity(ORGANISATION, "Front national", country="BE"),
    entity(ORGANISATION, "Front National"),
    entity(ORGANISATION, "ministère de l'Intérieur", country="BE"),
    entity(ORGANISATION, "police"),
    entity(PLACE, "Arlenne"),
    entity(PLACE, "Arlenne", id="geonames:1", geonames=1, country="BE"),
]
RULINGS = [
    rule(RulingKind.NOT_SAME, "EIIL", "Daech"),
    rule(RulingKind.SAME, "Élise Vandamme", "Luc Vandamme"),
    rule(RulingKind.NOT_SAME, "Élise Vandamme", "Luc Vandamme", at="2024-01-02"),
    rule(RulingKind.SAME, "OVF", "Office vert de Flandre"),
    rule(RulingKind.SAME, "d1#Karim Benhaddou", "d2#Karim Benhaddou"),
    rule(RulingKind.NOT_SAME, "d1#Mohamed Saïdi", "d3#Mohamed Saïdi"),
]


@st.composite
def piles(draw: st.DrawFn) -> list[Evidence]:
    size = draw(st.integers(1, 7))
    pile = []
    for n in range(size):
        names = draw(st.lists(st.sampled_from(NAMES), max_size=6))
        pile.append(
            evidence(f"d{n}", *names, on=draw(st.sampled_from([None, "2014-01-01", "2014-01-20", "2014-06-01"])))
        )
    return pile


def state(index: IdentityIndex, pile: list[Evidence], rulings: list[Ruling]) -> object:
    found = index.identities(rulings)
    return found.by_id, {(e.document, key): found.of(e.document, key) for e in pile for key in e.entities}


@settings(max_examples=150, deadline=None)
@given(piles(), st.randoms(use_true_random=False), st.lists(st.sampled_from(RULINGS), unique=True))
def test_any_order_one_at_a_time_with_detours_gives_the_same(
    pile: list[Evidence], random: Any, rulings: list[Ruling]
) -> None:
    whole = IdentityIndex()
    for one in pile:
        whole.add(one)
    expected = state(whole, pile, rulings)

    order = pile.copy()
    random.shuffle(order)
    index = IdentityIndex()
    for one in order:
        index.add(one)
        if random.random() < 0.5:
            index.identities(rulings)
        if random.random() < 0.3:
            gone = random.choice(order)
            was_there = gone.document in {e.document for e in order[: order.index(one) + 1]}
            index.remove(gone.document)
            if random.random() < 0.5:
                index.identities()
            if was_there:
                index.add(gone)
    random.shuffle(rulings)
    assert state(index, pile, rulings) == expected


@settings(max_examples=80, deadline=None)
@given(piles(), st.lists(st.sampled_from(RULINGS), unique=True))
def test_every_entity_is_in_one_identity_and_what_is_ruled_apart_is_apart(
    pile: list[Evidence], rulings: list[Ruling]
) -> None:
    found = identities(*pile, rulings=tuple(rulings))
    members = [(m.document, m.entity) for i in found.all for m in i.members]
    assert sorted(members) == sorted((e.document, key) for e in pile for key in e.entities)
    for one in found.all:
        assert all(found.of(m.document, m.entity) == one.id for m in one.members)
        if RULINGS[0] in rulings:
            assert not {"EIIL", "Daech"} <= set(one.names)


def test_a_document_taken_away_takes_its_names_along() -> None:
    index = IdentityIndex()
    index.add(evidence("a", MINISTER))
    before = index.identities()
    index.add(evidence("b", surname(office="ministre de l'Intérieur", country="BE"), PRIVATE))
    assert index.identities() != before
    index.remove("b")
    assert index.identities() == before
    index.remove("unknown")


def test_what_was_asked_before_does_not_change_with_the_pile() -> None:
    index = IdentityIndex()
    index.add(evidence("a", MINISTER))
    before = index.identities()
    said = before.all
    index.add(evidence("b", surname(office="ministre de l'Intérieur", country="BE")))
    index.identities()
    assert before.all == said
    assert before.of("a", MINISTER.id) == said[0].id
