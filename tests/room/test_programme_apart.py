"""Apart: the code of the programme and its tables touch nothing of the evidence, and nothing of that touches them."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_programme_imports_nothing_of_the_evidence_and_nothing_of_it_imports_the_programme():
    """Only what every page stands on, and who people are; and the room imports of it its story, its addresses, what is due, and published numbers."""
    folder = ROOT / "recoupe" / "room" / "programme"
    allowed = ("errors", "room.programme", "room.people", "room.web.page", "room.web.words")
    for path in folder.rglob("*.py"):
        for module in imported(path):
            assert module.startswith(allowed), (path.name, module)
    others = [path for path in (ROOT / "recoupe").rglob("*.py") if folder not in path.parents]
    who = {
        str(path.relative_to(ROOT / "recoupe")): module
        for path in others
        for module in imported(path)
        if module.startswith("room.programme")
    }
    assert set(who) == {"room/story.py", "room/urls.py", "room/work.py", "room/access.py", "cli/programme.py"}


def test_of_the_programme_access_knows_the_published_numbers_alone():
    from recoupe.room.access import RULES

    assert {table.__name__ for table in RULES if table._meta.app_label == "programme"} <= {"Published"}


def imported(path):
    """The modules of ours that a file imports, below the package root."""
    package = path.relative_to(ROOT / "recoupe").with_suffix("").parts
    package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            if node.module:
                yield ".".join((*base, *node.module.split(".")))
            else:
                yield from (".".join((*base, alias.name)) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "recoupe":
            yield ".".join(str(node.module).split(".")[1:])


def test_no_table_of_the_programme_refers_to_any_other_but_accounts_and_none_refers_to_it():
    from django.apps import apps

    for model in apps.get_models():
        for field in (field for field in model._meta.get_fields() if field.is_relation and field.concrete):
            ours, theirs = model._meta.app_label, field.related_model._meta.app_label
            if "programme" in (ours, theirs) and ours != theirs:
                assert (ours, model.__name__, theirs) == ("programme", "Practitioner", "people"), (model, field.name)
