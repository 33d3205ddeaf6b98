"""Schemas of our extensions, as JSON Schema: `python -m recoupe.exchange.stix.schema docs/stix` writes them."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ...crosscheck.model import Contradiction, Finding
from ...model import Claim, Document, Entity, Event, Evidence, Figure, Link, Marking, Mention, Provenance, Time
from .nouns import names, part_of
from .reports import NOT_OF_DOCUMENTS, NOT_OF_EVIDENCE
from .vocabulary import WORDS

Schema = dict[str, Any]

REF: Schema = {"type": "string", "pattern": "^[a-z0-9-]+--[0-9a-f-]{36}$"}
TEXT: Schema = {"type": "string"}


def schemas() -> dict[str, Schema]:
    """The schema of each extension, by its name: of an object of our own, or of what stands under its identifier."""
    refs = {"name": TEXT, "document_ref": REF}
    event = {**refs, "participant_refs": {"type": "array", "minItems": 1, "items": REF}, "place_ref": REF}
    documents: Schema = {
        "document": of(Document, NOT_OF_DOCUMENTS),
        "origin": TEXT,
        "pieces": {"type": "object", "additionalProperties": TEXT},
        "is_whole": {"type": "boolean"},
        "entities": {"type": "array", "items": of(Entity)},
        "mentions": {"type": "array", "items": of(Mention, {"document"})},
        "times": {"type": "array", "items": of(Time, {"document"})},
        "evidence": of(Evidence, NOT_OF_EVIDENCE),
        "provenance": of(Provenance, {"imprint"}),
    }
    told = {
        "claim": of(Claim, {"document"}),
        "link": of(Link, {"document"}),
        "finding": of(Finding),
        "contradiction": of(Contradiction),
    }
    evidence = [tells("document", {"type": "object", "properties": documents, "required": ["document"]})]
    evidence += [tells(kind, schema) for kind, schema in told.items()]
    return {
        "event": titled("event", adding(of(Event, {"document"}), event)),
        "figure": titled("figure", adding(of(Figure, {"document"}), refs)),
        "evidence": titled("evidence", {"oneOf": evidence}),
        "handling": titled("handling", of(Marking, {"tlp"})),
    }


def of(kind: type, without: Collection[str] = ()) -> Schema:
    """The schema of a noun as it stands in STIX: where nothing is null, what may be nothing or empty may be left out."""
    shape: Any = kind
    schema = TypeAdapter(part_of(shape, frozenset(without))).json_schema(ref_template="#/$defs/{model}")
    inlined: Schema = without_nulls(inline(schema, schema.pop("$defs", {})))
    called = names(shape)
    inlined["properties"] = {called[name]: row for name, row in inlined["properties"].items()}
    inlined["required"] = [called[name] for name in inlined.get("required", [])]
    inlined.pop("title", None)
    return inlined


def inline(schema: Any, definitions: dict[str, Any]) -> Any:
    """A schema with what it refers to in its place."""
    if isinstance(schema, list):
        return [inline(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return inline(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {name: inline(row, definitions) for name, row in schema.items() if name not in ("default", "$defs")}


def without_nulls(schema: Any) -> Any:
    """A schema in which nothing is null, and nothing that may be empty is required."""
    if isinstance(schema, list):
        return [without_nulls(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if any(one.get("type") == "null" for one in schema.get("anyOf", [])):
        kept = [one for one in schema["anyOf"] if one.get("type") != "null"]
        return without_nulls(kept[0] if len(kept) == 1 else {**schema, "anyOf": kept})
    rows = {name: without_nulls(row) for name, row in schema.items() if name not in ("title", "description")}
    if "properties" in schema and isinstance(schema["properties"], dict):
        rows["properties"] = {name: without_nulls(row) for name, row in schema["properties"].items()}
        rows["required"] = [
            name for name in schema.get("required", []) if not may_be_absent(schema["properties"][name])
        ]
    return rows


def may_be_absent(schema: Schema) -> bool:
    """Whether a property may be nothing, or a list without end, which is left out where it is empty."""
    is_list = schema.get("type") == "array" and "minItems" not in schema
    return is_list or any(one.get("type") == "null" for one in schema.get("anyOf", []))


def tells(kind: str, schema: Schema) -> Schema:
    """What an extension of a standard object holds, which says what it tells."""
    return adding(schema, {"extension_type": {"const": "property-extension"}, "tells": {"const": kind}})


def adding(schema: Schema, properties: Schema) -> Schema:
    """A schema with more properties, all but lists required."""
    more = [name for name in properties if name not in ("participant_refs", "place_ref")]
    required = [*more, *schema.get("required", [])]
    return {**schema, "properties": {**properties, **schema["properties"]}, "required": required}


def titled(name: str, schema: Schema) -> Schema:
    """A schema with its dialect, its identifier and what it is."""
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:uuid:{WORDS['extensions'][name][-36:]}",
    }
    return {**about, "title": f"recoupe {name}", "description": WORDS["descriptions"][name], **schema}


def main() -> None:
    """Write the schemas into a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        written = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        (folder / f"{name}.schema.json").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
