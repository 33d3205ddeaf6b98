"""Labels: how documents are marked and filed, by which of them something was told, and who sees that; made as needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from ..exchange import content
from ..identifiers import digest
from ..model import Marking, Tlp
from .evidence import models as ev

LOCK = 20140510  # the number of the lock that PostgreSQL keeps for who makes a scope or a view


def label_of(marking: Marking, groups: Iterable[int] = ()) -> ev.Label:
    """The label that says this, made where there is none yet."""
    said: dict[str, Any] = {
        "tlp": str(marking.tlp),
        "originator": marking.originator,
        "releasable_to": sorted(marking.releasable_to),
        "is_default": marking.is_default,
        "groups": sorted(set(groups)),
    }
    return ev.Label.objects.get_or_create(digest=digest(said), defaults=said)[0]


def marking_of(label: ev.Label) -> Marking:
    """The marking of a label."""
    return Marking(Tlp(label.tlp), label.originator, tuple(label.releasable_to), label.is_default)


def scope_of(part: Iterable[int], whole: Iterable[int] | None = None) -> ev.Scope:
    """The scope of these labels, made where there is none yet."""
    told = sorted(set(part))
    said = {"part": told, "whole": told if whole is None else sorted(set(whole))}
    if there := ev.Scope.objects.filter(digest=digest(said)).first():
        return there
    with alone():
        scope, is_new = ev.Scope.objects.get_or_create(digest=digest(said), defaults=said)
        if is_new:
            views = [pk for pk, labels in ev.View.objects.values_list("pk", "labels") if sees(labels, **said)]
            ev.Seen.objects.bulk_create(ev.Seen(view_id=view, scope=scope) for view in views)
    return scope


def view_of(labels: Iterable[int]) -> int:
    """The number of the view that these labels are, made where there is none yet, with all the scopes that it sees."""
    read = sorted(set(labels))
    known = ev.View.objects.filter(digest=digest(read)).values_list("pk", flat=True)
    if (there := known.first()) is not None:
        return there
    with alone():
        view, is_new = ev.View.objects.get_or_create(digest=digest(read), defaults={"labels": read})
        if is_new:
            scopes = ev.Scope.objects.values_list("pk", "part", "whole").iterator()
            seen = [ev.Seen(view=view, scope_id=pk) for pk, part, whole in scopes if sees(read, part, whole)]
            ev.Seen.objects.bulk_create(seen, batch_size=2000)
    return view.pk


def sees(labels: Iterable[int], part: Iterable[int], whole: Iterable[int]) -> bool:
    """Whether who reads these labels sees what is told by a part of a whole: where that is just what they may read of it."""
    return set(labels).intersection(whole) == set(part) != set()


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which nobody else makes a scope or a view, so that each of both is told of each of the other."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def narrow(row: Any, before: int, after: int) -> None:
    """Keep what was told by a label from whoever may not read another one too."""
    part, whole = row.scope.part, row.scope.whole
    if before not in part:
        return
    if after in whole and after not in part:  # told to those who may read the one and not the other: to nobody now
        row.delete()
    else:
        type(row).objects.filter(pk=row.pk).update(scope=scope_of([*part, after], [*whole, after]))


def strictest(labels: Iterable[ev.Label]) -> Marking | None:
    """What is derived from all that is labelled so is marked so."""
    return content.strictest(marking_of(label) for label in labels)


def strictest_over(rows: Iterable[Any], labels: Iterable[int] = ()) -> Marking | None:
    """What shows all these records is marked so: the strictest of all that they stand on, and of some labels beside."""
    wanted = {*labels, *(label for row in rows if (scope := getattr(row, "scope", None)) for label in scope.whole)}
    return strictest(ev.Label.objects.filter(pk__in=wanted))


def written(marking: Marking | None) -> str:
    """A marking as it stands over what leaves the room: "TLP:AMBER · REL BE, FR"; "" where there is none."""
    released = f" · REL {', '.join(marking.releasable_to)}" if marking and marking.releasable_to else ""
    return f"TLP:{marking.tlp}{released}" if marking else ""


def in_a_name(marking: Marking | None) -> str:
    """A marking in the name of a file: "tlp-amber-strict"."""
    return f"tlp-{str(marking.tlp).lower().replace('+', '-')}" if marking else "tlp-unmarked"
