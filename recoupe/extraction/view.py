"""View: a document cut into sentences and tokens once, as every extractor sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypedDict

from ..languages import available
from ..model import Document, Passage, PassageKind, Span
from .calibration import confidence

TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}                              # U.S., S.P.F.
  | (?:(?i:aujourd[’']hui)|\w+n[’']t)\b             # words with an apostrophe inside: aujourd'hui, didn't
  | (?i:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu)[’'](?=\w)    # French elisions: l', qu', jusqu'
  | \w+(?:[’'](?=\W|$))?(?:-\w+)*                   # words; hyphened compounds stay whole ("Royaume-Uni")
  | [^\w\s]
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word or a sign: `text` as written, `low` in lower case with straight apostrophes, clean-text offsets.

    French elisions are tokens of their own with their apostrophe: "l’Intérieur" is "l’" + "Intérieur".
    """

    text: str
    low: str
    start: int
    end: int

    @property
    def is_capitalised(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_word(self) -> bool:
        return self.text[:1].isalnum()


class Where(TypedDict):
    """The fields that every Piece shares; see `View.piece`."""

    document: str
    text: str
    start: int
    end: int
    original: Span
    rule: str
    confidence: float


@dataclass(frozen=True)
class Sentence:
    """A passage with its tokens. Offsets are in the clean text of the document."""

    index: int
    text: str
    start: int
    end: int
    language: str
    is_heading: bool
    paragraph: int

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(tokenised(self.text, self.start))

    @cached_property
    def low(self) -> str:
        """The sentence in lower case with straight apostrophes; same length as `text`, so offsets hold."""
        return lowered(self.text)


class View:
    """A document as extractors see it: sentences in order, each in a language whose data is at hand."""

    def __init__(self, document: Document) -> None:
        self.document = document
        languages = available()
        main = document.language if document.language in languages else None
        sentences: list[Sentence] = []
        for passage in document.passages:
            language = passage.language if passage.language in languages else main
            if language and (passage.language in languages or passage.language == "und"):
                sentences.append(self._sentence(len(sentences), passage, language))
        self.sentences: tuple[Sentence, ...] = tuple(sentences)

    def _sentence(self, index: int, passage: Passage, language: str) -> Sentence:
        text = self.document.text[passage.start : passage.end]
        is_heading = passage.kind is PassageKind.HEADING
        return Sentence(index, text, passage.start, passage.end, language, is_heading, passage.paragraph)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence in which a clean offset stands; None between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].start <= offset:
            return self.sentences[low]
        return None

    def piece(self, start: int, end: int, rule: str) -> Where:
        """The fields shared by every piece of evidence on `[start, end)` found by `rule`; pass them with `**`."""
        return {
            "document": self.document.id,
            "text": self.document.text[start:end],
            "start": start,
            "end": end,
            "original": self.document.original_span(start, end),
            "rule": rule,
            "confidence": confidence(rule),
        }


def lowered(text: str) -> str:
    """Lower case with straight apostrophes, keeping the length of the text (so "İ" stays one character)."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'").replace("ʼ", "'")


def tokenised(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens of a text, their offsets counted from `start`."""
    low = lowered(text)
    for match in TOKEN.finditer(text):
        at, end = match.span()
        yield Token(text[at:end], low[at:end], start + at, start + end)
