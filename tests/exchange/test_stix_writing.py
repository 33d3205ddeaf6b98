"""STIX out: what the judge of OASIS says, which marks leave with what, and what is never said of a person."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import jsonschema
import pytest
import stix2
from stix2validator import ValidationOptions, validate_parsed_json

import recoupe
from benchmarks.exchange.leaving import leaving, pile
from recoupe.exchange.content import STRICTEST_FIRST, Content, SharedDocument
from recoupe.exchange.stix import bundle, read
from recoupe.exchange.stix.schema import schemas
from recoupe.exchange.stix.vocabulary import EVIDENCE, HANDLING, WORDS, confidence, credibility
from recoupe.model import Entity, EntityKind, Evidence, Link, Marking, Tlp

MADE = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
LEVEL_OF = {id: Tlp(level) for level, id in WORDS["tlp"]["definitions"].items()}


@cache
def told() -> dict[str, Any]:
    return bundle(pile(), made=MADE, by="OCAM")


def level(row: dict[str, Any]) -> Tlp:
    return min((LEVEL_OF[ref] for ref in row["object_marking_refs"] if ref in LEVEL_OF), key=STRICTEST_FIRST.index)


def one(text: str, **evidence: Any) -> SharedDocument:
    document = recoupe.read_text(text, published="2026-09-01", language="fr")
    made = replace(recoupe.extract(document), **evidence)
    return leaving(document, made, Marking())


def test_the_judge_of_oasis_accepts_it_strictly() -> None:
    """All checks but that identifiers be random: ours are UUIDv5, so that the same thing told twice is one (section 2.9)."""
    options = ValidationOptions(version="2.1", strict=True, disabled="uuid-check", enforce_refs=True)
    result = validate_parsed_json(told(), options)
    assert [str(error) for error in result.errors] == []
    assert [str(warning) for warning in result.warnings] == []


def test_the_library_of_oasis_reads_it() -> None:
    assert len(stix2.parse(told(), allow_custom=True).objects) == len(told()["objects"])


def test_our_extensions_are_as_their_schemas_say() -> None:
    judges = {name: jsonschema.Draft202012Validator(schema) for name, schema in schemas().items()}
    seen: Counter[str] = Counter()
    for row in told()["objects"]:
        held = row.get("extensions", {})
        rows = [(name, held[id]) for name, id in (("evidence", EVIDENCE), ("handling", HANDLING)) if id in held]
        if row["type"].startswith("recoupe-"):
            rows.append((row["type"].removeprefix("recoupe-"), row))
        for name, inside in rows:
            assert list(judges[name].iter_errors(inside)) == []
            seen[name] += 1
    assert set(seen) == set(judges)


def test_the_same_thing_told_twice_has_one_identifier() -> None:
    again = bundle(pile(), made=datetime(2027, 1, 1, tzinfo=UTC), by="OCAM")
    first, second = ({row["id"]: row for row in one["objects"]} for one in (told(), again))
    assert set(first) == set(second)
    assert all(first[id]["created"] <= first[id].get("modified", "9") for id in first)
    dated = [id for id in first if id.startswith("report--") and first[id]["created"] != first[id]["modified"]]
    assert len(dated) > 30
    assert all(first[id]["created"] == second[id]["created"] for id in dated)


def test_another_sender_has_other_identifiers() -> None:
    shared = Content((one("Le ministre a parlé."),))
    mine, theirs = ({row["id"] for row in bundle(shared, made=MADE, by=by)["objects"]} for by in ("OCAM", "DGST"))
    fixed = {id for id in mine if id.partition("--")[0] in ("marking-definition", "extension-definition")}
    assert len(mine & theirs - fixed) == 1  # who defines the extensions


def test_identifiers_are_version_5_in_a_namespace_of_ours() -> None:
    ours = {row["id"] for row in told()["objects"]} - set(LEVEL_OF) - set(WORDS["extensions"].values())
    assert {UUID(id.partition("--")[2]).version for id in ours} == {5}
    assert WORDS["namespace"] != "00abedb4-aa42-466c-9c01-fed23315a9b7"


def test_every_object_is_marked() -> None:
    defining = ("marking-definition",)
    assert [row["id"] for row in told()["objects"] if row["type"] not in defining and not level(row)] == []


def test_what_is_made_of_several_documents_is_as_strict_as_the_strictest() -> None:
    at = {row["id"]: row for row in told()["objects"]}
    groupings = [row for row in at.values() if row["type"] == "grouping"]
    for row in groupings:
        reports = [at[ref] for ref in row["object_refs"] if ref.startswith("report--")]
        assert level(row) is min(map(level, reports), key=STRICTEST_FIRST.index)
    for row in at.values():
        for ref in row.get("object_refs", []):
            if row["type"] == "report" and ref.partition("--")[0] in ("identity", "location"):
                assert STRICTEST_FIRST.index(level(at[ref])) <= STRICTEST_FIRST.index(level(row))


def test_originator_and_releasable_to_are_told_to_those_who_read_no_extensions() -> None:
    statements = [row["definition"]["statement"] for row in told()["objects"] if "definition" in row]
    assert "Originator: OCAM. Releasable to: BE, FR, MA." in statements


def test_a_person_is_an_identity_and_never_an_actor() -> None:
    types = {row["type"] for row in told()["objects"]}
    assert not types & {"threat-actor", "intrusion-set", "campaign", "indicator"}


def test_a_role_of_one_document_is_not_taken_for_that_of_another() -> None:
    role = {"P-01": Entity("P-01", EntityKind.ROLE, "P-01")}
    pair = Content((one("Un recruteur a parlé.", entities=role), one("Un autre a parlé.", entities=role)))
    named = [row["id"] for row in bundle(pair, made=MADE, by="OCAM")["objects"] if row.get("name") == "P-01"]
    assert len(named) == 2


@pytest.mark.parametrize(("is_denied", "type"), [(False, "relationship"), (True, "note")])
def test_a_link_that_is_denied_is_no_relationship(is_denied: bool, type: str) -> None:
    shared = one("Alpha ne finance pas Beta.")
    link = Link(
        document=shared.document.id,
        text="finance",
        start=9,
        end=16,
        original=(9, 16),
        rule="made.by-hand",
        confidence=1.0,
        type="finances",
        subject="Alpha",
        object="Beta",
        is_denied=is_denied,
    )
    content = Content((replace(shared, evidence=replace(shared.evidence, links=(link,))),))
    made = bundle(content, made=MADE, by="OCAM")
    assert type in {row["type"] for row in made["objects"] if EVIDENCE in row.get("extensions", {})}
    assert ("relationship" in {row["type"] for row in made["objects"]}) is not is_denied
    assert read(json.dumps(made).encode()) == content


def test_credibility_is_confidence_by_the_appendix_both_ways() -> None:
    assert [confidence(level) for level in range(1, 7)] == [90, 70, 50, 30, 10, None]
    assert [credibility(confidence(level)) for level in range(1, 7)] == [1, 2, 3, 4, 5, 6]
    edges = [100, 80, 79, 60, 59, 40, 39, 20, 19, 0]
    assert [credibility(value) for value in edges] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_the_bytes_that_were_received_never_leave() -> None:
    content = pile()
    document = replace(content.documents[0].document, layer=b"the layer", original=b"the secret bytes")
    leaves = Content((replace(content.documents[0], document=document),))
    assert "secret" not in json.dumps(bundle(leaves, made=MADE, by="OCAM"))


def test_nothing_makes_an_empty_bundle() -> None:
    made = bundle(Content(), made=MADE, by="OCAM")
    assert {row["type"] for row in made["objects"]} == {"identity", "marking-definition", "extension-definition"}
    assert read(json.dumps(made).encode()) == Content()


def test_evidence_without_entities_has_something_to_refer_to() -> None:
    shared = one("Il pleut.")
    bare = replace(shared, evidence=Evidence(shared.document.id, "fr", {}))
    made = bundle(Content((bare,)), made=MADE, by="OCAM")
    (report,) = [row for row in made["objects"] if row["type"] == "report"]
    assert report["object_refs"] == [report["created_by_ref"]]
