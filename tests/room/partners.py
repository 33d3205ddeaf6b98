"""Partners: another room, as far as ours hears of it: its card, and messages signed and sealed just as it would send them."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from recoupe.exchange.bundles import bodies
from recoupe.exchange.bundles.card import Card, Service, signed
from recoupe.exchange.bundles.keys import Keys, PublicKeys
from recoupe.exchange.bundles.messages import Kind, Manifest, sealed
from recoupe.exchange.bundles.records import told
from recoupe.exchange.bundles.strict import parsed
from recoupe.model import Marking, Tlp

TEXT = (
    "Rabat, 12 mars 2014. La police a arrêté trois hommes à Namur le 10 mars 2014. "
    "Le ministre de l'Intérieur a rencontré son homologue belge à Bruxelles le 11 mars 2014."
)


@dataclass
class Partner:
    """A partner with its secret keys; `row` is how it stands in our room."""

    keys: Keys
    row: Any

    def sends(self, kind: Kind, body: Any, *, marking: Marking | None = None, **said: Any) -> Any:
        """A message of theirs, as it is let in by us; the letter."""
        from recoupe.room.sharing import own, receiving

        ours = own.current()
        data = body.canonical()
        manifest = Manifest(
            kind=kind,
            nonce=secrets.token_hex(16),
            sender=self.keys.public.id,
            recipients=(ours.key,),
            made=datetime.now(UTC).replace(microsecond=0),
            marking=marking or Marking(Tlp.AMBER_STRICT, "", (), False),
            body=hashlib.sha256(data).hexdigest(),
            size=len(data),
            **said,
        )
        return receiving.received(sealed(manifest, data, self.keys, [PublicKeys(ours.sign, ours.seal)])[1])

    def gives(
        self, *shared: Any, title: str = "Namur", note: str = "", marking: Marking | None = None, **said: Any
    ) -> Any:
        """A bundle of theirs, as it is held here: of what was made by `shared`, with the findings on it."""
        from recoupe.room.sharing.choosing import content

        made = content(shared, {"all": {ours for one in shared for ours in one.pieces.values()}}, ())
        told_so = {"title": title, "note": note, "content": told(made)}
        body = parsed(bodies.BundleBody, json.dumps(told_so), title)
        said.setdefault("purpose", "to compare what we know")
        return self.sends(Kind.BUNDLE, body, marking=marking or made.marking, **said).received

    def asks(self, **said: Any) -> Any:
        """A request of theirs, as it stands here: TLP:AMBER, for Belgium and the liaison officer's Morocco."""
        said = {"title": "Verviers", "question": "Who was there?", "legal_basis": "art. 7", "deadline": None} | said
        marking = Marking(Tlp.AMBER, self.row.name, ("BE", "MA"), False)
        return self.sends(Kind.REQUEST, bodies.RequestBody(**said), marking=marking, purpose="a trial").inquiry

    def text(self, text: str = TEXT, **marked: Any) -> Any:
        """A text of theirs as it may leave there, read and marked: TLP:AMBER, releasable to Belgium and to the liaison officer's Morocco."""
        from recoupe.extraction import extract
        from recoupe.reading import read_bytes

        (document,) = read_bytes(text.encode(), "note.txt")
        return self.shares(document, extract(document), **marked)

    def shares(self, document: Any, evidence: Any, tlp: Tlp = Tlp.AMBER, to: tuple[str, ...] = ("BE", "MA")) -> Any:
        """A document of theirs, or of whoever gave it to them, as it may leave there."""
        from recoupe.exchange.excerpts import Wish, excerpt

        wish = Wish(Marking(tlp, self.row.name, to, False), self.row.name, lambda entity: "P-1", {})
        return excerpt(document, evidence, wish)


def partner(name: str = "Rabat", country: str = "MA", short: str = "DGST", is_confirmed: bool = True) -> Partner:
    """A partner whose card was taken in here by the liaison officer, and confirmed unless said otherwise."""
    from recoupe.room.people.models import Person
    from recoupe.room.sharing.actions import partnering

    keys = Keys.made()
    card = Card(
        name=name,
        country=country,
        services=(Service(short=short, name=short),),
        sign=keys.public.sign,
        seal=keys.public.seal,
        made=datetime.now(UTC).replace(microsecond=0),
    )
    liaison = Person.objects.select_related("service").get(email="liaison@room.example")
    row = partnering.take_card(liaison, signed(card, keys))
    if is_confirmed:
        partnering.confirm(liaison, row, keys.public.fingerprint)
    return Partner(keys, row)


def came(label: Any) -> dict[Any, Any]:
    """One of each thing that comes from a partner, or is asked of one, labelled so; without what a message would hold."""
    from recoupe.room.access import scope_of
    from recoupe.room.people.models import Person
    from recoupe.room.sharing import models as sh

    by = Person.objects.get(email="liaison@room.example")
    row = sh.Partner.objects.first() or partner().row
    letters = [
        sh.Letter.objects.create(partner=row, kind=kind, uid=secrets.token_hex(32)) for kind in ("bundle", "request")
    ]
    scope = scope_of([label.pk])
    asking = {"title": "x", "question": "x", "purpose": "x", "legal_basis": "x", "label": label}
    return {
        sh.Received: sh.Received.objects.create(
            letter=letters[0], partner=row, title="x", body=b"", label=label, scope=scope
        ),
        sh.Request: sh.Request.objects.create(**asking, by=by),
        sh.Inquiry: sh.Inquiry.objects.create(**asking, letter=letters[1], partner=row),
        sh.Release: sh.Release.objects.create(
            is_ours=False, partner=row, uid=secrets.token_hex(32), why="x", label=label, scope=scope, to=["FR"]
        ),
    }


def settled() -> None:
    """Do what was asked for in the background: what holds is worked out anew."""
    from recoupe.room.work import work

    work(once=True)
