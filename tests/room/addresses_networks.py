"""Addresses of the networks: who gets through the door of each, by GET and by POST, and which thing each names; for the matrix."""

WORKING = {"reader", "analyst", "secretary", "liaison"}
DRAWING = {"analyst", "secretary"}
GET = {"networks": WORKING, "network_all": WORKING, "network_read": WORKING, "past_network": WORKING, "hypothesis": WORKING,
       "past_hypothesis": WORKING, "new_network": DRAWING, "change_network": DRAWING}  # fmt: skip
POST = dict.fromkeys(("new_network", "change_network", "put_back_network", "suppose", "reword_hypothesis", "settle_hypothesis",
                      "put_back_hypothesis"), DRAWING)  # fmt: skip
ID_OF = dict.fromkeys(
    ("network_read", "past_network", "change_network", "put_back_network", "suppose"), "network"
) | dict.fromkeys(
    ("hypothesis", "past_hypothesis", "reword_hypothesis", "settle_hypothesis", "put_back_hypothesis"), "hypothesis"
)


def a_network(group, scope=None):
    """A network of a group, and a hypothesis on it."""
    from recoupe.room.operations.models import Hypothesis, Network

    network = Network.objects.create(group=group, name="x")
    hypothesis = Hypothesis.objects.create(
        network=network, source="x", source_kind="cell", why="x", confirms="x", refutes="x", scope=scope
    )
    return network, hypothesis


def things():
    """One thing of each kind that these addresses name, by its number."""
    from recoupe.room.taskforce.models import Group

    network, hypothesis = a_network(Group.objects.first())
    return {"network": network.pk, "hypothesis": hypothesis.pk}
