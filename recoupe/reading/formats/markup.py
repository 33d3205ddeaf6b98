"""Markup: one linear pass over HTML that gives its visible lines, each character knowing its bytes, and its metadata.

It builds no tree, so that no nesting can overflow it, and it forgives what browsers forgive.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..mapped import MappedText, inserted, join

NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9:-]{0,40}")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])([A-Za-z_:][A-Za-z0-9_:.-]{0,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
SPACE = re.compile(r"[ \t\r\n\f]+")
LONGEST_TAG, LONGEST_QUOTED = 20_000, 5_000

BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section select summary table "
    "tbody textarea tfoot thead tr ul video audio iframe canvas".split()
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What a reader never sees: raw text up to the closing tag, or elements counted by depth.
RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
HIDDEN = frozenset("template noscript svg math object select datalist head".split())
REGIONS = frozenset("article main nav aside footer header form body figcaption".split())
DESCRIBING = frozenset("html meta link time base".split())
# The next of their kind closes these: without a closing tag they do not nest.
CLOSED_BY_THE_NEXT = frozenset("p li dt dd td th tr thead tbody tfoot option".split())
CELLS, LONGEST_CELL = frozenset(("td", "th")), 80
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


@dataclass(frozen=True, slots=True)
class Line:
    """A visible line of a page: its text, the regions that it stands in, and the heading tag ("h1") or ""."""

    text: MappedText
    regions: frozenset[str]
    heading: str = ""


@dataclass(slots=True)
class Page:
    """What one pass over a page finds: its lines, its describing tags, its JSON-LD, its title, how many elements it has and
    how deep they nest."""

    lines: list[Line] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    title: str = ""
    depth: int = 0
    elements: int = 0


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, names in small letters, entities decoded."""
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(tag[:LONGEST_TAG]):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def tag_end(text: str, start: int) -> int:
    """Where the tag that begins at `start` ends: its ">", one inside a quoted value not counted; -1 for none."""
    end = text.find(">", start)
    while end != -1 and end - start < LONGEST_QUOTED:
        inside = text[start:end]
        double, single = inside.count('"') % 2, inside.count("'") % 2
        # An odd apostrophe alone is common in careless pages ("title=l'avis"): only after "=" does it open a value.
        open_quote = '"' if double else "'" if single and re.search(r"=\s?'[^']*$", inside[-500:]) else ""
        if not open_quote:
            return end
        close = text.find(open_quote, end, end + LONGEST_QUOTED)
        if close == -1:
            return end
        further = text.find(">", close)
        if further == -1:
            return end
        end = further
    return end


def decoded_entities(raw: MappedText) -> Iterator[MappedText]:
    """A stretch of text, white space as single spaces and entities as the characters that they stand for."""
    if "&" not in raw.text:
        yield raw.sub(SPACE, " ")
        return
    at = 0
    for match in ENTITY.finditer(raw.text):
        meant = html.unescape(match.group())
        if meant == match.group():
            continue
        yield raw[at : match.start()].sub(SPACE, " ")
        yield inserted(meant, raw.span(*match.span()))
        at = match.end()
    yield raw[at:].sub(SPACE, " ")


