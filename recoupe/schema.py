"""Schema: the JSON Schema of what recoupe returns, made from the dataclasses of the model; `python -m recoupe.schema`.

It describes `Document.to_dict()`, `Evidence.to_dict()`, the findings of `recoupe.crosscheck` and the file that
`recoupe export --format json` writes.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import types
import typing
from datetime import date
from enum import StrEnum
from typing import Any

from . import model
from .crosscheck.model import Contradiction, Copy, Fall, Finding, Ruling

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NULLABLE_TEXT = {"type": ["string", "null"]}


def json_schema() -> dict[str, Any]:
    """The schema: an export at the root, with a definition for each noun of the model."""
    definitions: dict[str, Any] = {}
    for noun in (model.Document, model.Evidence):
        schema_of(noun, definitions)
    told = ("made", "by", "marking", "originator", "names_of_private_persons", "reason_for_names")
    about: dict[str, Any] = dict.fromkeys(told, NULLABLE_TEXT) | {
        "releasable_to": {"type": "array", "items": {"type": "string"}}
    }
    pair = {"document": reference("Document"), "evidence": reference("Evidence")}
    pairs = {"type": "array", "items": closed(pair)}
    found = {
        name: {"type": "array", "items": schema_of(noun, definitions)}
        for name, noun in (
            ("copies", Copy),
            ("findings", Finding),
            ("contradictions", Contradiction),
            ("rulings", Ruling),
        )
    }
    return {
        "$schema": DIALECT,
        "title": "recoupe export",
        **with_optional(closed({"export": closed(about), "documents": pairs}), found),
        "$defs": dict(sorted(definitions.items())),
    }


def schema_of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; dataclasses and enumerations are put among the definitions and referred to."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [schema_of(argument, definitions) for argument in arguments]}
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return {"type": "array", "items": schema_of(arguments[0], definitions)}
        items = [schema_of(argument, definitions) for argument in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1], definitions)}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        definitions.setdefault(kind.__name__, described(kind) | {"enum": [item.value for item in kind]})
        return reference(kind.__name__)
    if dataclasses.is_dataclass(kind):
        return dataclass_schema(kind, definitions)
    return dict(SIMPLE[kind])


SIMPLE: dict[Any, dict[str, str]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    date: {"type": "string", "format": "date"},
}


def dataclass_schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """A reference to the definition of a dataclass: an object with each of its fields and no other."""
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        skipped = model.NOT_IN_JSON.get(kind.__name__, set())
        hints = typing.get_type_hints(kind, localns={"array": list})
        properties = {
            f.name: schema_of(hints[f.name], definitions) for f in dataclasses.fields(kind) if f.name not in skipped
        }
        added = exported(kind, definitions)
        definitions[kind.__name__] = described(kind) | with_optional(closed(properties), added)
    return reference(kind.__name__)


def exported(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """What an export adds to a noun: to pieces their identifier and finding, to them and to documents why they fell."""
    if not issubclass(kind, (model.Piece, model.Document)):
        return {}
    fall = {"fall": {"anyOf": [schema_of(Fall, definitions), {"type": "null"}]}}
    return fall | ({"id": {"type": "string"}, "finding": NULLABLE_TEXT} if issubclass(kind, model.Piece) else {})


def with_optional(schema: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """An object that may also have these properties."""
    return schema | {"properties": schema["properties"] | properties}


def described(kind: type) -> dict[str, str]:
    """A definition's description: the docstring of its noun."""
    return {"description": inspect.cleandoc(kind.__doc__ or "").replace("\n", " ")}


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has each of these properties and no other."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def page() -> str:
    """docs/schema.md: a table for each noun, then the schema itself."""
    schema = json_schema()
    out = [
        "# Schema",
        "",
        "What `Document.to_dict()`, `Evidence.to_dict()` and `recoupe export --format json` give. Made from `recoupe/model.py` by",
        "`python -m recoupe.schema > docs/schema.md`; `recoupe.schema.json_schema()` gives the JSON Schema (2020-12).",
        "",
        "Offsets are half-open. `start` and `end` count characters of the document's clean `text`; `original` counts bytes of what",
        "was received, or of the text layer taken out of it for formats such as PDF and DOCX.",
    ]
    for name, definition in schema["$defs"].items():
        out += ["", f"## {name}", "", definition["description"].replace("|", "\\|")]
        if "enum" in definition:
            out += ["", "One of: " + ", ".join(f"`{value}`" for value in definition["enum"]) + "."]
        else:
            out += ["", "| field | type |", "|---|---|"]
            out += [f"| `{field}` | {in_words(kind)} |" for field, kind in definition["properties"].items()]
    return "\n".join(
        [*out, "", "## JSON Schema", "", "```json", json.dumps(schema, indent=1, ensure_ascii=False), "```", ""]
    )


def in_words(kind: dict[str, Any]) -> str:
    """A type as the page names it."""
    if "$ref" in kind:
        name = kind["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in kind:
        return " or ".join(in_words(option) for option in kind["anyOf"])
    if "prefixItems" in kind:
        return "[" + ", ".join(in_words(item) for item in kind["prefixItems"]) + "]"
    if kind.get("type") == "array":
        return f"list of {in_words(kind['items'])}"
    if kind.get("type") == "object":
        return f"object of {in_words(kind['additionalProperties'])} by id"
    if isinstance(kind.get("type"), list):
        return " or ".join(kind["type"])
    return "day" if kind.get("format") == "date" else str(kind["type"])


if __name__ == "__main__":
    print(page(), end="")
