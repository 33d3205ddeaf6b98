"""docs/api.md: its examples are run, one after the other, as a reader would."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) >= 5
    names: dict = {}
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), names)


def test_the_page_names_every_public_function() -> None:
    import recoupe

    said = PAGE.read_text(encoding="utf-8")
    functions = [name for name in recoupe.__all__ if name[0].islower()]
    assert [name for name in functions if f"recoupe.{name}" not in said] == []
