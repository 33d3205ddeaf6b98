"""About: what a web page says of itself: title, author, publication day with its reason, address, outlet, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin

from ...model import Source, SourceKind
from ..received import Dated
from ..sources import from_address, from_name
from .markup import Page

ISO_DAY = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
# Names of <meta> that say when the text was published, best first; what only says "modified" does not.
PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date.published",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "publish-date",
    "publication_date", "pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
ARTICLE_TYPES = re.compile(r"article|report|posting|webpage", re.IGNORECASE)
SUFFIX = re.compile(r"\s+(?:[|•·]|[-–—])\s+([^|•·]{2,60})$")


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of itself."""

    title: str = ""
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    dated: tuple[Dated, ...] = ()
    source: Source | None = None


def about(page: Page, address: str | None = None) -> About:
    """What a page says of itself; `address` is where it was fetched."""
    metas = described(page)
    objects = list(linked_data(page.data))
    site = metas.get("og:site_name") or metas.get("application-name") or publisher(objects)
    url = address_of(page, metas, address)
    heading = next((line.text.text for line in page.lines if line.heading == "h1"), "")
    source = from_address(url)
    named = from_name(site)
    if named and source:
        known = source.name != (source.name.lower() if "." in source.name else "")
        source = (
            source
            if known and "." not in source.name
            else Source(named.name, named.kind, named.country or source.country)
        )
    source = source or named
    if (
        source
        and source.kind is SourceKind.UNKNOWN
        and any("NewsArticle" in str(item.get("@type", "")) for item in objects)
    ):
        source = replace(source, kind=SourceKind.PRESS)
    return About(
        title=title_of(metas.get("og:title") or page.title, heading, site),
        authors=authors_of(metas, objects),
        url=url,
        language=language_of(page, metas),
        dated=tuple(dated(page, metas, objects)),
        source=source,
    )


def described(page: Page) -> dict[str, str]:
    """The <meta> of a page by name in small letters; the first of each counts."""
    found: dict[str, str] = {}
    for tag, values in page.tags:
        if tag == "meta" and values.get("content"):
            for key in ("property", "name", "itemprop"):
                if name := values.get(key):
                    found.setdefault(name.strip().lower(), values["content"].strip())
    return found


def linked_data(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD, graphs opened; damaged ones are passed over."""
    for script in scripts[:50]:
        try:
            waiting = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(1000):
            if not waiting:
                break
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting.extend(item[:100])
            elif isinstance(item, dict):
                yield item
                waiting.extend(item[key] for key in ("@graph", "mainEntity") if key in item)


def first_day(words: Any) -> date | None:
    """The day at the head of an ISO 8601 date; None for what is none."""
    match = ISO_DAY.match(words) if isinstance(words, str) else None
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def dated(page: Page, metas: dict[str, str], objects: list[dict[str, Any]]) -> Iterator[Dated]:
    """The days of publication that a page gives, the surest first."""
    for name in PUBLISHED:
        if day := first_day(metas.get(name)):
            yield Dated(day, f"the page's {name} says {day.isoformat()}")
    for item in objects:
        if ARTICLE_TYPES.search(str(item.get("@type", ""))) and (day := first_day(item.get("datePublished"))):
            yield Dated(day, f"the page's datePublished says {day.isoformat()}")
    times = [values for tag, values in page.tags if tag == "time"]
    marked = [v for v in times if "pubdate" in v or "publish" in (v.get("itemprop", "") + v.get("class", "")).lower()]
    # A lone <time> is the article's own; among several, which one is it.
    for values in marked or (times if len(times) == 1 else []):
        if day := first_day(values.get("datetime")):
            yield Dated(day, f"the page's <time> says {day.isoformat()}")


def authors_of(metas: dict[str, str], objects: list[dict[str, Any]]) -> tuple[str, ...]:
    """The authors that the page names; addresses are none."""
    names: list[str] = []
    for item in objects:
        if ARTICLE_TYPES.search(str(item.get("@type", ""))):
            given = item.get("author")
            for author in given if isinstance(given, list) else [given]:
                name = author.get("name") if isinstance(author, dict) else author
                names += [name] if isinstance(name, str) else []
    if not names:
        names = [metas[key] for key in AUTHORS if key in metas][:1]
    clean = (" ".join(name.split())[:120] for name in names)
    return tuple(dict.fromkeys(name for name in clean if name and "://" not in name and not name.startswith("@")))


def publisher(objects: list[dict[str, Any]]) -> str:
    """The outlet that the JSON-LD of an article names."""
    for item in objects:
        given = item.get("publisher")
        if isinstance(given, dict) and isinstance(given.get("name"), str):
            return str(given["name"])
    return ""


def address_of(page: Page, metas: dict[str, str], address: str | None) -> str | None:
    """The canonical address of a page, made absolute where the page was fetched."""
    links = [v for tag, v in page.tags if tag == "link" and "canonical" in v.get("rel", "").lower().split()]
    for given in (links[0].get("href", "") if links else "", metas.get("og:url", ""), address or ""):
        try:
            whole = urljoin(address or "", given.strip())
        except ValueError:
            continue
        if whole.startswith(("http://", "https://")):
            return whole[:2000]
    return None


def title_of(words: str, heading: str, site: str) -> str:
    """The title without the name of the site behind it."""
    words, heading = " ".join(words.split()), " ".join(heading.split())
    if heading and (not words or words.startswith(heading)):
        return heading[:500]
    match = SUFFIX.search(words[-100:])
    if match and (not site or match[1].strip().lower() in site.lower() or site.lower() in match[1].lower()):
        words = words[: len(words) - len(match.group())]
    return words[:500]


def language_of(page: Page, metas: dict[str, str]) -> str | None:
    """The language that the page declares, as a bare BCP 47 code."""
    declared = next((v.get("lang") or v.get("xml:lang") for tag, v in page.tags if tag == "html"), None)
    code = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", declared or metas.get("og:locale", ""))
    return code.group().lower() if code else None
