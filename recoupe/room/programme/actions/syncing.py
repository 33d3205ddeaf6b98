"""Syncing: what was written down without a network is taken in: once, in any order, late, and nothing is lost.

Each entry has a number made on the device. What came in before is known, and changes nothing. A session that was changed here
meanwhile is not written over: the entry waits until whoever wrote it looked at both. What a participant does not allow any more
is not kept at all, and whoever wrote it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from ....errors import RecoupeError, UsageError
from ..checking import told as told_of
from ..clock import within
from ..consents import NoConsent, require_consent
from ..door import Inside
from ..sealing import tag
from ..shapes import Attendance, Entry, Purpose, Session
from ..store import Kept
from ..turns import in_turn
from .attending import attended
from .noting import asked, noted, text_of, written

HEX_ID = r"^[0-9a-f]{32}$"
LEAVES_NOTES = (Attendance.PLANNED, Attendance.HELD, Attendance.ABSENT)
"""What a session may have become meanwhile without a note on it having to wait."""


Moment = Annotated[AwareDatetime, AfterValidator(within)]


class Written(BaseModel):
    """An entry as a device sends it: what became of a session, or a note on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=HEX_ID)
    participant: str = Field(pattern=HEX_ID)
    session: str = Field(pattern=HEX_ID)
    base: int = Field(ge=1)
    at: Moment
    attendance: Attendance | None = None
    because: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=20_000)
    is_private: bool = True


