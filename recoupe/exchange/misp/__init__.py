"""MISP: content as one event with its objects and reports, and events of MISP as content."""

from .reading import read
from .writing import write

__all__ = ["read", "write"]
