"""The pipeline: a pile into a store; one bad document never costs the rest."""

import os
from pathlib import Path

import pytest

from recoupe import pipeline
from recoupe.model import Document, Evidence
from recoupe.pipeline import extract_many, read_into
from recoupe.reading import read_text
from recoupe.store import MemoryStore

KILLER = "Le texte qui tue."


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    folder = tmp_path / "pile"
    folder.mkdir()
    for n in range(4):
        text = f"LYON, {n + 1} mars 2026 – La ministre Anne Colin a annoncé une réunion à Lyon.\n\nElle durera {n + 2} jours."
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def texts(count: int) -> list[Document]:
    return [read_text(f"La réunion numéro {n} aura lieu à Lyon le {n + 1} mai 2026.") for n in range(count)]


def kill_or_extract(document: Document) -> Evidence:
    if KILLER in document.text:
        os._exit(9)
    return Evidence(document.id, document.language, {}, notes=("well",))


def test_reading_counts_what_was_read_and_what_failed(pile: Path) -> None:
    summary = read_into([pile], MemoryStore())
    assert summary.line() == "4 read, 0 already there, 1 failed"
    assert summary.failures[0].what.endswith("empty.txt")


def test_reading_again_finds_all_there_and_opens_nothing(pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    first = read_into([pile], store)
    monkeypatch.setattr(pipeline, "read_bytes", lambda *args, **kwargs: pytest.fail("a known file was opened"))
    second = read_into([pile], store)
    assert (second.read, second.known) == (0, 4)
    assert second.documents == first.documents
    assert second.failures == first.failures


def test_another_engine_reads_again(pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    read_into([pile], store)
    monkeypatch.setattr(pipeline, "engine", lambda: "0.2.0+other")
    assert read_into([pile], store).read == 4
    assert {entry.engine for entry in store.entries()} == {"0.2.0+other"}


def test_the_same_bytes_under_two_names_are_one_document(pile: Path) -> None:
    (pile / "copy.txt").write_bytes((pile / "0.txt").read_bytes())
    summary = read_into([pile], MemoryStore())
    assert (summary.read, summary.known, len(summary.documents)) == (4, 1, 4)


def test_a_document_on_which_extraction_fails_is_kept_with_a_note(pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = pipeline.extract

    def faulty(document: Document) -> Evidence:
        if document.name.endswith("1.txt"):
            raise ValueError("no luck")
        return sound(document)

    monkeypatch.setattr(pipeline, "extract", faulty)
    store = MemoryStore()
    summary = read_into([pile], store)
    assert (summary.read, len(summary.failures)) == (3, 2)
    (bad,) = store.find("1.txt")
    assert bad.notes[-1] == "extraction failed: ValueError: no luck"
    assert store.document(bad.id).text


def test_progress_names_each_file_and_ends_complete(pile: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    read_into([pile], MemoryStore(), on_progress=lambda *step: seen.append(step))
    assert [done for done, _, _ in seen] == [0, 1, 2, 3, 4, 5]
    assert seen[-1] == (5, 5, "")


def test_processes_give_the_same_in_the_same_order() -> None:
    documents = texts(12)
    assert list(extract_many(iter(documents), workers=2)) == list(extract_many(documents))


def test_reading_in_processes_stores_the_same(pile: Path) -> None:
    alone, together = MemoryStore(), MemoryStore()
    read_into([pile], alone)
    read_into([pile], together, workers=2)
    assert list(together.pairs()) == list(alone.pairs())


def test_a_document_that_kills_its_process_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract_safely", kill_or_extract)
    documents = texts(6)
    documents.insert(3, read_text(KILLER))
    found = list(extract_many(documents, workers=2))
    assert [made.document for made in found] == [document.id for document in documents]
    assert [made.notes[0] for made in found].count("well") == 6
    assert found[3].notes == ("extraction failed: the process died of it",)


def test_documents_are_streamed() -> None:
    def endless():
        n = 0
        while True:
            yield read_text(f"Texte {n}.")
            n += 1

    stream = extract_many(endless())
    assert next(stream).document != next(stream).document
