"""Wording: what is read out to participants and given to them, in their language: data in `texts/`, one file a language."""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ..web.words import language as reader
from ..web.words import language_name
from .shapes import About, Purpose

FOLDER = Path(__file__).parent / "texts"
OTHERWISE = "en"


def texts(language: str) -> dict[str, Any]:
    """The texts of a language; of one that has none, English."""
    return read(language if language in languages() else OTHERWISE)


@cache
def read(language: str) -> dict[str, Any]:
    """The texts of a language that there is a file of."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are texts in."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def named() -> list[tuple[str, str]]:
    """These languages with what they are called on the page."""
    return [(code, language_name(code)) for code in languages()]


def read_from(language: str) -> str:
    """The language of the text that is read out: the one that is asked for, or what is interpreted, the reader's own."""
    return next((one for one in (language, reader()) if one in languages()), OTHERWISE)


def direction(language: str) -> str:
    """Which way a language is written."""
    return str(texts(language)["direction"])


def filled(about: About) -> dict[str, Any]:
    """What stands in the gaps of a text."""
    return {"name": about.name, "months": about.months, "kept": about.kept_months, "body": about.complaints_to}


def consent_of(about: About, language: str) -> dict[str, Any]:
    """What is read out before somebody consents: title, opening, what is asked, one line a purpose, rights."""
    said, gaps = texts(language)["consent"], filled(about)
    complaint = said["complaint"] if about.complaints_to else said["no_complaint"]
    return {
        "title": said["title"].format(**gaps),
        "opening": [one.format(**gaps) for one in said["opening"]],
        "asked": said["asked"],
        "purposes": [(purpose.value, texts(language)["purposes"][purpose.value]) for purpose in Purpose],
        "rights": [one.format(**gaps) for one in [*said["rights"], complaint]],
        "signs": texts(language)["signs"],
        "language": language if language in languages() else OTHERWISE,
        "direction": direction(language),
    }


def read_out(about: About, language: str) -> str:
    """The same as one text, as it is kept with a consent."""
    said = consent_of(about, language)
    asked = [f"{number}. {text}" for number, (_purpose, text) in enumerate(said["purposes"], 1)]
    return "\n\n".join([said["title"], *said["opening"], said["asked"], *asked, *said["rights"]])


def proposals(language: str, taken: Iterable[str], how_many: int = 5) -> list[str]:
    """Some pseudonyms that nobody has yet: neutral words of a language; with a number where all are taken."""
    words, used = texts(language)["words"]["pseudonyms"], {one.casefold() for one in taken}
    free = [word for word in words if word.casefold() not in used]
    number = 2
    while len(free) < how_many:
        free += [f"{word} {number}" for word in words if f"{word} {number}".casefold() not in used]
        number += 1
    return sorted(secrets.SystemRandom().sample(free, how_many))
