"""Identities: what people rule wins over rules, holds, and can be taken back."""

from handmade_names import (
    ORGANISATION,
    PERSON,
    PRIVATE,
    entity,
    evidence,
    identities,
    rule,
)

from recoupe.crosscheck.model import RulingKind, ruling_id


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
