"""App: its name and label for Django, and what it listens to."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "recoupe.room.people"
    label = "people"

    def ready(self) -> None:
        import_module(f"{self.name}.signing")
