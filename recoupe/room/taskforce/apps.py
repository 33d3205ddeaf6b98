"""App: its name and label for Django."""

from django.apps import AppConfig


class TaskforceConfig(AppConfig):
    name = "recoupe.room.taskforce"
    label = "taskforce"
