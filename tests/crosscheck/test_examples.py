"""The example pile: its copies, its withdrawn despatch, its disagreements and its postponed meeting, as expected.toml says."""

from __future__ import annotations

import io
import json
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoupe
from recoupe import cli
from recoupe.briefing import brief
from recoupe.briefing.markdown import rendered
from recoupe.crosscheck.findings import Findings
from recoupe.crosscheck.model import Finding
from recoupe.exchange import json as as_json
from recoupe.exchange.exporting import Export, rows
from recoupe.model import Document, Evidence

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
EXPECTED: dict[str, Any] = tomllib.loads((EXAMPLES / "expected.toml").read_text(encoding="utf-8"))
Pairs = list[tuple[Document, Evidence]]


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    return [(document, recoupe.extract(document)) for document in recoupe.read(EXAMPLES / "pile")]


@pytest.fixture
def findings(pairs: Pairs) -> Findings:
    return recoupe.crosscheck(evidence for _, evidence in pairs)


@pytest.fixture(scope="module")
def ids(pairs: Pairs) -> dict[str, str]:
    """The document of each name."""
    return {document.name.rpartition("/")[2]: document.id for document, _ in pairs}


def told_by(findings: Findings, document: str, type: str) -> list[Finding]:
    return [f for f in findings.findings if f.type == type and document in f.sources]


def test_each_copy_is_found_with_its_kind_and_no_other(findings: Findings, ids: dict[str, str]) -> None:
    found = {copy.document: copy.kind.value for copy in findings.copies}
    assert found == {ids[name]: kind for name, (_, kind) in EXPECTED["copies"].items()}
    families = findings.state.families
    assert all(
        families[ids[name]] == ids[original]
        for name, (original, kind) in EXPECTED["copies"].items()
        if kind != "embedded"
    )
    assert families[ids["20-gand-revue.html"]] == ids["20-gand-revue.html"]


def test_a_despatch_and_all_its_copies_are_one_source(findings: Findings, ids: dict[str, str]) -> None:
    (arrest,) = told_by(findings, ids["17-transmed-gand.txt"], "coerce/arrest")
    copies = {ids[name] for name, (original, _) in EXPECTED["copies"].items() if original == "17-transmed-gand.txt"}
    assert set(arrest.sources) == {ids["17-transmed-gand.txt"], *copies}
    assert [origin.name for origin in arrest.independent_sources] == ["Agence Transmed"]
    assert arrest.grade.rule == "one source"


def test_numbers_of_one_day_disagree_and_a_later_one_does_not(findings: Findings, ids: dict[str, str]) -> None:
    expected = EXPECTED["figures"]
    (arrest,) = told_by(findings, ids["27-genes.jsonl#1"], "coerce/arrest")
    assert (arrest.place, len(arrest.independent_sources)) == (expected["place"], 2)
    (contradiction,) = [one for one in findings.contradictions if one.about == "figure"]
    sides = {document: float(side.says) for side in contradiction.sides for document in side.documents}
    assert sides == {ids[name]: number for name, number in expected["disagree"].items()}


def test_a_meeting_put_off_is_one_with_a_history(findings: Findings, ids: dict[str, str]) -> None:
    expected = EXPECTED["postponed"]
    (meeting,) = told_by(findings, ids[expected["documents"][0]], "consult/meeting")
    assert set(meeting.sources) == {ids[name] for name in expected["documents"]}
    assert (meeting.status, meeting.begins, meeting.place) == ("postponed", expected["now"], expected["place"])
    assert [(stage.status, stage.begins) for stage in meeting.history] == [
        ("planned", expected["first"]),
        ("postponed", expected["now"]),
    ]


def test_what_one_says_and_another_denies_is_disputed(findings: Findings, ids: dict[str, str]) -> None:
    (contradiction,) = [one for one in findings.contradictions if one.about == "denial"]
    sides = {side.says: side.documents for side in contradiction.sides}
    assert sides == {"asserted": (ids[EXPECTED["denied"]["says"]],), "denied": (ids[EXPECTED["denied"]["denies"]],)}
    (meeting,) = told_by(findings, ids[EXPECTED["denied"]["says"]], "consult/meeting")
    assert meeting.grade.rule == "disputed"


def test_another_day_for_one_meeting_is_a_contradiction(findings: Findings) -> None:
    (contradiction,) = [one for one in findings.contradictions if one.about == "date"]
    assert {side.says for side in contradiction.sides} == set(EXPECTED["redated"].values())


