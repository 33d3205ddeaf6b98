"""Grading and independence: the rule that holds, the documents that are one source, and a page that says the same."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from recoupe.crosscheck.grading import RULES, Counts, ruled
from recoupe.crosscheck.independence import Ground, default_reliability, origins
from recoupe.crosscheck.model import Support
from recoupe.languages import table
from recoupe.model import Provenance, Published, Source, SourceKind

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(
    ("counts", "rule", "credibility"),
    [
        (Counts(), "nothing stands", 6),
        (Counts(denying=2), "only denied", 5),
        (Counts(asserting=1, denying=1, differing=1, named=1), "outweighed", 5),
        (Counts(asserting=1, denying=1, named=1), "disputed", 4),
        (Counts(alleging=1, differing=1), "disputed", 4),
        (Counts(asserting=3, differing=1, named=3), "confirmed but disputed", 3),
        (Counts(asserting=2, named=2), "confirmed", 1),
        (Counts(asserting=2, named=1), "confirmed by unknown", 2),
        (Counts(asserting=1, alleging=2), "supported", 2),
        (Counts(asserting=1), "one source", 3),
        (Counts(alleging=3), "passed on by several", 4),
        (Counts(alleging=1), "passed on", 6),
    ],
)
def test_the_first_rule_that_holds_decides(counts: Counts, rule: str, credibility: int) -> None:
    assert ruled(counts) == (rule, credibility)


def test_one_of_the_rules_holds_whatever_the_counts() -> None:
    for n in range(3**5):
        digits = [n // 3**place % 3 for place in range(5)]
        assert ruled(Counts(*digits))


def test_the_page_and_the_brief_know_every_rule() -> None:
    told = re.findall(r"^\| ([a-z ]+) \| (\d) \|", (DOCS / "grading.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [(name, int(number)) for name, number in told] == [(name, number) for name, number, _ in RULES]
    for language in ("fr", "en"):
        assert set(table(language, "briefing")["rules"]) == {name for name, _, _ in RULES}


def test_every_kind_of_source_has_a_letter() -> None:
    assert {kind.value for kind in SourceKind} == set(table("common", "grading")["reliability"])
    assert default_reliability(SourceKind.FORUM) == "E"


def said(document: str, speaker: str = "document", status: str = "reported", via: tuple[str, ...] = ()) -> Support:
    return Support(f"piece of {document}", document, 0, 10, (0, 10), "met", status, speaker, via)


def ground(outlets: dict[str, str], families: dict[str, str] | None = None, credits: dict | None = None) -> Ground:
    day = Published(date(2026, 9, 1), date(2026, 9, 1))
    known = {
        document: Provenance(
            published=day,
            source=Source(outlet, SourceKind.PRESS) if outlet else None,
            credits=(credits or {}).get(document, ()),
        )
        for document, outlet in outlets.items()
    }
    return Ground(known, {**{document: document for document in outlets}, **(families or {})})


OUTLETS = {"a": "Le Phare", "b": "La Côte", "c": "Le Phare", "d": ""}


def test_each_outlet_is_one_source() -> None:
    made = origins([said("a"), said("b"), said("c")], ground(OUTLETS))
    assert sorted(one.documents for one in made) == [("a", "c"), ("b",)]
    assert {one.reasons for one in made} == {("outlet",), ()}


def test_copies_are_one_source() -> None:
    (one,) = origins([said("a"), said("b")], ground(OUTLETS, {"b": "a"}))
    assert (one.name, one.documents, one.reasons) == ("Le Phare", ("a", "b"), ("copy",))


def test_ten_papers_that_quote_one_minister_are_one_minister() -> None:
    (one,) = origins([said("a", "person:milquet"), said("b", "person:milquet")], ground(OUTLETS))
    assert (one.name, one.reasons) == ("person:milquet", ("speaker",))


def test_two_unnamed_speakers_are_not_one() -> None:
    rows = [said("a", "unnamed: une source"), said("b", "unnamed: une source")]
    assert len(origins(rows, ground(OUTLETS))) == 2


def test_a_paper_that_credits_an_agency_is_that_agency() -> None:
    outlets = {"a": "Agence Levant", "b": "La Côte"}
    (one,) = origins([said("a"), said("b")], ground(outlets, credits={"b": ("Agence Levant",)}))
    assert (one.documents, one.reasons) == (("a", "b"), ("credit", "outlet"))


def test_what_one_source_passes_on_and_another_denies_is_told_apart() -> None:
    made = origins([said("a", status="alleged"), said("b", status="denied")], ground(OUTLETS))
    assert {one.documents: one.says for one in made} == {("a",): "alleged", ("b",): "denied"}
