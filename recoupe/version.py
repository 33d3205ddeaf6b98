"""Version: which release this is, and which engine: a change of a rule or a lexicon is another engine."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

VERSION = "0.1.0"

ENGINE_PARTS = ("model.py", "languages", "reading", "extraction")


@cache
def engine() -> str:
    """The engine that reads and extracts: the release, and a digest of its code and data ("0.1.0+3f9a0c1d5e7b").

    Stored beside what it found, so that documents are read again once a rule has changed. Takes a few milliseconds, once.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for part in ENGINE_PARTS:
        path = here / part
        files = [path] if path.is_file() else sorted([*path.rglob("*.py"), *path.rglob("*.toml")])
        for file in files:
            data = file.read_bytes()
            name = file.relative_to(here).as_posix().encode()
            digest.update(b"%d:%b%d:%b" % (len(name), name, len(data), data))
    return f"{VERSION}+{digest.hexdigest()[:12]}"
