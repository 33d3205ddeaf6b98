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
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pydantic import BaseModel

from ...errors import StoreError
from ..web.words import day, language_name, locale, moment
from . import wording
from .actions.instruments import in_words, words
from .door import Inside
from .sealing import by_one
from .shapes import Answers, Consent, Entry, FileGiven, Instrument, Note, Participant, Plan, Session
from .store import Kept
from .terms import field_words, kind_words

STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}h1,h2{line-height:1.2}"
    "section{border-block-start:1px solid #bbb;margin-block-start:1.5rem}dt{color:#555}dd{margin:0 0 .5rem;white-space:pre-wrap}"
    "dd dl{margin:0 0 .8rem;padding-inline-start:1rem;border-inline-start:3px solid #ddd}section{break-inside:avoid-page}"
)
ORDER = (Participant.kind, Consent.kind, Plan.kind, Session.kind, Note.kind)


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
    """The card first, then consents, plan, sessions and notes, then all else by kind; each in the order of time."""
    kind = kept.shape.kind
    at = getattr(kept.shape, "begins", None) or getattr(kept.shape, "at", None)
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind, at.isoformat() if at else kept.id)


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


@dataclass(frozen=True)
class Reader:
    """What the page of a file is made with: who makes it, the records by number, the texts of its language."""

    inside: Inside
    records: dict[str, Kept]
    texts: dict[str, str]
    language: str

    def who(self, number: Any) -> str:
        """A practitioner by name."""
        found = self.inside.colleagues().get(number) if isinstance(number, int) else None
        return found[0].person.name if found else str(number)

    def other(self, id: str) -> str:
        """Another record that one names, in words: a session or a note by its time, a consent by its version."""
        shape = self.records[id].shape if id in self.records else None
        if isinstance(shape, Consent):
            return str(shape.number)
        at = getattr(shape, "begins", None) or getattr(shape, "at", None)
        return moment(at) if at else ""


def page(inside: Inside, records: list[Kept], told: dict[str, str], language: str) -> str:
    """The records as one page, in the participant's language."""
    said = wording.texts(language)["file"]
    reader = Reader(inside, {kept.id: kept for kept in records}, said, language)
    parts = [part for kept in records for part in section(reader, kept, told)]
    opening = said["opening"].format(name=inside.about.name)
    return (
        f'<!doctype html><html lang="{language}" dir="{wording.direction(language)}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(said['title'])}</title><style>{STYLE}</style><h1>{html.escape(said['title'])}</h1>"
        f"<p>{html.escape(opening)}</p><p>{html.escape(said['made'])} {day(timezone.localdate())}</p>{''.join(parts)}</html>"
    )


def section(reader: Reader, kept: Kept, told: dict[str, str]) -> Iterator[str]:
    """One record as it is read, with how it was before."""
    said = reader.texts
    yield f"<section><h2>{html.escape(kind_words(kept.shape.kind))}</h2>"
    if isinstance(kept.shape, (Note, Entry)) and kept.shape.own and kept.id not in told:
        yield f"<p>{html.escape(said['private'])}</p>"
        yield f"<p>{html.escape(said['decides'])}: {html.escape(reader.who(kept.shape.by))}</p>"
    else:
        yield fields(reader, kept.shape, told.get(kept.id))
    for past in reader.inside.store.past(kept):
        if not (isinstance(past.shape, Note) and past.shape.own):
            yield f"<h3>{html.escape(said['earlier'])}</h3>{fields(reader, past.shape, None)}"
    yield "</section>"


def fields(reader: Reader, shape: BaseModel, text: str | None = None) -> str:
    """The fields of a record that say something, as a list of what each is called and says."""
    kind = str(getattr(shape, "kind", ""))
    rows = []
    for name in type(shape).model_fields:
        value = text if name == "text" and text is not None else getattr(shape, name)
        if name in UNREADABLE or says_nothing(name, value):
            continue
        if isinstance(shape, Answers) and name in ("instrument", "given"):
            rows.append(answers(reader, shape, name))
        else:
            rows.append(f"<dt>{html.escape(field_words(name, kind))}</dt><dd>{read(reader, name, value)}</dd>")
    return f"<dl>{''.join(rows)}</dl>" if rows else f"<p>{html.escape(reader.texts['nothing'])}</p>"


def says_nothing(name: str, value: Any) -> bool:
    """Whether a field is left empty; that something is not so, and a Monday, are no emptiness."""
    return not isinstance(value, bool) and name != "weekday" and value in (None, "", (), [], {}, 0)


UNREADABLE = {"own", "id", "series", "box", "base", "made", "digest"}
"""Fields that say nothing to a reader, or nothing that can be read; as data they are in the file."""
PEOPLE = {"team", "by", "read_by", "heard_by", "practitioner", "amended_by"}
"""Fields that hold the number of a practitioner."""
OTHERS = {"session", "consent", "notes_in", "notes_out"}
"""Fields that hold the number of another record."""


def answers(reader: Reader, shape: Answers, name: str) -> str:
    """Which questionnaire it was, or each question with what was answered."""
    instrument = reader.inside.store.get(shape.instrument, Instrument).shape
    if name == "instrument":
        title = words(instrument.title, reader.language)
        return f"<dt>{html.escape(field_words(name))}</dt><dd>{html.escape(title)}</dd>"
    rows = [
        (words(one.words, reader.language), in_words(one, shape.given[one.id], reader.language))
        for one in instrument.questions
        if one.id in shape.given
    ]
    return "".join(f"<dt>{html.escape(q)}</dt><dd>{'<br>'.join(map(html.escape, given))}</dd>" for q, given in rows)


def read(reader: Reader, name: str, value: Any) -> str:
    """A value as it is read."""
    if isinstance(value, BaseModel):
        return fields(reader, value)
    if isinstance(value, dict):
        return html.escape("\n".join(f"{getattr(key, 'label', key)}: {one}" for key, one in value.items() if one))
    if isinstance(value, (list, tuple)):
        return "<br>".join(read(reader, name, one) for one in value)
    return html.escape(one_value(reader, name, value))


def one_value(reader: Reader, name: str, value: Any) -> str:
    """A single value in words."""
    if name in PEOPLE:
        return reader.who(value)
    if name in OTHERS:
        return reader.other(str(value))
    if name == "language":
        return language_name(value)
    if name == "weekday":
        return str(locale(reader.language).days["stand-alone"]["wide"][value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(getattr(value, "label", value))


__all__ = ["file_of", "private", "readable"]
