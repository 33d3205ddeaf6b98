"""Operations: the API with everything that it offers."""

from . import evidence, taskforce
from .api import api

__all__ = ["api", "evidence", "taskforce"]
