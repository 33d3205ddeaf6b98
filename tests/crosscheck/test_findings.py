"""Findings: what holds over documents, over how many independent sources, and what falls when one is withdrawn."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoupe
from recoupe.crosscheck.findings import Findings
from recoupe.crosscheck.model import Finding, Ruling, RulingKind
from recoupe.errors import RecoupeError, UsageError
from recoupe.model import Evidence, Source, SourceKind

DESPATCH = (
    "La police espagnole a arrêté cinq personnes le 8 septembre 2026 à Barcelone, a indiqué l'Agence Levant. "
    "Les suspects recrutaient des jeunes pour la Syrie. Le réseau louait une maison à Figueras depuis le printemps. "
    "Une enquête a été ouverte par le parquet de Madrid, qui a demandé l'aide de ses voisins."
)
INDEPENDENT = (
    "Dans la capitale catalane, on ne parle que de cela. Cinq personnes ont été arrêtées à Barcelone le 8 septembre 2026, "
    "selon la préfecture de Catalogne."
)


def told(text: str, outlet: str, day: str, kind: SourceKind = SourceKind.PRESS) -> Evidence:
    """The evidence of an invented text of an outlet."""
    import dataclasses

    document = recoupe.read_text(text, published=date.fromisoformat(day), language="fr")
    return recoupe.extract(dataclasses.replace(document, source=Source(outlet, kind)))


@pytest.fixture(scope="module")
def pile() -> list[Evidence]:
    """A despatch, three reposts of it, and one article of its own."""
    return [
        told(DESPATCH, "Agence Levant", "2026-09-08", SourceKind.AGENCY),
        told("Vu ce matin.\n\n" + DESPATCH, "forum.example", "2026-09-09", SourceKind.FORUM),
        told(DESPATCH.replace("Une enquête", "Une information"), "Le Phare", "2026-09-09"),
        told(DESPATCH + "\n\nÀ suivre.", "La Côte", "2026-09-10"),
        told(INDEPENDENT, "El Diari", "2026-09-09"),
    ]


def arrests(findings: Findings) -> list[Finding]:
    return [finding for finding in findings.findings if finding.type == "coerce/arrest"]


def test_five_documents_of_one_despatch_and_another_article_are_two_sources(pile: list[Evidence]) -> None:
    (arrest,) = arrests(recoupe.crosscheck(pile))
    assert len(arrest.sources) == 5
    assert [len(origin.documents) for origin in arrest.independent_sources] in ([4, 1], [1, 4])
    assert str(arrest.grade) == "B1"
    assert arrest.grade.rule == "confirmed"


def test_when_the_despatch_is_withdrawn_exactly_the_independent_article_stands(pile: list[Evidence]) -> None:
    findings = recoupe.crosscheck(pile)
    changes = findings.withdraw(pile[0].document, "the agency cancelled it")
    (arrest,) = arrests(findings)
    assert {s.document for s in arrest.supports if s.is_standing} == {pile[4].document}
    assert arrest.grade.credibility == 3
    assert arrest.flags == ("weakened",)
    recruits = [finding for finding in findings.findings if finding.type == "recruit"]
    assert recruits
    assert all(not one.is_standing and one.flags == ("withdrawn",) for one in recruits)
    assert recruits[0].id in changes.fallen
    assert arrest.id in changes.flagged
    assert {fall.how for fall in findings.withdrawn.values()} == {"withdrawn", "copy"}
    assert pile[4].document not in findings.withdrawn


def test_a_withdrawal_taken_back_leaves_no_trace_in_what_holds(pile: list[Evidence]) -> None:
    findings = recoupe.crosscheck(pile)
    before = findings.findings
    findings.withdraw(pile[0].document, "a mistake")
    changes = findings.restore(pile[0].document, "it was right after all")
    assert findings.findings == before
    assert changes.restored
    assert len(findings.rulings) == 2  # nothing is forgotten


def test_what_is_said_after_the_withdrawn_source_falls_with_it(pile: list[Evidence]) -> None:
    text = "Coup de filet en Catalogne : la police a interpellé cinq hommes à Barcelone mardi 8 septembre, selon l'Agence Levant."
    echo = told(text, "La Tour", "2026-09-11")
    findings = recoupe.crosscheck([*pile, echo])
    (arrest,) = arrests(findings)
    assert len(arrest.independent_sources) == 2
    findings.withdraw(pile[0].document, "cancelled")
    (arrest,) = arrests(findings)
    assert {s.document for s in arrest.supports if s.is_standing} == {pile[4].document}


def test_nothing_can_be_withdrawn_without_a_reason_or_without_being_there(pile: list[Evidence]) -> None:
    findings = recoupe.crosscheck(pile)
    with pytest.raises(UsageError):
        findings.withdraw(pile[0].document, " ")
    with pytest.raises(RecoupeError):
        findings.withdraw("0" * 64, "why not")


def test_a_correction_changes_what_holds_and_can_be_taken_back(pile: list[Evidence]) -> None:
    findings = recoupe.crosscheck(pile[4:])
    (arrest,) = arrests(findings)
    piece = arrest.supports[0].piece
    findings.correct(piece, "the text means the ninth", begins="2026-09-09", ends="2026-09-09")
    (arrest,) = arrests(findings)
    assert (arrest.begins, arrest.flags) == ("2026-09-09", ("corrected",))
    with pytest.raises(UsageError):
        findings.correct(piece, "why", colour="red")
    findings.uncorrect(piece, "it was the eighth")
    assert arrests(findings)[0].begins == "2026-09-08"
    findings.correct(piece, "nobody was arrested", is_wrong=True)
    assert not arrests(findings)[0].is_standing


def test_a_letter_ruled_for_a_source_changes_the_grade(pile: list[Evidence]) -> None:
    findings = recoupe.crosscheck(pile[4:])
    assert str(arrests(findings)[0].grade) == "C3"
    findings.rule(Ruling(RulingKind.RELIABILITY, "El Diari", "often wrong", says="D"))
    assert str(arrests(findings)[0].grade) == "D3"
    with pytest.raises(UsageError):
        findings.rule(Ruling(RulingKind.RELIABILITY, "El Diari", "why", says="Z"))


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_any_order_one_at_a_time_or_all_at_once_gives_the_same(pile: list[Evidence], seed: int) -> None:
    rows = [*pile, told(INDEPENDENT.replace("Cinq", "Sept"), "Le Rivage", "2026-09-09")]
    whole = recoupe.crosscheck(rows)
    whole.withdraw(pile[1].document, "spam", at="2026-10-01")
    chance = random.Random(seed)
    chance.shuffle(rows)
    single = recoupe.crosscheck([])
    ruled = chance.randrange(1, len(rows) + 1)
    for number, evidence in enumerate(rows):
        single.add(evidence)
        if pile[1].document in {row.document for row in rows[: number + 1]} and number + 1 >= ruled:
            single.withdraw(pile[1].document, "spam", at="2026-10-01")
    assert single.to_dict() == whole.to_dict()


def test_what_is_said_without_a_day_before_it_happens_is_no_news_that_it_happened() -> None:
    announced = told("Les ministres de l'Intérieur se réuniront à Lyon le 14 octobre 2026.", "Le Phare", "2026-09-02")
    headline = told("Les ministres de l'Intérieur se retrouvent à Lyon.", "La Côte", "2026-09-05")
    (meeting,) = recoupe.crosscheck([announced, headline]).findings
    assert (meeting.status, meeting.begins) == ("planned", "2026-10-14")
    assert len(meeting.independent_sources) == 2
