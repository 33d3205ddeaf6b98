"""`recoupe brief`: what it hands to the briefing, and where the brief goes."""

from datetime import date
from pathlib import Path

import pytest

from recoupe import briefing, cli

TEXT = "Les ministres se réuniront à Lyon le 14 avril 2026, a annoncé Anne Colin, ministre de l'Intérieur.\n"


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """An empty folder with a pile, and what the briefing is asked for; it writes the name of the format."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECOUPE_DATABASE", raising=False)
    for n in range(3):
        (tmp_path / "pile" / str(n)).mkdir(parents=True)
        (tmp_path / "pile" / str(n) / "text.txt").write_text(f"{n + 1}. {TEXT}", encoding="utf-8")
    seen: list[dict] = []

    def brief(pairs, findings, **options):
        assert len(findings.state.families) == len(list(pairs))
        seen.append({"documents": len(list(pairs)), **options})
        return "made"

    monkeypatch.setattr(briefing, "brief", brief, raising=False)
    monkeypatch.setattr(
        briefing, "write", lambda made, out, format: out.write(f"{made} {format}".encode()), raising=False
    )
    return seen


def test_a_brief_of_paths_is_of_these_alone(asked: list[dict]) -> None:
    assert cli.run(["-q", "brief", "pile/0"]) == 0
    assert cli.run(["-q", "brief", "pile/1", "pile/2"]) == 0
    assert cli.run(["-q", "brief"]) == 0
    assert [call["documents"] for call in asked] == [1, 2, 3]


def test_each_output_has_the_format_of_its_ending(asked: list[dict]) -> None:
    outputs = ["b.html", "out/b.PDF", "b.docx", "b.md", "b.json", "b.jsonld"]
    assert cli.run(["-q", "brief", "pile", *(word for name in outputs for word in ("-o", name))]) == 0
    assert [Path(name).read_text() for name in outputs] == [
        f"made {kind}" for kind in ("html", "pdf", "docx", "md", "json", "jsonld")
    ]
    assert len(asked) == 1


def test_without_an_output_it_is_brief_html(asked: list[dict]) -> None:
    cli.run(["brief", "pile"])
    assert Path("brief.html").read_text() == "made html"


def test_the_standard_output_gets_markdown_or_json(asked: list[dict], capfd: pytest.CaptureFixture[str]) -> None:
    cli.run(["-q", "brief", "pile", "-o", "-"])
    cli.run(["-q", "brief", "pile", "--json"])
    assert capfd.readouterr().out == "made mdmade json"


def test_what_was_asked_for_is_handed_on(asked: list[dict]) -> None:
    days = ["--since", "2026-03-01", "--until", "2026-04-30"]
    cli.run(["-q", "brief", "pile", "--about", "Lyon", "--language", "en", *days])
    assert asked == [
        {
            "documents": 3,
            "about": "Lyon",
            "since": date(2026, 3, 1),
            "until": date(2026, 4, 30),
            "language": "en",
            "marking": None,
            "new_since": None,
        }
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-o", "brief.xyz"],
        ["--since", "2026-05-01", "--until", "2026-04-01"],
        ["--since", "May"],
        ["--language", "tlh"],
        ["--marking", "BLUE"],
        ["--new-since", " "],
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_read(asked: list[dict], arguments: list[str]) -> None:
    assert cli.run(["brief", "pile", *arguments]) == 2
    assert not Path("recoupe.db").exists()


def test_some_failures_end_with_3_and_the_brief_is_written(asked: list[dict]) -> None:
    assert cli.run(["-q", "brief", "pile", "nowhere.txt"]) == 3
    assert Path("brief.html").exists()


def test_nothing_read_means_no_brief(asked: list[dict]) -> None:
    assert cli.run(["brief", "nowhere.txt"]) == 1
    assert not Path("brief.html").exists()
    assert asked == []
