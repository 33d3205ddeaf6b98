"""Large networks: kept as arrays, narrowed as the engine narrows them, seen in groups that open."""

import pytest

pytestmark = pytest.mark.usefixtures("room")


def made_up(nodes=400, ties=3000):
    """A network that nobody told of, the same each time."""
    import random

    from recoupe.networks.model import Function, Network, Node, NodeKind, Tie

    chance = random.Random(8)
    kinds, countries = list(NodeKind), ["BE", "MA", "SY", "TR", ""]
    made = tuple(
        Node(f"n{at:04}", chance.choice(kinds), f"nœud {at}", chance.choice(countries), findings=(f"f{at}",))
        for at in range(nodes)
    )
    tied = []
    for at in range(ties):
        one, other, stop = (made[chance.randrange(nodes)].key for _ in range(3))
        begins = f"2026-{chance.randrange(1, 13):02}-01" if chance.random() < 0.9 else None
        function, grade = chance.choice(list(Function)), chance.choice(["B2", "F3"])
        findings = (f"t{at}", f"t{at + 1}")
        through = (stop,) if chance.random() < 0.2 else ()
        tied.append(Tie(f"{at:032x}", one, other, function, findings, begins, begins, begins, chance.randrange(1, 4), grade,
                        chance.random() < 0.1, through, chance.random() < 0.1))  # fmt: skip
    return Network(made, tuple(tied))


def test_what_is_kept_as_arrays_comes_back_as_it_was():
    from recoupe.room.operations.whole import Whole

    network = made_up()
    whole = Whole.of(network, {})
    assert whole.network == network
    for at in (0, 7, len(network.ties) - 1):
        assert whole.tie_at(network.ties[at].key) == at
    for at in (0, 7, len(network.nodes) - 1):
        assert whole.node_at(network.nodes[at].key) == at
    assert whole.tie_at("n0001") is None
    assert whole.node_at("n") is None
    assert whole.node_at("") is None


def test_a_large_network_stands_in_groups_that_open_and_each_of_its_nodes_is_in_one():
    from recoupe.networks.model import NodeKind
    from recoupe.room.operations.groups import grouped
    from recoupe.room.operations.lens import Lens
    from recoupe.room.operations.sight import Sight
    from recoupe.room.operations.whole import Whole

    whole = Whole.of(made_up(), {})
    sight = Sight.of(whole)
    top, _ = grouped(sight, Lens())
    assert {box.kind for box in top.boxes} == {str(kind) for kind in NodeKind}
    opened, _ = grouped(sight, Lens(inside="kind:cell"))
    assert len(opened.boxes) > len(top.boxes)
    assert {box.kind for box in opened.boxes} == {box.kind for box in top.boxes}
    assert all(box.y >= 0 and box.y + box.height <= laid.height for laid in (top, opened) for box in laid.boxes)


def test_a_lens_keeps_of_a_large_network_just_what_the_engine_keeps():
    from recoupe.networks.model import Function, Reading
    from recoupe.room.operations.sight import Sight
    from recoupe.room.operations.whole import Whole

    network = made_up()
    sight = Sight.of(Whole.of(network, {}))
    for reading in (Reading(since="2026-03-01", until="2026-06-30"), Reading(country="MA", independent=2),
                    Reading(functions=frozenset({Function.FUNDING}), single_source_only=True)):  # fmt: skip
        some = sight.within(reading)
        assert some.network() == network.within(reading)
        assert some.within(Reading(independent=3)).network() == network.within(reading).within(Reading(independent=3))
