"""MISP: what leaves is valid by its own library and comes back, nothing is for detection, and no mark is widened."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from contents import carried, content, marking
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import DamagedInput, EmptyInput, RecoupeError, RefusedInput
from recoupe.exchange import loading, misp
from recoupe.exchange.content import Content
from recoupe.exchange.misp.writing import event
from recoupe.model import Marking, Tlp

OBJECTS = Path(misp.__file__).parent / "objects"
TEXT = "Les ministres de l'Intérieur se réuniront à Lyon le 8 mai 2026, a indiqué Anne Colin, ministre de l'Intérieur."


def written(made: Content | None = None) -> bytes:
    out = io.BytesIO()
    misp.write(made or content(), out)
    return out.getvalue()


def sent(**event: object) -> bytes:
    return json.dumps({"Event": {"info": "x", "Attribute": []} | event}).encode()


def attributes(event: dict) -> list[dict]:
    return [*event["Attribute"], *(one for held in event["Object"] for one in held["Attribute"])]


def test_the_library_loads_the_event_and_its_schema_holds() -> None:
    pymisp = pytest.importorskip("pymisp")
    jsonschema = pytest.importorskip("jsonschema")
    loaded = pymisp.MISPEvent()
    loaded.load(written())
    assert len(loaded.event_reports) == len(content().documents)
    schema = Path(pymisp.__file__).parent / "data" / "schema-lax.json"
    jsonschema.validate(json.loads(written()), json.loads(schema.read_text()))


def test_every_object_is_as_its_template_says() -> None:
    pymisp = pytest.importorskip("pymisp")
    for row in json.loads(written())["Event"]["Object"]:
        ours = OBJECTS if (OBJECTS / row["name"]).is_dir() else None
        told = pymisp.MISPObject(row["name"], strict=True, misp_objects_path_custom=ours)
        told.from_dict(**row)
        assert told.to_json(strict=True)


def test_our_template_is_one() -> None:
    pymisp = pytest.importorskip("pymisp")
    jsonschema = pytest.importorskip("jsonschema")
    schema = Path(pymisp.__file__).parent / "data" / "misp-objects" / "schema_objects.json"
    for path in OBJECTS.glob("*/definition.json"):
        jsonschema.validate(json.loads(path.read_text()), json.loads(schema.read_text()))


def test_what_leaves_comes_back() -> None:
    notes: list[str] = []
    back = misp.read(written(), on_note=notes.append)
    assert notes == []
    assert carried(back) == carried(content())


def test_what_the_library_reads_and_writes_comes_back_too() -> None:
    pymisp = pytest.importorskip("pymisp")
    loaded = pymisp.MISPEvent()
    loaded.load(written())
    assert misp.read(loaded.to_json().encode()) == misp.read(written())


def test_the_same_content_gives_the_same_bytes_and_each_uuid_once() -> None:
    assert written() == written()
    made = json.loads(written())["Event"]
    uuids = [made["uuid"], *(one["uuid"] for one in (*made["Object"], *made["EventReport"], *attributes(made)))]
    assert len(uuids) == len(set(uuids))


def test_nothing_is_for_detection_and_no_person_is_an_object() -> None:
    made = event(content())
    assert not any(one["to_ids"] for one in attributes(made))
    assert not any(one["disable_correlation"] is False for one in attributes(made))
    assert not any("person" in one["name"] for one in made["Object"])


@pytest.mark.parametrize(
    ("level", "to", "widest"),
    [
        (Tlp.RED, (), "0"),
        (Tlp.AMBER_STRICT, (), "0"),
        (Tlp.AMBER, (), "1"),
        (Tlp.GREEN, (), "2"),
        (Tlp.CLEAR, (), "3"),
        (Tlp.GREEN, ("BE", "FR"), "0"),
    ],
)
def test_the_distribution_is_never_wider_than_the_mark(level: Tlp, to: tuple[str, ...], widest: str) -> None:
    made = event(content(marking(level, to)))
    assert {made["distribution"], *(one["distribution"] for one in (*made["Object"], *made["EventReport"]))} == {widest}
    assert f"tlp:{level.lower()}" in [tag["name"] for tag in made["Tag"]]


@pytest.mark.parametrize("level", list(Tlp))
def test_each_level_comes_back_with_originator_and_whom_it_is_for(level: Tlp) -> None:
    mark = marking(level, ("BE", "FR"))
    assert {shared.marking for shared in misp.read(written(content(mark))).documents} == {mark}


def test_an_event_that_was_marked_more_strictly_later_marks_all_that_is_in_it() -> None:
    made = json.loads(written(content(marking(Tlp.GREEN))))
    made["Event"]["Tag"] = [{"name": "tlp:red"}]
    back = misp.read(json.dumps(made).encode())
    assert {shared.marking.tlp for shared in back.documents} == {Tlp.RED}


def test_a_text_that_nobody_marked_makes_no_other_stricter() -> None:
    (first, *_) = content(marking(Tlp.AMBER, ("BE",))).documents
    (other, *_) = content(Marking()).documents
    made = Content((first, replace(other, document=replace(other.document, id="f" * 64))))
    assert [shared.marking for shared in misp.read(written(made)).documents] == [first.marking, Marking()]


def test_findings_carry_the_admiralty_code_as_tags() -> None:
    made = event(content())
    names = {tag["name"] for one in attributes(made) for tag in one.get("Tag", [])}
    assert any(name.startswith("admiralty-scale:information-credibility=") for name in names)
    assert 'admiralty-scale:source-reliability="f"' in names


def test_a_report_is_no_markup() -> None:
    (first, *_) = content().documents
    text = "![x](http://tracker.example) <script> # un titre"
    made = event(Content((replace(first, document=replace(first.document, text=text)),)))
    assert "\\!\\[x\\]\\(" in made["EventReport"][0]["content"]
    assert "\\<script\\>" in made["EventReport"][0]["content"]


# --- what others wrote -------------------------------------------------------------------------------------------


def test_a_report_of_others_is_read_under_its_mark_and_by_its_maker() -> None:
    data = sent(
        EventReport=[{"uuid": "1", "name": "Note", "content": TEXT}],
        Tag=[{"name": "tlp:amber"}],
        Orgc={"name": "CERT-XY"},
        date="2026-04-01",
    )
    (shared,) = misp.read(data).documents
    assert (shared.marking.tlp, shared.marking.originator) == (Tlp.AMBER, "CERT-XY")
    assert shared.document.source.name == "CERT-XY"
    assert [found.type for found in shared.evidence.events] == ["consult/meeting"]


@pytest.mark.parametrize(
    ("tags", "level", "is_default"),
    [
        ([], Tlp.AMBER_STRICT, True),
        (["tlp:white"], Tlp.CLEAR, False),
        (["tlp:green", "tlp:red"], Tlp.RED, False),
        (["tlp:unclear"], Tlp.AMBER_STRICT, False),
        (["TLP:GREEN"], Tlp.GREEN, False),
        (["type:osint"], Tlp.AMBER_STRICT, True),
    ],
)
def test_what_no_tag_marks_is_restricted(tags: list[str], level: Tlp, is_default: bool) -> None:
    data = sent(EventReport=[{"uuid": "1", "content": TEXT}], Tag=[{"name": name} for name in tags])
    (shared,) = misp.read(data).documents
    assert (shared.marking.tlp, shared.marking.is_default) == (level, is_default)


def test_a_sharing_group_is_whom_it_is_releasable_to() -> None:
    group = {
        "name": "Boussole",
        "SharingGroupOrg": [{"Organisation": {"name": "BE"}}, {"Organisation": {"name": "FR"}}],
    }
    data = sent(EventReport=[{"uuid": "1", "content": TEXT}], distribution="4", SharingGroup=group)
    assert misp.read(data).documents[0].marking.releasable_to == ("BE", "FR")


def test_a_stricter_tag_of_an_attribute_counts() -> None:
    data = sent(Attribute=[{"type": "text", "value": TEXT, "Tag": [{"name": "tlp:red"}]}], Tag=[{"name": "tlp:green"}])
    assert misp.read(data).documents[0].marking.tlp is Tlp.RED


def test_indicators_and_persons_are_left_out_and_counted() -> None:
    notes: list[str] = []
    person = {"uuid": "2", "name": "person", "Attribute": [{"object_relation": "full-name", "value": "Ann Example"}]}
    data = sent(Attribute=[{"type": "ip-dst", "value": "192.0.2.1"}], Object=[person])
    assert misp.read(data, on_note=notes.append) == Content()
    assert notes == ["1 attribute without a text are left out", "1 person without a text are left out"]


def test_a_text_that_comes_twice_is_one_under_the_stricter_mark() -> None:
    reports = [{"uuid": "1", "name": "Note", "content": TEXT}]
    events = [
        {"Event": {"info": "x", "EventReport": reports, "Tag": [{"name": tag}]}} for tag in ("tlp:red", "tlp:clear")
    ]
    for rows in (events, events[::-1]):
        (shared,) = misp.read(json.dumps(rows).encode()).documents
        assert shared.marking.tlp is Tlp.RED


def test_several_events_and_an_answer_of_the_api_are_read() -> None:
    one = {"Event": {"info": "x", "EventReport": [{"uuid": "1", "content": TEXT}]}}
    other = {"Event": {"info": "y", "EventReport": [{"uuid": "2", "content": TEXT.replace("Lyon", "Gand")}]}}
    for value in ([one, other], {"response": [one, other]}):
        assert len(misp.read(json.dumps(value).encode()).documents) == 2


# --- what means harm ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInput),
        (b"[]", DamagedInput),
        (b"{}", DamagedInput),
        (b"[1]", DamagedInput),
        (b'{"Event": 1}', DamagedInput),
        (b'{"response": []}', DamagedInput),
        (b'{"Event": ' + b'{"Object":' * 100_000, RecoupeError),
        (b"[" * 100_000 + b"]" * 100_000, RecoupeError),
        (b'{"Event": {"info": ' + b"9" * 10_000 + b"}}", RecoupeError),
    ],
    ids=["empty", "none", "object", "number", "event", "response", "objects", "lists", "digits"],
)
def test_what_is_no_event_is_a_clear_error(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        misp.read(data)


def test_more_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_OBJECTS", 1)
    with pytest.raises(RefusedInput):
        misp.read(written())
    monkeypatch.setattr(loading, "MOST_BYTES", 100)
    with pytest.raises(RefusedInput):
        misp.read(written())


def test_an_object_that_is_there_twice_counts_once() -> None:
    made = json.loads(written())
    made["Event"]["Object"] += made["Event"]["Object"]
    notes: list[str] = []
    assert misp.read(json.dumps(made).encode(), on_note=notes.append) == misp.read(written())
    assert "is called so already" in notes[0]


ODD = st.sampled_from(
    ["", "0", "-1", "1e999", "[[[[", "{}", "null", '[{"role":1}]', "a" * 64, "9999-99-99", "=1+1", "<b>"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
def test_whatever_one_attribute_is_changed_to_gives_content_or_a_clear_error(data: st.DataObject) -> None:
    made = json.loads(written())
    found = attributes(made["Event"])
    one = found[data.draw(st.integers(0, len(found) - 1))]
    one[data.draw(st.sampled_from(["value", "object_relation", "Tag", "type"]))] = data.draw(ODD | JSON)
    for shared in misp.read(json.dumps(made).encode()).documents:
        for piece in (*shared.evidence.claims, *shared.evidence.events):
            assert shared.document.text[piece.start : piece.end] == piece.text


KEYS = ["info", "Attribute", "Object", "EventReport", "Tag", "Orgc", "SharingGroup", "date", "uuid"]


@given(st.dictionaries(st.sampled_from(KEYS), JSON | st.lists(JSON, max_size=3), max_size=6))
def test_whatever_an_event_holds_gives_content_or_a_clear_error(made: dict) -> None:
    try:
        misp.read(json.dumps({"Event": made}).encode())
    except RecoupeError:
        return
