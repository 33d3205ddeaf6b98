"""Exchange: what leaves the workspace: masked, marked, safe in a spreadsheet, and as the schema says."""

import csv
import io
import json
from collections.abc import Callable

import jsonschema
import pyarrow.parquet
import pytest

from recoupe import model
from recoupe.exchange import csv as csv_writer
from recoupe.exchange import geojson, parquet
from recoupe.exchange import json as json_writer
from recoupe.exchange.exporting import COLUMNS, Export
from recoupe.exchange.masking import Masking
from recoupe.extraction import extract
from recoupe.model import Document, Entity, EntityKind, Evidence, Mention
from recoupe.reading import read_text
from recoupe.schema import json_schema

TEXT = (
    "Anne Colin, ministre, a parlé. Marc Oudin, livreur, est parti à Tunis. OUDIN a nié. Les oudinots non. M. Oudin’s."
)
REASON = "annex for the examining magistrate"


def made(text: str = TEXT, **fields) -> tuple[Document, Evidence]:
    import dataclasses

    document = dataclasses.replace(read_text(text, published="2026-09-01", language="fr"), **fields)
    entities = {
        "Anne Colin": Entity("Anne Colin", EntityKind.PERSON, "Anne Colin", is_public=True),
        "Marc Oudin": Entity("Marc Oudin", EntityKind.PERSON, "Marc Oudin", ("M. Oudin",)),
        "geonames:2464470": Entity(
            "geonames:2464470",
            EntityKind.PLACE,
            "Tunis",
            country="TN",
            geonames=2464470,
            latitude=36.8,
            longitude=10.18,
        ),
    }

    def where(words: str) -> dict:
        start = document.text.index(words)
        span = document.original_span(start, start + len(words))
        shared = {"document": document.id, "original": span, "rule": "made.by-hand", "confidence": 0.5}
        return {"text": words, "start": start, "end": start + len(words), **shared}

    mentions = tuple(
        Mention(**where(e.name), kind=e.kind, entity=e.id) for e in entities.values() if e.name in document.text
    )
    claim = model.Claim(
        **where("a nié" if "a nié" in document.text else document.text[:5]),
        speaker="Marc Oudin",
        speaker_kind=model.SpeakerKind.NAMED,
        kind=model.ClaimKind.INDIRECT,
        modality=model.Modality.DENIED,
    )
    events = ()
    if "parti" in document.text:
        role = model.Participant(role="actor", text="Marc Oudin", start=0, end=10, entity="Marc Oudin")
        status = model.EventStatus.REPORTED
        events = (
            model.Event(**where("parti"), type="travel", status=status, participants=(role,), place="geonames:2464470"),
        )
    figure = model.Figure(**where(document.text[:3]), low=-5.0, high=12.0, unit="person")
    return document, Evidence(document.id, "fr", entities, mentions, (), (figure,), (claim,), events)


def exported(write: Callable, *pairs: tuple[Document, Evidence], with_names: str = "") -> bytes:
    out = io.BytesIO()
    write(Export(lambda: iter(pairs or (made(),)), "2026-09-02T08:00:00+00:00", "0.1.0", with_names), out)
    return out.getvalue()


@pytest.mark.parametrize("write", [json_writer.write, csv_writer.write, parquet.write, geojson.write])
def test_no_format_names_a_private_person(write: Callable) -> None:
    pair = made(
        title="Le cas Marc Oudin", url="https://news.example/2026/marc-oudin-livreur", name="pile/marc_oudin.txt"
    )
    data = exported(write, pair)
    if write is parquet.write:
        data = json.dumps(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist(), ensure_ascii=False).encode()
    said = data.decode("utf-8-sig").lower().replace("oudinots", "")
    assert "oudin" not in said
    if write is not geojson.write:
        assert "p-01" in said
        assert "anne colin" in said


@pytest.mark.parametrize("write", [json_writer.write, csv_writer.write, geojson.write])
def test_with_a_reason_persons_are_named_and_the_reason_is_in_the_export(write: Callable) -> None:
    said = exported(write, with_names=REASON).decode("utf-8-sig")
    assert REASON in said
    assert write is geojson.write or "Marc Oudin" in said


