"""Operations: the API with everything that it offers."""

from . import evidence, followed, taskforce
from .api import api

__all__ = ["api", "evidence", "followed", "taskforce"]
