"""recoupe: from a pile of files to a brief in which every line leads back to its sentence."""

from .errors import RecoupeError
from .extraction import extract
from .model import Document, Evidence
from .reading import read, read_text

__version__ = "0.1.0"
__all__ = ["Document", "Evidence", "RecoupeError", "extract", "read", "read_text"]
