"""App: its name and label for Django."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "recoupe.room.programme"
    label = "programme"
