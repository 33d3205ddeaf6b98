"""FollowTheMoney: content as entities of its model, one a line of JSON, and back."""

from .reading import read
from .writing import write

__all__ = ["read", "write"]
