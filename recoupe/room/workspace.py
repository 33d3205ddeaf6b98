"""Workspace: settings of Django for the store alone, out of one of ours: RECOUPE_DATABASE, a path or a postgres:// address."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

VARIABLE = "RECOUPE_DATABASE"
DEFAULT_DATABASE = "recoupe.db"
BUSY_SECONDS = 30
KEPT_SECONDS = 60
MAPPED_BYTES = 1 << 30


def database(address: str | os.PathLike[str]) -> dict[str, Any]:
    """Django's settings for the database at a path, or at postgres://user:password@host:port/name?sslmode=...

    SQLite writes ahead (WAL), so that reading goes on while something is written; a writer waits for another for 30 s. Its file is
    mapped into memory, which all threads share. A connection is kept for the next page: to make one takes as long as a small page.
    """
    address = os.fspath(address)
    if address.startswith(("postgres://", "postgresql://")):
        parts = urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": KEPT_SECONDS,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.path.abspath(address.removeprefix("sqlite:///")),
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size={MAPPED_BYTES}",
        },
        "CONN_MAX_AGE": KEPT_SECONDS,
    }


DATABASES = {"default": database(os.environ.get(VARIABLE) or DEFAULT_DATABASE)}
INSTALLED_APPS = ["recoupe.room.evidence"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LOGGING_CONFIG = None
SECRET_KEY = "the store alone signs nothing and serves no page"
