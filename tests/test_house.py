"""The house: import order, files that are one idea, languages as data, dependencies with their reasons."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "recoupe"
LONGEST = 450
LONGER = {"recoupe/model.py": 510}  # all the nouns of evidence stand in one file, as DESIGN.md has it

RANKS = {
    "version": 0,
    "errors": 0,
    "model": 0,
    "identifiers": 1,
    "languages": 1,
    "reading": 2,
    "extraction": 3,
    "crosscheck": 4,
    "networks": 5,
    "query": 5,
    "store": 5,
    "schema": 5,
    "pipeline": 6,
    "briefing": 7,
    "exchange": 7,
    "room": 8,
    "cli": 9,
}
ENGINE = [name for name, rank in RANKS.items() if rank < RANKS["room"]]
# Which of those of one rank may use which: errors and nouns below all, the contract of the store on queries, and the one
# place that masks private persons.
BESIDE = {("store", "query"), ("briefing", "exchange")}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def name_of(path: Path) -> tuple[str, ...]:
    """The parts of a module's name below the package root; the root itself has none."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imports(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and target of each import of our own, those inside functions too; () is the package root itself."""
    here = name_of(path)
    package = here if path.name == "__init__.py" else here[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "recoupe":
                    yield node.lineno, tuple(alias.name.split(".")[1:])
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = package[: len(package) - node.level + 1]
            elif (node.module or "").split(".")[0] == "recoupe":
                base = ()
            else:
                continue
            module = (node.module or "").split(".") if node.module else []
            parts = (*base, *(module if node.level else module[1:]))
            if parts:
                yield node.lineno, parts
            else:
                for alias in node.names:
                    is_module = (PACKAGE / alias.name).is_dir() or (PACKAGE / f"{alias.name}.py").is_file()
                    yield node.lineno, (alias.name,) if is_module else ()


def faults(path: Path) -> list[str]:
    """What is wrong with a module's imports."""
    found = []
    here = name_of(path)
    if not here:
        return []
    for line, target in imports(path):
        where = f"{path.relative_to(ROOT)}:{line}"
        if not target:
            found.append(f"{where} imports the package root from inside")
        elif target[0] != here[0]:
            rank, other = RANKS[here[0]], RANKS.get(target[0])
            if other is None:
                found.append(f"{where} imports {target[0]}, which has no rank")
            elif other > rank or (other == rank and rank and (here[0], target[0]) not in BESIDE):
                found.append(f"{where}: {here[0]} imports {target[0]}, which stands above it")
    return found


def test_every_package_and_module_has_a_rank() -> None:
    found = {
        path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or list(path.glob("*.py"))
    }
    assert found - {"__init__"} <= set(RANKS)


def test_imports_go_one_way() -> None:
    assert [fault for path in MODULES for fault in faults(path)] == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("from ..extraction import extract", "stands above"),
        ("def f():\n    from ..store import Store", "stands above"),
        ("import recoupe.cli", "stands above"),
        ("from recoupe.room import setup", "stands above"),
        ("import recoupe", "package root"),
        ("from recoupe import read", "package root"),
        ("from .. import read", "package root"),
        ("from .. import unranked", "package root"),
        ("from ..unranked import x", "no rank"),
        ("from .. import extraction", "stands above"),
    ],
)
def test_the_check_of_imports_sees_each_kind_of_fault(
    source: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "recoupe"
    for name in ("reading", "extraction"):
        (package / name).mkdir(parents=True)
    (package / "reading" / "bad.py").write_text(source)
    monkeypatch.setitem(globals(), "PACKAGE", package)
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (said,) = faults(package / "reading" / "bad.py")
    assert fault in said


def test_the_engine_never_imports_django() -> None:
    names = [f"recoupe.{name}" for name in ENGINE if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()]
    names += [f"recoupe.exchange.{path.stem}" for path in (PACKAGE / "exchange").glob("[a-z]*.py")]
    code = (
        "import importlib, sys; "
        f"[importlib.import_module(name) for name in {['recoupe', *names]!r}]; "
        "sys.exit(str([m for m in sys.modules if m.split('.')[0] == 'django']) if 'django' in sys.modules else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_importing_recoupe_loads_none_of_its_parts() -> None:
    code = (
        "import sys; before = set(sys.modules); import recoupe; "
        "new = {m for m in set(sys.modules) - before if m.startswith('recoupe.')}; "
        "sys.exit(str(new) if new - {'recoupe.version'} else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_every_public_name_can_be_had() -> None:
    import recoupe

    for name in recoupe.__all__:
        assert getattr(recoupe, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = recoupe.nothing


def test_every_file_says_in_its_first_line_which_idea_it_is() -> None:
    silent = []
    for path in MODULES:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        if not (docstring and docstring.splitlines()[0].strip()):
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []


def test_no_file_is_two_ideas() -> None:
    files = [*MODULES, *ROOT.glob("tests/**/*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    long = {name: length for name, length in lengths.items() if length > LONGER.get(name, LONGEST)}
    assert long == {}


def language_folders() -> list[Path]:
    return sorted(
        path
        for path in (PACKAGE / "languages").iterdir()
        if path.is_dir() and path.name not in ("common", "__pycache__")
    )


def test_french_and_english_are_there() -> None:
    assert {"fr", "en"} <= {folder.name for folder in language_folders()}


def test_every_language_has_the_same_files() -> None:
    from recoupe.languages import FILES

    for folder in language_folders():
        assert {path.stem for path in folder.glob("*.toml")} == set(FILES), folder.name


def test_every_language_has_the_same_keys() -> None:
    keys: dict[str, dict[str, set[str]]] = {}
    for folder in language_folders():
        for path in folder.glob("*.toml"):
            keys.setdefault(path.name, {})[folder.name] = set(tomllib.loads(path.read_text(encoding="utf-8")))
    different = {}
    for name, by_language in keys.items():
        shared = set.intersection(*by_language.values())
        if rest := {language: sorted(found - shared) for language, found in by_language.items() if found - shared}:
            different[name] = rest
    assert different == {}


def test_no_code_names_a_language() -> None:
    named = []
    for path in MODULES:
        if name_of(path)[:1] in (("cli",), ()):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                said = [c.value for c in (node.left, *node.comparators) if isinstance(c, ast.Constant)]
                if {"fr", "en"} & {s for s in said if isinstance(s, str)}:
                    named.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert named == []


def test_every_dependency_says_why_under_which_licence_and_what_instead() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4:
            rows[cells[0].strip("`").lower()] = cells[1:]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    names = {
        requirement.split(">")[0].split("=")[0].split("[")[0].split(";")[0].strip().lower() for requirement in wanted
    }
    assert names - set(rows) - {project["name"]} == set()
    assert all(all(cells) for cells in rows.values())
