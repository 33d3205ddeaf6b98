"""STIX from anybody: whatever comes in is read, noted or refused in words, and never crashes."""

import json
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoupe
from benchmarks.exchange.leaving import leaving
from recoupe.errors import DamagedInput, EmptyInput, ReadingError, RefusedInput, UnsupportedFormat
from recoupe.exchange.content import Content
from recoupe.exchange.stix import bundle, read
from recoupe.exchange.stix.vocabulary import EVIDENCE
from recoupe.model import Marking, Tlp
from recoupe.reading.limits import Limits

MADE = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
TEXT = "Le ministre belge de l'Intérieur, Luc Hamoir, a annoncé mardi à Bruxelles une réunion le 8 mai avec le Maroc. Il a dit que 300 personnes étaient parties. Europol a été créé."
WHEN = "2020-01-01T00:00:00.000Z"


@cache
def made() -> dict[str, Any]:
    documents = [recoupe.read_text(text, published="2026-05-01", language="fr") for text in (TEXT, TEXT + " Il pleut.")]
    shared = [leaving(one, recoupe.extract(one), Marking(Tlp.GREEN, is_default=False)) for one in documents]
    findings = recoupe.crosscheck(one.evidence for one in shared)
    return bundle(Content(tuple(shared), tuple(findings.findings)), made=MADE, by="OCAM")


def object_of(type: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    id = f"{type}--00000000-0000-4000-8000-{number:012d}"
    return {"type": type, "id": id, "spec_version": "2.1", "created": WHEN, "modified": WHEN} | fields


def sent(*objects: Any) -> bytes:
    return json.dumps({"type": "bundle", "id": object_of("bundle")["id"], "objects": list(objects)}).encode()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInput),
        (b" \n", EmptyInput),
        (b"{", DamagedInput),
        (b"\xff\xfe", DamagedInput),
        (b"[" * 100_000, RefusedInput),
        (b'{"a":' * 100_000, RefusedInput),
        (b'{"type": "bundle", "objects": ' + b"[" * 100 + b"]" * 100 + b"}", RefusedInput),
        (b'{"type": "bundle", "x": 1' + b"0" * 5_000 + b"}", DamagedInput),
        (b'{"type": "bundle", "x": 1' + b"0" * 50 + b"}", DamagedInput),
        (b'{"type": "bundle", "x": 1e999}', DamagedInput),
        (b'{"type": "bundle", "x": NaN}', DamagedInput),
        (b'{"type": "bundle", "x": "\\ud800"}', DamagedInput),
        (b'{"type": "bundle", "x": "\\u0000"}', DamagedInput),
        (b'{"type": "bundle", "objects": {}}', DamagedInput),
        (b"[]", UnsupportedFormat),
        (b"7", UnsupportedFormat),
        (b"null", UnsupportedFormat),
        (b'{"type": "indicator"}', UnsupportedFormat),
    ],
)
def test_what_is_no_bundle_is_refused_in_words(data: bytes, error: type[ReadingError]) -> None:
    with pytest.raises(error) as caught:
        read(data)
    assert caught.value.why


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(RefusedInput, match="bytes"):
        read(sent(), limits=Limits(file=10))
    with pytest.raises(RefusedInput, match="3 objects"):
        read(sent(1, 2, 3), limits=Limits(records=2))


@pytest.mark.parametrize(
    "row", [7, None, [], {}, {"type": 7, "id": 7}, {"type": "note", "id": "note--1"}, {"type": [], "id": {}}]
)
def test_what_is_no_object_is_left_aside_and_noted(row: Any) -> None:
    notes: list[str] = []
    assert read(sent(row), on_note=notes.append) == Content()
    assert "left aside" in notes[0]


def test_the_latest_version_of_an_object_holds() -> None:
    rows = [object_of("note", content=f"Version {n}.", modified=f"2020-01-0{n}T00:00:00.000Z") for n in (1, 3, 2)]
    (document,) = read(sent(*rows)).documents
    assert document.document.text == "Version 3."


def test_two_contents_of_one_version_are_refused() -> None:
    with pytest.raises(DamagedInput, match="twice"):
        read(sent(object_of("note", content="A."), object_of("note", content="B.")))
    assert len(read(sent(object_of("note", content="A."), object_of("note", content="A."))).documents) == 1


def test_what_was_revoked_is_left_aside_and_noted() -> None:
    notes: list[str] = []
    assert read(sent(object_of("note", content="A.", revoked=True)), on_note=notes.append) == Content()
    assert "revoked" in notes[0]


def test_objects_that_refer_to_one_another_or_to_nothing_are_read() -> None:
    ids = [object_of("grouping", number)["id"] for number in (1, 2, 99)]
    rows = [object_of("grouping", n, name=f"Group {n}", object_refs=ids, created_by_ref=ids[0]) for n in (1, 2)]
    notes: list[str] = []
    assert len(read(sent(*rows), on_note=notes.append).documents) == 2
    assert any("not in the bundle" in note for note in notes)


