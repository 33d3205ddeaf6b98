"""Morphology and verb groups: forms, their readings, and what auxiliaries make of a verb."""

import pytest

from recoupe.extraction.morphology import Tense, VerbForm, forms, is_noun_too, readings
from recoupe.extraction.verbgroups import VerbGroup, verb_group, verb_groups
from recoupe.extraction.view import tokenised
from recoupe.languages import table


def groups(text: str, language: str = "fr") -> dict[str, VerbGroup]:
    return {text[group.start : group.end]: group for group in verb_groups(list(tokenised(text)), language)}


@pytest.mark.parametrize(
    ("form", "lemma", "tense", "person"),
    [
        ("indiqué", "indiquer", Tense.PAST_PARTICIPLE, 0),
        ("annonçait", "annoncer", Tense.IMPERFECT, 3),
        ("jugeons", "juger", Tense.PRESENT, 4),
        ("démantèlent", "démanteler", Tense.PRESENT, 6),
        ("appelle", "appeler", Tense.PRESENT, 3),
        ("rejettera", "rejeter", Tense.FUTURE, 3),
        ("espérerait", "espérer", Tense.CONDITIONAL, 3),
        ("espèrerait", "espérer", Tense.CONDITIONAL, 3),
        ("déploient", "déployer", Tense.PRESENT, 6),
        ("enverront", "envoyer", Tense.FUTURE, 6),
        ("réunissaient", "réunir", Tense.IMPERFECT, 6),
        ("rejoignent", "rejoindre", Tense.PRESENT, 6),
        ("craint", "craindre", Tense.PRESENT, 3),
        ("mourraient", "mourir", Tense.CONDITIONAL, 6),
        ("élues", "élire", Tense.PAST_PARTICIPLE, 0),
        ("détruites", "détruire", Tense.PAST_PARTICIPLE, 0),
        ("tînt", "tenir", Tense.SUBJUNCTIVE, 3),
        ("vinrent", "venir", Tense.PAST, 6),
        ("reçoit", "recevoir", Tense.PRESENT, 3),
        ("vend", "vendre", Tense.PRESENT, 3),
        ("rompt", "rompre", Tense.PRESENT, 3),
        ("dus", "devoir", Tense.PAST_PARTICIPLE, 0),
    ],
)
def test_french_forms_are_read(form: str, lemma: str, tense: Tense, person: int) -> None:
    assert VerbForm(lemma, tense, person) in forms("fr")[form]


@pytest.mark.parametrize(
    ("form", "lemma", "tense"),
    [
        ("said", "say", Tense.PAST),
        ("denies", "deny", Tense.PRESENT),
        ("planned", "plan", Tense.PAST_PARTICIPLE),
        ("written", "write", Tense.PAST_PARTICIPLE),
        ("would", "will", Tense.CONDITIONAL),
        ("dismantling", "dismantle", Tense.PRESENT_PARTICIPLE),
        ("were", "be", Tense.PAST),
    ],
)
def test_english_forms_are_read(form: str, lemma: str, tense: Tense) -> None:
    assert any(reading[:2] == (lemma, tense) for reading in forms("en")[form])


def test_no_form_is_wrongly_derived_from_two_patterns() -> None:
    wrong = {
        "lancons",
        "jugons",
        "démantelent",
        "espérent",
        "appelent",
        "envoyera",
        "say'd",
        "planed",
        "stoped",
        "denyed",
    }
    assert not wrong & (set(forms("fr")) | set(forms("en")))


def test_each_verb_stands_under_one_pattern_of_its_own_ending() -> None:
    for language in ("fr", "en"):
        for pattern in table(language, "verbs")["patterns"].values():
            after = pattern["infinitive"].partition("?")[2] or pattern["infinitive"]
            assert all(verb.endswith(after) for verb in pattern["verbs"].split())


