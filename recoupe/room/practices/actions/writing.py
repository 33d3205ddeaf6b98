"""Writing: a practice is written by its country, line by line, each with what it stands on; nobody else changes a word of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...evidence import models as ev
from ...people.audit import record
from ...people.models import Person
from ...people.roles import may, require
from ...taskforce import models as tf
from ...taskforce.actions.changing import changed, made, undone
from ...taskforce.basis import changes, cite, scope_with, seen_now
from ...taskforce.quoting import quote
from ...web.words import country as country_name
from ...web.words import is_country
from .. import models

WRITE = "practice.write"
LONGEST = 4000
MOST_CITED = 40


def is_of(person: Person, country: str) -> bool:
    """Whether a person's service is of a country."""
    return bool(country) and person.service.country == country


def may_write(person: Person, country: str) -> bool:
    """Whether a person writes what is of a country: one of its services, or the secretary on its behalf."""
    return may(person, WRITE) and (is_of(person, country) or may(person, "practice.behalf"))


def require_of(person: Person, country: str) -> None:
    """Raises PermissionDenied for who neither is of a country nor writes on its behalf."""
    require(person, WRITE)
    if not may_write(person, country):
        said = _("It is written by its country: by a service of %(country)s, or by the secretary on its behalf.")
        raise PermissionDenied(said % {"country": country_name(country)})


def begin(person: Person, group: tf.Group, country: str, name: str) -> models.Practice:
    """Begin to write down a practice of a country, for a group."""
    name = named(name)
    if not is_country(country):
        raise UsageError(country[:20], _("it is no country"), _("choose from the list"))
    require_of(person, country)
    row = models.Practice(group=group, country=country, name=name, is_on_behalf=not is_of(person, country))
    made(person, WRITE, row)
    return row


def rename(person: Person, practice: models.Practice, version: int, name: str) -> models.Practice:
    """Call a practice otherwise."""
    require_of(person, practice.country)
    row: models.Practice = changed(person, WRITE, practice, version, name=named(name))
    return row


def named(name: str) -> str:
    """A name as it is kept. Raises UsageError where there is none."""
    if not name.strip():
        raise UsageError(_("practice"), _("it has no name"), _("give it one"))
    return name.strip()[:200]


def writer_of(practice: models.Practice, adoption: models.Adoption | None) -> str:
    """The country that writes a line: of an adoption the one that adopts."""
    return adoption.country if adoption else practice.country


def write(
    person: Person,
    practice: models.Practice,
    row: str,
    text: str,
    says: dict[str, Any] | None = None,
    findings: Sequence[ev.Finding] = (),
    passages: Sequence[ev.Passage] = (),
    adoption: models.Adoption | None = None,
) -> models.Line:
    """Write a line, citing findings and sentences as they stand now. One without either says that it has no source."""
    country = writer_of(practice, adoption)
    require_of(person, country)
    if row not in (models.OF_ADOPTIONS if adoption else models.OF_PRACTICES):
        raise UsageError(row[:40], _("there is no such row"), _("choose from the list"))
    line = models.Line(
        practice=practice, adoption=adoption, row=row, text=worded(text), says=says or {}, by=person,
        is_on_behalf=not is_of(person, country), scope=scope_with(None, findings, labels_of(passages)),
    )  # fmt: skip
    with transaction.atomic():
        made(person, WRITE, line)
        line.stands_on = cited(line, findings, passages)
        line.save(update_fields=["stands_on"])
    return line


def rewrite(
    person: Person,
    line: models.Line,
    version: int,
    text: str,
    says: dict[str, Any],
    kept: Sequence[str] = (),
    findings: Sequence[ev.Finding] = (),
    passages: Sequence[ev.Passage] = (),
) -> models.Line:
    """Change a line: its words, its values, which of its citations it keeps ("f7", "q3"), and new ones."""
    country = writer_of(line.practice, line.adoption)
    require_of(person, country)
    text = worded(text)
    with transaction.atomic():
        now = cited(line, findings, passages)
        for kind, sign in (("findings", "f"), ("quotes", "q")):
            before = line.stands_on.get(kind, [])
            now[kind] = [pk for pk in before if f"{sign}{pk}" in kept] + now[kind]
        changed(
            person, WRITE, line, version, text=text, says=says, stands_on=now,
            is_on_behalf=not is_of(person, country), scope=scope_with(line.scope, findings, labels_of(passages)), by=person,
        )  # fmt: skip
        look_at(line)
    return line


def worded(text: str) -> str:
    """The words of a line as they are kept."""
    if not text.strip():
        raise UsageError(_("line"), _("it says nothing"), _("write what is known"))
    return text.strip()[:LONGEST]


def cited(line: models.Line, findings: Sequence[ev.Finding], passages: Sequence[ev.Passage]) -> dict[str, list[int]]:
    """New citations of a line, by their numbers. Raises UsageError for more than anybody reads."""
    if len(findings) + len(passages) > MOST_CITED:
        raise UsageError(_("line"), _("it cites too much"), _("make several lines of it"))
    return {
        "findings": [cite(one, models.Standing, line=line).pk for one in findings],
        "quotes": [quote(one, models.Quote, line=line).pk for one in passages],
    }


def labels_of(passages: Sequence[ev.Passage]) -> list[int]:
    """The labels of the texts that some sentences are of."""
    return [passage.document.label_id for passage in passages]


def take_out(person: Person, line: models.Line, version: int) -> models.Line:
    """Take a line out; it stays to be read, and can be put back."""
    require_of(person, writer_of(line.practice, line.adoption))
    row: models.Line = changed(person, WRITE, line, version, state="taken out", basis="holds")
    return row


def put_back(person: Person, line: models.Line, version: int, to: int | None = None) -> models.Line:
    """Put a line back as it was: words, values, citations, and what had been seen of these."""
    require_of(person, writer_of(line.practice, line.adoption))
    with transaction.atomic():
        undone(person, WRITE, line, version, to)
        look_at(line)
    return line


def put_name_back(person: Person, practice: models.Practice, version: int, to: int | None = None) -> models.Practice:
    """Call a practice as it was called before."""
    require_of(person, practice.country)
    row: models.Practice = undone(person, WRITE, practice, version, to)
    return row


def look_at(line: models.Line) -> None:
    """Mark a line by whether what it cites has changed since it was cited or reviewed."""
    line = models.Line.objects.get(pk=line.pk)
    is_changed = line.state == "kept" and any(any(changes(one)) for one in line.stood_on())
    models.Line.objects.filter(pk=line.pk).update(basis="changed" if is_changed else "holds")


def review(person: Person, line: models.Line, version: int, why: str) -> models.Line:
    """Say why a line whose basis changed stands all the same; from then on it stands on what is so now."""
    require_of(person, writer_of(line.practice, line.adoption))
    if not why.strip():
        raise UsageError(_("review"), _("it needs its reason"), _("say why"))
    with transaction.atomic():
        changed(person, WRITE, line, version, basis="holds", reviewed=why.strip()[:LONGEST])
        for one in line.stood_on():
            seen_now(one)
        record(person, "reviewed", f"line {line.pk}", why="…")
    return line
