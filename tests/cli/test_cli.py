"""The command line, as a person and as a script use it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from recoupe import cli
from recoupe.cli import reference
from recoupe.version import VERSION

ROOT = Path(__file__).resolve().parents[2]

LYON = """LYON, 2 mars 2026 (Agence Transmed) – Les ministres de l'Intérieur de huit pays se réuniront à Lyon le 14 avril 2026,
a annoncé lundi Anne Colin, ministre de l'Intérieur.

« Nous avons arrêté une dizaine de recruteurs », a-t-elle déclaré.
"""
TUNIS = "La Tunisie participera à la réunion, a indiqué son ministère de la Justice.\n"


class Ran:
    """What a command gave: its exit code, what it said on stdout and on stderr."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def recoupe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]):
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECOUPE_DATABASE", raising=False)

    def run(*arguments: str) -> Ran:
        code = cli.run(list(arguments))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(errors="replace"), err.decode())

    return run


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "lyon.txt").write_text(LYON, encoding="utf-8")
    (folder / "tunis.txt").write_text(TUNIS, encoding="utf-8")
    return folder


@pytest.fixture
def filled(recoupe, pile: Path):
    assert recoupe("read", "pile").code == 0
    return recoupe


# --- help --------------------------------------------------------------------------------------------------------


def test_the_page_on_the_command_line_is_current() -> None:
    said = "run python -m recoupe.cli.reference > docs/cli.md"
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference.page(), said


def test_help_documents_the_exit_codes(recoupe) -> None:
    ran = recoupe("--help")
    assert ran.code == 0
    for line in (
        "0    all went well",
        "1    nothing could be read",
        "2    the command",
        "3    some inputs",
        "4    the workspace",
        "130  interrupted",
    ):
        assert line in ran.out


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_has_help_with_examples(recoupe, name: str) -> None:
    ran = recoupe(name, "--help")
    assert ran.code == 0
    assert f"  recoupe {name}" in ran.out
    assert all(option in ran.out for option in ("--database", "--json", "--quiet"))


def test_version_is_that_of_the_package(recoupe) -> None:
    assert recoupe("--version").out == f"recoupe {VERSION}\n"


def test_an_unknown_command_is_a_usage_error(recoupe) -> None:
    ran = recoupe("reed")
    assert ran.code == 2
    assert "No such command" in ran.err


def test_help_loads_neither_django_nor_the_engine() -> None:
    code = (
        "import sys; from recoupe import cli; cli.run(['--help']); "
        "heavy = {'django', 'rich', 'lxml', 'babel', 'recoupe.extraction', 'recoupe.reading'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell(recoupe, shell: str) -> None:
    ran = recoupe("completion", shell)
    assert ran.code == 0
    assert "_RECOUPE_COMPLETE" in ran.out


def test_completion_proposes_commands() -> None:
    environment = {**os.environ, "_RECOUPE_COMPLETE": "bash_complete", "COMP_WORDS": "recoupe s", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "recoupe.cli"], capture_output=True, text=True, env=environment, cwd=ROOT
    )
    assert {line.partition(",")[2] for line in done.stdout.split()} == {"show", "search", "serve", "share"}


# --- reading -----------------------------------------------------------------------------------------------------


def test_reading_ends_with_one_line_of_summary(recoupe, pile: Path) -> None:
    ran = recoupe("read", "pile")
    assert (ran.code, ran.out, ran.err) == (0, "", "2 read, 0 already there, 0 failed\n")
    assert recoupe("read", "pile").err == "0 read, 2 already there, 0 failed\n"


def test_a_failure_is_one_line_naming_file_reason_and_the_rest_goes_on(recoupe, pile: Path) -> None:
    (pile / "empty.txt").write_bytes(b"")
    ran = recoupe("read", "pile", "nowhere.txt")
    assert ran.code == 3
    lines = ran.err.splitlines()
    assert any("empty.txt: the file has 0 bytes" in line for line in lines)
    assert any("nowhere.txt: there is no such file or folder (check the path)" in line for line in lines)
    assert lines[-1] == "2 read, 0 already there, 2 failed"


def test_reading_nothing_at_all_ends_with_1(recoupe) -> None:
    assert recoupe("read", "nowhere.txt").code == 1


def test_quiet_says_only_what_went_wrong(recoupe, pile: Path) -> None:
    assert recoupe("-q", "read", "pile").err == ""
    assert "nowhere.txt" in recoupe("read", "nowhere.txt", "--quiet").err


