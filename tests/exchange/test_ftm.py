"""FollowTheMoney: what leaves is valid in its own model and comes back; what others wrote is read, and breaks nothing."""

import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from contents import carried, content, marking
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import DamagedInput, EmptyInput, RecoupeError, RefusedInput
from recoupe.exchange import ftm, loading, marks
from recoupe.exchange.content import Content
from recoupe.exchange.named_texts import placing
from recoupe.model import Entity, EntityKind, Tlp


def written(made: Content | None = None) -> bytes:
    out = io.BytesIO()
    ftm.write(made or content(), out)
    return out.getvalue()


def entities(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.decode().splitlines()]


def lines(*rows: dict) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def test_every_entity_is_valid_in_the_model() -> None:
    model = pytest.importorskip("followthemoney").model
    for row in entities(written()):
        schema = model.get(row["schema"])
        assert set(row["properties"]) <= set(schema.properties), row
        schema.validate(row)
        proxy = model.get_proxy(row, cleaned=False)
        assert {name for name in row["properties"] if not proxy.has(name)} == set(), row


def test_every_reference_leads_to_an_entity_of_the_schema_that_its_property_wants() -> None:
    model = pytest.importorskip("followthemoney").model
    rows = {row["id"]: row for row in entities(written())}
    for row in rows.values():
        for name, values in row["properties"].items():
            prop = model.get(row["schema"]).get(name)
            for value in values if prop.type.name == "entity" else ():
                assert model.get(rows[value]["schema"]).is_a(prop.range), (row, name)


def test_what_leaves_comes_back() -> None:
    notes: list[str] = []
    back = ftm.read(written(), on_note=notes.append)
    assert notes == []
    assert carried(back) == carried(content())


def test_what_the_library_reads_and_writes_comes_back_too() -> None:
    model = pytest.importorskip("followthemoney").model
    rows = [model.get_proxy(row, cleaned=False).to_dict() for row in reversed(entities(written()))]
    back = ftm.read(lines(*rows))
    assert {shared.document.id: set(shared.evidence.claims) for shared in back.documents} == {
        shared.document.id: set(shared.evidence.claims) for shared in content().documents
    }
    assert {finding.id for finding in back.findings} == {finding.id for finding in content().findings}


def test_the_same_content_gives_the_same_bytes() -> None:
    assert written() == written()


def test_every_entity_carries_its_mark() -> None:
    for row in entities(written()):
        held = row["properties"].get("notes") or row["properties"].get("summary")
        assert any(marks.read(text) for text in held), row


@pytest.mark.parametrize("level", list(Tlp))
def test_each_level_comes_back_with_originator_and_whom_it_is_for(level: Tlp) -> None:
    mark = marking(level, ("BE", "FR"))
    assert {shared.marking for shared in ftm.read(written(content(mark))).documents} == {mark}


def test_a_person_who_holds_no_office_is_never_written_nor_taken_in() -> None:
    made = content()
    person = Entity("Marc Oudin", EntityKind.PERSON, "Marc Oudin")
    evidence = replace(made.documents[0].evidence, entities={"Marc Oudin": person})
    data = written(replace(made, documents=(replace(made.documents[0], evidence=evidence),), findings=()))
    assert b"Oudin" not in data
    public = {"name": ["Ann Example"], "keywords": ["recoupe:noun=entity", "recoupe:id=Ann", "recoupe:kind=person"]}
    notes: list[str] = []
    ftm.read(lines({"id": "1", "schema": "Person", "properties": public}), on_note=notes.append)
    assert "holds no office" in notes[0]


def test_nothing_that_is_denied_is_an_event_or_a_tie() -> None:
    for row in entities(written()):
        told = [*row["properties"].get("keywords", []), *row["properties"].get("recordId", [])]
        if {"recoupe:status=denied", "recoupe:is_denied=true"} & set(told):
            assert row["schema"] == "Note"


# --- what others wrote -------------------------------------------------------------------------------------------

ARTICLE = {
    "id": "x1",
    "schema": "Article",
    "properties": {
        "title": ["Rencontre à Lyon"],
        "bodyText": ["Les ministres de l'Intérieur se réuniront à Lyon le 8 mai 2026, a indiqué Anne Colin, ministre."],
        "publishedAt": ["2026-04-01"],
        "publisher": ["Le Quotidien"],
        "sourceUrl": ["https://example.org/a"],
    },
}


