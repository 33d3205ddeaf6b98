"""Picture: a network laid out by what its nodes are, in columns, so that it reads as a line: who, in which cell, whom, where.

Nothing here knows of Django or of findings: boxes and strands come in, places on paper go out. In Arabic the columns stand from
right to left.
"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .tags import Point, place_tags

WIDTH = 1210
BOX, LINE, PAD = 158, 15, 9
BETWEEN, HEADING, TOP, BOTTOM = 14, 26, 6, 14
ACROSS = 21  # letters in a line of a box
LETTER, LABEL_LINE = 6.3, 13  # the width of a letter and the height of a line in the label of a strand
SWEEPS = 6
COLUMNS: tuple[tuple[str, ...], ...] = (("service", "organisation"), ("cell",), ("role",), ("place", "country"))
APART, MOST_APART = 6, 46  # how far labels stand from one another, and how far boxes may stand apart for that at most


@dataclass(slots=True)
class Box:
    """A node, or a group of nodes, on paper. `marks` are classes ("supposed", "picked"); `note` a line under its name."""

    key: str
    kind: str
    name: str
    href: str = ""
    note: str = ""
    marks: str = ""
    x: float = 0
    y: float = 0
    lines: list[str] = field(default_factory=list)

    @property
    def height(self) -> int:
        return LINE * (len(self.lines) + bool(self.note)) + 2 * PAD

    @property
    def middle(self) -> float:
        return self.x + BOX / 2

    @property
    def rows(self) -> list[tuple[str, float]]:
        """Each line of the name with its height on paper."""
        return [(line, self.y + PAD + LINE * (n + 0.78)) for n, line in enumerate(self.lines)]

    @property
    def note_y(self) -> float:
        return self.y + PAD + LINE * (len(self.lines) + 0.74)


@dataclass(slots=True)
class Strand:
    """A tie, or ties in common, on paper. `lines` is what is written on it."""

    key: str
    source: str
    target: str
    function: str
    lines: list[str]
    title: str = ""
    href: str = ""
    marks: str = ""
    weight: float = 1.6
    path: str = ""
    head: str = ""
    points: tuple[Point, ...] = ()
    label_x: float = 0
    label_y: float = 0

    @property
    def label_width(self) -> float:
        return max(map(len, self.lines), default=0) * LETTER + 10

    @property
    def label_height(self) -> int:
        return LABEL_LINE * len(self.lines) + 4

    @property
    def label_left(self) -> float:
        return self.label_x - self.label_width / 2

    @property
    def label_top(self) -> float:
        return self.label_y - self.label_height / 2

    @property
    def rows(self) -> list[tuple[str, float]]:
        """Each line of the label with its height on paper."""
        return [(line, self.label_top + 2 + LABEL_LINE * (n + 0.78)) for n, line in enumerate(self.lines)]


@dataclass(slots=True)
class Heading:
    """What the boxes below it are; `word` says so."""

    kind: str
    x: float
    y: float
    word: str = ""


@dataclass(slots=True)
class Laid:
    """A picture: everything with its place."""

    boxes: list[Box]
    strands: list[Strand]
    headings: list[Heading]
    height: int
    width: int = WIDTH
    box: int = BOX


def lay(boxes: Iterable[Box], strands: Iterable[Strand], is_rtl: bool = False) -> Laid:
    """Boxes in columns by their kind, near to what they are tied to; strands between them; labels where they hide least."""
    some, ties = list(boxes), list(strands)
    for box in some:
        box.lines = two_lines(box.name)
    columns = in_columns(some, ties)
    at = {box.key: n for n, column in enumerate(columns) for box in column}
    step = (WIDTH - BOX) / (len(columns) - 1) if len(columns) > 1 else 0
    widest = max((tall(column) + MOST_APART * (len(column) + 1) for column in columns), default=0)
    tallest = max([min(crowd(ties, at), widest), *map(tall, columns)])
    headings: list[Heading] = []
    for n, column in enumerate(columns):
        x = n * step if step else (WIDTH - BOX) / 2
        x = WIDTH - BOX - x if is_rtl else x
        apart = min((tallest - tall(column)) / (len(column) + 1), MOST_APART)
        y = TOP + (tallest - tall(column) - apart * (len(column) - 1)) / 2
        kind = ""
        for box in column:
            if box.kind != kind:
                kind = box.kind
                headings.append(Heading(kind, x + BOX / 2, y + 15))
                y += HEADING
            box.x, box.y = round(x, 1), round(y, 1)
            y += box.height + BETWEEN + apart
    by_key = {box.key: box for box in some}
    drawn = [tie for tie in ties if tie.source in by_key and tie.target in by_key]
    draw(drawn, by_key)
    walls = [(box.x - 2, box.y - 2, box.x + BOX + 2, box.y + box.height + 2) for box in some]
    walls += [(h.x - BOX / 3, h.y - 14, h.x + BOX / 3, h.y + 5) for h in headings]
    place_tags([tie for tie in drawn if tie.lines], walls, WIDTH)
    return Laid(some, drawn, headings, round(tallest + TOP + BOTTOM))


def crowd(ties: Sequence[Strand], at: dict[str, int]) -> int:
    """The height that labels take where there are most of them: between two columns that stand side by side, or beside one."""
    passing: Counter[int] = Counter()
    for tie in ties:
        first, last = sorted((at.get(tie.source, 0), at.get(tie.target, 0)))
        for gap in range(first, max(last, first + 1)):
            passing[gap] += tie.label_height + APART
    return max(passing.values(), default=0)


def two_lines(name: str) -> list[str]:
    """A name on at most two lines; what is longer is cut."""
    lines = textwrap.wrap(name, ACROSS, break_long_words=True) or ["?"]
    return (
        lines if len(lines) <= 2 else [lines[0], textwrap.shorten(" ".join(lines[1:]), ACROSS, placeholder="…") or "…"]
    )


def tall(column: Sequence[Box]) -> float:
    """How high a column is, with the headings of its kinds."""
    return sum(box.height + BETWEEN for box in column) + HEADING * len({box.kind for box in column})


def in_columns(boxes: Sequence[Box], ties: Sequence[Strand]) -> list[list[Box]]:
    """The columns that have boxes, each ordered so that what is tied stands side by side: by the middle of its neighbours."""
    order = {kind: n for n, kind in enumerate(kind for kinds in COLUMNS for kind in kinds)}
    left = leaving(boxes, ties)
    columns: list[list[Box]] = [[] for _ in COLUMNS]
    for box in sorted(boxes, key=lambda box: (order[box.kind], box.name, box.key)):
        column = next(n for n, kinds in enumerate(COLUMNS) if box.kind in kinds)
        columns[column - (box.key in left)].append(box)
    columns = [column for column in columns if column]
    near: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        near[tie.source].append(tie.target)
        near[tie.target].append(tie.source)
    at = {box.key: (n + 0.5) / len(column) for column in columns for n, box in enumerate(column)}
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            middle = {box.key: mean([at[key] for key in near[box.key] if key in at], at[box.key]) for box in column}
            column.sort(key=lambda box: (order[box.kind], middle[box.key], box.name, box.key))
            at |= {box.key: (n + 0.5) / len(column) for n, box in enumerate(column)}
    return columns


def leaving(boxes: Sequence[Box], ties: Sequence[Strand]) -> set[str]:
    """Places and countries from which one leaves for others and to which none comes: they stand one column before these."""
    where = {box.key for box in boxes if box.kind in COLUMNS[-1]}
    within = [tie for tie in ties if tie.source in where and tie.target in where]
    return {tie.source for tie in within} - {tie.target for tie in within}


def mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def draw(ties: Sequence[Strand], by_key: dict[str, Box]) -> None:
    """The line of each strand and its head; those between the same two boxes beside one another."""
    ends: dict[tuple[str, str], list[tuple[float, Strand, str]]] = defaultdict(list)
    for tie in ties:
        one, other = by_key[tie.source], by_key[tie.target]
        for box, far, end in ((one, other, "from"), (other, one, "to")):
            ends[box.key, side(box, far)].append((far.y, tie, end))
    height: dict[tuple[int, str], float] = {}
    for (key, _side), some in ends.items():
        box = by_key[key]
        some.sort(key=lambda row: (row[0], row[1].key, row[2]))
        for n, (_y, tie, end) in enumerate(some):
            height[id(tie), end] = box.y + box.height * (n + 1) / (len(some) + 1)
    for tie in ties:
        one, other = by_key[tie.source], by_key[tie.target]
        x1, x2 = edge(one, side(one, other)), edge(other, side(other, one))
        y1, y2 = height[id(tie), "from"], height[id(tie), "to"]
        out = 1 if side(one, other) == "right" else -1
        into = 1 if side(other, one) == "right" else -1
        bend = 46 + abs(y2 - y1) * 0.16 if one.x == other.x else max(40.0, abs(x2 - x1) * 0.46)
        tip = x2 + into * 7
        points = (x1, y1), (x1 + out * bend, y1), (x2 + into * bend, y2), (tip, y2)
        tie.path = "M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}".format(
            *(n for point in points for n in point)
        )
        tie.head = f"M{x2:.1f} {y2:.1f}l{into * 9} -4.5v9z"
        tie.points = points


def side(box: Box, far: Box) -> str:
    """On which side of a box a strand leaves for another: towards it; beside the column for one in the same column."""
    if box.x == far.x:
        return "right" if box.x < WIDTH - BOX - 1 else "left"
    return "right" if box.x < far.x else "left"


def edge(box: Box, where: str) -> float:
    return box.x + BOX if where == "right" else box.x
