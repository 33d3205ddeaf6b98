"""Findings of a measured room: those of the story, told by other documents, as told in each scope; identities; withdrawals."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from recoupe.identifiers import digest
from recoupe.room.access import sees
from recoupe.room.evidence import models as ev
from recoupe.room.evidence.keeping import WEIGHT, Scopes

from .materials import CHUNK, DAYS, Name, Room, Told, Writer, hashed

TOLD_BY = (1,) * 78 + (2,) * 12 + (3,) * 5 + (4, 5, 6, 8, 12)  # of how many documents a finding is, as the story has it
FINDINGS = 3.5  # a document
AGAINST, WITHDRAWN = 0.02, 0.002


def findings(room: Room, told: list[Told], writer: Writer, seen_by: dict[int, frozenset[int]]) -> None:
    """Findings as told in each scope, with what became of them; identities; withdrawals; contradictions."""
    chance, scopes, views = room.chance, Counted(writer, seen_by), list(seen_by.values())
    first = 1 + (ev.Finding.objects.order_by("-id").values_list("id", flat=True).first() or 0)
    tellings: list[int] = []
    named: dict[str, tuple[Name, set[int], int]] = {}
    for number in range(int(len(told) * FINDINGS)):
        at = chance.randrange(len(told))
        near = told[max(0, at - 30) : at + 30]
        sources = list({one.id: one for one in chance.sample(near, min(len(near), chance.choice(TOLD_BY)))}.values())
        kind = chance.choices(("event", "figure", "link"), (48, 48, 4))[0]
        template = chance.choice(room.templates[kind])
        whole = frozenset(one.label for one in sources)
        fallen = chance.random() < WITHDRAWN
        place = next((one for one in sources[0].names if one.kind == "place"), None)
        about = f"{template['population']} {sources[0].names[0].key}"
        turn = room.turns[(sources[0].day - told[0].day).days * len(room.turns) // DAYS]
        for part, scope in scopes.tellings(whole, views):
            seen = [one for one in sources if one.label in part]
            body = body_of(template, number, seen, place, fallen)
            pk = first + len(tellings)
            tellings.append(scope)
            finding(writer, pk, scope, body, turn, place, about if kind == "figure" else "", fallen)
            writer.add(ev.Change, turn_id=turn, scope_id=scope, key=body["id"], what="new")
            if len(seen) > 1:
                writer.add(ev.Change, turn_id=turn, scope_id=scope, key=body["id"], what="confirmed")
        if number % CHUNK == CHUNK - 1:
            writer.write()
    for one in told:
        for name in one.names:
            _, labels, times = named.get(name.key, (name, set(), 0))
            named[name.key] = name, labels | {one.label}, times + 1
    for n, (key, (name, labels, times)) in enumerate(named.items()):
        for _, scope in scopes.tellings(frozenset(labels), views):
            values = {
                "kind": name.kind,
                "name": name.name,
                "folded": name.name.lower(),
                "names": json.dumps([name.name]),
            }
            values |= {"country": name.country, "reasons": "[]", "documents": times, "digest": hashed(key, scope)}
            writer.add(ev.Identity, key=key, scope_id=scope, **values)
        if n % CHUNK == CHUNK - 1:
            writer.write()
    for n in range(int(len(tellings) * AGAINST)):
        one = chance.randrange(len(tellings))
        body = {"id": hashed("against", n), "about": "number", "sides": [], "findings": []}
        values = {"key": body["id"], "about": "number", "digest": hashed(n), "body": json.dumps(body)}
        writer.add(ev.Against, id=100 + n, scope_id=tellings[one], **values)
        writer.add(ev.Against.findings.through, against_id=100 + n, finding_id=first + one)
    for one in chance.sample(told, int(len(told) * WITHDRAWN)):
        values = {"other": "", "says": "", "why": "cancelled", "by": "analyst", "at": one.day.isoformat()}
        writer.add(ev.Ruling, id=hashed("ruling", one.id), kind="withdraw", subject=one.id, **values)
    writer.write()


def body_of(
    template: dict[str, Any], number: int, seen: list[Told], place: Name | None, fallen: bool
) -> dict[str, Any]:
    """A finding of the story, told by other documents, on another day, of others."""
    supports = []
    for one in seen:
        start, end = one.sentences[number % len(one.sentences)]
        support = template["supports"][0] | {
            "piece": hashed("piece", number, one.id), "document": one.id, "start": start + 3, "end": end - 1,
            "text": template["supports"][0]["text"], "published": one.day.isoformat(), "said_by": one.names[0].name,
            "fall": {"kind": "withdrawn", "document": one.id, "why": "cancelled"} if fallen else None,
        }  # fmt: skip
        supports.append(support)
    pieces = [support["piece"] for support in supports]
    day = seen[0].day + timedelta(number % 40 - 20)
    is_dated = number % 4 != 0
    parts = [
        {"role": role, "text": name.name, "identity": name.key, "pieces": pieces}
        for role, name in zip(("agent", "theme", "with"), seen[0].names, strict=False)
    ]
    if template["kind"] == "link":
        parts = [one | {"role": role} for one, role in zip(parts, ("subject", "object"), strict=False)]
    return template | {
        "id": hashed("finding", number), "supports": supports, "participants": parts,
        "begins": day.isoformat() if is_dated else None, "ends": day.isoformat() if is_dated else None,
        "place": place.key if place else None, "place_name": place.name if place else "",
        "country": place.country if place else None, "sources": [one.id for one in seen],
        "independent_sources": [
            {"name": one.outlet, "documents": [one.id], "reasons": [], "says": "asserted", "reliability": "C"} for one in seen
        ],
        "grade": template["grade"] | {"credibility": 3 if len(seen) < 2 else 2, "asserting": len(seen)},
        "contradicts": [],
    }  # fmt: skip


def finding(
    writer: Writer, pk: int, scope: int, body: dict[str, Any], turn: int, place: Name | None, about: str, fallen: bool
) -> None:
    """One telling of a finding, with what it stands on and who takes part."""
    carried = len(body["independent_sources"])
    latitude, longitude = (place.point if place else None) or (None, None)
    weight = 10 * carried + WEIGHT.get(body["type"], 0) + 2 * bool(body["begins"])
    writer.add(
        ev.Finding, id=pk, key=body["id"], scope_id=scope, digest=hashed(body["id"], scope), kind=body["kind"], type=body["type"],
        status=body["status"], begins=body["begins"], ends=body["ends"], first=body["supports"][0]["published"],
        place=body["place"], place_name=body["place_name"], country=body["country"], latitude=latitude, longitude=longitude,
        low=body["low"], high=body["high"], about=hashed(about) if about else "", reliability="C",
        credibility=body["grade"]["credibility"], sources=carried, independent=carried, is_standing=not fallen,
        is_contradicted=pk % 50 == 0, weight=weight, turn=turn, body=json.dumps(body, ensure_ascii=False),
    )  # fmt: skip
    for position, one in enumerate(body["supports"]):
        writer.add(
            ev.Support, finding_id=pk, document_id=one["document"], piece=one["piece"], start=one["start"], end=one["end"],
            sentence_start=one["start"] - 3, sentence_end=one["end"] + 1, is_standing=not fallen, position=position,
        )  # fmt: skip
    for one in body["participants"]:
        seen = {"scope_id": scope, "is_standing": not fallen}
        writer.add(ev.Part, finding_id=pk, role=one["role"], identity=one["identity"], text=one["text"], **seen)


class Counted(Scopes):
    """Scopes numbered here and written with the rest."""

    def __init__(self, writer: Writer, views: dict[int, frozenset[int]]) -> None:
        super().__init__()
        self._writer, self._views = writer, views
        self._next = 1 + max(self._known.values(), default=0)

    def of(self, part: frozenset[int], whole: frozenset[int]) -> int:
        """The number of a scope, told to the views that see it."""
        if (part, whole) not in self._known:
            pk = self._known[part, whole] = self._next
            self._next += 1
            said = {"part": sorted(part), "whole": sorted(whole)}
            values = {name: json.dumps(labels) for name, labels in said.items()}
            self._writer.add(ev.Scope, id=pk, digest=digest(said), **values)
            for view, labels in self._views.items():
                if sees(labels, part, whole):
                    self._writer.add(ev.Seen, view_id=view, scope_id=pk)
        return self._known[part, whole]
