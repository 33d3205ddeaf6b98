"""Marks in STIX: they survive, the strictest holds, and what nobody marked in a way that is known is restricted."""

import json
from typing import Any

import pytest

from recoupe.exchange.content import Content
from recoupe.exchange.stix import read
from recoupe.exchange.stix.vocabulary import WORDS
from recoupe.model import Marking, Tlp

WHEN = "2020-01-01T00:00:00.000Z"
GREEN2, RED2 = (WORDS["tlp"]["definitions"][level] for level in ("GREEN", "RED"))
ELSEWHERE = "marking-definition--aaaaaaaa-0000-4000-8000-000000000001"
LEVELS = [(Tlp(level), id) for level, id in WORDS["tlp"]["definitions"].items()]
TLP1 = {"white": Tlp.CLEAR, "green": Tlp.GREEN, "amber": Tlp.AMBER_STRICT, "red": Tlp.RED}


def definition(**fields: Any) -> dict[str, Any]:
    return {"type": "marking-definition", "id": ELSEWHERE, "spec_version": "2.1", "created": WHEN} | fields


def marked(*refs: str, more: tuple[dict[str, Any], ...] = (), **fields: Any) -> Marking:
    id = "note--bbbbbbbb-0000-4000-8000-000000000002"
    note = {"type": "note", "id": id, "spec_version": "2.1", "created": WHEN, "modified": WHEN, "content": "Il pleut."}
    told = note | ({"object_marking_refs": list(refs)} if refs else {}) | fields
    content: Content = read(json.dumps({"type": "bundle", "objects": [told, *more]}).encode())
    return content.documents[0].marking


@pytest.mark.parametrize(("level", "id"), LEVELS)
def test_the_definitions_of_oasis_are_known_without_being_sent(level: Tlp, id: str) -> None:
    assert marked(id) == Marking(level, is_default=False)


def test_a_bundle_cannot_say_that_red_is_clear() -> None:
    extension = {WORDS["extensions"]["tlp"]: {"extension_type": "property-extension", "tlp_2_0": "clear"}}
    assert marked(RED2, more=(definition(id=RED2, extensions=extension),)).tlp is Tlp.RED


@pytest.mark.parametrize(("word", "level"), TLP1.items())
def test_tlp_1_is_read_as_the_stricter_of_what_it_may_mean(word: str, level: Tlp) -> None:
    told = definition(definition_type="tlp", definition={"tlp": word})
    assert marked(ELSEWHERE, more=(told,)) == Marking(level, is_default=False)


@pytest.mark.parametrize(("id", "level"), WORDS["tlp1"].items())
def test_the_definitions_of_tlp_1_are_known(id: str, level: str) -> None:
    assert marked(id) == Marking(Tlp(level), is_default=False)


def test_what_carries_no_mark_is_restricted() -> None:
    assert marked() == Marking(Tlp.AMBER_STRICT, is_default=True)


@pytest.mark.parametrize(
    "more",
    [
        (),
        (definition(definition_type="statement", definition={"statement": "For NATO only"}),),
        (definition(definition_type="tlp", definition={"tlp": "purple"}),),
        (definition(definition_type="tlp", definition=[]),),
        (definition(extensions={WORDS["extensions"]["tlp"]: {"tlp_2_0": "ultraviolet"}}),),
        (definition(extensions=7),),
    ],
)
def test_a_mark_that_is_not_known_restricts(more: tuple[dict[str, Any], ...]) -> None:
    assert marked(ELSEWHERE, GREEN2, more=more) == Marking(Tlp.AMBER_STRICT, is_default=True)
    assert marked(ELSEWHERE, RED2, more=more) == Marking(Tlp.RED, is_default=False)


def test_of_two_marks_the_stricter_holds() -> None:
    assert marked(GREEN2, RED2).tlp is Tlp.RED


def test_a_mark_of_one_part_holds_for_the_whole() -> None:
    part = [{"marking_ref": RED2, "selectors": ["content"]}]
    assert marked(GREEN2, granular_markings=part).tlp is Tlp.RED


def test_marks_of_a_wrong_type_are_none() -> None:
    assert marked(object_marking_refs=7) == Marking()
    assert marked(object_marking_refs=[7, None, {}]) == Marking()
    assert marked(granular_markings=[7, {"marking_ref": []}]) == Marking()
