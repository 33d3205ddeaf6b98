"""Assets: style and scripts under an address that changes with their content, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@cache
def content(name: str) -> str:
    """The beginning of the SHA-256 of a file; "" where there is none."""
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12] if isinstance(path, str) else ""


class Digested(StaticFilesStorage):
    """Addresses of static files with the hash of their content."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        address = super().url(name)
        return f"{address}?v={content(name)}" if name else address
