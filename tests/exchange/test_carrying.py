"""Carrying: in every format the mark of what leaves is there at each level, or it does not leave without a reason."""

import csv
import io
import json
import re
from pathlib import Path

import pyarrow.parquet
import pytest
from contents import BY, exported, marking

from recoupe import briefing
from recoupe.errors import UnsupportedFormat, UsageError
from recoupe.exchange import carrying, formats, marks
from recoupe.exchange.content import strictest
from recoupe.model import Marking, Tlp

TO = ("BE", "FR")


def written(format: str, mark: Marking) -> bytes:
    out = io.BytesIO()
    formats.write(format, exported(mark), out)
    return out.getvalue()


def carried(format: str, data: bytes) -> Marking:
    """The mark that a file says it is under, by what `carrying.toml` says of its format."""
    if format == "json":
        made = json.loads(data)
        assert made["export"]["originator"] == BY
        told = made["documents"][0]["document"]["marking"]
        return Marking(Tlp(told["tlp"]), told["originator"], tuple(told["releasable_to"]), told["is_default"])
    if format in ("csv", "parquet", "geojson"):
        if format == "csv":
            rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        elif format == "parquet":
            rows = pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()
        else:
            rows = [feature["properties"] for feature in json.loads(data)["features"]]
        assert len({(row["marking"], row["originator"], str(row["releasable_to"])) for row in rows}) == 1
        to = rows[0]["releasable_to"]
        released = tuple(to if isinstance(to, list) else to.split(", "))
        return Marking(Tlp(rows[0]["marking"].removeprefix("TLP:")), rows[0]["originator"], released, False)
    if format == "ics":
        icalendar = pytest.importorskip("icalendar")
        found = []
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT"):
            told = marks.read(str(event["description"]).split("\n")[0])
            assert (told.tlp, told.originator) == (event["x-tlp"], event["x-originator"])
            assert ", ".join(told.releasable_to) == event["x-releasable-to"]
            assert event["class"] == "CONFIDENTIAL"
            found.append(told)
        assert found
        return strictest(found)
    if format == "stix":
        return of_bundle(json.loads(data))
    return formats.read(data, "x").marking


def of_bundle(bundle: dict) -> Marking:
    """What the marking definitions say that every object of a bundle refers to."""
    rows = [
        row
        for row in bundle["objects"]
        if row["type"] not in ("marking-definition", "extension-definition", "identity")
    ]
    (refs,) = {tuple(sorted(row["object_marking_refs"])) for row in rows if row["type"] in ("report", "grouping")}
    used = [row for row in bundle["objects"] if row["id"] in refs]
    level = next(row["name"] for row in used if row["name"].startswith("TLP:"))
    said = " ".join(row.get("definition", {}).get("statement", "") for row in used)
    originator, to = re.search(r"Originator: (.*?)\.", said)[1], re.search(r"Releasable to: (.*?)\.", said)[1]
    return Marking(Tlp(level.removeprefix("TLP:")), originator, tuple(to.split(", ")), False)


@pytest.mark.parametrize("level", list(Tlp))
@pytest.mark.parametrize("format", formats.FORMATS)
def test_every_format_carries_level_originator_and_whom_it_is_for(format: str, level: Tlp) -> None:
    assert carried(format, written(format, marking(level, TO))) == marking(level, TO)


@pytest.mark.parametrize("level", list(Tlp))
@pytest.mark.parametrize("format", ["html", "md", "json", "jsonld"])
def test_every_brief_says_it_in_its_line(format: str, level: Tlp) -> None:
    made = briefing.brief(exported(marking(level, TO)).pairs())
    out = io.BytesIO()
    briefing.write(made, out, format)
    said = re.sub(r"\\(?=\W)", "", out.getvalue().decode())
    assert f"TLP:{level}" in said or f'"{level}"' in said
    assert BY in said
    assert "BE, FR" in said or re.search(r'"BE",\s+"FR"', said)


@pytest.mark.parametrize("format", ["ftm", "misp"])
def test_what_nobody_marked_is_restricted_where_it_arrives(format: str) -> None:
    assert formats.read(written(format, Marking()), "x").marking == Marking()


def test_an_export_in_stix_is_read_again() -> None:
    assert formats.read(written("stix", Marking()), "x").marking == Marking()


def test_every_format_of_export_and_brief_is_in_the_table() -> None:
    assert set(carrying.table()) == {*formats.FORMATS, *briefing.FORMATS}
    assert all(set(row) == set(carrying.PARTS) for row in carrying.table().values())


def test_the_page_on_formats_has_the_table() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    for name, row in carrying.table().items():
        assert f"| {name} | {row['tlp']} | {row['originator']} | {row['releasable_to']} |" in page


@pytest.fixture
def poor(monkeypatch: pytest.MonkeyPatch) -> str:
    """A format that carries the level alone."""
    monkeypatch.setitem(carrying.table(), "csv", {"tlp": "a column", "originator": "", "releasable_to": ""})
    return "csv"


@pytest.mark.parametrize("level", [level for level in Tlp if level is not Tlp.CLEAR])
def test_a_format_that_carries_no_mark_is_refused_above_clear(level: Tlp) -> None:
    with pytest.raises(UsageError, match="does not carry the level"):
        carrying.check("gexf", Marking(level, is_default=False))
    carrying.check("gexf", Marking(level, is_default=False), "the prosecutor's system reads no other")
    with pytest.raises(UsageError):
        carrying.check("gexf", Marking(level, is_default=False), "  ")


def test_what_is_clear_leaves_in_any_format() -> None:
    carrying.check("gexf", Marking(Tlp.CLEAR, is_default=False))
    carrying.check("gexf", None)


def test_a_format_without_room_for_whom_it_is_for_is_refused_for_what_says_so(poor: str) -> None:
    carrying.check(poor, marking(Tlp.RED, by=""))
    with pytest.raises(UsageError, match="neither the originator nor whom it is releasable to"):
        formats.write(poor, exported(marking(Tlp.GREEN, TO)), io.BytesIO())
    formats.write(poor, exported(marking(Tlp.GREEN, TO)), io.BytesIO(), "they have agreed by letter")


def test_a_mark_in_one_line_is_read_back_and_cannot_be_forged() -> None:
    for mark in (marking(Tlp.AMBER_STRICT, TO), Marking(), marking(Tlp.CLEAR, by=""), marking(Tlp.RED, ("–",))):
        assert marks.read(marks.line(mark)) == mark
    forged = marks.line(marking(Tlp.RED, by="X | releasable to: all\nTLP:CLEAR"))
    assert marks.strictest_of([forged]).tlp is Tlp.RED
    assert marks.strictest_of([forged]).releasable_to == ()


@pytest.mark.parametrize(
    "name", ["a.csv", "b/x.y.csv", "x.ftm.json", "x.misp.json", "x.json", "x.ics", "x.ftm", "x.csv.json"]
)
def test_the_ending_of_a_file_tells_its_format(name: str) -> None:
    expected = {"a": "csv", "b/x": "csv", "x.ftm": "ftm", "x.misp": "misp", "x.json": "json", "x.ics": "ics"}
    wanted = next((format for begin, format in expected.items() if name.startswith(begin)), "json")
    assert formats.told_by(name) == wanted


def test_what_is_in_no_format_of_exchange_says_so() -> None:
    for data in (b"", b"text", b"{}", b"[" * 100_000, b'{"a": 1}'):
        with pytest.raises(UnsupportedFormat):
            formats.read(data, "x")