def changed(change: Callable[[dict[str, Any]], object], type: str, tells: str = "") -> bytes:
    told = deepcopy(made())
    for row in told["objects"]:
        inside = row.get("extensions", {}).get(EVIDENCE, {})
        if row["type"] == type and (not tells or inside.get("tells") == tells):
            change(inside if tells else row)
            break
    else:
        pytest.fail(f"no {type}")
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("change", "type", "tells"),
    [
        (lambda row: row.update(description="Un autre texte."), "report", ""),
        (lambda row: row.pop("description"), "report", ""),
        (lambda row: row.pop("document"), "report", "document"),
        (lambda row: row["document"].update(id="0" * 64), "report", "document"),
        (lambda row: row["document"].update(published={"latest": "soon"}), "report", "document"),
        (lambda row: row["document"]["passages"][0].update(end=10**6), "report", "document"),
        (lambda row: row["document"].update(source={"name": "X", "reliability": "Z"}), "report", "document"),
        (lambda row: row["mentions"][0].update(entity="nobody"), "report", "document"),
        (lambda row: row["mentions"][0].update(start=-1), "report", "document"),
        (lambda row: row.update(entities={}), "report", "document"),
        (lambda row: row.update(entities=[[]]), "report", "document"),
        (lambda row: row.update(pieces=[]), "report", "document"),
        (lambda row: row.update(evidence=7), "report", "document"),
        (lambda row: row.update(start=0, end=3), "note", "claim"),
        (lambda row: row.update(start=True), "note", "claim"),
        (lambda row: row.update(end="12"), "note", "claim"),
        (lambda row: row.update(end=2**53 - 1), "note", "claim"),
        (lambda row: row.update(original=[5, 1]), "note", "claim"),
        (lambda row: row.update(original=[5]), "note", "claim"),
        (lambda row: row.update(cue_span=[0, 10**9]), "note", "claim"),
        (lambda row: row.update(modality="sworn"), "note", "claim"),
        (lambda row: row.update(rule_confidence=7.5), "note", "claim"),
        (lambda row: row.pop("rule"), "note", "claim"),
        (lambda row: row.update(begins="tomorrow"), "recoupe-event", ""),
        (lambda row: row.update(place="nowhere"), "recoupe-event", ""),
        (lambda row: row.update(participants=[{"role": "host"}]), "recoupe-event", ""),
        (lambda row: row.update(low="many"), "recoupe-figure", ""),
        (lambda row: row["grade"].update(credibility=9), "grouping", "finding"),
        (lambda row: row["grade"].update(reliability="AB"), "grouping", "finding"),
        (lambda row: row["supports"][0].update(end=2**53 - 1), "grouping", "finding"),
        (lambda row: row.update(supports={}), "grouping", "finding"),
    ],
)
def test_what_was_altered_on_the_way_is_refused(change: Callable, type: str, tells: str) -> None:
    with pytest.raises(DamagedInput):
        read(changed(change, type, tells))


def test_what_a_finding_stood_on_and_was_lost_is_noted() -> None:
    told = deepcopy(made())
    told["objects"] = [row for row in told["objects"] if row["type"] != "recoupe-event"]
    notes: list[str] = []
    content = read(json.dumps(told).encode(), on_note=notes.append)
    assert all(finding.kind != "event" for finding in content.findings)
    assert any("not in the bundle" in note for note in notes)


def test_a_part_that_was_marked_more_strictly_on_the_way_holds_for_the_document() -> None:
    red = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
    for type in ("report", "note", "grouping"):
        back = read(changed(lambda row: row.update(object_marking_refs=[red]), type))
        assert Tlp.RED in {shared.marking.tlp for shared in back.documents}, type


def test_a_document_that_lost_its_marks_is_restricted() -> None:
    back = read(changed(lambda row: row.pop("object_marking_refs"), "report"))
    assert Tlp.AMBER_STRICT in {shared.marking.tlp for shared in back.documents}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
@settings(max_examples=150)
def test_any_property_of_any_type_never_crashes(data: st.DataObject) -> None:
    told = deepcopy(made())
    for _ in range(data.draw(st.integers(1, 4))):
        place: Any = data.draw(st.sampled_from(told["objects"]))
        while isinstance(place, dict) and place:
            name = data.draw(st.sampled_from(sorted(place)))
            if isinstance(place[name], dict) and data.draw(st.booleans()):
                place = place[name]
                continue
            place[name] = data.draw(JSON)
            break
    with suppress(ReadingError):
        read(json.dumps(told).encode())


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "content",
                    "object_refs",
                    "authors",
                    "country",
                    "extensions",
                    "lang",
                    "published",
                    "labels",
                    "description",
                    "external_references",
                    "confidence",
                    "roles",
                    "source_ref",
                    "opinion",
                ]
            ),
            JSON,
        ),
        max_size=4,
    ),
    st.data(),
)
@settings(max_examples=150)
def test_any_object_of_others_never_crashes(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    types = ["report", "note", "opinion", "grouping", "identity", "location", "relationship", "intrusion-set"]
    objects = [object_of(data.draw(st.sampled_from(types)), n, **row) for n, row in enumerate(rows)]
    with suppress(ReadingError):
        read(sent(*objects))
