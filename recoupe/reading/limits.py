"""Limits: how much of an input is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes after unpacking, and counts; what goes beyond is refused with a reason."""

    file: int = 64 * MEBIBYTE
    text: int = 24 * MEBIBYTE
    member: int = 64 * MEBIBYTE
    archive: int = 512 * MEBIBYTE
    members: int = 10_000
    ratio: int = 200
    depth: int = 3
    attachments: int = 50
    records: int = 1_000_000
    pages: int = 3_000
    download: int = 16 * MEBIBYTE
    seconds: float = 20.0


DEFAULT = Limits()
