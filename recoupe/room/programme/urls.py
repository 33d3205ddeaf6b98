"""Addresses: the pages of the programme."""

from django.urls import path

from .views import desk

urlpatterns = [
    path("programme", desk.programme, name="programme"),
]
