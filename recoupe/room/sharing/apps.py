"""App: its name and label for Django."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "recoupe.room.sharing"
    label = "sharing"
