"""Telling: practices as one reader sees them: row by row, each line with its sentences, its grade in words, and who says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from ...model import Marking
from ..access import Clearance, strictest_over, visible
from ..people.models import Person
from ..sharing.coming import told_from
from ..taskforce import quoting
from ..taskforce.basis import seen_changes
from ..web import words
from . import models, values
from .actions.writing import may_write, writer_of


@dataclass
class Evidence:
    """What a line stands on, as its reader sees it: a finding as it was cited, or a sentence; `sign` names it in a form."""

    sign: str
    link: str
    letter: str
    credibility: str
    speakers: list[str]
    changes: list[str]
    is_standing: bool
    body: Any = None
    sentence: quoting.Sentence | None = None

    @property
    def grade(self) -> str:
        """The grade as it is written."""
        return f"{self.letter}{self.credibility}"

    @property
    def in_words(self) -> str:
        """The grade in the words of the Admiralty code."""
        said = words.label("reliability", self.letter), words.label("credibility", self.credibility)
        return f"{self.grade}{_(': ')}{words.joined(said)}"


@dataclass
class Said:
    """A line with all that its reader sees of it; `sources` counts texts that repeat one another once."""

    line: models.Line
    values: list[tuple[str, str]]
    evidence: list[Evidence]
    sources: int
    may_write: bool

    @property
    def is_changed(self) -> bool:
        """Whether its basis changed, and nobody has reviewed it since."""
        return self.line.basis == "changed"


@dataclass
class RowTold:
    """A row: what is known in it, what was asked, what others say of it."""

    code: str
    label: str
    lines: list[Said] = field(default_factory=list)
    out: list[models.Line] = field(default_factory=list)
    askings: list[models.Asking] = field(default_factory=list)
    comments: list[models.Comment] = field(default_factory=list)

    @property
    def nothing(self) -> str:
        """What stands where no line does: never a blank."""
        return _("none noted") if self.code == models.Row.OPEN else _("not known")

    @property
    def can_be_asked(self) -> bool:
        """Whether it is something that somebody else may know."""
        return self.code != models.Row.OPEN

    @property
    def open_comments(self) -> int:
        """How many comments wait to be settled."""
        return sum(one.state == "open" for one in self.comments)


@dataclass
class Told:
    """A practice, or an adoption of one, as it is told to one reader, under the strictest marking of what they are shown."""

    practice: models.Practice
    rows: list[RowTold]
    marking: Marking | None
    sources: list[quoting.Sentence]
    may_write: bool

    @property
    def known(self) -> int:
        """In how many rows something is known."""
        return sum(bool(row.lines) for row in self.rows)

    @property
    def asked_for(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def is_changed(self) -> bool:
        """Whether the basis of a line that the reader sees has changed."""
        return any(said.is_changed for row in self.rows for said in row.lines)

    @property
    def open_comments(self) -> int:
        """How many comments wait to be settled."""
        return sum(row.open_comments for row in self.rows)


def practices_told(practices: Iterable[models.Practice], clearance: Clearance) -> list[Told]:
    """Practices as a reader may see them."""
    every = list(practices)
    lines = visible(models.Line, clearance).filter(practice__in=every, adoption=None)
    said = by_parent(lines, "practice_id", clearance)
    asked: dict[int, list[models.Asking]] = defaultdict(list)
    for one in visible(models.Asking, clearance).filter(practice__in=every).select_related("action", "request"):
        asked[one.practice_id].append(one)
    comments: dict[int, list[models.Comment]] = defaultdict(list)
    rows = visible(models.Comment, clearance).filter(practice__in=every).select_related("by__service", "line")
    rows, answers = (
        rows.select_related("scope"),
        visible(models.Answer, clearance).select_related("by__service", "scope"),
    )
    for comment in rows.prefetch_related(Prefetch("answers", answers)):
        comments[comment.practice_id].append(comment)
    found = []
    for practice in every:
        told = assembled(practice, models.OF_PRACTICES, said[practice.pk], clearance.person, practice.country)
        for row in told.rows:
            row.askings = [one for one in asked[practice.pk] if one.row == row.code]
            row.comments = [one for one in comments[practice.pk] if one.row == row.code]
        found.append(told)
    return found


def adoption_told(adoption: models.Adoption, clearance: Clearance) -> Told:
    """What an adoption changed and what came of it, as a reader may see it."""
    lines = visible(models.Line, clearance).filter(adoption=adoption)
    said = by_parent(lines, "adoption_id", clearance)[adoption.pk]
    return assembled(adoption.practice, models.OF_ADOPTIONS, said, clearance.person, adoption.country)


def assembled(
    practice: models.Practice, codes: Iterable[models.Row], lines: list[Said], person: Person, country: str
) -> Told:
    """Lines in their rows, with the marking of all of them and the sources that they name."""
    rows = [RowTold(str(code), str(code.label)) for code in codes]
    by_code = {row.code: row for row in rows}
    kept = [one for one in lines if one.line.state == "kept"]
    for one in lines:
        row = by_code[one.line.row]
        if one.line.state == "kept":
            row.lines.append(one)
        else:
            row.out.append(one.line)
    families: dict[str, quoting.Sentence] = {}
    for one in kept:
        for evidence in one.evidence:
            if evidence.sentence:
                families.setdefault(evidence.sentence.family, evidence.sentence)
    return Told(
        practice=practice,
        rows=rows,
        marking=strictest_over(one.line for one in kept),
        sources=list(families.values()),
        may_write=may_write(person, country),
    )


def marking_of_all(every: Iterable[Told], others: Iterable[Any] = ()) -> Marking | None:
    """What a page of several is marked: the strictest of all the lines on it, and of other records there."""
    lines = (said.line for told in every for row in told.rows for said in row.lines)
    return strictest_over([*lines, *others])


def by_parent(lines: Any, parent: str, clearance: Clearance) -> dict[int, list[Said]]:
    """Lines with what they stand on, by what they are of."""
    every = list(
        lines.select_related("scope", "practice", "adoption", "by__service").prefetch_related("citations", "quotes")
    )
    quotes = {one.pk: one for line in every for one in line.stood_on() if isinstance(one, models.Quote)}
    sentences = {one.quoted.pk: one for one in quoting.told(quotes.values(), clearance)}
    told_from([one.body for line in every for one in line.stood_on() if isinstance(one, models.Standing)])
    found: dict[int, list[Said]] = defaultdict(list)
    for line in every:
        evidence = [one for one in (evident(c, sentences, clearance) for c in line.stood_on()) if one]
        may = may_write(clearance.person, writer_of(line.practice, line.adoption))
        said = Said(line, values.lines(line.says), evidence, how_many(evidence), may)
        found[getattr(line, parent)].append(said)
    return found


def evident(one: Any, sentences: dict[int, quoting.Sentence], clearance: Clearance) -> Evidence | None:
    """A citation as its reader sees it; None for a sentence of a text that they may not read."""
    if isinstance(one, models.Quote):
        said = sentences.get(one.pk)
        speakers = [said.speaker] if said and said.speaker else []
        return said and Evidence(
            f"q{one.pk}", said.link, said.letter, said.credibility, speakers,
            [] if said.is_standing else ["withdrawn"], said.is_standing, sentence=said,
        )  # fmt: skip
    grade = one.body["grade"]
    speakers = sorted({s["said_by"] for s in one.body["supports"] if s.get("said_by")})
    changed = seen_changes(one, clearance)
    return Evidence(
        f"f{one.pk}", f"/findings/{one.key[:16]}", grade["reliability"], str(grade["credibility"]), speakers,
        changed, "withdrawn" not in changed and one.state.get("is_standing", True), body=one.body,
    )  # fmt: skip


def how_many(evidence: Iterable[Evidence]) -> int:
    """By how many different sources a line is told: sentences of one text and its copies are one."""
    found: set[str] = set()
    for one in evidence:
        if one.sentence:
            found.add(one.sentence.family)
        else:
            found |= {origin["documents"][0] for origin in one.body["independent_sources"] if origin["documents"]}
    return len(found)


__all__ = ["Evidence", "RowTold", "Said", "Told", "adoption_told", "practices_told"]
