"""Addresses: the pages of the operations."""

from django.urls import path

from .views import networks, operations

urlpatterns = [
    path("networks", networks.networks, name="networks"),
    path("operations", operations.operations, name="operations"),
]