def test_reading_answers_in_json(recoupe, pile: Path) -> None:
    said = recoupe("read", "pile", "nowhere.txt", "--json").json
    assert (said["read"], said["already_there"], said["failed"], len(said["documents"])) == (2, 0, 1, 2)
    assert said["failures"][0]["what"] == "nowhere.txt"


def test_the_workspace_is_named_by_option_or_variable(recoupe, pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recoupe("--database", "one.db", "read", "pile/lyon.txt")
    monkeypatch.setenv("RECOUPE_DATABASE", "two.db")
    recoupe("read", "pile/tunis.txt")
    assert [Path(e["name"]).name for e in recoupe("list", "--json").json] == ["tunis.txt"]
    assert [Path(e["name"]).name for e in recoupe("list", "--json", "--database", "one.db").json] == ["lyon.txt"]
    assert not Path("recoupe.db").exists()


def test_what_needs_a_workspace_says_so_and_makes_none(recoupe) -> None:
    for arguments in (("list",), ("search", "x"), ("show", "x"), ("export",)):
        ran = recoupe(*arguments)
        assert ran.code == 4
        assert "there is no such workspace" in ran.err
    assert not Path("recoupe.db").exists()


def test_a_database_that_is_none_ends_with_4(recoupe, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("notes " * 500)
    ran = recoupe("--database", "notes.db", "list")
    assert ran.code == 4
    assert "Traceback" not in ran.err


# --- looking -----------------------------------------------------------------------------------------------------


def test_the_list_has_a_line_a_document(filled) -> None:
    ran = filled("documents")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 2
    assert "2026-03-02" in ran.out.splitlines()[0]
    assert "undated" in ran.out.splitlines()[1]


def test_search_finds_without_accents_and_says_what_it_understood(filled) -> None:
    ran = filled("search", "reunion")
    assert ran.code == 0
    assert "tunis.txt" in ran.out
    assert "Looked for reunion (accents and capitals do not matter)" in ran.err
    assert filled("search", '"dizaine de recruteurs"', "--json").json["hits"]


def test_search_that_finds_nothing_ends_with_1(filled) -> None:
    assert filled("search", "zyzzyva").code == 1
    assert filled("search", "zyzzyva", "--json").json["hits"] == []


def test_search_for_no_word_is_a_usage_error(filled) -> None:
    assert filled("search", "--", "-lyon").code == 2


def test_show_prints_each_sentence_with_what_was_found_in_it(filled) -> None:
    ran = filled("show", "lyon.txt")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    sentence, below = ran.out.split("    ", 1)[0], ran.out
    assert "2026-04-14" in below
    assert "se réuniront" in sentence or "se réuniront" in below
    assert "TLP:AMBER+STRICT (by default)" in ran.out


def test_show_gives_the_evidence_as_json(filled) -> None:
    said = filled("show", "lyon.txt", "--json").json
    text = said["document"]["text"]
    assert said["evidence"]["times"]
    for piece in [*said["evidence"]["times"], *said["evidence"]["claims"]]:
        assert text[piece["start"] : piece["end"]] == piece["text"]


def test_show_colours_keep_the_text(filled) -> None:
    import click

    from recoupe.cli.show import coloured
    from recoupe.extraction import extract
    from recoupe.reading import read_text

    document = read_text(LYON)
    shown = coloured(document, extract(document))
    assert click.unstyle(shown) == document.text
    assert shown != document.text


def test_showing_what_is_not_there_says_what_to_do(filled, tmp_path: Path) -> None:
    ran = filled("show", "rome.txt")
    assert (ran.code, "recoupe list" in ran.err) == (1, True)
    (tmp_path / "rome.txt").write_text("Rome.")
    assert "recoupe read rome.txt" in filled("show", "rome.txt").err


def test_a_name_that_two_documents_have_asks_for_an_id(filled, pile: Path) -> None:
    (pile / "b").mkdir()
    (pile / "b" / "lyon.txt").write_text("Une autre dépêche, de Lyon.")
    filled("read", "pile")
    ran = filled("show", "lyon.txt")
    assert ran.code == 2
    assert "2 documents are called so" in ran.err


def test_no_document_commands_the_terminal(recoupe, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("La ministre \x1b]0;pwned\x07 est venue à Lyon. Le mot \u202egnirts est là.")
    recoupe("read", "x.txt")
    for arguments in (("show", "x.txt"), ("search", "lyon"), ("search", "mot"), ("list",)):
        said = recoupe(*arguments)
        assert not {"\x1b", "\x07", "\u202e"} & set(said.out + said.err)


# --- leaving -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["json", "csv", "parquet", "geojson", "ics", "ftm.json", "misp.json", "stix.json"])
def test_the_ending_of_the_output_tells_the_format(filled, format_: str) -> None:
    assert filled("export", "-o", f"out/evidence.{format_}").code == 0
    assert Path(f"out/evidence.{format_}").stat().st_size > 10
    assert list(Path("out").iterdir()) == [Path(f"out/evidence.{format_}")]


def test_export_goes_to_stdout(filled) -> None:
    assert len(filled("export", "--format", "json").json["documents"]) == 2
    assert len(filled("export", "--document", "lyon.txt").json["documents"]) == 1


def test_names_need_a_reason_and_the_reason_is_kept(filled) -> None:
    assert filled("export", "--with-names", " ").code == 2
    assert filled("export", "--with-names", "file 2014/118").json["export"]["reason_for_names"] == "file 2014/118"
    from recoupe.room.setup import open_store

    store = open_store("recoupe.db")
    (kept,) = store.disclosures()
    assert (kept.reason, kept.format, kept.documents) == ("file 2014/118", "json", 2)
    store.close()


def test_what_a_format_cannot_carry_leaves_with_a_reason_that_is_kept(filled, monkeypatch) -> None:
    from recoupe.exchange import carrying
    from recoupe.room.setup import open_store

    monkeypatch.setitem(carrying.table(), "csv", {})
    refused = filled("export", "--format", "csv")
    assert refused.code == 2
    assert "AMBER+STRICT" in refused.err
    assert "--although" in refused.err
    assert filled("export", "--format", "csv", "--although", " ").code == 2
    assert filled("export", "--format", "csv", "--although", "the court reads no other").code == 0
    assert filled("export", "--format", "json", "--although", "needless").code == 0
    store = open_store("recoupe.db")
    (kept,) = store.disclosures()
    assert (kept.reason, kept.format, kept.documents) == ("the court reads no other", "csv, unmarked", 2)
    store.close()


@pytest.mark.parametrize("format_", ["ftm", "misp"])
def test_what_a_partner_exported_is_looked_at(filled, format_: str) -> None:
    assert filled("export", "-o", f"x.{format_}.json").code == 0
    looked = filled("import", f"x.{format_}.json")
    assert (looked.code, looked.out.count("TLP:AMBER+STRICT")) == (0, 2)
    assert len(filled("import", f"x.{format_}.json", "--json").json["documents"]) == 2
    Path("none.json").write_text("{}")
    assert filled("import", "none.json").code == 1


def test_an_output_that_cannot_be_written_is_a_usage_error(filled) -> None:
    assert filled("export", "-o", "pile/lyon.txt/x.json").code == 2
    assert filled("export", "-o", "evidence.xyz").code == 2


def test_a_closed_pipe_is_silent(filled, tmp_path: Path) -> None:
    command = f"{sys.executable} -m recoupe.cli export --format json | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(40):
        (tmp_path / "pile" / f"{_}.txt").write_text(f"{_} " + LYON * 20)
    filled("read", "pile")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.stdout == "0\n"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


# --- doctor ------------------------------------------------------------------------------------------------------


def test_the_doctor_names_what_is_there(recoupe) -> None:
    ran = recoupe("doctor", "--json")
    checks = {check["name"]: check for check in ran.json["checks"]}
    assert checks["sqlite"]["is_well"]
    assert checks["Django"]["is_well"]
    assert {"language fr", "language en", "fonts", "workspace", "psycopg"} <= set(checks)
    assert not Path("recoupe.db").exists()


def test_the_doctor_ends_with_1_where_the_workspace_cannot_be_opened(recoupe, tmp_path: Path) -> None:
    (tmp_path / "recoupe.db").write_text("notes " * 500)
    ran = recoupe("doctor")
    assert ran.code == 1
    assert "MISSING" in ran.out


def test_copies_are_told_with_the_original_and_why(recoupe, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    text = (ROOT / "examples" / "pile" / "01-transmed-lyon.txt").read_text(encoding="utf-8")
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text("Lu ce matin, bonne lecture à tous !\n\n" + text, encoding="utf-8")
    (folder / "c.txt").write_bytes(b"")
    done = recoupe("--json", "copies", str(folder))
    assert done.code == 3
    assert "c.txt: the file has 0 bytes" in done.err
    (copy,) = done.json["copies"]
    assert copy["containment"] > 0.9
    assert {copy["name"].rpartition("/")[2], copy["copy_of_name"].rpartition("/")[2]} == {"a.txt", "b.txt"}
    assert "repeats" in recoupe("copies", str(folder)).out
    assert recoupe("read", str(folder)).code == 3
    assert recoupe("--json", "copies").json["copies"][0]["kind"] == copy["kind"]