def test_masking_leaves_the_rest_of_the_text_alone() -> None:
    masking = Masking([made()[1]])
    assert (
        masking.text(TEXT)
        == "Anne Colin, ministre, a parlé. P-01, livreur, est parti à Tunis. P-01 a nié. Les oudinots non. P-01’s."
    )


def test_handles_and_mailboxes_name_nobody() -> None:
    masking = Masking([])
    assert masking.text("Selon @lea_du75 (lea.roux@exemple.test), 3 @ 5 €.") == "Selon @… (@…exemple.test), 3 @ 5 €."


def test_a_person_public_in_one_document_is_public_in_all() -> None:
    private = Evidence("1", "fr", {"A B": Entity("A B", EntityKind.PERSON, "A B")})
    public = Evidence("2", "fr", {"A B": Entity("A B", EntityKind.PERSON, "A B", is_public=True)})
    assert Masking([private, public]).text("A B") == "A B"


def test_a_family_name_shared_with_a_minister_stays_and_the_full_name_goes() -> None:
    entities = {
        "Jean Colin": Entity("Jean Colin", EntityKind.PERSON, "Jean Colin"),
        "Anne Colin": Entity("Anne Colin", EntityKind.PERSON, "Anne Colin", is_public=True),
    }
    masking = Masking([Evidence("1", "fr", entities)])
    assert masking.text("Mme Colin a vu Jean Colin.") == "Mme Colin a vu P-01."


def test_names_are_found_whatever_the_accents_signs_and_capitals() -> None:
    masking = Masking([Evidence("1", "fr", {"x": Entity("x", EntityKind.PERSON, "Zoé N’Diaye-Petit")})])
    for written in ("Zoé N'Diaye-Petit", "Zoe N’Diaye\u2011Petit", "ZOÉ N’DIAYE-PETIT", "Zoé\u00a0N’Diaye-Petit"):
        assert masking.text(f"Selon {written}, rien.") == "Selon P-01, rien.", written


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝"])
def test_no_cell_of_the_csv_is_taken_for_a_formula(sign: str) -> None:
    pair = made(name=f"{sign}HYPERLINK(1)", title=f"{sign}1+1")
    (row, *_) = csv.DictReader(io.StringIO(exported(csv_writer.write, pair).decode("utf-8-sig"), newline=""))
    assert row["title"] == f"'{sign}1+1"
    assert row["document_name"].startswith("'")


def test_numbers_of_the_csv_stay_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(exported(csv_writer.write).decode("utf-8-sig"), newline="")))
    (figure,) = [row for row in rows if row["kind"] == "figure"]
    assert figure["low"] == "-5.0"
    assert list(figure) == list(COLUMNS)


def test_parquet_is_typed_and_says_how_it_was_made() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(exported(parquet.write)))
    assert table.column_names == list(COLUMNS)
    assert str(table.schema.field("low").type) == "double"
    assert json.loads(table.schema.metadata[b"recoupe"])["names_of_private_persons"] == "masked"
    assert table.num_rows == 6


def test_geojson_places_what_is_named_and_what_happens() -> None:
    collection = json.loads(exported(geojson.write))
    kinds = [(f["properties"]["kind"], f["geometry"]["coordinates"]) for f in collection["features"]]
    assert kinds == [("mention", [10.18, 36.8]), ("event", [10.18, 36.8])]


def test_an_export_carries_the_strictest_marking_of_its_documents() -> None:
    red, clear = model.Marking(model.Tlp.RED, is_default=False), model.Marking(model.Tlp.CLEAR, is_default=False)
    pairs = [made(marking=clear), made("Autre texte.", marking=red)]
    assert json.loads(exported(json_writer.write, *pairs))["export"]["marking"] == "TLP:RED"


@pytest.mark.parametrize("with_names", ["", REASON])
def test_what_is_exported_is_as_the_schema_says(with_names: str) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.FormatChecker())
    validator.check_schema(json_schema())
    real = read_text(
        "Les ministres se réuniront à Lyon le 8 mai 2026, selon Anne Colin. Une dizaine de jeunes seraient partis."
    )
    validator.validate(json.loads(exported(json_writer.write, made(), (real, extract(real)), with_names=with_names)))


def test_the_schema_refuses_what_is_not_so() -> None:
    said = json.loads(exported(json_writer.write))
    said["documents"][0]["evidence"]["claims"][0]["modality"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(said, json_schema())
