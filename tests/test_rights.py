"""Rights: the page for a data protection officer names no test that is not there, and no promise stands without one."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def names_in(path: str) -> set[str]:
    """The tests that a file has."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_the_page_names_is_there():
    assert len(NAMED) > 60
    assert [f"{path}::{name}" for path, name in NAMED if name not in names_in(path)] == []


def test_every_promise_and_every_right_has_a_test():
    for title in ("What it will never do", "The rights of a person"):
        table = PAGE.split(f"## {title}")[1].split("\n## ")[0]
        rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
        assert rows
        assert [row for row in rows if "::test_" not in row] == []


def test_every_kind_of_thing_that_expires_is_on_the_page():
    source = (ROOT / "recoupe" / "room" / "retention.py").read_text(encoding="utf-8")
    periods = dict(re.findall(r'"(\w+)": Kind\(\s*(\d+)', source))
    assert periods
    for kind, months in periods.items():
        assert f"{months} months" in PAGE, kind
