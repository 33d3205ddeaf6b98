"""Bring the catalogues of the room's words up to date: what templates and code say, and compiled for gettext.

python scripts/make_locales.py          # adds what is new to each .po, drops what is gone, compiles; says what lacks
python scripts/make_locales.py --check  # changes nothing, fails where something is not as it would be made
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOM = Path(__file__).resolve().parents[1] / "recoupe" / "room"
LOCALES = ROOM / "web" / "locale"
LANGUAGES = ("fr", "nl", "ar")
TRANSLATE = re.compile(
    r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')(?:\s+context\s+["']([^"']*)["'])?|\b_\("([^"]*)"\)"""
)
BLOCK = re.compile(r"{% blocktranslate([^%]*)%}(.*?){% endblocktranslate %}", re.DOTALL)
CONTEXT = re.compile(r"""\bcontext\s+["']([^"']*)["']""")
VALUE = re.compile(r"{{ ?(\w+)[^}]*}}")
IN_CODE = re.compile(r"""\b(?:_|say)\(\s*"((?:[^"\\]|\\.)*)\"""")
IN_CONTEXT = re.compile(r"""\bpgettext(?:_lazy)?\(\s*"([^"]*)",\s*"((?:[^"\\]|\\.)*)\"""")
IN_NUMBER = re.compile(r"""\bngettext(?:_lazy)?\(\s*"([^"]*)",\s*"([^"]*)\"""")

Said = tuple[str | None, str]
"""What is said, and its context: "open" of an action is a state, of a key a verb."""


def said() -> dict[Said, tuple[str, ...]]:
    """All that templates and code say, by context and first form, with its plural where it has one."""
    found: dict[Said, tuple[str, ...]] = {}
    for path in sorted(ROOM.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for match in TRANSLATE.finditer(text):
            double, single, context, filtered = match.groups()
            found.setdefault((context, next(one for one in (double, single, filtered) if one is not None)), ())
        for match in BLOCK.finditer(text):
            forms = [VALUE.sub(r"%(\1)s", form) for form in match[2].split("{% plural %}")]
            context = named[1] if (named := CONTEXT.search(match[1])) else None
            found[context, forms[0]] = tuple(forms[1:]) or found.get((context, forms[0]), ())
    for path in sorted(ROOM.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        for match in IN_CODE.finditer(code):
            found.setdefault((None, match[1]), ())
        for match in IN_NUMBER.finditer(code):
            found[None, match[1]] = (match[2],)
        for match in IN_CONTEXT.finditer(code):
            found.setdefault((match[1], match[2]), ())
    return found


def catalogue(language: str) -> tuple[Catalog, list[str]]:
    """The catalogue of a language as it should be, and what it lacks."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    old = read_po(io.BytesIO(path.read_bytes()), language) if path.exists() else Catalog(language)
    made = Catalog(language, project="recoupe", fuzzy=False, header_comment="# The words of the room.")
    lacking = []
    for (context, text), plural in said().items():
        known = old.get(text, context)
        if known is None or not known.string or (isinstance(known.string, tuple) and not all(known.string)):
            lacking.append(f"{text} ({context})" if context else text)
        key = (text, *plural) if plural else text
        flags = ["python-format"] if "%(" in text else []
        made.add(key, known.string if known is not None else None, flags=flags, context=context)
    return made, lacking


def main() -> int:
    """Make or check each catalogue; 1 where something lacks or, checking, differs."""
    wrong = 0
    for language in LANGUAGES:
        folder = LOCALES / language / "LC_MESSAGES"
        made, lacking = catalogue(language)
        text, compiled = io.BytesIO(), io.BytesIO()
        made.revision_date = made.creation_date = None
        write_po(text, made, omit_header=False, sort_output=True, include_previous=False, width=0)
        write_mo(compiled, made)
        lines = [
            line for line in text.getvalue().splitlines(True) if b"-Date:" not in line and b"Generated-By" not in line
        ]
        for name, content in (("django.po", b"".join(lines)), ("django.mo", compiled.getvalue())):
            if "--check" not in sys.argv:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
            elif name == "django.po" and (folder / name).read_bytes() != content:
                print(f"{language}: {name} is not as it would be made: python scripts/make_locales.py")
                wrong = 1
        for missing in lacking:
            print(f"{language}: not translated: {missing}")
        wrong |= bool(lacking)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
