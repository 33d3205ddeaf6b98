"""App: its name and label for Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "recoupe.room.evidence"
    label = "evidence"
