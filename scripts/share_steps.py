"""Steps inside one of the demo's rooms, the one that the environment names: its people and pile, what it found, what it decided.

Each is run as a process of that room by `share_demo.py`, and prints its result as JSON.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable
from typing import Any

from share_rooms import FOLDERS, HERE

PILES = HERE / "examples" / "share"
PASSWORD = "recoupe-demo-room"
WHO = {
    "Bruxelles": ("BE", [("PF", "Police fédérale")]),
    "Rabat": ("MA", [("DGSN", "Direction de la sûreté")]),
    "La Haye": ("NL", [("NCTV", "Coördinator terrorismebestrijding")]),
}
MARKED = {"note-anvers.txt": ("AMBER", ["MA"]), "levant-namur.txt": ("AMBER", ["MA"])}


def settle_in(name: str) -> None:
    """People, a group with a meeting, and the pile of a room."""
    from recoupe.room.access import label_of
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Person, Service
    from recoupe.room.taskforce import models as tf
    from recoupe.room.work import wanted, work

    country, services = WHO[name]
    folder = FOLDERS[name]
    for number, (short, full) in enumerate(services):
        service = Service.objects.create(short=short, name=full, country=country, is_host=not number)
    people = [
        Person.objects.create_user(
            f"{who}@{folder}.example", PASSWORD, name=f"{who} ({name})", service=service, role=role
        )
        for who, role in (("liaison", "liaison"), ("secretaire", "secretary"), ("analyste", "analyst"))
    ]
    group = tf.Group.objects.create(name=f"Groupe de {name}")
    for person in people:
        tf.Member.objects.create(group=group, person=person, is_recipient=True)
    begins = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)
    tf.Meeting.objects.create(group=group, title="Réunion", begins=begins)
    for path in sorted((PILES / folder).iterdir()):
        tlp, to = MARKED.get(path.name, ("GREEN", []))
        label = label_of(marking(tlp, service.short, to))
        upload = ev.Upload.objects.create(
            name=path.name, data=path.read_bytes(), size=path.stat().st_size, label=label, by=people[0].pk
        )
        wanted("read", upload=upload.pk)
    work(once=True)


def marking(tlp: str, originator: str, to: list[str]) -> Any:
    from recoupe.model import Marking, Tlp

    return Marking(Tlp(tlp), originator, tuple(to), False)


def findings(words: str) -> list[dict[str, Any]]:
    """The findings that the liaison officer sees, of which a sentence says these words, with their sources."""
    from recoupe.query import folded
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Person
    from recoupe.room.sharing import models as sh

    clearance = Clearance.of(Person.objects.get(role="liaison"))
    taken = set(sh.Taken.objects.values_list("document", flat=True))
    asked_for = folded(words)
    rows = []
    for row in visible(ev.Finding, clearance).filter(is_standing=True).order_by("-weight"):
        standing = list(row.stands_on.filter(is_standing=True))
        texts = {one.document_id: ev.Document.objects.get(pk=one.document_id).text for one in standing}
        sentences = " ".join(texts[one.document_id][one.sentence_start : one.sentence_end] for one in standing)
        if asked_for in folded(sentences):
            documents = set(texts)
            rows.append(
                {
                    "key": row.key,
                    "text": sentences[:120],
                    "documents": len(documents),
                    "independent": row.independent,
                    "theirs": bool(documents & taken),
                    "origins": [one["name"] for one in row.body["independent_sources"]],
                }
            )
    return rows


def decide(words: str) -> dict[str, Any]:
    """A decision of the secretary's on what a partner gave."""
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Person
    from recoupe.room.taskforce import models as tf
    from recoupe.room.taskforce.actions import deciding

    secretary = Person.objects.select_related("service").get(role="secretary")
    key = next(row["key"] for row in findings(words) if row["theirs"])
    finding = visible(ev.Finding, Clearance.of(secretary)).get(key=key)
    meeting = tf.Meeting.objects.get()
    row = deciding.decide(
        secretary, meeting, f"Suivre l'affaire de {words}", "elle touche nos frontières", findings=[finding]
    )
    return {"decision": row.pk}


def basis(decision: str) -> dict[str, Any]:
    """Whether what a decision stands on still holds."""
    from recoupe.room.taskforce import models as tf
    from recoupe.room.taskforce.basis import changes

    row = tf.Decision.objects.get(pk=int(decision))
    found = [str(one) for citation in row.citations.all() for one in changes(citation)]
    return {"basis": row.basis, "changes": found}


STEPS: dict[str, Callable[..., Any]] = {"settle_in": settle_in, "findings": findings, "decide": decide, "basis": basis}


if __name__ == "__main__":
    from recoupe.room.setup import open_room

    open_room()
    print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
