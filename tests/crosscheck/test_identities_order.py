"""Identities: only the set of documents and rulings counts, never the order."""

from handmade_names import (
    MINISTER,
    ORGANISATION,
    PERSON,
    PLACE,
    PRIVATE,
    entity,
    evidence,
    identities,
    rule,
    surname,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.crosscheck.identities import IdentityIndex
from recoupe.crosscheck.model import Ruling, RulingKind
from recoupe.model import Evidence

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


def whole(pile: list[Evidence]) -> IdentityIndex:
    index = IdentityIndex()
    for one in pile:
        index.add(one)
    return index


@settings(max_examples=200, deadline=None)
@given(piles(), st.data(), st.lists(st.sampled_from(RULINGS), unique=True))
def test_after_any_coming_and_going_the_answer_is_that_of_what_is_there(
    pile: list[Evidence], data: st.DataObject, rulings: list[Ruling]
) -> None:
    index, there = IdentityIndex(), dict[str, Evidence]()
    for one in data.draw(st.lists(st.sampled_from(pile), min_size=1, max_size=14)):
        if one.document in there:
            index.remove(one.document)
            del there[one.document]
        else:
            index.add(one)
            there[one.document] = one
        if data.draw(st.booleans()):
            current = list(there.values())
            expected = state(whole(sorted(current, key=lambda e: e.document)), current, rulings)
            assert state(index, current, data.draw(st.permutations(rulings))) == expected


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
