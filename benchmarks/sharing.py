"""Sharing: what comes back whole of what passes between two rooms, kind by kind, and how fast it passes.

The round trip goes over the example pile, through everything that a bundle goes through: excerpts, masks, JSON, signature, seal,
and all checks at the other end. The speed is of findings on as many invented short texts as are needed, given to ten partners by
`give` in one room and taken in by `received` and `accept` in another, both on SQLite in this process; no network. No peer recalls;
`benchmarks/exchange/` holds other formats beside misp-stix.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

WANTED, PARTNERS = 10_000, 10
TOWNS = (
    "Namur",
    "Lyon",
    "Anvers",
    "Marseille",
    "Gand",
    "Lille",
    "Liège",
    "Rabat",
    "Tanger",
    "Nantes",
    "Bruges",
    "Turin",
    "Tunis",
    "Oran",
)
NAMES = {"ours": ("Bruxelles", "BE", "PF"), "theirs": ("Rabat", "MA", "DGSN")}
KINDS = ("mentions", "times", "figures", "claims", "events", "links")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RECOUPE_SECRET": "a" * 50, "RECOUPE_DATABASE": str(Path(folder) / "ours.db")}
        whole()
        fast(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else WANTED)


# --- what comes back whole ---------------------------------------------------------------------------------------


def whole() -> None:
    """The table of what is sent and what is the same at the other end."""
    import recoupe
    from benchmarks.exchange.leaving import PILE
    from recoupe.crosscheck import crosscheck
    from recoupe.exchange.bundles.bodies import BundleBody
    from recoupe.exchange.bundles.keys import Keys
    from recoupe.exchange.bundles.records import taken, told
    from recoupe.exchange.bundles.strict import parsed
    from recoupe.exchange.content import Content
    from recoupe.exchange.excerpts import Wish, excerpt
    from recoupe.model import EntityKind, Marking, Tlp

    keys, there = Keys.made(), Keys.made()
    shared = []
    for number, document in enumerate(recoupe.read(PILE)):
        evidence = recoupe.extract(document)
        private = {
            key: {entity.id, entity.name, *entity.aliases}
            for key, entity in evidence.entities.items()
            if entity.kind is EntityKind.PERSON and not entity.is_public
        }
        marking = Marking(tuple(Tlp)[number % 5], "PF (Bruxelles)", ("MA",), False)
        shared.append(excerpt(document, evidence, Wish(marking, "PF (Bruxelles)", role, private)))
    findings = crosscheck(one.evidence for one in shared)
    sent = Content(tuple(shared), tuple(findings.findings), tuple(findings.contradictions))
    body = parsed(BundleBody, as_json({"title": "all", "content": told(sent)}), "all").canonical()
    uid, message = sealed_for(keys, there, body, sent.marking)
    came = taken(parsed(BundleBody, opened(keys, there, message), "all").content, "all")
    before, after = counted(sent), counted(came)
    same = counted_same(sent, came)
    print("| kind | sent | came | the same |\n|---|---|---|---|")
    for kind in before:
        print(f"| {kind} | {before[kind]:,} | {after[kind]:,} | {same[kind]:,} |")
    print(
        f"\nlost: {sum(before.values()) - sum(same.values())} of {sum(before.values()):,}; sealed: {len(message) / 1e6:.1f} MB\n"
    )
    assert uid


def role(entity: str) -> str:
    import hashlib

    return "P-" + hashlib.sha256(entity.encode()).hexdigest()[:6]


def as_json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def sealed_for(keys: Any, there: Any, body: bytes, marking: Any) -> tuple[str, bytes]:
    """A body as one message."""
    import hashlib
    import secrets

    from recoupe.exchange.bundles.messages import Kind, Manifest, sealed

    manifest = Manifest(
        kind=Kind.BUNDLE,
        nonce=secrets.token_hex(16),
        sender=keys.public.id,
        recipients=(there.public.id,),
        made=datetime.now(UTC),
        marking=marking,
        body=hashlib.sha256(body).hexdigest(),
        size=len(body),
    )
    return sealed(manifest, body, keys, [there.public])


def opened(keys: Any, there: Any, message: bytes) -> bytes:
    """The body of a message, after all checks."""
    from recoupe.exchange.bundles.messages import unsealed

    return unsealed(message, [there], {keys.public.id: keys.public}.get, datetime.now(UTC)).body


def things(content: Any) -> Iterator[tuple[str, Any]]:
    """All that passes, one by one, with its kind."""
    for shared in content.documents:
        yield "documents", shared.document
        yield "markings", (shared.document.id, shared.marking)
        yield "provenance and imprints", (shared.document.id, shared.evidence.provenance)
        yield from (("sentences", (shared.document.id, one)) for one in shared.document.passages)
        yield from (("entities", (shared.document.id, one)) for one in shared.evidence.entities.values())
        for kind in KINDS:
            yield from ((kind, one) for one in getattr(shared.evidence, kind))
    yield from (("findings", one) for one in content.findings)
    yield from (("contradictions", one) for one in content.contradictions)


def counted(content: Any) -> Counter[str]:
    return Counter(kind for kind, _ in things(content))


def counted_same(sent: Any, came: Any) -> Counter[str]:
    """How many of each kind are exactly the same."""
    return Counter(kind for (kind, one), (_, other) in zip(things(sent), things(came), strict=True) if one == other)


# --- how fast ----------------------------------------------------------------------------------------------------


def fast(folder: Path, wanted: int) -> None:
    """Findings a second, given to ten partners and taken in by one of them."""
    from recoupe.room.setup import open_room

    open_room()
    use(folder, "theirs")
    there = staffed("theirs")
    from recoupe.room.evidence import models as ev
    from recoupe.room.sharing import models as sh
    from recoupe.room.sharing import own
    from recoupe.room.sharing.actions import accepting, giving, partnering
    from recoupe.room.sharing.choosing import Chosen
    from recoupe.room.sharing.receiving import received
    from recoupe.room.work import wanted as asked_for
    from recoupe.room.work import work

    cards = [own.card_file(), *(invented_card(number) for number in range(PARTNERS - 1))]
    use(folder, "ours")
    here = staffed("ours")
    ours = own.card_file()
    for card in cards:
        partner = partnering.take_card(here, card)
        partnering.confirm(here, partner, partnering.keys_of(partner).fingerprint)
    filled(here, wanted)
    work(once=True)
    keys = tuple(ev.Finding.objects.filter(is_standing=True).values_list("key", flat=True)[:wanted])
    partners = list(sh.Partner.objects.all())
    print(f"{len(keys):,} findings on {ev.Document.objects.count():,} texts, {PARTNERS} partners\n")
    print("| | seconds | findings a second |\n|---|---|---|")
    asked = Chosen(findings=keys)
    timed("preview for one partner", len(keys), lambda: giving.made_ready(here, partners[:1], asked))
    timed(
        f"give to {PARTNERS} partners: made, checked, signed, sealed",
        len(keys) * PARTNERS,
        lambda: giving.give(here, partners, asked, title="all", purpose="measure"),
    )
    post = sh.Post.objects.get(partner__name=NAMES["theirs"][0])
    data = bytes(post.data)
    use(folder, "theirs")
    partner = partnering.take_card(there, ours)
    partnering.confirm(there, partner, partnering.keys_of(partner).fingerprint)
    timed("take in: opened, verified, checked, held", len(keys), lambda: received(data))
    timed("accept", len(keys), lambda: accepting.accept(there, sh.Received.objects.get()))
    print(f"\none message: {len(data) / 1e6:.1f} MB, {len(data) / max(len(keys), 1):,.0f} bytes a finding")
    assert asked_for


def timed(what: str, count: int, do: Callable[[], Any]) -> None:
    """Do something once, and say how long it took."""
    began = time.perf_counter()
    do()
    spent = time.perf_counter() - began
    print(f"| {what} | {spent:.1f} | {count / spent:,.0f} |", flush=True)


def use(folder: Path, which: str) -> None:
    """Make a room the one of this process."""
    from django.conf import settings
    from django.db import connections

    from recoupe.room.setup import open_room
    from recoupe.room.workspace import database

    connections["default"].close()
    made = {"default": database(str(folder / f"{which}.db"))}
    connections.databases["default"] = connections.configure_settings(made)["default"]
    del connections["default"]
    settings.ROOM_NAME, settings.IS_NAMED = NAMES[which][0], True
    open_room()


def staffed(which: str) -> Any:
    """The liaison officer of a room."""
    from recoupe.room.people.models import Person, Service

    _name, country, short = NAMES[which]
    service = Service.objects.create(short=short, name=short, country=country, is_host=True)
    return Person.objects.create_user(f"liaison@{which}.example", None, name="Liaison", service=service, role="liaison")


def invented_card(number: int) -> bytes:
    """The card of a partner who is not there."""
    from recoupe.exchange.bundles.card import Card, signed
    from recoupe.exchange.bundles.keys import Keys

    keys = Keys.made()
    public = keys.public
    card = Card(
        name=f"Partner {number}",
        country="FR",
        sign=public.sign,
        seal=public.seal,
        made=datetime.now(UTC).replace(microsecond=0),
    )
    return signed(card, keys)


def filled(person: Any, wanted: int) -> None:
    """So many short texts, each of a few findings of its own, read by the engine."""
    from recoupe.model import Marking, Tlp
    from recoupe.pipeline import extract_safely
    from recoupe.reading import read_bytes
    from recoupe.room.access import label_of
    from recoupe.room.evidence import models as ev
    from recoupe.room.evidence.store import WorkspaceStore
    from recoupe.version import engine

    label = label_of(Marking(Tlp.GREEN, person.service.short, (), False))
    store = WorkspaceStore("default")
    for number in range(wanted // 2):
        day = date(2026, 1, 1) + timedelta(days=number // len(TOWNS))
        town = TOWNS[number % len(TOWNS)]
        when = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        words = f"La police a arrêté {number % 90 + 3} personnes à {town} le {when}, a indiqué le parquet."
        for document in read_bytes(words.encode(), f"{number}.txt"):
            store.save(document, extract_safely(document), engine())
    ev.Document.objects.update(label=label)


MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


if __name__ == "__main__":
    main()
