"""JSON-LD of a brief: every line leads to sentences, every sentence to its text, and each stands there as it says."""

import io
import json
from pathlib import Path

import pytest

import recoupe
from recoupe import briefing
from recoupe.model import Document

PILE = Path(__file__).resolve().parents[2] / "examples" / "pile"


@pytest.fixture(scope="module")
def read() -> list[Document]:
    return [
        document for name in ("01-transmed-lyon.txt", "09-tunis-dement.txt") for document in recoupe.read(PILE / name)
    ]


@pytest.fixture(scope="module")
def graph(read: list[Document]) -> dict[str, dict]:
    out = io.BytesIO()
    briefing.write(briefing.brief((document, recoupe.extract(document)) for document in read), out, "jsonld")
    nodes = json.loads(out.getvalue())["@graph"]
    assert len({node["@id"] for node in nodes}) == len(nodes)
    return {node["@id"]: node for node in nodes}


def of(graph: dict[str, dict], kind: str) -> list[dict]:
    return [node for node in graph.values() if kind in node["@type"]]


def test_every_line_is_a_claim_that_is_derived_from_sentences(graph: dict[str, dict]) -> None:
    (report,) = of(graph, "Report")
    claims = of(graph, "Claim")
    assert [part["@id"] for part in report["hasPart"]] == [claim["@id"] for claim in claims]
    for claim in claims:
        assert claim["prov:wasDerivedFrom"]
        for link in claim["prov:wasDerivedFrom"]:
            assert "Quotation" in graph[link["@id"]]["@type"]


def test_every_sentence_stands_in_its_text_where_it_says(graph: dict[str, dict], read: list[Document]) -> None:
    texts = {f"urn:sha256:{document.id}": document.text for document in read}
    for sentence in of(graph, "Quotation"):
        text, _, where = sentence["@id"].partition("#char=")
        start, end = map(int, where.split(","))
        assert sentence["prov:wasQuotedFrom"] == {"@id": text}
        assert texts[text][start:end] == sentence["text"]


def test_every_reference_leads_somewhere(graph: dict[str, dict]) -> None:
    for node in graph.values():
        for value in node.values():
            for link in value if isinstance(value, list) else [value]:
                if isinstance(link, dict) and "@id" in link:
                    assert link["@id"] in graph


def test_the_report_and_every_text_are_under_their_mark(graph: dict[str, dict]) -> None:
    for node in (*of(graph, "Report"), *of(graph, "CreativeWork")):
        assert node["conditionsOfAccess"].startswith("TLP:AMBER+STRICT")


def test_it_is_linked_data_to_others(graph: dict[str, dict]) -> None:
    rdflib = pytest.importorskip("rdflib")
    from recoupe.briefing.as_jsonld import CONTEXT

    # Without the network: the context stands in the file.
    made = rdflib.Graph().parse(data=json.dumps({"@context": CONTEXT, "@graph": [*graph.values()]}), format="json-ld")
    derived = rdflib.URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    claims = {claim["@id"] for claim in of(graph, "Claim")}
    assert claims <= {str(subject) for subject in made.subjects(derived)}
