"""What a partner recalled stays so: nobody here takes that back, and only the partner gives it again."""

import pytest
from partners import partner, settled

from recoupe.errors import UsageError
from recoupe.exchange.bundles import bodies
from recoupe.exchange.bundles.messages import Kind

pytestmark = pytest.mark.usefixtures("room")


def test_nobody_takes_the_recall_of_a_partner_back_and_the_partner_may_give_it_again(person):
    from recoupe.crosscheck.rulings import in_force
    from recoupe.room.evidence.actions import ruling
    from recoupe.room.evidence.store import WorkspaceStore
    from recoupe.room.sharing.actions import accepting

    def withdrawn() -> bool:
        return shared.document.id in in_force(WorkspaceStore("default").rulings()).withdrawn

    rabat = partner()
    shared = rabat.text()
    received = rabat.gives(shared)
    accepting.accept(person("liaison"), received)
    settled()
    rabat.sends(Kind.RECALL, bodies.RecallBody(bundle=received.letter.uid, why="it was wrong"))
    assert withdrawn()
    with pytest.raises(UsageError):
        ruling.restore(person("analyst"), shared.document.id, "we liked it")
    assert withdrawn()
    accepting.accept(person("liaison"), rabat.gives(shared))
    assert not withdrawn()
