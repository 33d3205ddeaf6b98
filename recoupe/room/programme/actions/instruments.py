"""Instruments: a questionnaire is brought in as a file, with who holds the rights and who permitted it; one that rates is refused.

None is shipped that somebody else holds the rights to. A new edition stands beside the one before: what was answered keeps its own.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say
from pydantic import ValidationError

from ....errors import UsageError
from ...web.words import day
from ..door import Inside
from ..shapes import Instrument
from ..shapes.learning import Asks, Question, YesNo
from ..shapes.refused import Refused, folded, lexicon
from ..store import Kept
from .founding import coordinates

LARGEST = 200_000
EXAMPLE = Path(__file__).resolve().parents[1] / "instruments" / "well-being.toml"
LABELS = {
    "rights_held_by": say("who holds the rights (rights_held_by)"),
    "permission": say("licence or permission (permission)"),
    "permitted": say("day of the permission (permitted)"),
}
OURS = ("added", "by", "is_in_use")


def read(data: bytes, name: str) -> Instrument:
    """A questionnaire out of a file (TOML or JSON). Raises Refused for one that rates a person, UsageError for one that is none."""
    if len(data) > LARGEST:
        raise UsageError(name, _("it is too large for a questionnaire"), _("take the right file"))
    try:
        text = data.decode("utf-8")
        said = json.loads(text) if name.casefold().endswith(".json") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            name, _("it cannot be read: %(why)s") % {"why": error}, _("write it as TOML or JSON")
        ) from None
    if not isinstance(said, dict):
        raise UsageError(name, _("it is no questionnaire"), _("see docs/programme-instruments.md"))
    for where, entry in named(said, name):
        if folded(entry) in lexicon()["entries"]["never"]:
            raise Refused(f"{name}: {where}", "scoring", _("an entry “%(entry)s” computes or rates") % {"entry": entry})
    asked(said, name)
    try:
        # Written by people: TOML has days as days, JSON as text, so what is a day is read from either.
        return Instrument.model_validate({key: value for key, value in said.items() if key not in OURS})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        where = str(LABELS.get(field, ".".join(map(str, first["loc"])) or name))
        why = _("it is missing") if first["type"] == "missing" else first["msg"]
        raise UsageError(where, why, _("see docs/programme-instruments.md")) from None


def named(said: Any, name: str) -> list[tuple[str, str]]:
    """Every name of an entry in a file. Raises UsageError for one that is nested deeper than any questionnaire."""
    try:
        return list(entries(said))
    except RecursionError:
        raise UsageError(name, _("it is no questionnaire"), _("see docs/programme-instruments.md")) from None


def entries(said: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every name of an entry in a file, with where it stands; the words in a language are no entries."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield f"{where}.{key}".strip("."), str(key)
            yield from entries(value, f"{where}.{key}")
    elif isinstance(said, list):
        for n, one in enumerate(said):
            yield from entries(one, f"{where}[{n + 1}]")


def asked(said: dict[str, Any], name: str) -> None:
    """Raises Refused for a kind of answer that is a number, UsageError for one that there is not, or that lacks its choices."""
    questions = said.get("questions")
    for one in questions if isinstance(questions, list) else ():
        if not isinstance(one, dict):
            continue
        kind, id = str(one.get("asks", "")), str(one.get("id", "?"))
        if any(word in folded(kind) for word in ("number", "scale", "likert", "slider", "integer", "rating", "visual")):
            raise Refused(f"{name}: {id}", "number", _("an answer is given in words, without numbers"))
        if kind not in Asks.values:
            raise UsageError(id, _("it is no kind of answer: %(kind)s") % {"kind": kind}, ", ".join(Asks.values))
        if (kind in (Asks.CHOICE, Asks.CHOICES)) != bool(one.get("choices")):
            raise UsageError(
                id, _("choices belong to questions with choices, and to those alone"), _("look at it again")
            )
    ids = [str(one.get("id")) for one in questions if isinstance(one, dict)] if isinstance(questions, list) else []
    if twice := {id for id in ids if ids.count(id) > 1}:
        raise UsageError(", ".join(sorted(twice)), _("two questions are called so"), _("give each another name"))


def taken_in(inside: Inside, data: bytes, name: str) -> Kept:
    """Take a questionnaire in. Raises UsageError for an edition that is there already."""
    coordinates(inside)
    instrument = read(data, name).model_copy(update={"added": timezone.now(), "by": inside.row.pk})
    if instrument.permitted > timezone.localdate():
        raise UsageError(str(LABELS["permitted"]), _("it is not permitted yet"), _("take it in from that day on"))
    with transaction.atomic():
        same = [one for one in inside.store.tagged(Instrument.kind) if one.shape.name == instrument.name]
        if any(one.shape.edition == instrument.edition for one in same):
            raise UsageError(
                f"{instrument.name} {instrument.edition}", _("this edition is there"), _("give it another edition")
            )
        for one in same:
            if one.shape.is_in_use:
                before = one.shape.model_copy(update={"is_in_use": False})
                inside.store.put(before, one.owner, one.id, one.version)
        kept = inside.store.put(instrument)
        inside.noted("wrote", Instrument.kind, kept.id)
    return kept


def put_aside(inside: Inside, id: str) -> Kept:
    """Use a questionnaire no more; what was answered stays."""
    coordinates(inside)
    kept = inside.store.get(id, Instrument)
    if not kept.shape.is_in_use:
        return kept
    inside.noted("changed", Instrument.kind, kept.id)
    return inside.store.put(kept.shape.model_copy(update={"is_in_use": False}), "", kept.id, kept.version)


def in_use(inside: Inside, at: date | None = None) -> list[Kept]:
    """The questionnaires that may be used, by name."""
    day = at or timezone.localdate()
    found = [one for one in inside.store.tagged(Instrument.kind) if one.shape.is_in_use and one.shape.permitted <= day]
    return sorted(found, key=lambda one: one.shape.name)


def words(said: dict[str, str], language: str) -> str:
    """The words in a language, else in English, else in whichever there is."""
    return said.get(language) or said.get(language.split("-")[0]) or said.get("en") or next(iter(said.values()))


def in_words(question: Question, given: tuple[str, ...], said: str) -> list[str]:
    """An answer in words; none where the question was left out."""
    if question.asks == Asks.DATE:
        return [day(one) for one in given]
    if question.asks == Asks.YES_NO:
        return [str(YesNo(one).label) for one in given]
    choices = {choice.id: words(choice.words, said) for choice in question.choices}
    return [choices.get(one, one) for one in given]
