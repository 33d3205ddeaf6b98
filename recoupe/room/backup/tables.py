"""Tables: which are in a backup, parents first, and which are left out and why. A table that is in neither fails a test."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model

MIGRATED = "made by the migrations, and nothing of ours refers to it"
SIGNED_IN = "who is signed in: everybody signs in again in a restored room"

LEFT_OUT = {
    "account.EmailConfirmation": "addresses are not confirmed by mail here",
    "auth.Group": "what one may do is told by roles",
    "auth.Group_permissions": "what one may do is told by roles",
    "auth.Permission": MIGRATED,
    "contenttypes.ContentType": MIGRATED,
    "programme.Opened": "who has a programme open: everybody opens it again in a restored room",
    "sessions.Session": SIGNED_IN,
    "socialaccount.SocialApp": "the provider is named by settings, and its secret with it",
    "socialaccount.SocialToken": "tokens of the provider are not kept",
    "usersessions.UserSession": SIGNED_IN,
}
"""Models that are not in a backup, with the reason. Findings are in it though they can be worked out: see decision 0012."""

NOT_OF_MODELS = {
    "django_migrations": "the manifest tells them, and restoring applies them",
    "room_cache": "it is made again: how often somebody tried a password",
    "evidence_words": "the index of words on SQLite, made as excerpts come in",
}
"""Tables that are of no model, with the reason why they are not in a backup; those whose names begin so are of them."""


def tables() -> list[type[Model]]:
    """The models whose rows are in a backup, each after all that it refers to."""
    return parents_first(
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in LEFT_OUT and model._meta.managed and not model._meta.proxy
    )


def parents_first(models: Iterable[type[Model]]) -> list[type[Model]]:
    """Models in such an order that none stands before one that it refers to; otherwise as they came."""
    placed: list[type[Model]] = []
    waiting = list(models)
    while waiting:
        ready = [model for model in waiting if not parents(model) & set(waiting)]
        if not ready:
            raise TypeError(f"these refer to one another in a circle: {[model._meta.label for model in waiting]}")
        placed += ready
        waiting = [model for model in waiting if model not in ready]
    return placed


def parents(model: type[Model]) -> set[type[Model]]:
    """The other models that a model refers to."""
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation} - {model}
