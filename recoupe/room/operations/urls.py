"""Addresses: the pages of the operations."""

from django.urls import path

from .views import (
    networks,
    networks_hypotheses,
    networks_reading,
    operations,
    operations_past,
    operations_writing,
)
from .views.operations_statistics import statistics

PARTS = [
    address
    for kind, where in (("operation", "operations"), ("step", "steps"), ("count", "counts"))
    for address in (
        path(f"{where}/<int:id>/past", operations_past.past, {"kind": kind}, name=f"past_{kind}"),
        path(f"{where}/<int:id>/put-back", operations_past.put_back, {"kind": kind}, name=f"put_back_{kind}"),
        path(f"{where}/<int:id>/review", operations_past.review, {"kind": kind}, name=f"review_{kind}"),
        path(f"{where}/<int:id>/cite", operations_past.cite, {"kind": kind}, name=f"cite_{kind}"),
    )
]


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
    path("operations/new", operations_writing.new, name="new_operation"),
    path("operations/follow", operations_writing.follow, name="follow_operation"),
    path("operations/statistics", statistics, name="operation_statistics"),
    path("operations/<int:id>", operations.operation, name="operation"),
    path("operations/<int:id>/change", operations_writing.change, name="change_operation"),
    path("operations/<int:id>/steps", operations_writing.add_step, name="add_step"),
    path("operations/<int:id>/counts", operations_writing.add_count, name="add_count"),
    path("operations/<int:id>/trace", operations.trace, name="trace_operation"),
    path("steps/<int:id>/change", operations_writing.change_step, name="change_step"),
    path("counts/<int:id>/change", operations_writing.change_count, name="change_count"),
    path("steps/<int:id>/set-aside", operations_past.set_aside, {"kind": "step"}, name="set_aside_step"),
    path("counts/<int:id>/set-aside", operations_past.set_aside, {"kind": "count"}, name="set_aside_count"),
    *PARTS,
]
