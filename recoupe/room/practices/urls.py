"""Addresses: the pages of the practices."""

from django.urls import path

from .views import practices

urlpatterns = [
    path("practices", practices.practices, name="practices"),
]
