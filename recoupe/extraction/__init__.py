"""Extraction: a document's evidence, a module for each kind of it.

The order is that of what needs what: names and times stand alone, figures need times, speech needs all three, events
and links need everything before them.
"""

from __future__ import annotations

from ..model import Document, Evidence
from .events import events
from .figures import figures
from .links import links
from .names import names
from .provenance import provenance
from .speech import claims
from .times import times
from .view import View


def extract(document: Document) -> Evidence:
    """All that a document says: who is named, when, how many, who says what, what happens, who is tied to whom.

    Pure: the same document gives the same evidence, whatever was read before. A document in a language without data
    gives empty evidence with a note that says so.
    """
    view = View(document)
    if not view.sentences:
        note = "no text" if not document.text else f"no data for the language {document.language!r}"
        return Evidence(document.id, document.language, {}, notes=(note,), provenance=provenance(document))
    entities, mentions = names(view)
    when = times(view)
    said = claims(view, entities, mentions, when)
    counted = figures(view, mentions, when, said)
    happened = events(view, entities, mentions, when, counted, said)
    tied = links(view, entities, mentions, happened)
    known = provenance(document, entities, mentions, when, counted)
    return Evidence(
        document.id, document.language, entities, mentions, when, counted, said, happened, tied, provenance=known
    )