def test_an_inverted_pronoun_and_a_contraction_are_taken_off() -> None:
    assert VerbForm("préciser", Tense.PRESENT, 3) in readings("précise-t-elle", "fr")
    assert VerbForm("avoir", Tense.PRESENT, 3) in readings("a-t-il", "fr")
    assert readings("didn't", "en")[0].lemma == "do"
    assert readings("won't", "en")[0].lemma == "will"


def test_a_compound_past_is_one_group() -> None:
    group = groups("La police a finalement arrêté trois hommes.")["a finalement arrêté"]
    assert (group.lemma, group.tense, group.is_passive) == ("arrêter", Tense.PAST, False)


def test_a_passive_keeps_the_tense_of_its_auxiliaries() -> None:
    past = groups("Une rencontre a été organisée à Lille.")["a été organisée"]
    coming = groups("Une rencontre sera organisée à Lille.")["sera organisée"]
    assert (past.lemma, past.is_passive, past.tense) == ("organiser", True, Tense.PAST)
    assert (coming.is_passive, coming.is_future, coming.is_past) == (True, True, False)


def test_a_past_conditional_is_conditional() -> None:
    assert groups("Le groupe aurait démantelé une cellule.")["aurait démantelé"].is_conditional
    assert groups("Deux guides auraient été enlevés.")["auraient été enlevés"].is_passive


def test_a_verb_of_motion_with_be_is_active_and_past() -> None:
    group = groups("Ils sont partis hier.")["sont partis"]
    assert (group.is_passive, group.tense) == (False, Tense.PAST)


def test_a_reflexive_perfect_is_active() -> None:
    group = groups("Le comité s’est réuni en juin.")["s’est réuni"]
    assert (group.lemma, group.is_reflexive, group.is_passive, group.tense) == ("réunir", True, False, Tense.PAST)


def test_a_negation_needs_its_second_half_in_french() -> None:
    assert groups("Le maire n'a pas confirmé la visite.")["n'a pas confirmé"].is_negated
    assert not groups("Il craint qu'il ne parte demain.")["ne parte"].is_negated


def test_modals_make_an_infinitive_possible_obliged_or_wanted() -> None:
    assert groups("Il devrait être jugé en mars.")["devrait être jugé"].modal == "obliged"
    assert groups("La ville peut fermer le parc.")["peut fermer"].modal == "possible"
    assert groups("Le pays veut s’inspirer du modèle.")["veut s’inspirer"].modal == "wanted"


def test_aller_and_an_infinitive_are_still_to_come() -> None:
    assert groups("Elle va rejoindre son équipe.")["va rejoindre"].is_future


def test_a_noun_that_looks_like_a_verb_is_no_verb() -> None:
    assert is_noun_too("rencontre", "fr")
    assert set(groups("La rencontre de mardi a duré une heure.")) == {"a duré"}
    assert set(groups("The attack on the bridge killed two.", "en")) == {"killed"}


def test_a_verb_that_looks_like_a_noun_is_a_verb_after_its_subject() -> None:
    assert "rencontre" in groups("Le ministre rencontre son homologue.")


def test_english_auxiliaries_group() -> None:
    assert groups("The men have been arrested.", "en")["have been arrested"].is_passive
    assert groups("The talks will be held in Rome.", "en")["will be held"].is_future
    assert groups("He did not say why.", "en")["did not say"].is_negated
    assert groups("They didn't confirm it.", "en")["didn't confirm"].is_negated
    assert groups("He would have travelled alone.", "en")["would have travelled"].is_conditional
    assert groups("Officials hope to recruit trainers.", "en")["hope to recruit"].modal == "wanted"


def test_a_group_is_found_from_any_of_its_tokens() -> None:
    tokens = list(tokenised("Une rencontre a été organisée."))
    found = {verb_group(tokens, at, "fr") for at in (2, 3, 4)}
    assert len(found) == 1
    assert verb_group(tokens, 0, "fr") is None