class Sent(BaseModel):
    """All that a device sends at once; `box` is the copy of the week on it, `now` its clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    box: str = Field(pattern=HEX_ID)
    now: Moment
    entries: tuple[Written, ...] = Field(max_length=500)


class Gone(Exception):
    """Whom an entry is about is not here for whoever wrote it."""


@dataclass(frozen=True)
class Became:
    """What became of an entry, and why: kept, waits (kept too, beside what it stands against), or refused (not kept)."""

    id: str
    became: Literal["kept", "waits", "refused"]
    why: str = ""


def taken_in(inside: Inside, sent: Sent) -> list[Became]:
    """Take in what a device sent, one entry after the other, in the order in which they were written down on it."""
    skew = timezone.now() - sent.now
    told = {}
    for one in sorted(sent.entries, key=lambda entry: entry.at):
        told[one.id] = take_in(inside, one, sent.box, skew)
    return [told[one.id] for one in sent.entries]


def take_in(inside: Inside, written_down: Written, box: str, skew: timedelta) -> Became:
    """Take in one entry, or say why not. Sent again, it is told the same."""
    id = written_down.id
    try:
        if known := inside.store.some([id]).get(id):
            return already(inside, known, written_down)
        with in_turn(inside):
            return taken_in_new(inside, written_down, box, skew)
    except NoConsent:
        return Became(id, "refused", _("Consent to this is withdrawn: it was not kept, and nobody may keep it."))
    except Gone:
        why = _("Who this is about is not here any more, or you do not work with them: it was not kept.")
        return Became(id, "refused", why)
    except IntegrityError:
        known = inside.store.some([id]).get(id)
        return already(inside, known, written_down) if known else Became(id, "refused", _("Its number is taken."))
    except ValidationError as error:
        why = told_of(error, {})
        return Became(id, "refused", f"{why.what}: {why.why}")
    except RecoupeError as error:
        return Became(id, "refused", f"{error.what}: {error.why}")


def seal_of(inside: Inside, written_down: Written) -> str:
    """By what an entry is known again; only its author could tell from it what was in it."""
    return tag(inside.secret, written_down.model_dump_json())


def already(inside: Inside, known: Kept, written_down: Written) -> Became:
    """What became of an entry that came in before."""
    entry = known.shape
    is_same = isinstance(entry, Entry) and entry.by == inside.row.pk and entry.digest == seal_of(inside, written_down)
    if not is_same:
        return Became(written_down.id, "refused", _("Its number is taken."))
    return Became(written_down.id, "waits" if entry.waits else "kept")


def taken_in_new(inside: Inside, written_down: Written, box: str, skew: timedelta) -> Became:
    """Take in an entry that was not here yet: first the entry itself, then what follows from it, or neither."""
    owner = written_down.participant
    is_there(inside, owner)
    require_consent(inside.store, owner, Purpose.TAKING_PART)
    session = inside.store.some([written_down.session]).get(written_down.session)
    if session is not None and (session.owner != owner or not isinstance(session.shape, Session)):
        raise UsageError(_("session"), _("there is none of this number"), _("go back to the list"))
    is_note = written_down.attendance is None
    if is_note:
        asked(inside, owner, written_down.text, written_down.is_private)
    waits, follows = stands_against(inside, written_down, session, box)
    now = timezone.now()
    fields: dict[str, Any] = {"base": written_down.base, "device": written_down.at, "told": now, "waits": waits}
    if waits and is_note:
        fields |= written(inside, written_down.text, written_down.is_private)
    entry = Entry(
        by=inside.row.pk,
        session=written_down.session,
        box=box,
        attendance=written_down.attendance,
        because=written_down.because if waits else "",
        digest=seal_of(inside, written_down),
        made=session.version + 1 if follows and session and not is_note else 0,
        **fields,
    )
    inside.store.put(entry, owner, written_down.id)
    inside.noted("wrote", Entry.kind, written_down.id, owner)
    if waits:
        return Became(written_down.id, "waits", _("It was changed here meanwhile: look at both."))
    if is_note:
        when = min(written_down.at + skew, now)
        noted(inside, owner, written_down.text, written_down.is_private, written_down.session, written_down.at, at=when)
    elif follows and session:
        said = str(written_down.attendance)
        attended(inside, session.id, said, written_down.because, session.version, written_down.at)
    return Became(written_down.id, "kept")


def is_there(inside: Inside, owner: str) -> None:
    """Raises Gone for a participant who was erased, or with whom one does not work any more; which of these, is not told."""
    try:
        inside.mine(owner)
    except UsageError:
        raise Gone from None


def stands_against(inside: Inside, written_down: Written, session: Kept | None, box: str) -> tuple[bool, bool]:
    """Whether an entry has to wait, for its session was changed here meanwhile; and whether anything follows from it at all."""
    if session is None:
        return True, False
    if session.version == written_down.base:
        return False, True
    own = own_since(inside, written_down, session, box)
    if written_down.attendance is None:
        return session.shape.attendance not in LEAVES_NOTES and own is None, True
    if own is not None:
        return False, all(entry.device <= written_down.at for entry in own)
    is_said = (session.shape.attendance, session.shape.because) == (written_down.attendance, written_down.because)
    return not is_said, False


def own_since(inside: Inside, written_down: Written, session: Kept, box: str) -> list[Entry] | None:
    """The entries of the same device that changed a session since; None where anything else did."""
    found = [one.shape for one in inside.store.tagged(f"entries on:{session.id}", session.owner)]
    mine = {entry.made: entry for entry in found if entry.made and (entry.by, entry.box) == (inside.row.pk, box)}
    versions = range(written_down.base + 1, session.version + 1)
    return [mine[version] for version in versions] if all(version in mine for version in versions) else None


def waiting(inside: Inside) -> list[Kept]:
    """What waits until I looked at both sides, the oldest first."""
    return sorted(inside.store.found([f"waits for:{inside.row.pk}"]), key=lambda one: one.shape.told)


def settled(inside: Inside, id: str, takes_mine: bool, version: int) -> None:
    """Say which of two sides holds: what I wrote on the device, or what is here, of which I saw a `version`."""
    kept = inside.store.get(id, Entry)
    entry: Entry = kept.shape
    if entry.by != inside.row.pk or not entry.waits:
        raise UsageError(_("record"), _("there is none of this number"), _("go back to the list"))
    inside.mine(kept.owner)
    with transaction.atomic():
        if takes_mine and entry.attendance is not None:
            said = str(entry.attendance)
            attended(inside, entry.session, said, entry.because, version, entry.device)
        elif takes_mine:
            session = inside.store.some([entry.session]).get(entry.session)
            text, of = text_of(inside, entry), session.id if session else ""
            noted(inside, kept.owner, text, bool(entry.own), of, entry.device)
        done = {"waits": False, "text": "", "own": "", "because": ""}
        inside.store.put(entry.model_copy(update=done), kept.owner, id, kept.version)
        inside.noted("changed", Entry.kind, id, kept.owner)
