"""Web pages: the main text as trafilatura finds it, led back to the bytes of the page.

trafilatura decides which paragraphs are the article; each of them is then looked for among the visible lines of the raw page
(`markup`), whose characters know their bytes. Where it finds nothing, or where the page nests too deep for any tree, the
lines of <article>, <main> or <body> are taken.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator

from ...errors import EmptyInput
from .. import apart
from ..encoding import encoding_of
from ..input import Input
from ..mapped import MappedText, decoded
from ..received import Received
from .about import about
from .markup import Line, Page, as_text, scanned
from .text import checked_size

SPACES = re.compile(r"\s+")
WINDOW, MISSES = 50_000, 400
# What a tree may cost: pages of the press stay far below, and trafilatura is slower than linear above.
DEEPEST, LARGEST, LONGEST, HEAVIEST = 250, 8_000_000, 500_000, 2_000_000
OUTSIDE = frozenset({"nav", "aside", "footer", "form"})
BETWEEN = 12


def read(given: Input) -> Iterator[Received]:
    """The one text of a web page. Raises EmptyInput where the page shows no text."""
    yield received(given)


def received(given: Input, address: str | None = None, name: str = "", declared: str | None = None) -> Received:
    """A web page as received; `address` is where it was fetched, `declared` the encoding that its sender names."""
    data = given.data
    checked_size(data, given.name, given.limits)
    encoding = encoding_of(data, declared, is_markup=True)
    raw = decoded(data, encoding)
    page = scanned(raw)
    lines, notes = main_lines(page, raw.text)
    if not lines:
        raise EmptyInput(
            given.name, "the page shows no text", "a page built by scripts must be saved after it was shown"
        )
    told = about(page, address)
    return Received(
        original=data,
        layer=data,
        readable=as_text(lines),
        encoding=encoding,
        name=name or given.name,
        media_type="text/html",
        title=told.title,
        authors=told.authors,
        url=told.url,
        language=told.language,
        dated=told.dated,
        source=told.source,
        keeps_lines=True,
        notes=notes,
    )


def visible(layer: MappedText) -> MappedText:
    """The visible text of a fragment of HTML: a feed's description, a field of a table, the body of a mail."""
    return as_text([line.text for line in scanned(layer).lines])


def main_lines(page: Page, raw: str) -> tuple[list[MappedText], tuple[str, ...]]:
    """The lines of the main text, and notes on how they were found."""
    if page.depth > DEEPEST:
        return fallback(page), (f"the page nests {page.depth} elements deep: its text was taken as it stands",)
    visible_length = sum(len(line.text) for line in page.lines)
    if len(raw) > LARGEST or visible_length > LONGEST or page.elements * page.depth > HEAVIEST:
        return fallback(page), ("the page is very large: its text was taken as it stands",)
    return aligned(page.lines, extracted(raw)) or fallback(page), ()


def extracted(raw: str) -> list[str]:
    """The paragraphs of the main text by trafilatura; none where it finds nothing or gives up."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(
            raw.replace("\x00", ""), include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
        )
    except Exception:  # A page that breaks the extractor is still read by its visible lines.
        return []
    rows = (cell for line in (text or "").split("\n") for cell in (line.split("|") if line.count("|") > 1 else [line]))
    return [row for row in rows if row.strip(" -•")]


def squeezed(text: str) -> str:
    """A text without its white space."""
    return SPACES.sub("", text)


def aligned(lines: list[Line], paragraphs: list[str]) -> list[MappedText]:
    """The visible lines, or the parts of them, that hold the paragraphs, in the order of the page.

    A paragraph is looked for from where the last one was found, then among all lines, without regard to white space;
    how much is searched in vain is bounded, so that the whole stays linear.
    """
    keys = [squeezed(line.text.text) for line in lines]
    by_key: dict[str, list[int]] = {}
    for n, key in enumerate(keys):
        by_key.setdefault(key, []).append(n)
    starts, length = [], 0
    for key in keys:
        starts.append(length)
        length += len(key)
    whole = "".join(keys)
    taken: set[int] = set()
    at = misses = 0
    for paragraph in paragraphs:
        key = squeezed(paragraph.removeprefix("- "))
        if numbers := by_key.get(key):
            after = bisect_left(numbers, at)
            n = numbers[after] if after < len(numbers) else numbers[0]
            taken.add(n)
            at = n + 1
            continue
        if misses > MISSES or not key:
            continue
        begin = starts[at] if at < len(starts) else length
        where = whole.find(key, begin, begin + WINDOW + len(key))
        if where == -1:
            misses += 1
            where = whole.find(key) if misses < MISSES // 10 else -1
        if where == -1:
            continue
        # A paragraph that trafilatura joined of several lines, or cut out of one: the lines that it touches.
        first = max(0, bisect_left(starts, where + 1) - 1)
        last = max(first, bisect_left(starts, where + len(key)) - 1)
        taken.update(range(first, last + 1))
        at = last + 1
    if not taken:
        return []
    return [lines[n].text for n in sorted(taken | surroundings(lines, taken))]


def surroundings(lines: list[Line], taken: set[int]) -> set[int]:
    """The heading of the article and the bylines and datelines under it, where the extractor left them out."""
    first = min(taken)
    heading = next((n for n in range(first, max(-1, first - 40), -1) if lines[n].heading == "h1"), None)
    if heading is None:
        return set()
    found = {heading}
    body = min((n for n in taken if n > heading), default=heading)
    for n in range(heading + 1, min(body, heading + BETWEEN)):
        text = lines[n].text.text.replace("’", "'")
        if len(text) < 200 and (apart.matching("bylines", text) or apart.matching("datelines", text)):
            found.add(n)
    return found


def fallback(page: Page) -> list[MappedText]:
    """The lines of <article>, else of <main>, else of the page, without navigation and margins."""
    for region in ("article", "main", ""):
        found = [
            line.text for line in page.lines if (not region or region in line.regions) and not line.regions & OUTSIDE
        ]
        if sum(len(line) for line in found) > (200 if region else 0):
            return found
    return [line.text for line in page.lines]
