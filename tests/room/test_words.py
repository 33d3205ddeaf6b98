"""The words of the room: French is complete; every language has its codes, and dates as its people write them."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

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
    for group in ("types", "status", "roles", "links"):
        assert set(wanted[group]) - set(told[group]) - {"denied"} == set(), (language, group)


@pytest.mark.parametrize(
    ("language", "begins", "ends", "told"),
    [
        ("fr", "2014-05-08", "2014-05-08", "8 mai 2014"),
        ("fr", "2014-05-01", "2014-05-31", "mai 2014"),
        ("fr", "2014-05-01", "2014-05-01", "1er mai 2014"),
        ("fr", "2014-05-11", "2014-05-11", "11 mai 2014"),
        ("nl", "2014-05-01", "2014-05-01", "1 mei 2014"),
        ("fr", "2014-01-01", "2014-12-31", "2014"),
        ("en", "2014-03-02", None, "from 2 March 2014"),
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


def test_a_finding_names_its_countries_in_the_language_of_the_page():
    from recoupe.room.web.templatetags.room import line

    parts = [
        {"role": "member", "text": text, "identity": identity}
        for text, identity in (("Maroc", "MA"), ("Jordan", "person:jordan"), ("Europol", "organisation:europol"))
    ]
    body = {"kind": "event", "type": "cooperate", "participants": parts}
    with translation.override("nl"):
        assert [part["text"] for _, rows in line(body)["roles"] for part in rows] == ["Marokko", "Jordan", "Europol"]
    assert parts[0]["text"] == "Maroc"


def test_a_verb_and_a_state_are_told_apart():
    from recoupe.room.taskforce.models import Action, Commitment

    with translation.override("fr"):
        assert (Action(state="open").get_state_display(), Commitment(state="open").get_state_display()) == (
            "à faire",
            "pas encore tenu",
        )


def test_no_line_of_french_breaks_before_its_colon():
    from babel.messages.pofile import read_po

    path = ROOT / "recoupe" / "room" / "web" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    for message in read_po(path.open("rb"), "fr"):
        forms = (message.string,) if isinstance(message.string, str) else message.string
        assert not [form for form in forms if re.search(r" [:;?!»](?!\w)|« ", form)], message.id


def test_every_language_tells_why_a_document_has_its_date():
    from recoupe.room.web.words import vocabulary

    said: set[str] = {"'mai' follows 'avril' and is past", "yet 'mai' is past", "'mai' is past"}
    for path in (ROOT / "recoupe" / "reading").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Dated", "Sign"):
                said |= {text for one in node.args for text in texts(one) if " " in text}
    assert len(said) > 10
    for language in ("fr", "nl", "ar"):
        for text in said:
            assert any(re.fullmatch(form, text) for form in vocabulary(language)["reasons"]), (language, text)


def literals(name: str) -> set[str]:
    """The reasons that a module of the engine gives, a word in place of what they fill in."""
    tree = ast.parse((ROOT / "recoupe" / name).read_text(encoding="utf-8"))
    given: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "why":
            given += [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("made", "Copy"):
            given += node.args[3:]
    return {text for one in given for text in texts(one)}


def texts(node: ast.expr, word: str = "2014-05-08") -> list[str]:
    """What an expression of words may say: a literal, one with values filled in, either of two."""
    if isinstance(node, ast.IfExp):
        return texts(node.body, word) + texts(node.orelse, word)
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else word for part in node.values)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


@pytest.mark.parametrize("language", ["fr", "en", "nl", "ar"])
def test_every_language_has_words_for_every_code_of_the_engine(language):
    from recoupe.crosscheck.grading import RULES
    from recoupe.crosscheck.model import CopyKind
    from recoupe.model import EntityKind, Modality, SourceKind
    from recoupe.room.web.words import vocabulary

    independence = (ROOT / "recoupe" / "crosscheck" / "independence.py").read_text(encoding="utf-8")
    wanted = {
        "copies": set(CopyKind),
        "sources": set(SourceKind),
        "entities": set(EntityKind),
        "modality": set(Modality),
        "rules": {name for name, _, _ in RULES},
        "reliability": set("ABCDEF"),
        "credibility": set("123456"),
        "independence": set(re.findall(r'yield "(\w+)"', independence)),
        "excerpts": set(re.findall(r'kind="(\w+)"', (ROOT / "recoupe" / "store.py").read_text(encoding="utf-8"))),
        "units": set(vocabulary("fr")["units"]),
        "links": set(vocabulary("fr")["links"]),
    }
    assert {"copy", "speaker"} <= wanted["independence"]
    assert {"passage", "claim"} <= wanted["excerpts"]
    for group, codes in wanted.items():
        assert codes - set(vocabulary(language)[group]) == set(), (language, group)


@pytest.mark.parametrize("language", ["fr", "en", "nl", "ar"])
@pytest.mark.parametrize(
    ("group", "module"),
    [
        ("copy_reasons", "crosscheck/lineage.py"),
        ("copy_reasons", "crosscheck/families.py"),
        ("contradictions", "crosscheck/contradictions.py"),
    ],
)
def test_every_language_has_words_for_every_reason_of_the_engine(language, group, module):
    from recoupe.room.web.words import vocabulary

    said = literals(module)
    assert said
    for text in said:
        assert any(re.fullmatch(pattern, text) for pattern in vocabulary(language)[group]), (language, text)


@pytest.mark.parametrize(
    ("language", "name", "code", "told"),
    [
        ("fr", "copy_reason", "published first, 2014-05-08", "paru le premier, le 8 mai 2014"),
        ("nl", "copy_reason", "it names AFP as its source", "de andere noemt AFP als bron"),
        ("fr", "contradiction", "2014-05-08", "8 mai 2014"),
        ("fr", "contradiction", "told alike, but on another day", "le même récit, mais un autre jour"),
        ("fr", "called_language", "nl", "néerlandais"),
        ("nl", "called_language", "fr-BE", "Frans (België)"),
        ("ar", "called_language", "fr", "الفرنسية"),
        ("fr", "called_language", "xx-unknown", "xx-unknown"),
        ("en", "credibility_words", 4, "doubtful information"),
        ("fr", "independence", ["copy", "speaker"], "reprises d’un même texte et même locuteur"),
        ("ar", "copy_kind", "something new", "something new"),
        ("fr", "error_words", "the PDF is cut off or damaged", "le PDF est tronqué ou endommagé"),
        (
            "fr",
            "error_words",
            "it has 30 MB of text, more than the 20 MB that are read at once",
            "il contient 30 Mo de texte, plus que les 20 Mo lus en une fois",
        ),
        ("nl", "error_words", "Permission denied", "Permission denied"),
        ("nl", "name_words", "Belgique", "België"),
        ("fr", "name_words", "Belgique", "Belgique"),
        ("nl", "name_words", "Bart Jansen", "Bart Jansen"),
        ("ar", "joined", ["BE", "FR"], "BE، FR"),
        ("nl", "why_dated", "the address has 2014/05", "het adres bevat 2014/05"),
        ("ar", "why_dated", "'mai 2014' is past; yet 'juin' is past", "«mai 2014» قد مضى؛ لكن «juin» قد مضى"),
    ],
)
def test_what_the_engine_says_is_shown_in_the_words_of_the_page(language, name, code, told):
    from recoupe.room.web.templatetags import room

    with translation.override(language):
        assert room.register.filters[name](code) == told


def failures_of(tree: ast.Module) -> set[str]:
    """What the errors that a module raises say, a number in place of what they fill in."""
    from recoupe import errors

    kinds = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}
    given: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
            given += node.args[1:]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given += [node.value] if node.targets[0].id in ("why", "size") else []
        elif isinstance(node, ast.FunctionDef) and node.name == "too_large":
            given += [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
    return {text for one in given for text in texts(one, "7") if text != "7"}


@pytest.mark.parametrize("language", ["fr", "nl", "ar"])
def test_what_could_not_be_read_is_told_in_the_words_of_the_page(language):
    from recoupe.reading import detection
    from recoupe.reading.formats import office
    from recoupe.room.web.words import vocabulary

    said = {f"it is {kind}" for _, kind, _ in (*detection.FOREIGN, *office.OTHERS)}
    said |= {remedy for _, _, remedy in (*detection.FOREIGN, *office.OTHERS) if remedy}
    for path in [*(ROOT / "recoupe" / "reading").rglob("*.py"), ROOT / "recoupe" / "query.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.ImportFrom) and (node.module or "").endswith("errors") for node in ast.walk(tree)):
            said |= failures_of(tree)
    assert {"it names no word to look for", "the PDF is cut off or damaged", "get it again"} <= said
    told = vocabulary(language)["errors"]
    lacking = {text for text in said - {"it is 7"} if not any(re.fullmatch(form, text) for form in told)}
    assert lacking == set()
