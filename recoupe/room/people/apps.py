"""App: its name and label for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "recoupe.room.people"
    label = "people"
