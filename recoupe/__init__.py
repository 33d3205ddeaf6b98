"""recoupe: from a pile of files to a brief in which every line leads back to its sentence.

The entry points that stay; each is loaded when it is first used, so `import recoupe` is quick (see docs/api.md).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import version

if TYPE_CHECKING:
    from .briefing import brief
    from .crosscheck import crosscheck
    from .errors import RecoupeError
    from .extraction import extract
    from .model import Document, Evidence
    from .pipeline import extract_many, read_into
    from .reading import read, read_text
    from .store import MemoryStore

__version__ = version.VERSION

DOORS = {
    "Document": "model",
    "Evidence": "model",
    "MemoryStore": "store",
    "RecoupeError": "errors",
    "brief": "briefing",
    "crosscheck": "crosscheck",
    "extract": "extraction",
    "extract_many": "pipeline",
    "read": "reading",
    "read_into": "pipeline",
    "read_text": "reading",
}

__all__ = [
    "Document",
    "Evidence",
    "MemoryStore",
    "RecoupeError",
    "__version__",
    "brief",
    "crosscheck",
    "extract",
    "extract_many",
    "read",
    "read_into",
    "read_text",
]


def __getattr__(name: str) -> Any:
    if name not in DOORS:
        raise AttributeError(f"module 'recoupe' has no attribute {name!r}")
    value = getattr(import_module(f".{DOORS[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *DOORS})
