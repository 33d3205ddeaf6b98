"""App: its name and label for Django, and what it listens to."""

from importlib import import_module

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "recoupe.room.programme"
    label = "programme"

    def ready(self) -> None:
        import_module(f"{self.name}.signing")
        import_module(f"{self.name}.actions.attending")  # sessions stop with a withdrawal, whoever hears it first
