"""JSON: the brief as data, for other programs."""

from __future__ import annotations

import json

from .model import Brief


def rendered(brief: Brief) -> bytes:
    """The brief as UTF-8 JSON."""
    return (json.dumps(brief.to_dict(), ensure_ascii=False, indent=1) + "\n").encode()
