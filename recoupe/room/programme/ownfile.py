"""Own file: all that is kept on one participant, to be given to them: pages to read in their language, and JSON for programs.

A note that its author alone can read is in it only where the author, who makes the file, put it in; of others it says that there is
one, when it was written, and who decides.
"""

from __future__ import annotations

import base64
import html
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pydantic import BaseModel

from ...errors import StoreError
from ..web.words import day, moment
from . import wording
from .door import Inside
from .sealing import by_one
from .shapes import Consent, Entry, FileGiven, Note, Participant
from .store import Kept
from .terms import field_words, kind_words

STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}h1,h2{line-height:1.2}"
    "section{border-block-start:1px solid #bbb;margin-block-start:1.5rem}dt{color:#555}dd{margin:0 0 .5rem;white-space:pre-wrap}"
)
ORDER = (Participant.kind, Consent.kind)


def private(records: Iterable[Kept]) -> list[Kept]:
    """The notes that only their authors can read."""
    return [kept for kept in records if isinstance(kept.shape, Note) and kept.shape.own]


def readable(inside: Inside, note: Kept) -> str | None:
    """What a private note says; None for whoever did not write it with the key that they have now."""
    if note.shape.by != inside.row.pk:
        return None
    try:
        return by_one(inside.secret, base64.b64decode(note.shape.own)).decode()
    except (StoreError, ValueError):
        return None


def file_of(inside: Inside, owner: str, with_notes: Iterable[str] = (), because: str = "") -> bytes:
    """A zip of all that is kept on a participant; that it was made, and which private notes are in it, is written down."""
    records = sorted(inside.store.of(owner), key=order)
    wanted = set(with_notes)
    told = {
        kept.id: text for kept in private(records) if kept.id in wanted and (text := readable(inside, kept)) is not None
    }
    left_out = [kept.id for kept in private(records) if kept.id not in told]
    given = FileGiven(at=timezone.now(), by=inside.row.pk, notes_in=sorted(told), notes_out=left_out, because=because)
    inside.store.put(given, owner)
    inside.noted("gave", "own file", "", owner)
    out = io.BytesIO()
    card = next(kept.shape for kept in records if isinstance(kept.shape, Participant))
    language = card.language if card.language in wording.languages() else wording.OTHERWISE
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, translation.override(language):
        archive.writestr("file.html", page(inside, records, told, language))
        archive.writestr("file.json", json.dumps(as_data(inside, records, told), ensure_ascii=False, indent=1))
        for kept in records:
            if isinstance(kept.shape, Consent):
                archive.writestr(f"consent-{kept.shape.number}.txt", kept.shape.read_out)
    return out.getvalue()


def order(kept: Kept) -> tuple[int, str, str]:
    """The card first, then consents, then all else by kind and number."""
    kind = kept.shape.kind
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind, str(getattr(kept.shape, "at", kept.id)))


def as_data(inside: Inside, records: list[Kept], told: dict[str, str]) -> list[dict[str, Any]]:
    """The records with what they were before, as they are kept; of a private note what it says, or that it is not in it."""
    return [
        {
            "kind": kept.shape.kind,
            "id": kept.id,
            "version": kept.version,
            "said": plain(kept, told),
            "before": [plain(past, {}) | {"version": past.version} for past in inside.store.past(kept)],
        }
        for kept in records
    ]


def plain(kept: Kept, told: dict[str, str]) -> dict[str, Any]:
    """The fields of a record; a private note is opened, or left out."""
    said: dict[str, Any] = kept.shape.model_dump(mode="json")
    if isinstance(kept.shape, (Note, Entry)) and kept.shape.own:
        said["own"] = ""
        said |= {"text": told[kept.id]} if kept.id in told else {"is_private": True, "decides": kept.shape.by}
    return said


# --- to read


def page(inside: Inside, records: list[Kept], told: dict[str, str], language: str) -> str:
    """The records as one page, in the participant's language."""
    said = wording.texts(language)["file"]
    parts = [part for kept in records for part in section(inside, kept, told, said)]
    opening = said["opening"].format(name=inside.about.name)
    return (
        f'<!doctype html><html lang="{language}" dir="{wording.direction(language)}"><meta charset="utf-8">'
        f"<title>{html.escape(said['title'])}</title><style>{STYLE}</style><h1>{html.escape(said['title'])}</h1>"
        f"<p>{html.escape(opening)}</p><p>{html.escape(said['made'])} {day(timezone.localdate())}</p>{''.join(parts)}</html>"
    )


def section(inside: Inside, kept: Kept, told: dict[str, str], said: dict[str, str]) -> Iterator[str]:
    """One record as it is read, with how it was before."""
    yield f"<section><h2>{html.escape(kind_words(kept.shape.kind))}</h2>"
    if isinstance(kept.shape, (Note, Entry)) and kept.shape.own and kept.id not in told:
        yield f"<p>{html.escape(said['private'])}</p>"
        yield f"<p>{html.escape(said['decides'])}: {html.escape(who(inside, kept.shape.by))}</p>"
    else:
        yield fields(inside, kept.shape, told.get(kept.id), said["nothing"])
    for past in inside.store.past(kept):
        if not (isinstance(past.shape, Note) and past.shape.own):
            yield f"<h3>{html.escape(said['earlier'])}</h3>{fields(inside, past.shape, None, said['nothing'])}"
    yield "</section>"


def fields(inside: Inside, shape: BaseModel, text: str | None, nothing: str) -> str:
    """The fields of a record as a list of what each is called and says."""
    rows = []
    for name in type(shape).model_fields:
        value = getattr(shape, name)
        if name == "own":
            continue
        if name == "text" and text is not None:
            value = text
        if name in PEOPLE:
            value = [who(inside, one) for one in (value if isinstance(value, tuple) else (value,)) if one]
        rows.append(f"<dt>{html.escape(field_words(name))}</dt><dd>{read(inside, value, nothing)}</dd>")
    return f"<dl>{''.join(rows)}</dl>"


PEOPLE = {"team", "by", "read_by", "heard_by", "practitioner", "amended_by"}
"""Fields that hold the number of a practitioner."""


def who(inside: Inside, number: int) -> str:
    """A practitioner by name."""
    found = inside.colleagues().get(number) if isinstance(number, int) else None
    return found[0].person.name if found else str(number)


def read(inside: Inside, value: Any, nothing: str) -> str:
    """A value as it is read."""
    if value in (None, "", (), [], {}):
        return html.escape(nothing)
    if isinstance(value, BaseModel):
        return fields(inside, value, None, nothing)
    if isinstance(value, dict):
        return html.escape("\n".join(f"{getattr(key, 'label', key)}: {one}" for key, one in value.items()))
    if isinstance(value, (list, tuple)):
        return "<br>".join(read(inside, one, nothing) for one in value)
    if isinstance(value, bool):
        return html.escape(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return html.escape(moment(value))
    if isinstance(value, date):
        return html.escape(day(value))
    return html.escape(str(getattr(value, "label", value)))


__all__ = ["file_of", "private", "readable"]
