"""Citations: every line of a brief stands on sentences, and their offsets give exactly those sentences in the bytes received."""

import html
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from story import story

import recoupe
from recoupe.briefing import brief
from recoupe.model import Document, Evidence

ROOT = Path(__file__).resolve().parents[2]
Pairs = list[tuple[Document, Evidence]]


def read(paths: Iterable[Path]) -> Pairs:
    return [
        (document, recoupe.extract(document))
        for path in paths
        for document in recoupe.read(path, on_error=lambda error: None)
    ]


def bare(text: str) -> str:
    """A text without what cleaning may do inside a sentence: tags, entities, white space, invisible and control characters."""
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def faults(pairs: Pairs, language: str) -> list[str]:
    """What is wrong with the citations of a brief of these documents."""
    made = brief(pairs, language=language)
    documents = {document.id: document for document, _ in pairs}
    found = [f"no citation: {line.text}" for line in made.lines if not line.citations]
    numbers = {citation.number for citation in made.citations}
    found += [
        f"citation {n} of nothing: {line.text}" for line in made.lines for n in line.citations if n not in numbers
    ]
    for citation in made.citations:
        document = documents[citation.document]
        said = document.text[citation.start : citation.end]
        first, last = citation.original
        received = document.layer[first:last].decode(document.encoding, errors="replace")
        if not said or (said != received and bare(said) != bare(received)):
            found.append(f"{document.name}: {said!r} is {received!r} in the bytes")
        masked = ".+?".join(map(re.escape, re.split(r"P-\d\d+|@…", citation.quote)))
        if not re.fullmatch(masked, said, re.DOTALL):
            found.append(f"{document.name}: {said!r} is quoted as {citation.quote!r}")
        if citation.page != document.page(citation.start):
            found.append(f"{document.name}: {said!r} is not on page {citation.page}")
    return found


@pytest.fixture(scope="module")
def pile() -> Pairs:
    return read(sorted((ROOT / "examples" / "pile").iterdir()))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_line_of_the_example_pile_leads_to_its_bytes(pile: Pairs, language: str) -> None:
    assert len(brief(pile, language=language).lines) > 50
    assert faults(pile, language) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_line_of_the_article_leads_to_its_bytes(shared: Path, language: str) -> None:
    pairs = read([shared / "articles" / "brussels-2014.txt"])
    assert len(brief(pairs, language=language).lines) > 20
    assert faults(pairs, language) == []


def test_every_line_of_the_dated_press_leads_to_its_bytes(shared: Path) -> None:
    folder = shared / "data" / "pressdated"
    pairs = read(sorted(path for path in folder.iterdir() if path.suffix in (".jsonl", ".json", ".csv")))
    assert len(pairs) > 50
    assert faults(pairs, "fr") == []


def test_a_text_that_cleaning_leaves_alone_is_cited_to_the_byte() -> None:
    telling = story()
    made = brief([telling.pair])
    for citation in made.citations:
        first, last = citation.original
        assert telling.document.layer[first:last].decode() == telling.document.text[citation.start : citation.end]


def test_the_check_sees_a_citation_that_is_off_by_one(pile: Pairs, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Document.original_span
    monkeypatch.setattr(Document, "original_span", lambda self, start, end: honest(self, start + 1, end))
    assert faults(pile[:3], "fr")
