"""STIX of others: documents with what is said in them, from whom, in their marks; and nobody made public by the way."""

import json
from typing import Any

import pytest

from recoupe.exchange.content import SharedDocument
from recoupe.exchange.stix import read
from recoupe.exchange.stix.vocabulary import WORDS
from recoupe.identifiers import piece_id
from recoupe.model import EntityKind, Marking, SourceKind, SpeakerKind, Tlp

WHEN = "2020-01-01T00:00:00.000Z"
GREEN, RED = ([WORDS["tlp"]["definitions"][level]] for level in ("GREEN", "RED"))


def ref(type: str, number: int) -> str:
    return f"{type}--00000000-0000-4000-8000-{number:012d}"


def row(type: str, number: int, **fields: Any) -> dict[str, Any]:
    return {"type": type, "id": ref(type, number), "spec_version": "2.1", "created": WHEN, "modified": WHEN} | fields


SENDER = row("identity", 1, name="CERT-EX", identity_class="organization")
PERSON = row("identity", 2, name="Jean Martin", identity_class="individual", roles=["courier"])
COUNTRY = row("location", 3, name="Belgium", country="BE")
GROUP = row("intrusion-set", 4, name="Katibat X", aliases=["KX"])
REPORT = row(
    "report",
    5,
    name="Weekly report",
    description="Jean Martin met KX in Belgium.\nIt was cold there.",
    published="2020-03-04T10:00:00Z",
    object_refs=[PERSON["id"], COUNTRY["id"], GROUP["id"]],
    created_by_ref=SENDER["id"],
    object_marking_refs=GREEN,
    external_references=[{"source_name": "The Courier", "url": "https://courier.example/1"}],
    confidence=70,
    labels=["meeting"],
)


def documents(*rows: dict[str, Any], notes: list[str] | None = None) -> list[SharedDocument]:
    data = json.dumps({"type": "bundle", "id": ref("bundle", 1), "objects": rows}).encode()
    return list(read(data, on_note=(notes if notes is not None else []).append).documents)


def test_a_report_is_a_document_of_its_sender() -> None:
    (shared,) = documents(SENDER, PERSON, COUNTRY, GROUP, REPORT)
    document = shared.document
    assert document.title == "Weekly report"
    assert "Jean Martin met KX in Belgium." in document.text
    assert document.source is not None
    assert (document.source.name, document.source.kind, document.source.reliability) == (
        "CERT-EX",
        SourceKind.PARTNER,
        "F",
    )
    assert str(document.published.day) == "2020-03-04"
    assert document.url == "https://courier.example/1"
    assert document.marking == Marking(Tlp.GREEN, is_default=False)
    assert any("credibility 2" in note for note in document.notes)
    assert any("meeting" in note for note in document.notes)


def test_what_a_report_refers_to_is_mentioned_where_its_words_stand() -> None:
    (shared,) = documents(SENDER, PERSON, COUNTRY, GROUP, REPORT)
    found = {(mention.text, mention.entity, mention.kind) for mention in shared.evidence.mentions}
    assert found == {
        ("Jean Martin", "Jean Martin", EntityKind.PERSON),
        ("KX", "Katibat X", EntityKind.GROUP),
        ("Belgium", "BE", EntityKind.COUNTRY),
    }
    for mention in shared.evidence.mentions:
        assert shared.document.text[mention.start : mention.end] == mention.text
        assert shared.document.original_text(mention.start, mention.end) == mention.text
        assert piece_id(mention)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"identity_class": "individual"}, EntityKind.PERSON),
        ({"identity_class": "unknown"}, EntityKind.PERSON),
        ({}, EntityKind.PERSON),
        ({"identity_class": "organization"}, EntityKind.ORGANISATION),
        ({"identity_class": "class"}, EntityKind.ROLE),
        ({"identity_class": "class", "roles": ["Jean Martin"]}, EntityKind.OFFICE),
    ],
)
def test_nobody_becomes_public_by_the_way(fields: dict[str, Any], kind: EntityKind) -> None:
    person = row("identity", 2, name="Jean Martin", **fields)
    (shared,) = documents(SENDER, person, COUNTRY, GROUP, REPORT)
    entity = shared.evidence.entities["Jean Martin"]
    assert entity.kind is kind
    assert not entity.is_public


