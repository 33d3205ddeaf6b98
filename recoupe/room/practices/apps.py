"""App: its name and label for Django."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "recoupe.room.practices"
    label = "practices"
