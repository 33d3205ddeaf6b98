"""Telling: what is said of a document beside its text, as named texts that every format carries in its own way."""

from __future__ import annotations

from ..content import SharedDocument
from ..excerpts import sender_of
from ..received import passages
from . import fields

LEFT_OUT = {
    "id",
    "original",
    "text",
    "offsets",
    "layer",
    "encoding",
    "media_type",
    "marking",
    "passages",
    "apart",
    "pages",
}


def about(shared: SharedDocument) -> list[tuple[str, str]]:
    """The fields of a document but its text and marking: whose reading it is, and what it is called there, included.

    Its passages are told only where the text does not tell them by itself.
    """
    document = shared.document
    said = [*fields.texts(document, LEFT_OUT), ("document", document.id)]
    said += [("origin", shared.origin)] if shared.origin else []
    said += [("is_whole", "true")] if shared.is_whole else []
    said += [("sender", sender)] if (sender := sender_of(document)) else []
    if document.passages != passages(document.text, document.language):
        said += [("passages", fields.written(passage)) for passage in document.passages]
    return said
