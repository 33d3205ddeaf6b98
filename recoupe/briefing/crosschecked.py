"""Crosschecked: the sections that only many documents give: what they disagree on, what was withdrawn, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..crosscheck.model import Changes, Contradiction, Finding
from ..model import Event, Figure, Link
from .happenings import Happening, happenings, is_worth_a_line, named_event, told
from .material import Material, Read
from .model import Block, Line, Run, Section
from .quantities import is_telling
from .quantities import line as figure_line
from .sections import cut, distinct, link_line, withdrawal
from .sourcing import said

MOST_DISAGREEMENTS, MOST_WITHDRAWN, MOST_NEWS = 40, 40, 30


def disagreements(material: Material) -> Section:
    """What cannot all be right, by what it is about, each side with who says it and the sentences that do."""
    words = material.words
    blocks = []
    for about in ("date", "figure", "denial", "participant", "place"):
        found = [one for one in material.findings.contradictions if one.about == about]
        lines = distinct([line for one in found if (line := disagreement(material, one))])
        if lines:
            heading = words.label("disagreements", about)
            blocks.append(Block(heading, *cut(material, lines, MOST_DISAGREEMENTS)))
    intro = words.say("intro.disagreements")
    return Section("disagreements", words.say("sections.disagreements"), tuple(blocks), intro)


def disagreement(material: Material, contradiction: Contradiction) -> Line | None:
    """A contradiction as a line; None where it is not about what the brief is about."""
    words = material.words
    cited: list[int] = []
    sides = []
    for side in contradiction.sides:
        rows = [
            pair
            for piece in side.pieces
            if (pair := material.telling(piece)) and material.tells(pair[0], pair[1].start)
        ]
        if not rows:
            return None
        cited += [number for one, piece in rows for number in material.cite(one, piece.start)]
        sides.append(said(material, contradiction.about, side))
    head = subject(material, contradiction)
    runs = (Run(head, "strong"), Run(words.say("colon")), Run(words.say("semicolon").join(sides) + "."))
    return Line(runs, tuple(dict.fromkeys(cited)), "disputed")


def subject(material: Material, contradiction: Contradiction) -> str:
    """What a contradiction is about: the event, or what is counted."""
    words = material.words
    finding = material.finding_by_id(contradiction.findings[0])
    assert finding is not None
    event = material.finding_by_id(finding.about[2]) if finding.about[:1] == ("event",) else None
    if event is not None:
        what = material.masking.text(finding.population or words.label("units", finding.unit or ""))
        return words.say("counted", event=named_event(material, event), what=what)
    if finding.kind == "figure":
        return material.masking.text(finding.population or words.label("units", finding.unit or ""))
    if finding.kind == "link":
        return material.masking.text(", ".join(part.text for part in finding.participants))
    return named_event(material, finding, is_dated=contradiction.about != "date")


# --- what was withdrawn ------------------------------------------------------------------------------------------


def withdrawn(material: Material) -> Section:
    """Which documents no longer stand and why, and what stood on nothing else: kept, and said to be so."""
    words = material.words
    documents = [
        Line(
            (
                Run(material.masking.address(one.document.name.rpartition("/")[2]), "strong"),
                Run(words.say("colon") + words.say("semicolon").join(why_withdrawn(material, one)) + "."),
            ),
            material.cite(one, one.document.passages[0].start) if one.document.passages else (),
            "withdrawn",
        )
        for one in material.read
        if one.document.id in material.findings.withdrawn
    ]
    gone = [finding for finding in material.findings.findings if finding.flags[:1] == ("withdrawn",)]
    lines = distinct(lines_of(material, gone, standing=False))
    blocks = [
        Block(words.say(f"withdrawn.{key}"), *cut(material, rows, MOST_WITHDRAWN))
        for key, rows in (("documents", documents), ("nothing", lines))
        if rows
    ]
    return Section("withdrawn", words.say("sections.withdrawn"), tuple(blocks), words.say("intro.withdrawn"))


def why_withdrawn(material: Material, one: Read) -> list[str]:
    """Why a document does not stand, and which others have the same words."""
    told = withdrawal(material, material.findings.withdrawn[one.document.id])
    names = [material.masking.address(copy.name.rpartition("/")[2]) for copy in one.copies]
    return [told, *(material.words.say("documents.also", name=name) for name in names)]


# --- what is new -------------------------------------------------------------------------------------------------


def news(material: Material, changes: Changes, since: date) -> Section:
    """What is new since a day, what was confirmed, contradicted, changed or withdrawn since."""
    words = material.words
    by_id = {finding.id: finding for finding in material.findings.findings}
    seen: set[str] = set()
    blocks = []
    for key, ids in (
        ("fallen", changes.fallen),
        ("contradicted", changes.contradicted),
        ("confirmed", changes.confirmed),
        ("restored", changes.restored),
        ("changed", changes.flagged),
        ("new", changes.new),
    ):
        rows = [by_id[id] for id in ids if id in by_id and id not in seen and (key != "new" or by_id[id].is_standing)]
        seen.update(finding.id for finding in rows)
        lines = distinct(lines_of(material, rows, standing=key != "fallen"))
        if lines:
            blocks.append(Block(words.say(f"news.{key}"), *cut(material, lines, MOST_NEWS)))
    title = words.say("sections.news", day=words.day(since))
    return Section("news", title, tuple(blocks), "" if blocks else words.say("news.nothing"))


def lines_of(material: Material, findings: Iterable[Finding], *, standing: bool) -> list[Line]:
    """Findings as lines: events as the rest of the brief tells them, then figures and links."""
    findings = list(findings)
    lines = [told(material, h) for h in worth(happenings(material, findings, standing=standing))]
    for finding in findings:
        if finding.kind == "event":
            continue
        rows = material.tellings_of(finding, standing=standing)
        if rows:
            lines += one_line(material, finding, rows)
    return lines


def worth(rows: Sequence[Happening]) -> list[Happening]:
    """The happenings that say enough for a line."""
    return [happening for happening in rows if is_worth_a_line(happening)]


def one_line(material: Material, finding: Finding, rows: list[tuple[Read, Event | Figure | Link]]) -> list[Line]:
    """A figure or a link as a line."""
    one, piece = rows[0]
    cited = tuple(dict.fromkeys(n for other, told in rows for n in material.cite(other, told.start)))
    if isinstance(piece, Figure) and is_telling(piece):
        return [figure_line(material, one, piece, cited, is_full=True)]
    if isinstance(piece, Link) and material.words.label("links", piece.type):
        return [link_line(material, one, piece, cited)]
    return []