def test_an_article_of_others_is_read_as_a_text() -> None:
    (shared,) = ftm.read(lines(ARTICLE)).documents
    assert shared.document.source.name == "Le Quotidien"
    assert shared.document.published.day.isoformat() == "2026-04-01"
    assert [event.type for event in shared.evidence.events] == ["consult/meeting"]
    assert (shared.marking.tlp, shared.marking.is_default) == (Tlp.AMBER_STRICT, True)


def test_a_mark_in_the_notes_of_others_counts_and_the_strictest_of_two() -> None:
    marked = {**ARTICLE, "properties": ARTICLE["properties"] | {"notes": ["TLP:GREEN", "see TLP: RED"]}}
    assert ftm.read(lines(marked)).documents[0].marking.tlp is Tlp.RED


def test_persons_and_ties_of_others_are_left_out_and_counted() -> None:
    notes: list[str] = []
    person = {"id": "p", "schema": "Person", "properties": {"name": ["Ann Example"]}}
    tie = {"id": "t", "schema": "Associate", "properties": {"person": ["p"], "associate": ["p"]}}
    assert ftm.read(lines(person, tie), on_note=notes.append) == Content()
    assert notes == [
        "1 Associate without words in a text are left out",
        "1 Person without words in a text are left out",
    ]


def test_pages_make_one_text() -> None:
    pages = [
        {"id": f"p{n}", "schema": "Page", "properties": {"document": ["d"], "index": [str(n)], "bodyText": [text]}}
        for n, text in ((2, "La page deux est lue."), (1, "La page une est lue."))
    ]
    (shared,) = ftm.read(lines({"id": "d", "schema": "Pages", "properties": {"fileName": ["a.pdf"]}}, *pages)).documents
    assert shared.document.text.index("page une") < shared.document.text.index("page deux")


# --- what means harm ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInput),
        (b"  \n ", EmptyInput),
        (b"[" * 100_000, RecoupeError),
        (b'{"id": "a", "schema": "Note", "properties": ' + b'{"a":' * 100_000, RecoupeError),
        (b'{"id": "a", "schema": "Note", "properties": {"x": [' + b"9" * 10_000 + b"]}}", RecoupeError),
        (b'{"id": 1, "schema": "Note", "properties": {}}', DamagedInput),
        (b'{"id": "a", "schema": "Note"}', DamagedInput),
        (b"[1, 2]", DamagedInput),
        (b"nothing of it", DamagedInput),
        (b"\xff\xfe\x00", DamagedInput),
    ],
    ids=["empty", "blank", "lists", "objects", "number", "id", "bare", "list", "text", "bytes"],
)
def test_what_is_no_entity_is_a_clear_error(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        ftm.read(data)


def test_more_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_BYTES", 100)
    with pytest.raises(RefusedInput):
        ftm.read(lines(ARTICLE))
    monkeypatch.setattr(loading, "MOST_BYTES", 1 << 20)
    monkeypatch.setattr(loading, "MOST_OBJECTS", 1)
    with pytest.raises(RefusedInput):
        ftm.read(lines(ARTICLE, ARTICLE))


def tampered(change: Callable[[dict], None]) -> tuple[Content, list[str]]:
    rows = entities(written())
    for row in rows:
        change(row)
    notes: list[str] = []
    return ftm.read(lines(*rows), on_note=notes.append), notes


def test_offsets_that_lie_are_not_believed() -> None:
    def lie(row: dict) -> None:
        for name in ("keywords", "recordId"):
            held = row["properties"].get(name, [])
            held[:] = ["recoupe:start=999999999" if text.startswith("recoupe:start=") else text for text in held]

    back, _ = tampered(lie)
    for shared in back.documents:
        for piece in (*shared.evidence.claims, *shared.evidence.events, *shared.evidence.mentions):
            assert shared.document.text[piece.start : piece.end] == piece.text


def test_who_sends_only_wrong_offsets_is_not_searched_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "MOST_SEARCHED", 1)

    def lie(row: dict) -> None:
        for name in ("keywords", "recordId"):
            held = row["properties"].get(name, [])
            held[:] = [text for text in held if not text.startswith("recoupe:start=")]

    back, notes = tampered(lie)
    assert sum(len(shared.evidence.mentions) for shared in back.documents) <= 1
    assert any("not in the text" in note for note in notes)


