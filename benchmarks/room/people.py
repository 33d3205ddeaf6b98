"""People: who sits in the room that is measured, in which groups, and how its documents are marked and filed."""

from __future__ import annotations

from recoupe.model import Marking, Tlp
from recoupe.room.access import label_of
from recoupe.room.evidence.models import Turn
from recoupe.room.people.models import Person, Service
from recoupe.room.people.roles import Role
from recoupe.room.taskforce.models import Group, Member

PEOPLE, GROUPS, SERVICES = 50, 4, 8
ROLES = (Role.READER, Role.ANALYST, Role.ANALYST, Role.SECRETARY, Role.LIAISON)
OPEN = 0.6  # of the documents are read by everyone
LAST_SEEN = (1, 1, 1, 2, 4)  # turns ago


def invited() -> list[Service]:
    """Fifty people of several services, each in one or two groups beside those of the story."""
    services = list(Service.objects.order_by("id"))
    for n in range(SERVICES):
        country = "BE FR MA ES".split()[n % 4]
        services.append(Service.objects.create(short=f"S{n}", name=f"Service {n}", country=country))
    groups = list(Group.objects.order_by("id"))
    groups += [Group.objects.create(name=f"Group {n}") for n in range(GROUPS)]
    for n in range(PEOPLE):
        fields = {"name": f"Person {n}", "service": services[n % len(services)], "role": ROLES[n % len(ROLES)]}
        person = Person.objects.create(email=f"p{n}@room.example", password="!", **fields)
        for at in {n % len(groups), n * 7 % len(groups)}:
            Member.objects.create(group=groups[at], person=person, is_recipient=n % 5 == 0)
    return services


def labelled(services: list[Service]) -> dict[int, float]:
    """The labels of the documents, each with its share: most are open, the others for a group, a service or some countries."""
    groups = list(Group.objects.values_list("id", flat=True))
    markings = [(Marking(Tlp.AMBER, service.short, ()), [group]) for service in services[:4] for group in groups]
    markings += [(Marking(Tlp.GREEN, service.short, ()), []) for service in services[:4]]
    markings += [(Marking(Tlp.AMBER_STRICT, service.short, ()), []) for service in services[:6]]
    markings += [(Marking(Tlp.RED, service.short, ()), [group]) for service in services[:2] for group in groups[:3]]
    markings += [(Marking(Tlp.AMBER, "DGSN", countries), []) for countries in (("BE",), ("FR", "MA"), ("ES",))]
    closed = {label_of(marking, filed).pk: (1 - OPEN) / len(markings) for marking, filed in markings}
    return {label_of(Marking(Tlp.CLEAR, "", ())).pk: OPEN, **closed}


def came_by() -> None:
    """Each was here some turns ago, so that there is news for them, as on any morning."""
    turns = list(Turn.objects.order_by("-id").values_list("id", flat=True)[:10])
    for n, person in enumerate(Person.objects.order_by("id")):
        person.visited = turns[LAST_SEEN[n % len(LAST_SEEN)]]
        person.save(update_fields=["visited"])
