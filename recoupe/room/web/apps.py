"""App: its name and label for Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "recoupe.room.web"
    label = "web"
