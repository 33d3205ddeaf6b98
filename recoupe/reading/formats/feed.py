"""Feeds: RSS and Atom; each entry is a document of its own, its text the description or the content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from ...errors import DamagedInput, EmptyInput, ReadingError, RefusedInput
from ..encoding import encoding_of
from ..input import Input
from ..mapped import decoded
from ..received import Dated, Received
from ..sources import from_address, from_name
from . import web
from .about import first_day
from .records import is_address
from .text import checked_size

ENTRY = re.compile(rb"<((?:\w+:)?(?:item|entry))[\s>].*?</\1\s*>", re.DOTALL)
DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DATES = ("published", "pubDate", "issued", "date", "updated")
TEXTS = ("encoded", "content", "description", "summary")
DEEPEST = 200


def parser() -> etree.XMLParser:
    """A parser of XML that resolves nothing, fetches nothing and keeps libxml2's limits on depth and size."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)


def parsed_xml(data: bytes, name: str) -> Any:
    """The root of XML bytes. Raises RefusedInput for a DTD, DamagedInput for what is not well formed."""
    head = data[:200_000]
    if DECLARES.search(head.decode(encoding_of(head, is_markup=True), "replace")):
        raise RefusedInput(
            name, "its XML declares entities or a DTD", "XML with declarations can harm and is not read; remove them"
        )
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split(", line")[0][:120]
        raise DamagedInput(name, f"its XML is not well formed: {reason}", "check whether it was cut off") from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise RefusedInput(name, "its XML has a DTD", "remove it")
    return root


def read(given: Input) -> Iterator[Received]:
    """The entries of a feed; one that has no text goes to `report`."""
    checked_size(given.data, given.name, given.limits)
    root = parsed_xml(given.data.lstrip(), given.name)
    entries = [item for item in root.iter() if local(item) in ("item", "entry")]
    if not entries:
        raise EmptyInput(given.name, "the feed has no entry")
    as_received = [match.group() for match in ENTRY.finditer(given.data)]
    channel = next((item for item in root.iter() if local(item) in ("channel", "feed")), root)
    site, language = words(child(channel, "title")), words(child(channel, "language"))
    home = link_of(channel)
    for n, entry in enumerate(entries[: given.limits.records], start=1):
        try:
            original = (
                as_received[n - 1] if len(as_received) == len(entries) else etree.tostring(entry, encoding="utf-8")
            )
            yield received(given, entry, original, f"{given.name}#{n}", (site, home, language))
        except ReadingError as error:
            given.report(error)


def received(given: Input, entry: Any, original: bytes, name: str, feed: tuple[str, str | None, str]) -> Received:
    """One entry as received. Raises EmptyInput where it has neither text nor title."""
    site, home, language = feed
    title = words(child(entry, "title"))
    bodies = [content(found) for key in TEXTS if (found := child(entry, key)) is not None]
    layer = (max(bodies, key=len, default="") or title).encode("utf-8", "replace")
    readable = web.visible(decoded(layer, "utf-8"))
    if not readable.text.strip():
        raise EmptyInput(name, "the entry has no text")
    url = link_of(entry)
    author = child(entry, "creator") if child(entry, "creator") is not None else child(entry, "author")
    named = words(child(author, "name")) if author is not None and child(author, "name") is not None else words(author)
    outlet = words(child(child(entry, "source"), "title")) if child(entry, "source") is not None else ""
    return Received(
        original=original,
        layer=layer,
        readable=readable,
        name=name,
        media_type="application/feed+xml",
        title=title,
        authors=(named,) if named else (),
        url=url,
        language=language[:2].lower() or None,
        dated=dated(entry),
        source=from_name(outlet or site) or from_address(url or home),
        keeps_lines=True,
    )


def local(item: Any) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return item.tag.rsplit("}", 1)[-1] if isinstance(item.tag, str) else ""


def child(item: Any, name: str) -> Any:
    """The first child of that name; None for none."""
    return next((found for found in item if local(found) == name), None) if item is not None else None


def words(item: Any) -> str:
    """The text of an element on one line."""
    return " ".join("".join(item.itertext()).split())[:1000] if item is not None else ""


def content(item: Any) -> str:
    """The HTML or text that an element holds: escaped, in CDATA, or as elements (Atom's xhtml)."""
    if len(item):
        inside = "".join(etree.tostring(part, encoding="unicode") for part in item)
        return (item.text or "") + inside
    return item.text or ""


def link_of(item: Any) -> str | None:
    """The address of an entry or of a feed."""
    for found in item:
        if local(found) == "link" and found.get("rel", "alternate") == "alternate":
            url = (found.get("href") or found.text or "").strip()
            if url.startswith(("http://", "https://")) and is_address(url):
                return str(url)[:2000]
    return None


def dated(entry: Any) -> tuple[Dated, ...]:
    """The day that an entry gives: RFC 822 (RSS) or ISO 8601 (Atom, Dublin Core)."""
    for key in DATES:
        given = words(child(entry, key))
        day = first_day(given)
        if day is None and given:
            with suppress(ValueError, TypeError, IndexError, OverflowError):
                day = parsedate_to_datetime(given).date()
        if day:
            return (Dated(day, f"the feed's {key} says {given}"),)
    return ()
