"""Modality: how far what is said is vouched for."""

import pytest
from spoken import only, said

from recoupe.model import Modality

NAMES = {"Clara Weiss": "person", "Norsel": "organisation"}


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Clara Weiss a dit que la digue tient.", Modality.ASSERTED),
        ("Clara Weiss a démenti que la digue ait cédé.", Modality.DENIED),
        ("Norsel a nié toute fuite.", Modality.DENIED),
        ("Norsel n'a pas confirmé que l'usine ferme.", Modality.HEDGED),
        ("Clara Weiss n'exclut pas que la digue cède.", Modality.HEDGED),
        ("Les riverains craignent que la digue cède.", Modality.HEDGED),
        ("Clara Weiss affirme que la digue est peut-être fendue.", Modality.HEDGED),
        ("Selon Clara Weiss, la digue semble solide.", Modality.HEDGED),
        ("La digue pourrait céder, a prévenu Clara Weiss.", Modality.HEDGED),
        ("Les experts estiment que deux cents maisons sont menacées.", Modality.ESTIMATE),
        ("Clara Weiss évalue les dégâts à dix millions d'euros.", Modality.ESTIMATE),
        ("Clara Weiss a annoncé que la digue serait refaite.", Modality.PLAN),
        ("Clara Weiss a indiqué que la ville veut refaire la digue.", Modality.PLAN),
        ("Selon Clara Weiss, la digue sera refaite en mai.", Modality.PLAN),
        ("Pour Clara Weiss, il importera de refaire la digue.", Modality.PLAN),
        ("Clara Weiss a promis que la digue tiendrait.", Modality.PLAN),
        ("Selon Clara Weiss, Norsel aurait caché le rapport.", Modality.REPORTED_CONDITIONAL),
        ("Deux ouvriers auraient été blessés, a indiqué Clara Weiss.", Modality.REPORTED_CONDITIONAL),
        ("Clara Weiss a indiqué que Norsel aurait caché le rapport.", Modality.REPORTED_CONDITIONAL),
        ("« Si la pluie cessait, nous pourrions tenir un mois », dit Clara Weiss.", Modality.HEDGED),
    ],
)
def test_french_modality(sentence: str, modality: Modality) -> None:
    assert only(sentence, names=NAMES).modality is modality


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Clara Weiss said that the dam is safe.", Modality.ASSERTED),
        ("Norsel denied that the dam had leaked.", Modality.DENIED),
        ("Residents fear the dam may break.", Modality.HEDGED),
        ("Experts estimate that some 200 houses are at risk.", Modality.ESTIMATE),
        ("Clara Weiss said the dam would be rebuilt.", Modality.PLAN),
        ("According to Clara Weiss, Norsel allegedly hid the report.", Modality.REPORTED_CONDITIONAL),
    ],
)
def test_english_modality(sentence: str, modality: Modality) -> None:
    assert only(sentence, names=NAMES, language="en").modality is modality


def test_the_papers_own_conditional_is_reported_and_has_no_speaker() -> None:
    (claim,) = said("Norsel aurait caché le rapport.", names=NAMES)
    assert (claim.speaker, claim.modality) == ("document", Modality.REPORTED_CONDITIONAL)


def test_a_conditional_after_si_is_no_rumour() -> None:
    (claim,) = said("Si la pluie cessait, Norsel rouvrirait la route.", names=NAMES)
    assert claim.modality is Modality.HEDGED