def test_a_quotation_that_is_not_in_the_text_is_left_out() -> None:
    def invent(row: dict) -> None:
        if "recoupe:noun=claim" in row["properties"].get("keywords", []):
            row["properties"]["description"] = ["Ceci n'a jamais été écrit."]

    back, notes = tampered(invent)
    assert all(not shared.evidence.claims for shared in back.documents)
    assert any("not in the text" in note for note in notes)


def test_what_leads_in_circles_is_left_out() -> None:
    def lead(row: dict) -> None:
        keywords = row["properties"].get("keywords", [])
        if "recoupe:noun=finding" in keywords:
            id = next(text for text in keywords if text.startswith("recoupe:id="))
            keywords.append(id.replace(":id=", ":contradicts="))
        if "recoupe:noun=document" in keywords:
            row["properties"] |= {"parent": [row["id"]], "ancestors": [row["id"]]}

    back, _ = tampered(lead)
    assert all(finding.id not in finding.contradicts for finding in back.findings)


def test_what_leads_nowhere_is_left_out() -> None:
    notes: list[str] = []
    rows = [row for row in entities(written()) if row["schema"] != "Article"]
    assert ftm.read(lines(*rows), on_note=notes.append) == Content()
    assert any("its document is not here" in note for note in notes)


def test_an_id_with_two_schemata_is_taken_for_the_first() -> None:
    notes: list[str] = []
    other = {**ARTICLE, "schema": "Person"}
    assert len(ftm.read(lines(ARTICLE, other), on_note=notes.append).documents) == 1
    assert "once Article, once Person" in notes[0]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)
NOUNS = st.sampled_from(["document", "claim", "event", "finding", "entity", "contradiction", "mention", "link", "?"])
FIELDS = ["id", "kind", "start", "end", "participants", "supports", "document", "published", "source", "grade", "low"]
ODD = ["", "person", "0", "1e999", "[[[[", "{}", "null", '[{"role":1}]', "-1", "a" * 64, '{"earliest":"9999-99-99"}']
TAGS = NOUNS.map("recoupe:noun={}".format) | st.builds(
    "recoupe:{}={}".format, st.sampled_from(FIELDS), st.sampled_from(ODD)
)
NAMES = ["bodyText", "keywords", "recordId", "description", "name", "notes", "latitude", "startDate", "document"]
PROPERTIES = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES | TAGS, max_size=6) | VALUES, max_size=5)
ROWS = st.lists(st.tuples(st.sampled_from(["Article", "Note", "Event", "Person", "?"]), PROPERTIES), max_size=5)


@given(ROWS)
def test_whatever_entities_say_gives_content_or_a_clear_error(rows: list) -> None:
    data = lines(*({"id": str(n), "schema": schema, "properties": p} for n, (schema, p) in enumerate(rows)))
    try:
        back = ftm.read(data)
    except RecoupeError:
        return
    for shared in back.documents:
        for piece in (*shared.evidence.claims, *shared.evidence.events):
            assert shared.document.text[piece.start : piece.end] == piece.text


@given(st.data())
def test_whatever_one_field_of_ours_is_changed_to_gives_content_or_a_clear_error(data: st.DataObject) -> None:
    rows = entities(written())
    row = data.draw(st.sampled_from(rows))
    name = data.draw(st.sampled_from(sorted(row["properties"])))
    values = row["properties"][name]
    at = data.draw(st.integers(0, len(values) - 1))
    values[at] = (
        values[at].partition("=")[0] + "=" * ("=" in values[at]) + data.draw(st.sampled_from(ODD) | st.text(max_size=9))
    )
    ftm.read(lines(*rows))


@given(st.binary(max_size=300))
def test_whatever_bytes_are_sent_gives_content_or_a_clear_error(data: bytes) -> None:
    try:
        ftm.read(data)
    except RecoupeError:
        return