class Scanner:
    """One pass over a page: what is open where, and the line that is being put together."""

    def __init__(self, raw: MappedText) -> None:
        self.raw, self.page = raw, Page()
        self.parts: list[MappedText] = []
        self.cells: list[MappedText] = []
        self.open: dict[str, int] = dict.fromkeys(REGIONS | HIDDEN, 0)
        self.hidden, self.depth, self.heading, self.pre = 0, 0, "", 0
        self.regions: frozenset[str] = frozenset()

    def scan(self) -> Page:
        """The page; linear in its length."""
        text, at = self.raw.text, 0
        while (start := text.find("<", at)) != -1:
            if text.startswith("<!--", start):
                self.characters(at, start)
                end = text.find("-->", start + 2)
                at = end + 3 if end != -1 else len(text)
            elif text.startswith(("<!", "<?"), start):
                self.characters(at, start)
                end = text.find("]]>", start) + 2 if text.startswith("<![CDATA[", start) else text.find(">", start)
                at = end + 1 if end > start else len(text)
            elif (match := NAME.match(text, start + 1)) is not None:
                self.characters(at, start)
                end = tag_end(text, match.end())
                if end == -1:
                    at = len(text)
                    break
                at = self.tag(match.group().lower(), start, end)
            else:
                # "<" before a space or a digit is a character.
                self.characters(at, start + 1)
                at = start + 1
        self.characters(at, len(text))
        self.flush()
        return self.page

    def characters(self, start: int, end: int) -> None:
        """Take visible characters into the line."""
        if start >= end or self.hidden:
            return
        stretch = self.raw[start:end]
        if self.pre and "\n" in stretch.text:
            for n, line in enumerate(stretch.lines()):
                if n:
                    self.flush()
                self.parts.extend(decoded_entities(line))
        else:
            self.parts.extend(decoded_entities(stretch))

    def flush(self) -> None:
        """End the line; the short cells of a row are one line, long ones (a page laid out by a table) a line each."""
        self.end_cell()
        cells, self.cells = self.cells, []
        if not cells:
            return
        if all(len(cell) <= LONGEST_CELL for cell in cells):
            cells = [joined_by(cells, " ")]
        self.page.lines.extend(Line(cell, self.regions, self.heading) for cell in cells)

    def end_cell(self) -> None:
        """End what stands in a cell, or in a line that has none."""
        if self.parts:
            cell = join(self.parts).strip()
            self.parts = []
            if len(cell):
                self.cells.append(cell)

    def tag(self, name: str, start: int, end: int) -> int:
        """Take a tag; returns where the text goes on."""
        text = self.raw.text
        if name.startswith("/"):
            self.close(name[1:])
            return end + 1
        if name in DESCRIBING:
            self.page.tags.append((name, attributes(text[start : min(end, start + LONGEST_TAG)])))
        if name in RAW:
            closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, end)
            inside_end = closing.start() if closing else len(text)
            inside = text[end + 1 : inside_end]
            if name == "title" and not self.page.title:
                self.page.title = " ".join(html.unescape(inside[:2000]).split())
            elif name == "script" and "ld+json" in text[start:end].lower():
                self.page.data.append(inside)
            if not closing:
                return len(text)
            after = text.find(">", inside_end)
            return after + 1 if after != -1 else len(text)
        if name in BLOCKS:
            self.flush()
        elif name in CELLS:
            self.end_cell()
        if name in VOID or text[end - 1] == "/":
            return end + 1
        self.depth += name not in CLOSED_BY_THE_NEXT
        self.page.elements += 1
        self.page.depth = max(self.page.depth, self.depth)
        if name == "body":
            # A head that is never closed ends here.
            self.hidden -= self.open["head"]
            self.open["head"] = 0
        if name in self.open:
            self.open[name] += 1
            self.hidden += name in HIDDEN
            self.changed()
        if name in HEADINGS:
            self.heading = name
        self.pre += name == "pre"
        return end + 1

    def close(self, name: str) -> None:
        """Take a closing tag."""
        if name in BLOCKS:
            self.flush()
        if name not in CLOSED_BY_THE_NEXT:
            self.depth = max(0, self.depth - 1)
        if self.open.get(name, 0) > 0:
            self.open[name] -= 1
            self.hidden -= name in HIDDEN
            self.changed()
        if name in HEADINGS:
            self.heading = ""
        if name == "pre":
            self.pre = max(0, self.pre - 1)

    def changed(self) -> None:
        """Note the regions that are open."""
        self.regions = frozenset(name for name in REGIONS if self.open[name])


def scanned(raw: MappedText) -> Page:
    """The visible lines and the metadata of a page."""
    return Scanner(raw).scan()


def as_text(lines: list[MappedText]) -> MappedText:
    """Lines as one text, a line break between them."""
    return joined_by(lines, "\n")


def joined_by(pieces: list[MappedText], separator: str) -> MappedText:
    """Pieces as one, a separator between them that stands for no bytes."""
    parts: list[MappedText] = []
    for piece in pieces:
        if parts:
            last = parts[-1].ends[-1]
            parts.append(inserted(separator, (last, last)))
        parts.append(piece)
    return join(parts)
