"""Addresses: the pages of the operations."""

from django.urls import path

from .views import networks, networks_hypotheses, networks_reading, operations

of_networks = [
    path("networks", networks.networks, name="networks"),
    path("networks/new", networks.new, name="new_network"),
    path("networks/all", networks_reading.everything, name="network_all"),
    path("networks/<int:id>", networks_reading.network, name="network_read"),
    path("networks/<int:id>/change", networks.change, name="change_network"),
    path("networks/<int:id>/past", networks.past, {"kind": "network"}, name="past_network"),
    path("networks/<int:id>/put-back", networks.put_back, {"kind": "network"}, name="put_back_network"),
    path("networks/<int:id>/suppose", networks_hypotheses.suppose, name="suppose"),
    path("hypotheses/<int:id>", networks_hypotheses.hypothesis, name="hypothesis"),
    path("hypotheses/<int:id>/change", networks_hypotheses.reword, name="reword_hypothesis"),
    path("hypotheses/<int:id>/settle", networks_hypotheses.settle, name="settle_hypothesis"),
    path("hypotheses/<int:id>/past", networks.past, {"kind": "hypothesis"}, name="past_hypothesis"),
    path("hypotheses/<int:id>/put-back", networks.put_back, {"kind": "hypothesis"}, name="put_back_hypothesis"),
]

urlpatterns = [
    *of_networks,
    path("operations", operations.operations, name="operations"),
]