def test_a_threat_actor_may_be_a_person_and_is_masked_as_one() -> None:
    actor = row("threat-actor", 2, name="Jean Martin")
    (shared,) = documents(SENDER, actor, REPORT | {"object_refs": [actor["id"]]})
    assert shared.evidence.entities["Jean Martin"].kind is EntityKind.PERSON


def test_a_note_is_what_its_author_claims() -> None:
    note = row("note", 6, content="This is not so. We saw him.", authors=["A. Analyst"], object_refs=[REPORT["id"]])
    shared = documents(SENDER, PERSON, COUNTRY, GROUP, REPORT, note)[-1]
    assert [claim.text for claim in shared.evidence.claims] == ["This is not so.", "We saw him."]
    assert {(claim.speaker, claim.speaker_kind) for claim in shared.evidence.claims} == {
        ("A. Analyst", SpeakerKind.NAMED)
    }
    assert not shared.evidence.entities["A. Analyst"].is_public


def test_an_opinion_says_on_what_it_is_and_is_as_strict() -> None:
    opinion = row("opinion", 7, opinion="strongly-disagree", object_refs=[REPORT["id"]], object_marking_refs=GREEN)
    red = REPORT | {"object_marking_refs": RED}
    shared = documents(SENDER, red, opinion)[-1]
    assert shared.document.text == "strongly-disagree: Weekly report"
    assert shared.marking.tlp is Tlp.RED


@pytest.mark.parametrize(("level", "expected"), [(RED, Tlp.RED), (GREEN, Tlp.AMBER_STRICT)])
def test_what_nobody_marked_is_no_more_open_than_what_it_stands_in(level: list[str], expected: Tlp) -> None:
    note = row("note", 6, content="We saw him.")
    holding = row("grouping", 8, name="All", object_refs=[note["id"]], object_marking_refs=level)
    assert documents(note, holding)[0].marking.tlp is expected


def test_relationships_are_links_on_lines_of_their_own() -> None:
    ties = row(
        "relationship",
        9,
        relationship_type="part-of",
        source_ref=PERSON["id"],
        target_ref=GROUP["id"],
        description="Since May.",
    )
    dangling = row("relationship", 10, relationship_type="uses", source_ref=GROUP["id"], target_ref=ref("tool", 11))
    marked = [one | {"object_marking_refs": GREEN} for one in (PERSON, GROUP | {"object_marking_refs": RED}, ties)]
    notes: list[str] = []
    (shared,) = documents(marked[0], GROUP | {"object_marking_refs": RED}, marked[2], dangling, notes=notes)
    assert shared.document.text == "Jean Martin part of Katibat X. Since May."
    ((subject, type, object),) = [(link.subject, link.type, link.object) for link in shared.evidence.links]
    assert (subject, type, object) == ("Jean Martin", "member of", "Katibat X")
    assert shared.marking.tlp is Tlp.RED
    assert any("1 relationships" in note for note in notes)


def test_an_entity_that_is_described_has_its_line() -> None:
    described = PERSON | {"description": "Drives\nby night.", "created_by_ref": SENDER["id"]}
    (shared,) = documents(SENDER, described)
    assert shared.document.text == "Jean Martin: Drives by night."
    assert shared.document.source is not None
    assert shared.document.source.name == "CERT-EX"


def test_a_place_is_no_country() -> None:
    there = row("location", 12, name="Ghent", country="BE")
    report = REPORT | {"description": "They met in Ghent.", "object_refs": [there["id"]]}
    (shared,) = documents(SENDER, there, report)
    assert shared.evidence.entities["Ghent"].kind is EntityKind.PLACE
    assert shared.evidence.entities["Ghent"].country == "BE"


def test_what_recoupe_has_no_noun_for_is_noted() -> None:
    notes: list[str] = []
    assert documents(row("malware", 13, name="X"), row("indicator", 14), notes=notes) == []
    assert len([note for note in notes if "no noun" in note]) == 2


def test_one_text_told_twice_is_one_document_in_the_stricter_mark() -> None:
    twice = [row("note", n, content="We saw him.", object_marking_refs=level) for n, level in ((1, GREEN), (2, RED))]
    (shared,) = documents(*twice)
    assert shared.marking.tlp is Tlp.RED


def test_an_envelope_of_taxii_and_a_single_object_are_read_too() -> None:
    assert len(read(json.dumps({"more": False, "objects": [REPORT]}).encode()).documents) == 1
    assert len(read(json.dumps(REPORT).encode()).documents) == 1
