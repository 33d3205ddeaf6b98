"""Sources: who publishes a text, from its address, its page or its dateline."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..languages import table
from ..model import Source, SourceKind

COUNTRY_DOMAINS_THAT_ARE_NOT = frozenset({"co", "io", "tv", "me", "ai", "ly", "fm", "cc", "ws", "to", "eu", "su"})
UNITED_KINGDOM = "uk"


def from_address(url: str | None) -> Source | None:
    """The source that an address tells: a known outlet, or the host with the country of its top-level domain."""
    try:
        host = urlsplit(url if url and "://" in url else f"//{url or ''}").hostname or ""
    except ValueError:  # "http://[..." is no address.
        return None
    host = re.sub(r"^(?:www|m|amp)\.", "", host.lower())
    if "." not in host:
        return None
    known = table("common", "sources")["hosts"]
    labels = host.split(".")
    for n in range(len(labels) - 1):
        if row := known.get(".".join(labels[n:])):
            return Source(row["name"], SourceKind(row["kind"]), row.get("country"))
    last = labels[-1]
    country = None
    if len(last) == 2 and last not in COUNTRY_DOMAINS_THAT_ARE_NOT:
        country = "GB" if last == UNITED_KINGDOM else last.upper()
    return Source(host, kind_of(host), country)


def from_name(name: str | None) -> Source | None:
    """The source that a name tells: an agency as datelines name it, or the name with the kind that its words hint at."""
    name = " ".join((name or "").split())
    if not name:
        return None
    if row := table("common", "sources")["agencies"].get(name):
        return Source(row["name"], SourceKind(row["kind"]), row.get("country"))
    return Source(name, kind_of(name))


def kind_of(name: str) -> SourceKind:
    """The kind that the words of a name hint at; PRESS is not guessed."""
    low = name.lower()
    for kind, words in table("common", "sources")["hints"].items():
        if any(word in low for word in words):
            return SourceKind(kind)
    return SourceKind.UNKNOWN