@settings(max_examples=6)
@given(st.integers(0, 10_000))
def test_the_whole_pile_in_any_order_asked_at_any_time_gives_the_same(pairs: Pairs, seed: int) -> None:
    chance = random.Random(seed)
    rows = [evidence for _, evidence in pairs]
    whole = recoupe.crosscheck(rows)
    chance.shuffle(rows)
    single = recoupe.crosscheck([])
    for evidence in rows:
        if chance.random() < 0.15:
            single.add(evidence)
        else:
            single.take(evidence)
    assert single.to_dict() == whole.to_dict()


# --- withdrawal, everywhere --------------------------------------------------------------------------------------


@pytest.fixture
def after(findings: Findings, ids: dict[str, str]) -> Findings:
    findings.withdraw(ids[EXPECTED["withdrawn"]["document"]], EXPECTED["withdrawn"]["why"], by="M. Daems")
    return findings


def test_exactly_the_independent_article_is_left_standing(after: Findings, ids: dict[str, str]) -> None:
    expected = EXPECTED["withdrawn"]
    (shared,) = told_by(after, ids[expected["independent"]], expected["shared"])
    assert {s.document for s in shared.supports} == {
        ids[n] for n in (expected["document"], expected["independent"], *expected["copies"])
    }
    assert {s.document for s in shared.supports if s.is_standing} == {ids[expected["independent"]]}
    for type in expected["alone"]:
        (alone,) = told_by(after, ids[expected["document"]], type)
        assert (alone.is_standing, alone.flags, alone.grade.credibility) == (False, ("withdrawn",), 6)


def test_the_brief_says_so(after: Findings, pairs: Pairs, ids: dict[str, str]) -> None:
    expected = EXPECTED["withdrawn"]
    made = brief(pairs, after, language="fr")
    gone = {ids[name] for name in (expected["document"], *expected["copies"])}
    numbers = {citation.number: citation.document for citation in made.citations}
    for section in made.sections:
        for line in section.lines:
            flagged = line.tone == "withdrawn" or section.key == "documents"
            assert flagged or not gone & {numbers[n] for n in line.citations}, line.text
    text = rendered(made).decode()
    assert "retiré, motif : l'agence a annulé sa dépêche".replace(" :", "\u00a0:") in text
    assert "ne repose plus sur rien" in text
    dismantled = [line for line in made.lines if line.text.startswith("Démantèlement à Namur")]
    assert dismantled
    assert all("une seule source (Luc Hamoir)" in line.text for line in dismantled)


def test_the_export_says_so(after: Findings, pairs: Pairs, ids: dict[str, str]) -> None:
    expected = EXPECTED["withdrawn"]
    gone = {ids[name] for name in (expected["document"], *expected["copies"])}
    export = Export(lambda: iter(pairs), "2026-10-01T08:00:00+00:00", "0.1.0", findings=after)
    for row in rows(export):
        assert row["is_standing"] is (row["document"] not in gone)
        assert (expected["why"] in (row["no_longer_because"] or "")) is (row["document"] in gone)
    out = io.BytesIO()
    as_json.write(export, out)
    told = json.loads(out.getvalue())
    fell = {pair["document"]["id"] for pair in told["documents"] if pair["document"]["fall"]}
    assert fell == gone
    for finding in told["findings"]:
        standing = {s["document"] for s in finding["supports"] if not s["fall"]}
        assert not standing & gone
        assert ("withdrawn" in finding["flags"]) is (not standing)


def test_search_says_so_and_taking_it_back_undoes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    expected = EXPECTED["withdrawn"]
    monkeypatch.setenv("RECOUPE_DATABASE", str(tmp_path / "w.db"))

    def found() -> dict[str, bool]:
        """Whether what is found of each document stands."""
        assert cli.run(["search", "cellule", "Namur", "--json"]) == 0
        hits = json.loads(capfd.readouterr().out)["hits"]
        standing = [hit["fall"] is None for hit in hits]
        assert standing == sorted(standing, reverse=True)
        return {hit["name"].rpartition("/")[2]: hit["fall"] is None for hit in hits}

    assert cli.run(["-q", "read", *map(str, sorted((EXAMPLES / "pile").glob("2[2-6]*")))]) == 0
    before = found()
    assert all(before.values())
    assert cli.run(["-q", "withdraw", expected["document"], "--why", expected["why"]]) == 0
    assert "stands on nothing any more" in capfd.readouterr().out
    assert {name for name, stands in found().items() if stands} == {expected["independent"]}
    assert cli.run(["-q", "withdraw", expected["document"], "--undo", "--why", "a mistake"]) == 0
    capfd.readouterr()
    assert found() == before
