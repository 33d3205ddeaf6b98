"""Three rooms in one process: Bruxelles, Rabat and La Haye, each a database of its own, turned to one after the other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from databases import room_at

NAMES = {"a": ("Bruxelles", "BE", "OCAM"), "b": ("Rabat", "MA", "DGST"), "c": ("La Haye", "NL", "NCTV")}


class Rooms:
    """The rooms, by letter: `with rooms("b"): ...` works in Rabat; messages are carried by hand with `carry`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.letters = tuple(NAMES)
        template = folder / "empty.db"
        with room_at(str(template)):
            from recoupe.room.setup import open_room

            open_room()
        for letter in self.letters:
            shutil.copy(template, folder / f"{letter}.db")
            with self(letter):
                self._people(letter)
        cards = {}
        for letter in self.letters:
            with self(letter):
                from recoupe.room.sharing import own

                cards[letter] = own.card_file()
        for letter in self.letters:
            with self(letter):
                from recoupe.room.sharing.actions import partnering

                for other in self.letters:
                    if other != letter:
                        made = partnering.take_card(self.person("liaison"), cards[other])
                        partnering.confirm(self.person("liaison"), made, partnering.keys_of(made).fingerprint)

    @contextmanager
    def __call__(self, letter: str) -> Iterator[None]:
        from django.conf import settings

        before = settings.ROOM_NAME, settings.IS_NAMED
        with room_at(str(self.folder / f"{letter}.db")):
            settings.ROOM_NAME, settings.IS_NAMED = NAMES[letter][0], True
            try:
                yield
            finally:
                settings.ROOM_NAME, settings.IS_NAMED = before

    def keep(self) -> None:
        """Remember the rooms as they are, for `reset`."""
        for letter in self.letters:
            shutil.copy(self.folder / f"{letter}.db", self.folder / f"{letter}.kept")

    def reset(self) -> None:
        """The rooms as they were kept."""
        for letter in self.letters:
            for rest in self.folder.glob(f"{letter}.db-*"):
                rest.unlink()
            shutil.copy(self.folder / f"{letter}.kept", self.folder / f"{letter}.db")

    def _people(self, letter: str) -> None:
        """One person of each role of the room's own service, and readers of others: of the country, and a guest's."""
        from recoupe.room.people.models import Person, Service

        _, country, short = NAMES[letter]
        guest = next(one for one in self.letters if one not in (letter, "a")) if letter != "a" else "b"
        own = Service.objects.create(short=short, name=f"{short} of {letter}", country=country, is_host=True)
        near = Service.objects.create(short=f"POL{letter}", name="police", country=country)
        far = Service.objects.create(short=NAMES[guest][2], name="guest", country=NAMES[guest][1])
        for role in ("reader", "analyst", "secretary", "liaison", "administrator", "auditor"):
            Person.objects.create_user(f"{role}@{letter}", None, name=role, service=own, role=role)
        Person.objects.create_user(f"second@{letter}", None, name="second", service=own, role="liaison")
        for name, service in (("near", near), ("guest", far)):
            Person.objects.create_user(f"{name}@{letter}", None, name=name, service=service, role="liaison")

    def person(self, name: str) -> Any:
        """Somebody of the room that is open: by role, or "second", "near", "guest"."""
        from recoupe.room.people.models import Person

        return Person.objects.select_related("service").get(email__startswith=f"{name}@")

    def name(self) -> str:
        """What the room that is open is called."""
        from recoupe.room.sharing import own

        return own.name()

    def partner(self, letter: str) -> Any:
        """Another room as the one that is open knows it."""
        from recoupe.room.sharing import models

        return models.Partner.objects.get(name=NAMES[letter][0])

    def carry(self) -> list[tuple[str, str, str, str]]:
        """Bring every message to whom it is for, until there is none; what was turned away, with the code."""
        from recoupe.errors import BundleError
        from recoupe.room.sharing import models, receiving

        away, moved = [], True
        while moved:
            moved = False
            for letter in self.letters:
                with self(letter):
                    rows = list(models.Post.objects.filter(state="waiting").select_related("partner").order_by("id"))
                    sent = [(row.kind, row.partner.name, bytes(row.data)) for row in rows]
                    models.Post.objects.filter(pk__in=[row.pk for row in rows]).update(state="delivered", data=b"")
                for kind, name, data in sent:
                    moved = True
                    to = next(key for key, value in NAMES.items() if value[0] == name)
                    with self(to):
                        try:
                            receiving.received(data)
                        except BundleError as error:
                            away.append((letter, to, kind, error.code))
        return away


def hand_in(text: str, marking: Any, groups: Any = (), *, source: Any = None) -> str:
    """Put a text among the evidence of the room that is open, read and marked; its id."""
    from dataclasses import replace

    from recoupe.pipeline import extract_safely
    from recoupe.reading import read_bytes
    from recoupe.room.access import label_of, relabel
    from recoupe.room.evidence import models as ev
    from recoupe.room.evidence.store import WorkspaceStore

    (document,) = read_bytes(text.encode(), "note.txt")
    if source is not None:
        document = replace(document, source=source)
    WorkspaceStore("default").save(document, extract_safely(document), "test")
    row = ev.Document.objects.select_related("label").only("label", "received").get(pk=document.id)
    relabel(row, label_of(marking, groups))
    return document.id


def settle() -> None:
    """Do what the worker has to do in the room that is open, but for delivering."""
    from recoupe.room.evidence import models as ev
    from recoupe.room.work import work

    ev.Job.objects.filter(kind="post").delete()
    work(once=True)
    failed = ev.Job.objects.filter(state="failed").values_list("kind", "said")
    assert not failed, list(failed)


def excerpt_of(text: str, marking: Any, *, sender: str = "DGST (Rabat)", **fields: Any) -> Any:
    """A text as it passes, read here and now, marked as whoever forges it likes."""
    from dataclasses import replace

    from recoupe.exchange.excerpts import Wish, excerpt
    from recoupe.pipeline import extract_safely
    from recoupe.reading import read_text

    document = read_text(text, language="fr")
    shared = excerpt(document, extract_safely(document), Wish(marking, sender, lambda one: "P-000000", {}))
    return replace(shared, **fields)


def bundle_from(partner: Any, *shared: Any, title: str = "essai", manifest: Any = None, **said: Any) -> str:
    """Post a bundle from the room that is open, of anything; its id."""
    import json

    from recoupe.exchange.bundles.bodies import BundleBody
    from recoupe.exchange.bundles.messages import Kind
    from recoupe.exchange.bundles.records import told
    from recoupe.exchange.bundles.strict import parsed
    from recoupe.exchange.content import Content
    from recoupe.model import Marking
    from recoupe.room.people.models import Person
    from recoupe.room.sharing import models
    from recoupe.room.sharing.posting import post

    content = Content(shared)
    body = parsed(BundleBody, json.dumps({"title": title, "content": told(content), **said}), "bundle")
    uid = post(partner, Kind.BUNDLE, body, marking=manifest or content.marking or Marking())
    someone = Person.objects.get(email__startswith="liaison@")
    kept = models.Bundle.objects.create(title=title, purpose="essai", by=someone, state="sent")
    models.Sent.objects.create(bundle=kept, partner=partner, uid=uid, state="sent")
    return uid
