"""Masks: private persons as pseudonyms in all that a page shows, unless its reader was given the name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from ...exchange.masking import Masking, parts
from . import models

Forms = Mapping[str, Collection[str]]


def masking(private: Forms, others: Collection[str]) -> Masking:
    """What masks these names by these pseudonyms; `others` are words of names that belong to somebody or something else."""
    return Masking.of({name: set(called) for name, called in private.items()}, set(others))


def of_documents(ids: Iterable[str], disclosed: Collection[str] = ()) -> dict[str, Masking]:
    """The masking of each document. One that is not cross-checked yet masks every person who holds no office in it."""
    wanted = list(ids)
    checked = set(
        models.Named.objects.filter(document__in=wanted).order_by().values_list("document", flat=True).distinct()
    )
    known: dict[str, dict[str, set[str]]] = defaultdict(dict)
    settled: dict[str, set[str]] = defaultdict(set)
    for row in models.Pseudonym.objects.filter(document__in=wanted):
        settled[row.document_id].add(row.entity)
        if row.pseudonym not in disclosed:
            known[row.document_id].setdefault(row.pseudonym, set()).update(row.forms)
    others: dict[str, set[str]] = defaultdict(set)
    in_doubt = known.keys() | (set(wanted) - checked)  # in the others there is nobody to mask, whatever they name
    for row in models.Entity.objects.filter(document__in=in_doubt).order_by():
        if row.key in settled[row.document_id]:
            continue
        if row.kind == "person" and not row.is_public and row.document_id not in checked:
            known[row.document_id]["P-?"] = known[row.document_id].get("P-?", set()) | called(row)
        else:
            others[row.document_id] |= parts(called(row))
    nobody = masking({}, ())
    return {id: masking(known[id], others[id]) if known.get(id) else nobody for id in wanted}


def called(row: models.Entity) -> set[str]:
    """All that an entity of a document is called."""
    return {form for form in (row.key, row.name, *row.aliases) if form}
