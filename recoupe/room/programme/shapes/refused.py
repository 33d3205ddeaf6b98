"""Refused: what no record of a programme may hold: a score, a rank, a prediction of a person, by whatever name, in any language.

A shape that has such a field cannot even be defined (see `base`); a questionnaire that asks for one is not loaded (see
`instruments`). The words are data: `refused.toml`. What a list of words cannot do is said in docs/programme-instruments.md.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_args

from django.utils.translation import gettext as _

from ....errors import RecoupeError

FILE = Path(__file__).with_suffix(".toml")
LOOKS = "асеорхуіѕјԁһԛԝвкмнтгɑοαερικνυτχ"
LIKE = "aceopxyisjdhqwbkmhtraoaepikvutx"
HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
SIGN = re.compile("[a-z]|[ivx]{1,4}|(.)\\1+")  # a letter, a Roman number, one sign some times: places on a scale
WORDS = re.compile(r"[^\W\d_]+")
BEFORE_ARABIC_WORDS = re.compile("^[وف]?[بكل]?ا?ل?(?=..)")
ALIKE = str.maketrans("ةىؤئ" + LOOKS, "هيوي" + LIKE)
ANYTHING = (Any, object, dict, list, tuple, set, frozenset)  # as they are, without saying of what
NUMBERS = (int, float, complex, Decimal)


class Refused(RecoupeError):
    """Something that would rate, rank or predict a person. `kind` is what it is refused as: "risk", "scoring", "number"..."""

    def __init__(self, what: str, kind: str, why: str) -> None:
        super().__init__(what, why, _("leave it out: a programme keeps words, and never rates a person"))
        self.kind = kind


@cache
def lexicon() -> dict[str, Any]:
    """The words, as they stand in the file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def folded(text: str) -> str:
    """A text as words are compared: no case, no accents, no vowel signs, one form of the letters that are written in several."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not (unicodedata.combining(c) or is_unseen(c)))
    return plain.casefold().translate(ALIKE)


def is_unseen(letter: str) -> bool:
    """Whether a character is not seen, and stands in a word only to make another of it; or stretches an Arabic one."""
    return letter == "ـ" or unicodedata.category(letter) == "Cf"


def words_of(text: str) -> list[str]:
    """The words of a text or a name ("riskLevel", "risk_level"), folded; an Arabic word also without its article."""
    found = WORDS.findall(folded(HUMPS.sub(" ", text)))
    return found + [bare for word in found if (bare := BEFORE_ARABIC_WORDS.sub("", word)) != word]


@cache
def patterns(where: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is refused in a place ("everywhere", "names", "choices"): its kind, and the words of all languages as one pattern."""
    told = []
    for kind, by_language in lexicon()[where].items():
        forms = {form for said in by_language.values() for form in said}
        each = (re.escape(form.strip("…")).join((head(form), tail(form))) for form in sorted(forms))
        told.append((kind, re.compile("|".join(each))))
    return tuple(told)


def head(form: str) -> str:
    """What may stand before a stem."""
    return r"\w*" if form.startswith("…") else ""


def tail(form: str) -> str:
    """What may stand after it."""
    return r"\w*" if form.endswith("…") else ""


def kind_of(text: str, *places: str) -> tuple[str, str] | None:
    """As what a text is refused in some places, with the word; None where nothing is wrong with it."""
    words = words_of(text)
    for place in places:
        for kind, pattern in patterns(place):
            for word in words:
                if pattern.fullmatch(word):
                    return kind, word
    return None


def refuse_name(name: str, where: str) -> None:
    """Raises Refused for a name of a field, a column, a question that rates a person."""
    if name in lexicon()["numbers"]:
        return
    if found := kind_of(name, "everywhere", "names"):
        raise Refused(
            f"{where}: {name}", found[0], _("“%(word)s” rates, ranks or predicts a person") % {"word": found[1]}
        )


def refuse_text(text: str, where: str) -> None:
    """Raises Refused for what a person would read: a question, a title, that speaks of a score, a risk, a scale."""
    if found := kind_of(text, "everywhere"):
        raise Refused(
            f"{where}: {text}", found[0], _("“%(word)s” rates, ranks or predicts a person") % {"word": found[1]}
        )
    for kind, by_language in lexicon()["asked"].items():
        for pattern in (one for said in by_language.values() for one in said):
            if re.search(pattern, folded(text)):
                raise Refused(f"{where}: {text}", kind, _("it asks for a number on a scale"))


def refuse_choice(text: str, where: str) -> None:
    """Raises Refused for an answer that is a number, or a rung of a ladder."""
    refuse_text(text, where)
    said = "".join(folded(text).split())
    if any(unicodedata.category(c).startswith("N") for c in text) or all(unicodedata.numeric(c, None) for c in said):
        raise Refused(f"{where}: {text}", "number", _("an answer is given in words, without numbers"))
    if not WORDS.search(said) or SIGN.fullmatch(said):
        raise Refused(f"{where}: {text}", "number", _("an answer is given in words, without numbers"))
    if any(pattern.fullmatch(" ".join(folded(text).split())) for _kind, pattern in patterns("choices")):
        raise Refused(f"{where}: {text}", "ladder", _("it puts a person on a ladder"))


def refuse_field(name: str, annotation: Any, where: str) -> None:
    """Raises Refused for a field of a shape, by its name, by the words that it may hold, or because it is a number that rates."""
    refuse_name(name, where)
    for kind in kinds_in(annotation):
        if kind in ANYTHING:
            raise Refused(f"{where}: {name}", "anything", _("it may hold anything, a number too; say what it holds"))
        if issubclass(kind, Enum):
            for choice in kind:
                if issubclass(kind, str):
                    refuse_choice(str(choice.value), f"{where}: {name}")
        if issubclass(kind, NUMBERS) and not issubclass(kind, bool) and name not in lexicon()["numbers"]:
            raise Refused(
                f"{where}: {name}",
                "number",
                _("it is a number; none is kept of a person but those that refused.toml names"),
            )


def kinds_in(annotation: Any) -> Iterator[type]:
    """The classes in a type: those of `dict[str, tuple[int, ...]] | None` are dict, str, tuple, int and NoneType."""
    if isinstance(annotation, type):
        yield annotation
    for part in get_args(annotation):
        yield from kinds_in(part)
