"""Names: what is written of an operation names roles and counts; the name of a private person is refused, and so is a pseudonym."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from ...crosscheck.scripts import folded
from ...errors import UsageError
from ..access import Clearance, visible
from ..evidence import models as ev

PSEUDONYM = re.compile(r"(?<!\w)P-(?:\d+|\?)")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ASCII = re.compile("[A-Za-z]+")  # what is written alike wherever JSON is kept
SHORTEST = 3
AT_ONCE = 200  # so many words in one query, for SQLite takes no expression of any depth
LONGEST = 20_000


def refuse_names(clearance: Clearance, *texts: str) -> None:
    """Raises UsageError where a text names a private person of what its author may read, or one by their pseudonym."""
    for text in filter(None, texts):
        if len(text) > LONGEST:
            raise UsageError(text[:40], _("it is too long"), _("write what matters, and cite the rest"))
        if met := PSEUDONYM.search(text) or private_in(text, clearance):
            said = met if isinstance(met, str) else met[0]
            raise UsageError(
                said, _("an operation names no private person"), _("say what they do: a recruiter, a convoy driver")
            )


def private_in(text: str, clearance: Clearance) -> str:
    """The name of a private person that a text holds, in a form of a document that its author may read; "" where it holds none.

    A single word counts where it is written as a name and names nobody and nothing else: "Namur" stays a town.
    """
    plain = f" {' '.join(words(text))} "
    for form in sorted(private_forms(text, clearance), key=len, reverse=True):
        called = " ".join(words(form))
        if not called or f" {called} " not in plain:
            continue
        if " " in called or (is_written_as_name(form, text) and not names_another(form, clearance)):
            return form
    return ""


def words(text: str) -> list[str]:
    """The words of a text as names are compared: without accents and capitals."""
    return [folded(word) for word in WORD.findall(text)]


def private_forms(text: str, clearance: Clearance) -> set[str]:
    """All that private persons are called who share a word with a text, and their last names alone."""
    stretches = {word: max(ASCII.findall(word), key=len, default="") for word in set(WORD.findall(text))}
    like = sorted({one for one in stretches.values() if len(one) >= SHORTEST})
    others = sorted(word for word, one in stretches.items() if len(one) < SHORTEST <= len(word))
    hidden = visible(ev.Pseudonym, clearance)
    rows = visible(ev.Entity, clearance).filter(kind="person", is_public=False)
    forms: set[str] = set()
    for some in in_parts(like):
        for called in hidden.filter(any_of("forms", some)).values_list("forms", flat=True):
            forms.update(called)
    for some in in_parts(like + others):
        forms.update(rows.filter(any_of("name", some)).values_list("name", flat=True).distinct())
    if others:  # a database writes letters of other scripts in JSON in ways of its own: these are looked through here
        for called in hidden.values_list("forms", flat=True).iterator():
            forms.update(form for form in called if not form.isascii())
    last = {form.split()[-1] for form in forms if " " in form}
    return forms | {name for name in last if len(name) > SHORTEST}


def in_parts(some: list[str]) -> Iterator[list[str]]:
    """A list in parts that a query can hold."""
    return (some[n : n + AT_ONCE] for n in range(0, len(some), AT_ONCE))


def any_of(field: str, like: Iterable[str]) -> Q:
    """That a field holds one of these."""
    return reduce(or_, (Q(**{f"{field}__icontains": one}) for one in like))


def is_written_as_name(form: str, text: str) -> bool:
    """Whether the text has this word with a capital, or in letters that have none."""
    wanted = folded(form)
    return any(folded(word) == wanted and not word[0].islower() for word in WORD.findall(text))


def names_another(form: str, clearance: Clearance) -> bool:
    """Whether the word also names a place, an organisation, a country: something that is nobody private."""
    wanted = folded(form)
    stretch = max(ASCII.findall(form), key=len, default="")
    rows = visible(ev.Entity, clearance).exclude(kind="person").filter(name__icontains=stretch)
    return any(folded(name) == wanted for name in rows.values_list("name", flat=True).distinct()[:200])
