"""The contract of a store, held to by every adapter."""

from dataclasses import replace
from datetime import date

import pytest
from evidence import document, evidence

from recoupe import model
from recoupe.crosscheck.model import Ruling, RulingKind
from recoupe.errors import StoreError
from recoupe.query import parse
from recoupe.store import Disclosure, Failure, Receipt, Store

ENGINE = "0.1.0+made"


@pytest.fixture
def kept(store: Store) -> model.Document:
    found = document()
    assert store.save(found, evidence(found), ENGINE)
    return found


def test_a_document_comes_back_equal(store: Store, kept: model.Document) -> None:
    assert store.document(kept.id) == kept


def test_a_layer_that_is_not_the_original_comes_back_equal(store: Store) -> None:
    for text in ("Hélène Daru à Tunis", "Hélène Daru à Tunis."):
        found = replace(document(text), passages=())
        store.save(found, model.Evidence(found.id, "fr", {}), ENGINE)
        assert store.document(found.id).layer == found.layer


def test_evidence_comes_back_equal(store: Store, kept: model.Document) -> None:
    assert store.evidence(kept.id) == evidence(kept)


def test_an_unknown_document_is_an_error_that_says_what_to_do(store: Store) -> None:
    with pytest.raises(StoreError, match="recoupe list"):
        store.document("0" * 64)


def test_saving_twice_changes_nothing(store: Store, kept: model.Document) -> None:
    assert not store.save(replace(kept, title="Another"), evidence(kept), ENGINE)
    assert store.document(kept.id).title == "Une dépêche"


def test_another_engine_replaces_what_the_first_found(store: Store, kept: model.Document) -> None:
    assert not store.has(kept.id, "0.2.0+other")
    assert store.save(kept, model.Evidence(kept.id, "fr", {}), "0.2.0+other")
    assert store.has(kept.id, "0.2.0+other")
    assert not store.has(kept.id, ENGINE)
    assert store.evidence(kept.id).claims == ()
    assert [hit.kind for hit in store.search(parse("réunion"))] == ["passage"]


def test_a_piece_found_twice_is_kept_once(store: Store) -> None:
    found = document()
    made = evidence(found)
    store.save(found, replace(made, links=made.links * 2), ENGINE)
    assert store.evidence(found.id).links == made.links


def test_documents_are_listed_by_day_undated_last(store: Store) -> None:
    days = {"b": date(2026, 2, 1), "a": None, "c": date(2026, 1, 1)}
    for name, day in days.items():
        found = replace(document(name), name=name, passages=(), published=model.Published(day, day, ""))
        store.save(found, model.Evidence(found.id, "fr", {}), ENGINE)
    assert [entry.name for entry in store.entries()] == ["c", "b", "a"]


def test_a_list_counts_what_was_found(store: Store, kept: model.Document) -> None:
    (entry,) = store.entries()
    assert entry.counts == {"mentions": 3, "times": 2, "figures": 1, "claims": 1, "events": 1, "links": 1}
    assert entry.source == "Agence Transmed"
    assert entry.notes == ("encoding repaired", "a note")


@pytest.mark.parametrize(
    "key", ["une-dépêche.txt", "pile/une-dépêche.txt", "./pile/une-dépêche.txt", "https://news.example/1"]
)
def test_a_document_is_found_by_name_path_or_address(store: Store, kept: model.Document, key: str) -> None:
    assert [entry.id for entry in store.find(key)] == [kept.id]


def test_a_document_is_found_by_the_beginning_of_its_id(store: Store, kept: model.Document) -> None:
    assert [entry.id for entry in store.find(kept.id[:8])] == [kept.id]
    assert store.find(kept.id[:3]) == []
    assert store.find("pêche.txt") == []


def test_pairs_come_in_the_order_asked_for(store: Store) -> None:
    ids = []
    for n in range(60):
        found = replace(document(f"texte {n}"), passages=())
        store.save(found, model.Evidence(found.id, "fr", {}), ENGINE)
        ids.append(found.id)
    assert [found.id for found, _ in store.pairs(reversed(ids))] == ids[::-1]
    assert {made.document for _, made in store.pairs()} == set(ids)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("reunion LYON", {"passage", "claim"}),
        ('"réunion de Lyon"', {"passage", "claim"}),
        ("« lyon de réunion »", set()),
        ("réunion -Daru", {"claim"}),
        ("liv*", {"passage"}),
        ("livr", set()),
        ("oudin tunis", {"passage"}),
        ('AND OR ( " NEAR', set()),
    ],
)
def test_search_understands_words_phrases_beginnings_and_exclusions(
    store: Store, kept: model.Document, typed: str, kinds: set
) -> None:
    assert {hit.kind for hit in store.search(parse(typed))} == kinds


def test_a_ligature_is_its_letters(store: Store) -> None:
    found = replace(document("Le cœur de la manœuvre."), passages=(model.Passage(0, 23),))
    store.save(found, model.Evidence(found.id, "fr", {}), ENGINE)
    assert store.search(parse("coeur"))
    assert store.search(parse("Cœur manœuvre"))


def test_a_hit_stands_where_it_says(store: Store, kept: model.Document) -> None:
    for hit in store.search(parse("réunion")):
        assert kept.text[hit.start : hit.end] == hit.text
        assert kept.original_span(hit.start, hit.end) == hit.original
    (claim,) = [hit for hit in store.search(parse("réunion")) if hit.kind == "claim"]
    assert (claim.speaker, claim.modality) == ("Hélène Daru", "plan")


def test_search_gives_no_more_than_the_limit(store: Store, kept: model.Document) -> None:
    assert len(store.search(parse("réunion"), limit=1)) == 1


def test_a_receipt_is_known_to_its_engine_alone(store: Store) -> None:
    receipt = Receipt("k" * 64, ENGINE, ("a", "b"), (Failure("x.zip!y", "empty", "fill it"),))
    store.keep_receipt(receipt)
    store.keep_receipt(receipt)
    assert store.receipt(receipt.key, ENGINE) == receipt
    assert store.receipt(receipt.key, "other") is None


def test_exports_with_names_are_remembered_in_order(store: Store) -> None:
    made = [Disclosure(f"2026-09-0{n}T00:00:00+00:00", "csv", f"reason {n}", n) for n in (1, 2)]
    for disclosure in made:
        store.disclose(disclosure)
    assert store.disclosures() == made


def test_rulings_are_kept_once_in_the_order_in_which_they_were_made(store: Store) -> None:
    later = Ruling(RulingKind.RELIABILITY, "Agence Transmed", "known for years", says="B", at="2026-09-03T10:00:00Z")
    first = Ruling(RulingKind.WITHDRAW, "0" * 64, "retracted by its agency", by="AR", at="2026-09-01T10:00:00Z")
    ids = [store.keep_ruling(ruling) for ruling in (later, first, first)]
    assert store.rulings() == [first, later]
    assert ids[1] == ids[2] != ids[0]
