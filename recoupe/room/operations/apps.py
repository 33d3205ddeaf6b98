"""App: its name and label for Django."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "recoupe.room.operations"
    label = "operations"
