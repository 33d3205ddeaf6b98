"""Identifiers: each piece of evidence, and all that is made of pieces, is known by a hash of what it says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import Any

from .model import Piece, plain


def piece_id(piece: Piece) -> str:
    """The identity of a piece of evidence: SHA-256 over its kind and all that it says, as canonical JSON.

    Without its confidence, which changes when a rule is judged anew; the same finding keeps its id over engines and machines.
    """
    said = {f.name: plain(getattr(piece, f.name)) for f in fields(piece) if f.name != "confidence"}
    return digest([type(piece).__name__.lower(), said])


def digest(parts: Any) -> str:
    """SHA-256 in hexadecimal over canonical JSON: keys in order, no spaces, UTF-8."""
    data = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(data.encode("utf-8", errors="surrogatepass")).hexdigest()
