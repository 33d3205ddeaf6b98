"""Ruling on the command line: withdrawals, corrections, letters and names, all of which can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recoupe import cli

FIRST = "La police italienne a arrêté douze personnes à Gênes le 21 septembre 2026, a indiqué la préfecture."
SECOND = "Réunis à Gênes, les ministres ont parlé d'autre chose. Il pleuvait."


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECOUPE_DATABASE", raising=False)
    (tmp_path / "genes.txt").write_text("Publié le 22 septembre 2026\n\n" + FIRST, encoding="utf-8")
    (tmp_path / "autre.txt").write_text("Publié le 23 septembre 2026\n\n" + SECOND, encoding="utf-8")
    assert cli.run(["-q", "read", "genes.txt", "autre.txt"]) == 0
    capfd.readouterr()


def findings(capfd: pytest.CaptureFixture[str]) -> list[dict]:
    assert cli.run(["-q", "findings", "--json"]) == 0
    return json.loads(capfd.readouterr().out)["findings"]


def test_a_withdrawal_is_kept_shown_and_taken_back(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["-q", "withdraw", "genes.txt", "--why", "forged"]) == 0
    assert "stands on nothing any more" in capfd.readouterr().out
    arrest = next(f for f in findings(capfd) if f["type"] == "coerce/arrest")
    assert arrest["flags"] == ["withdrawn"]
    assert arrest["supports"][0]["fall"]["why"] == "forged"
    assert cli.run(["-q", "withdraw", "genes.txt", "--undo", "--why", "not forged"]) == 0
    capfd.readouterr()
    assert next(f for f in findings(capfd) if f["type"] == "coerce/arrest")["flags"] == []
    assert cli.run(["-q", "rule"]) == 0
    told = capfd.readouterr().out
    assert "forged" in told
    assert "not forged" in told


def test_taking_back_what_was_never_ruled_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["withdraw", "genes.txt", "--undo", "--why", "x"]) == 1
    assert "taken back already" in capfd.readouterr().err


def test_a_correction_by_the_beginning_of_a_piece(capfd: pytest.CaptureFixture[str]) -> None:
    figure = next(f for f in findings(capfd) if f["kind"] == "figure")
    piece = figure["supports"][0]["piece"]
    assert cli.run(["-q", "correct", piece[:10], "--set", "low=13", "--set", "high=13", "--why", "a misprint"]) == 0
    capfd.readouterr()
    after = next(f for f in findings(capfd) if f["kind"] == "figure")
    assert (after["low"], after["high"], after["flags"]) == (13, 13, ["corrected"])
    assert cli.run(["-q", "correct", piece[:10], "--undo", "--why", "it was right"]) == 0
    capfd.readouterr()
    assert next(f for f in findings(capfd) if f["kind"] == "figure")["low"] == 12


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["correct", "zzzzzz", "--wrong", "--why", "x"], 1),
        (["correct", "abcdef", "--why", "x"], 2),
        (["correct", "abcdef", "--wrong", "--undo", "--why", "x"], 2),
        (["withdraw", "nowhere.txt", "--why", "x"], 1),
        (["withdraw", "genes.txt", "--why", " "], 2),
        (["withdraw", "genes.txt"], 2),
        (["rule", "--take-back", "000000", "--why", "x"], 1),
        (["rule", "--source", "a", "B", "--same", "a", "b", "--why", "x"], 2),
        (["brief", "--new-since", "no such meeting"], 2),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(
    arguments: list[str], code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == code
    assert capfd.readouterr().err.strip()


def test_a_brief_since_a_day_tells_what_is_new(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["-q", "brief", "--new-since", "2026-09-21", "-o", "-"]) == 0
    assert "## Nouveau depuis le 21 septembre 2026" in capfd.readouterr().out
    assert cli.run(["-q", "brief", "--new-since", "2026-09-30", "-o", "-", "--language", "en"]) == 0
    assert "Nothing has changed since" in capfd.readouterr().out


def test_a_brief_since_a_meeting_takes_the_day_of_the_last_that_is_called_so(capfd: pytest.CaptureFixture[str]) -> None:
    text = "Publié le 2 mars 2020\n\nLes ministres de l'Intérieur se sont réunis à Lyon le 1er mars 2020."
    Path("lyon.txt").write_text(text, encoding="utf-8")
    assert cli.run(["-q", "read", "lyon.txt"]) == 0
    assert cli.run(["-q", "brief", "--new-since", "lyon", "-o", "-"]) == 0
    told = capfd.readouterr().out
    assert "## Nouveau depuis le 1er mars 2020" in told
    assert "Arrestation à Gênes" in told.partition("## Nouveau")[2].partition("\n## ")[0]


def test_lists_and_shows_say_what_does_not_stand(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["-q", "withdraw", "genes.txt", "--why", "forged"]) == 0
    capfd.readouterr()
    assert cli.run(["-q", "list"]) == 0
    assert capfd.readouterr().out.count("no longer stands: its document was withdrawn: forged") == 1
    assert cli.run(["-q", "show", "genes.txt"]) == 0
    assert "no longer stands" in capfd.readouterr().out


def test_names_ruled_one_are_one_until_it_is_taken_back(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["-q", "rule", "--same", "Gênes", "Rome", "--why", "a test"]) in (0, 1)
    capfd.readouterr()
    assert cli.run(["-q", "rule", "--json"]) == 0
    rulings = json.loads(capfd.readouterr().out)
    assert [ruling["kind"] for ruling in rulings] == ["same"]
    assert cli.run(["-q", "rule", "--take-back", rulings[0]["id"][:10], "--why", "a test"]) == 0
    capfd.readouterr()
    assert cli.run(["-q", "rule", "--json"]) == 0
    assert [ruling["kind"] for ruling in json.loads(capfd.readouterr().out)] == ["same", "take back"]
