"""The schemas of our extensions in docs/stix are those that the code makes, and the page names them all."""

import json
from pathlib import Path

import jsonschema

from recoupe.exchange.stix.schema import schemas
from recoupe.exchange.stix.vocabulary import WORDS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_schemas_in_the_docs_are_those_of_the_code() -> None:
    held = {
        path.name.split(".")[0]: json.loads(path.read_text(encoding="utf-8")) for path in (DOCS / "stix").glob("*.json")
    }
    assert held == schemas(), "run python -m recoupe.exchange.stix.schema docs/stix"
    for schema in held.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_page_names_every_identifier() -> None:
    page = (DOCS / "stix.md").read_text(encoding="utf-8")
    ids = [WORDS["namespace"], *WORDS["extensions"].values(), *WORDS["tlp"]["definitions"].values(), *WORDS["tlp1"]]
    assert [id for id in ids if id not in page] == []
