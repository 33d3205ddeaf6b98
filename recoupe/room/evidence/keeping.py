"""Keeping: findings, identities, copies and contradictions as rows, one for each scope in which they are told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from ...crosscheck.model import Contradiction, Finding
from ...identifiers import digest
from ...model import EntityKind, plain
from ...query import folded
from ..access import scope_of
from . import models
from .pile import BATCH, Pile, chunks, exchanged

WEIGHT = {"consult/meeting": 6, "coerce/dismantle": 5, "coerce/arrest": 4, "coerce/try": 3, "assault": 3, "die": 3}
Labels = frozenset[int]


# --- scopes ------------------------------------------------------------------------------------------------------


class Scopes:
    """Scopes by their labels; those that there are already are looked up at once."""

    def __init__(self) -> None:
        rows = models.Scope.objects.values_list("part", "whole", "pk").iterator()
        self._known: dict[tuple[Labels, Labels], int] = {
            (frozenset(part), frozenset(whole)): pk for part, whole, pk in rows
        }

    def of(self, part: Labels, whole: Labels) -> int:
        """The number of a scope."""
        if (part, whole) not in self._known:
            self._known[part, whole] = scope_of(part, whole).pk
        return self._known[part, whole]

    def tellings(self, whole: Labels, views: Iterable[Labels]) -> Iterator[tuple[Labels, int]]:
        """The parts of these labels that somebody sees, with their scopes: the whole first."""
        seen = {whole & view for view in views} - {frozenset()} | {whole}
        for part in sorted(seen, key=lambda labels: (-len(labels), sorted(labels))):
            yield part, self.of(part, whole)


# --- findings ----------------------------------------------------------------------------------------------------


def keep_findings(pile: Pile, views: list[Labels], scopes: Scopes, turn: models.Turn) -> None:
    """Store each finding as told in each scope, and what became of it since the last time."""
    before = Before()
    rows = findings_rows(pile, views, scopes, turn)
    kept: set[int] = set()
    for some in chunks(rows):
        with transaction.atomic():
            new = []
            for row, finding in some:
                if (was := before.same(row)) is not None:
                    kept.add(was)
                else:
                    new.append((row, finding))
            stale = [pk for row, _ in new if (pk := before.pk(row)) is not None]
            models.Finding.objects.filter(pk__in=stale).delete()
            models.Finding.objects.bulk_create([row for row, _ in new], batch_size=BATCH)
            models.Support.objects.bulk_create(
                [one for row, finding in new for one in supports(pile, row, finding)], batch_size=BATCH
            )
            models.Part.objects.bulk_create(
                [
                    models.Part(
                        finding=row,
                        scope_id=row.scope_id,
                        is_standing=row.is_standing,
                        role=part["role"],
                        identity=part["identity"] or "",
                        text=part["text"],
                    )
                    for row, _ in new
                    for part in row.body["participants"]
                ],
                batch_size=BATCH,
            )
            models.Change.objects.bulk_create(
                [
                    models.Change(turn=turn, scope_id=row.scope_id, key=row.key, what=what)
                    for row, _ in new
                    for what in before.became(row)
                ],
                batch_size=BATCH,
            )
            kept.update(row.pk for row, _ in new)
    for some in chunks([pk for pk in models.Finding.objects.values_list("pk", flat=True) if pk not in kept]):
        models.Finding.objects.filter(pk__in=some).delete()


def findings_rows(
    pile: Pile, views: list[Labels], scopes: Scopes, turn: models.Turn
) -> Iterator[tuple[models.Finding, Finding]]:
    """A row for each finding and scope."""
    sight = pile.findings.sight()
    for finding in pile.findings.findings:
        near = sight.near(finding)
        whole = frozenset(pile.labels[id] for id in near)
        for part, scope in scopes.tellings(whole, views):
            told = finding
            if part != whole:
                narrowed = sight.finding(finding, {id for id in near if pile.labels[id] in part})
                if narrowed is None:
                    continue
                told = narrowed
            yield finding_row(pile, told, scope, turn.pk), told


def finding_row(pile: Pile, finding: Finding, scope: int, turn: int) -> models.Finding:
    """A finding as it is stored, without names of private persons."""
    body = told(pile, finding)
    place = body["place_name"]
    latitude, longitude = where(pile, finding)
    grade, carried = finding.grade, finding.independent_sources
    weight = 10 * len(carried) + WEIGHT.get(finding.type, 0) + 2 * bool(finding.begins) + 8 * bool(finding.contradicts)
    return models.Finding(
        key=finding.id,
        scope_id=scope,
        digest=digest(body),
        kind=finding.kind,
        type=finding.type[:80],
        status=finding.status,
        begins=finding.begins,
        ends=finding.ends,
        first=min((s.published for s in finding.supports if s.published), default=None),
        place=finding.place and finding.place[:300],
        place_name=place,
        country=finding.country,
        latitude=latitude,
        longitude=longitude,
        low=finding.low,
        high=finding.high,
        about=digest(list(finding.about)) if finding.about else "",
        reliability=grade.reliability,
        credibility=grade.credibility,
        sources=len(finding.sources),
        independent=len(carried),
        is_standing=finding.is_standing,
        is_contradicted=bool(finding.contradicts) or bool(grade.denying),
        weight=weight,
        turn=turn,
        body=body,
    )


def told(pile: Pile, finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON: speakers and places by the names that they are shown by, private persons by their pseudonyms."""
    body: dict[str, Any] = dict(plain(finding))
    show = pile.findings.shown
    for support in body["supports"]:
        support["said_by"] = said_by(show(support["speaker"]))
        support["via"] = [said_by(show(name)) for name in support["via"]]
    body["place_name"] = show(finding.place) if finding.place else ""
    for document in finding.sources:
        if document in pile.masks:
            body = pile.masks[document].plain(body)
    return body


