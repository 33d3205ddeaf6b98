"""STIX 2.1 out and in: what passes between partners as a bundle that others read too, with its marks; see docs/stix.md."""

from .reading import read
from .writing import bundle, write

__all__ = ["bundle", "read", "write"]
