"""Chores: what is done with the room of RECOUPE_DATABASE in a process of its own: fill it, copy one into it, sign people in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import urlencode

from recoupe.room.setup import open_room

OF_EACH = 6  # documents, findings and actors that are asked for


def visits(users: int) -> Iterator[tuple[str, ...]]:
    """Sessions of people who read evidence, and the addresses of each page for them."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Person
    from recoupe.room.work import warm_up

    warm_up()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    people = Person.objects.exclude(role__in=("administrator", "auditor")).select_related("service").order_by("-id")
    for person in people[:users]:
        session = store()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        yield "session", session.session_key
    # What everybody may read is asked for, so that each page is there for each of them.
    open_ones = visible(ev.Document, Clearance.of(people[0])).filter(label__tlp="CLEAR", label__groups=[])
    ids = list(open_ones.filter(engine="synthetic").order_by("id").values_list("id", flat=True)[:OF_EACH])
    keys = list(
        ev.Finding.objects.filter(stands_on__document__in=ids, sources=1)
        .values_list("key", flat=True)
        .distinct()[:OF_EACH]
    )
    actors = ["", *ev.Part.objects.exclude(identity="").order_by("-id").values_list("identity", flat=True)[:OF_EACH]]
    words = dict.fromkeys(
        word for text in open_ones.filter(pk__in=ids).values_list("text", flat=True) for word in text.split()
    )
    rare = sorted(words, key=len)[-2:]
    searches = ["police", "de", "réunion Lyon", '"de la"', "Lyon -police", "pass*", *rare]
    pages = {
        "today": ["/"],
        "search": [f"/search?{urlencode({'q': q})}" for q in searches],
        "reader": [f"/documents/{id}" for id in ids],
        "finding": [f"/findings/{key[:16]}" for key in keys],
        "network": [f"/network?{urlencode({'actor': actor})}" for actor in actors],
        "timeline": ["/timeline", "/timeline?since=2026-01-01&until=2026-03-01"],
        "findings": [
            "/findings",
            "/findings?kind=figure",
            "/findings?order=latest",
            "/findings?state=contradicted&page=2",
        ],
        "documents": [
            "/documents",
            "/documents?page=4",
            "/documents?source=Outlet+7",
            "/documents?language=en&copies=no",
        ],
        "map": ["/map"],
        "figures": ["/figures"],
        "meetings": ["/meetings"],
    }
    for page, addresses in pages.items():
        for address in addresses:
            yield "page", page, address
    for table in (ev.Document, ev.Excerpt, ev.Finding, ev.Identity, ev.Scope):
        yield "count", f"{table._meta.db_table.removeprefix('evidence_')} {table.objects.count():,}"


def main() -> None:
    """Do what is asked for."""
    _, do, what = sys.argv
    open_room()
    if do == "fill":
        from .filling import fill

        fill(int(what))
    elif do == "copy":
        from .serving import copied

        copied(Path(what))
    else:
        for line in visits(int(what)):
            print("\t".join(line))


if __name__ == "__main__":
    main()