def said_by(speaker: str) -> str:
    """A speaker as shown: "" where the text itself speaks, "la préfecture" of "unnamed: la préfecture"."""
    return "" if speaker == "document" else speaker.removeprefix("unnamed: ")


def where(pile: Pile, finding: Finding) -> tuple[float | None, float | None]:
    """Latitude and longitude of a finding's place."""
    identity = pile.findings.identities.by_id.get(finding.place or "")
    for member in identity.members if identity else ():
        if member.document in finding.sources and (point := pile.places.get((member.document, member.entity))):
            return point
    return None, None


def supports(pile: Pile, row: models.Finding, finding: Finding) -> Iterator[models.Support]:
    """The rows that lead from a finding to its sentences, those that stand first."""
    for position, one in enumerate(sorted(finding.supports, key=lambda s: not s.is_standing)):
        start, end = pile.sentences[one.piece]
        yield models.Support(
            finding=row,
            document_id=one.document,
            piece=one.piece,
            start=one.start,
            end=one.end,
            sentence_start=start,
            sentence_end=end,
            is_standing=one.is_standing,
            position=position,
        )


class Before:
    """The findings as they were stored last, to tell what became of them."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int], tuple[int, str]] = {}
        self._states: dict[int, tuple[bool, int, int, str]] = {}
        self._by_piece: dict[str, set[int]] = defaultdict(set)
        values = "pk", "key", "scope", "digest", "is_standing", "independent", "body__grade"
        for pk, key, scope, content, is_standing, independent, grade in models.Finding.objects.values_list(
            *values
        ).iterator():
            self._rows[key, scope] = pk, content
            self._states[pk] = is_standing, independent, grade["denying"] + grade["differing"], key
        for piece, finding in models.Support.objects.values_list("piece", "finding").iterator():
            self._by_piece[piece].add(finding)

    def pk(self, row: models.Finding) -> int | None:
        """The row that is stored for the same finding and scope."""
        return self._rows.get((row.key, row.scope_id), (None, ""))[0]

    def same(self, row: models.Finding) -> int | None:
        """The stored row, where it says exactly the same."""
        pk, content = self._rows.get((row.key, row.scope_id), (None, ""))
        return pk if content == row.digest else None

    def became(self, row: models.Finding) -> Iterator[str]:
        """What became of a finding, found again by its pieces."""
        pieces = {support["piece"] for support in row.body["supports"]}
        was = [self._states[pk] for pk in {pk for piece in pieces for pk in self._by_piece.get(piece, ())}]
        grade = row.body["grade"]
        if not was:
            yield "new"
        elif any(state[0] for state in was) and not row.is_standing:
            yield "fallen"
        elif row.is_standing and not any(state[0] for state in was):
            yield "restored"
        elif row.is_standing:
            if row.independent > max(state[1] for state in was):
                yield "confirmed"
            elif row.independent < min(state[1] for state in was):
                yield "weakened"
            if grade["denying"] + grade["differing"] > max(state[2] for state in was):
                yield "contradicted"


# --- the rest ----------------------------------------------------------------------------------------------------


def keep_identities(pile: Pile, views: list[Labels], scopes: Scopes) -> None:
    """Store who and what is named, each by the names that its readers may have read."""
    rows = []
    for identity in pile.findings.identities.by_id.values():
        if "#" in identity.id or (identity.kind is EntityKind.PERSON and not identity.is_public):
            continue
        whole = frozenset(pile.labels[member.document] for member in identity.members)
        for part, scope in scopes.tellings(whole, views):
            members = [member for member in identity.members if pile.labels[member.document] in part]
            names = Counter(pile.named[member.document, member.entity] for member in members)
            name = (
                identity.name if part == whole or identity.name in names else min(names, key=lambda n: (-names[n], n))
            )
            reasons = list(identity.reasons) if part == whole else []
            said = [
                identity.kind.value,
                name,
                sorted(names),
                identity.country,
                reasons,
                len({m.document for m in members}),
            ]
            rows.append(
                models.Identity(
                    key=identity.id[:300],
                    scope_id=scope,
                    kind=identity.kind.value,
                    name=name,
                    folded=folded(" ".join([name, *sorted(names)]))[:2000],
                    names=sorted(names),
                    country=identity.country,
                    reasons=reasons,
                    documents=said[-1],
                    digest=digest(said),
                )
            )
    exchanged(models.Identity, rows, ("key", "scope_id", "digest"))


def keep_copies(pile: Pile) -> None:
    """Store which documents repeat which."""
    rows = [
        models.Copy(
            document_id=copy.document,
            original_id=copy.copy_of,
            kind=copy.kind.value,
            containment=copy.containment,
            reason=copy.reason,
            shared=plain(copy.shared),
        )
        for copy in pile.findings.copies
    ]
    exchanged(models.Copy, rows, ("document_id", "original_id", "kind", "reason"))


def keep_contradictions(pile: Pile, views: list[Labels], scopes: Scopes) -> None:
    """Store what cannot all be right, with the findings between which it stands."""
    rows: list[tuple[models.Against, Contradiction]] = []
    sight = pile.findings.sight()
    for whole_one in pile.findings.contradictions:
        documents = {id for side in whole_one.sides for id in side.documents}
        whole = frozenset(pile.labels[id] for id in documents)
        for part, scope in scopes.tellings(whole, views):
            seen = whole_one
            if part != whole:
                narrowed = sight.contradiction(whole_one, {id for id in documents if pile.labels[id] in part})
                if narrowed is None:
                    continue
                seen = narrowed
            body = plain(seen)
            for side in body["sides"]:
                side["speakers"] = [said_by(pile.findings.shown(name)) for name in side["speakers"]]
                side["says"] = pile.findings.shown(side["says"])
            for document in documents & pile.masks.keys():
                body = pile.masks[document].plain(body)
            rows.append(
                (models.Against(key=seen.id, scope_id=scope, about=seen.about, body=body, digest=digest(body)), seen)
            )
    with transaction.atomic():
        models.Against.objects.all().delete()
        models.Against.objects.bulk_create([row for row, _ in rows], batch_size=BATCH)
        keys = {key for _, one in rows for key in one.findings}
        found: dict[str, list[int]] = defaultdict(list)
        for some in chunks(sorted(keys)):
            for pk, key in models.Finding.objects.filter(key__in=some).values_list("pk", "key"):
                found[key].append(pk)
        between = models.Against.findings.through
        between.objects.bulk_create(
            [
                between(against_id=row.pk, finding_id=pk)
                for row, one in rows
                for key in one.findings
                for pk in found[key]
            ],
            batch_size=BATCH,
        )
