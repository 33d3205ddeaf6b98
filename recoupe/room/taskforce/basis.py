"""Basis: what a decision stands on, as it was cited and as it is now; a change is told until someone reviews it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction

from ..access import Clearance, scope_of, visible
from ..evidence import models as ev
from ..people.audit import record
from . import models, quoting

GONE = "gone"


def state_of(pieces: Iterable[str]) -> dict[str, Any]:
    """How what stands on these pieces stands now: of all findings on them, in their fullest telling."""
    return states_of([list(pieces)])[0]


def states_of(cited: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """The same of several citations, with two questions to the database for all of them."""
    wanted = {piece for pieces in cited for piece in pieces}
    on = defaultdict(set)
    for piece, finding in ev.Support.objects.filter(piece__in=wanted).values_list("piece", "finding"):
        on[piece].add(finding)
    rows = ev.Finding.objects.filter(pk__in=set().union(*on.values())).select_related("scope")
    full = {row.pk: row for row in rows if row.scope.part == row.scope.whole}
    found = [sorted(set().union(*(on[piece] for piece in pieces)) & full.keys()) for pieces in cited]
    return [state_in([full[pk] for pk in some], pieces) for some, pieces in zip(found, cited, strict=True)]


def state_in(full: list[ev.Finding], pieces: Iterable[str]) -> dict[str, Any]:
    """How what stands on these pieces stands in these tellings."""
    if not full:
        return {"is_standing": False, "status": GONE, "grade": "", "fallen": [], "against": []}
    wanted = set(pieces)
    best = max(full, key=lambda row: sum(s["piece"] in wanted for s in row.body["supports"]))
    fallen = sorted(s["piece"] for row in full for s in row.body["supports"] if s["fall"] and s["piece"] in wanted)
    return {
        "is_standing": best.is_standing,
        "status": best.status,
        "grade": f"{best.reliability}{best.credibility}",
        "days": [best.begins, best.ends],
        "range": [best.low, best.high],
        "fallen": fallen,
        "against": sorted(best.body["contradicts"]),
        "key": best.key,
    }


def changes(citation: models.Cited | models.Quoted) -> Iterator[str]:
    """What has changed for the worse, or otherwise, in what is cited, since it was cited or last reviewed: words for the page."""
    if isinstance(citation, models.Quoted):
        return quoting.changes(citation)
    return differences(citation.state, state_of(citation.pieces))


def seen_changes(citation: models.Cited, clearance: Clearance) -> list[str]:
    """What of that shows in the tellings that a reader may see: nothing tells of a source that they may not read."""
    rows = visible(ev.Finding, clearance).filter(stands_on__piece__in=citation.pieces).distinct()
    seen = set(differences(citation.state, state_in(list(rows), citation.pieces)))
    return [change for change in changes(citation) if change in seen]


def differences(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """What differs between two states, in words for the page."""
    if not now["is_standing"]:
        if was.get("is_standing", True):
            yield "withdrawn"
        return
    if not was.get("is_standing", True):
        yield "restored"
    if set(now["fallen"]) - set(was.get("fallen", ())):
        yield "source withdrawn"
    if set(now["against"]) - set(was.get("against", ())):
        yield "contradicted"
    if now["status"] != was.get("status"):
        yield "status"
    if now.get("days") != was.get("days") or now.get("range") != was.get("range"):
        yield "facts"
    if now["grade"] and was.get("grade") and now["grade"][1:] > was["grade"][1:]:
        yield "grade"


def look_again(table: Any = models.Decision) -> int:
    """Mark the records of a table (with `basis` and `citations`) whose basis has changed; how many were marked now."""
    marked, kind = 0, table.__name__.lower()
    for row in table.objects.filter(basis="holds").prefetch_related("citations"):
        found = {named(one): list(changes(one)) for one in stood_on(row)}
        if any(found.values()):
            with transaction.atomic():
                table.objects.filter(pk=row.pk).update(basis="changed")
                record(None, f"{kind}.basis changed", f"{kind} {row.pk}", changes=found)
            marked += 1
    return marked


def stood_on(row: Any) -> list[Any]:
    """What a record stands on: its citations of findings; of what cites sentences too, or drops citations, what it says itself."""
    own = getattr(row, "stood_on", None)
    return list(own() if own else row.citations.all())


def named(one: models.Cited | models.Quoted) -> str:
    """A citation as the audit names it."""
    return f"sentence {one.pk}" if isinstance(one, models.Quoted) else str(one.pk)


def seen_now(one: models.Cited | models.Quoted) -> None:
    """From now on a citation stands on what is so now."""
    one.state = quoting.state_of(one) if isinstance(one, models.Quoted) else state_of(one.pieces)
    one.save(update_fields=["state"])


def cite(finding: ev.Finding, table: Any = models.Citation, **on: Any) -> Any:
    """A citation of a finding as it stands now, in a table of `Cited`; `on` is what cites it (`decision=`, `item=`)."""
    pieces = [support["piece"] for support in finding.body["supports"] if support["fall"] is None]
    pieces = pieces or [support["piece"] for support in finding.body["supports"]]
    return table.objects.create(key=finding.key, pieces=pieces, body=finding.body, state=state_of(pieces), **on)


def scope_cited(findings: Iterable[ev.Finding], labels: Iterable[int] = ()) -> ev.Scope | None:
    """What something that cites these findings may be seen by: whoever may read all that their tellings were made of.

    `labels` are of what it cites beside, or cited before: no earlier version tells more than a record does.
    """
    wanted = {*labels, *(label for finding in findings for label in finding.scope.part)}
    return scope_of(wanted) if wanted else None


def scope_with(before: ev.Scope | None, findings: Iterable[ev.Finding], labels: Iterable[int] = ()) -> ev.Scope | None:
    """The same of a record that had a scope before: it gets narrower, and never wider."""
    return scope_cited(findings, [*labels, *(before.whole if before else ())])
