"""The words of the room: French is complete; every language has its codes, and dates as its people write them."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

ERRORS = {"ReadingError", "UnsupportedFormat", "EmptyInput", "DamagedInput", "EncryptedInput", "RefusedInput"}
ROOT = Path(__file__).resolve().parents[2]


def test_french_says_all_that_english_says():
    done = subprocess.run(
        [sys.executable, "scripts/make_locales.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", ["fr", "en", "nl", "ar"])
def test_every_language_names_every_type_status_and_role(language):
    from recoupe.room.web.words import vocabulary

    wanted, told = vocabulary("en"), vocabulary(language)
    for group in (
        "types",
        "status",
        "roles",
        "links",
        "rules",
        "modality",
        "reliability",
        "credibility",
        "independence",
    ):
        assert set(wanted[group]) - set(told[group]) - {"denied"} == set(), (language, group)


@pytest.mark.parametrize("language", ["fr", "en", "nl", "ar"])
def test_every_language_names_every_kind_of_the_engine(language):
    from recoupe.crosscheck.grading import RULES
    from recoupe.crosscheck.model import CopyKind
    from recoupe.model import EntityKind, SourceKind
    from recoupe.room.web.words import vocabulary

    told = vocabulary(language)
    for group, kinds in (("copy_kinds", CopyKind), ("source_kinds", SourceKind), ("entity_kinds", EntityKind)):
        assert {kind.value for kind in kinds} <= set(told[group]), group
    assert {name for name, _, _ in RULES} <= set(told["rules"])
    assert set("ABCDEF") == set(told["reliability"])
    assert set("123456") == set(told["credibility"])


def test_a_failure_to_read_is_told_in_french():
    """What reading refuses, as the bad inputs of the tests make it say, leaves no English in a French page."""
    from recoupe.room.web.words import phrase

    with translation.override("fr"):
        for why in literals_of_errors():
            assert phrase("errors", why) != why, why


def literals_of_errors():
    """Why and what to do, of every error that reading raises: its literals, with a number where something is filled in."""
    import ast

    for path in [*(ROOT / "recoupe" / "reading").rglob("*.py"), ROOT / "recoupe" / "query.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_error = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_error and node.func.id in ERRORS:
                for said in node.args[1:]:
                    if isinstance(said, ast.Constant) and said.value:
                        yield said.value
                    elif isinstance(said, ast.JoinedStr):
                        parts = [part.value if isinstance(part, ast.Constant) else "7" for part in said.values]
                        yield "".join(parts)


@pytest.mark.parametrize(
    ("language", "begins", "ends", "told"),
    [
        ("fr", "2014-05-08", "2014-05-08", "8 mai 2014"),
        ("fr", "2014-05-01", "2014-05-31", "mai 2014"),
        ("fr", "2014-01-01", "2014-12-31", "2014"),
        ("en", "2014-03-02", None, "from March 2, 2014"),
        ("nl", "2014-05-08", "2014-05-08", "8 mei 2014"),
        ("ar", "2014-05-08", "2014-05-08", "8 مايو 2014"),
    ],
)
def test_days_are_written_as_people_of_that_language_write_them(language, begins, ends, told):
    from recoupe.room.web.words import days

    with translation.override(language):
        assert days(begins, ends) == told


@pytest.mark.parametrize("language", ["fr", "nl", "ar"])
def test_translations_fill_in_nothing_that_is_not_given(language):
    import re

    from babel.messages.pofile import read_po

    path = ROOT / "recoupe" / "room" / "web" / "locale" / language / "LC_MESSAGES" / "django.po"
    place = re.compile(r"%\((\w+)\)s")
    for message in read_po(path.open("rb"), language):
        said = [message.id] if isinstance(message.id, str) else list(message.id)
        told = [message.string] if isinstance(message.string, str) else list(message.string)
        known = {name for form in said for name in place.findall(form)}
        assert {name for form in told for name in place.findall(form)} <= known, message.id


@pytest.mark.parametrize("language", ["fr", "en", "nl", "ar"])
def test_every_page_is_shown_in_every_language(as_, language):
    from recoupe.room.taskforce.models import Decision, Group, Meeting

    browser = as_("secretary")
    browser.post("/account", {"language": language})
    pages = ["/", "/documents", "/findings", "/figures", "/timeline", "/map", "/network", "/search?q=Lyon", "/meetings"]
    pages += [f"/groups/{row.pk}" for row in Group.objects.all()] + [
        f"/meetings/{row.pk}" for row in Meeting.objects.all()
    ]
    pages += [f"/decisions/{row.pk}" for row in Decision.objects.all()] + ["/actions", "/account"]
    for address in pages:
        said = browser.get(address).content.decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in said, address
        if language != "en":
            assert ">Today<" not in said, address
