"""Addresses: the pages of the programme. All begin with /programme, for the cookie that opens it goes nowhere else."""

from django.urls import path

from .views import desk

urlpatterns = [
    path("programme", desk.programme, name="programme"),
    path("programme/open", desk.open_programme, name="open_programme"),
    path("programme/close", desk.close_programme, name="close_programme"),
]
