"""The vocabulary: words and fixed identifiers of STIX, out of vocabulary.toml."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

WORDS: dict[str, Any] = tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))

NAMESPACE = UUID(WORDS["namespace"])
EVIDENCE: str = WORDS["extensions"]["evidence"]
EVENT: str = WORDS["extensions"]["event"]
FIGURE: str = WORDS["extensions"]["figure"]
HANDLING: str = WORDS["extensions"]["handling"]
TLP: str = WORDS["extensions"]["tlp"]
EVENT_TYPE, FIGURE_TYPE = "recoupe-event", "recoupe-figure"


def identifier(type: str, *parts: Any) -> str:
    """A STIX identifier that the same parts always give: UUIDv5 over canonical JSON, in a namespace of ours."""
    return f"{type}--{uuid5(NAMESPACE, json.dumps([type, *parts], ensure_ascii=True, separators=(',', ':')))}"


def confidence(credibility: int) -> int | None:
    """STIX confidence of an Admiralty credibility 1 to 6; None for 6, which cannot be judged (STIX 2.1, appendix A)."""
    value: int | None = WORDS["confidence"].get(str(credibility))
    return value


def credibility(confidence: int | None) -> int:
    """Admiralty credibility 1 to 6 of a STIX confidence 0 to 100; 6 where there is none (STIX 2.1, appendix A)."""
    if confidence is None:
        return 6
    return next((int(level) for level, least in WORDS["confidence_from"].items() if confidence >= least), 6)
