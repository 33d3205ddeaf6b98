"""The nouns of TAXII 2.1, as far as a client has to know them, and how much of a server's answers it takes."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a client waits for a server, and how much it takes: bytes of an answer, pages and objects of a collection."""

    seconds: float = 30.0
    answer: int = 32 * MEBIBYTE
    pages: int = 1_000
    objects: int = 200_000
    page: int = 500


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a server says of itself: its API roots, as full addresses (TAXII 2.1, section 4.1)."""

    title: str
    api_roots: tuple[str, ...]
    default: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class ApiRoot:
    """A part of a server with collections of its own (section 4.2). `most` is the largest body that it takes, in bytes."""

    url: str
    title: str
    versions: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of objects (section 5.1); `root` is the address of its API root."""

    root: str
    id: str
    title: str
    description: str = ""
    can_read: bool = False
    can_write: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a collection: an envelope as received, which `recoupe.exchange.stix.read` takes, and how many objects are in it.

    `added_last` is when the server added the last of them: ask after that moment the next time.
    """

    envelope: bytes
    objects: int
    added_last: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What became of objects that were sent (section 4.3)."""

    id: str
    status: str
    successes: int
    failures: int
    pending: int
    reasons: tuple[str, ...] = ()
