"""TLP:RED of a partner: held, it is seen by named recipients to whom it is released; accepted, it is filed for a group of theirs."""

import pytest
from partners import partner, settled

from recoupe.errors import UsageError
from recoupe.model import Tlp

pytestmark = pytest.mark.usefixtures("room")


def test_what_is_red_is_seen_and_accepted_by_named_recipients_alone(person):
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev
    from recoupe.room.sharing import models as sh
    from recoupe.room.sharing.actions import accepting
    from recoupe.room.taskforce.models import Group, Member

    def sees(row) -> bool:
        return visible(sh.Received, Clearance.of(person("liaison"))).filter(pk=row.pk).exists()

    Member.objects.filter(person=person("liaison")).update(is_recipient=False)
    rabat = partner()
    shared = rabat.text(tlp=Tlp.RED, to=("BE", "MA"))
    row = rabat.gives(shared)
    assert not sees(row)
    group = Group.objects.create(name="Cellule rouge")
    Member.objects.create(group=group, person=person("liaison"), is_recipient=True)
    assert sees(row)
    assert not sees(rabat.gives(rabat.text("Un seul homme a été vu à Gand le 3 mai 2014.", tlp=Tlp.RED, to=("FR",))))
    with pytest.raises(UsageError):
        accepting.accept(person("liaison"), row)
    accepting.accept(person("liaison"), row, [group.pk])
    settled()
    readers = {email for email in ("liaison", "secretary", "analyst") if reads(person(email), shared.document.id)}
    assert readers == {"liaison"}
    assert ev.Document.objects.get(pk=shared.document.id).label.groups == [group.pk]


def reads(person, document: str) -> bool:
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev

    return visible(ev.Document, Clearance.of(person)).filter(pk=document).exists()
