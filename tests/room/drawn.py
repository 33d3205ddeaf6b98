"""Drawn: the network of somebody in the example room, and a question of a group, for tests."""

import pytest


@pytest.fixture
def unkept():
    """Nothing kept in the process from a room that was rolled back."""
    from recoupe.room.operations.drawing import forget

    forget()
    yield
    forget()


@pytest.fixture
def network(person):
    from recoupe.room.operations.actions.networks import Question, found_network
    from recoupe.room.taskforce.models import Group

    return found_network(person("analyst"), Group.objects.get(name="Task force Boussole"), Question("Filière"))


def seen_by(someone):
    from recoupe.room.access import Clearance
    from recoupe.room.operations.drawing import whole

    return whole(Clearance.of(someone)).network
