"""Noting: what a practitioner notes, for the team or for themselves alone, amends, and puts before supervisors."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import StoreError, UsageError
from ..consents import allows, require_consent
from ..door import Inside
from ..sealing import by_one, for_one, public_of
from ..shapes import Discipline, Entry, Note, Purpose
from ..store import Kept
from ..turns import in_turn

LONGEST = 20_000


def sealed_for_me(inside: Inside, text: str) -> str:
    """A text that only its author can open, by their own key."""
    return base64.b64encode(for_one(public_of(inside.secret), text.encode())).decode()


def text_of(inside: Inside, note: Note | Entry) -> str:
    """What a note says. Raises StoreError where it is for somebody else, or was sealed for a key that its author no longer has."""
    return by_one(inside.secret, base64.b64decode(note.own)).decode() if note.own else note.text


def opened(inside: Inside, note: Note) -> str | None:
    """What a note says; None where it cannot be opened."""
    try:
        return text_of(inside, note)
    except StoreError:
        return None


def asked(inside: Inside, owner: str, text: str, is_private: bool) -> None:
    """Raises NoConsent where a note on a participant may not be written; UsageError for no text, or too long a one."""
    inside.mine(owner)
    require_consent(inside.store, owner, Purpose.TAKING_PART)
    if not is_private:
        require_consent(inside.store, owner, Purpose.TEAM_NOTES)
    if not text.strip():
        raise UsageError(_("note"), _("it is empty"), _("write it"))
    if len(text) > LONGEST:
        raise UsageError(_("note"), _("it is too long"), _("make two of it"))


def written(inside: Inside, text: str, is_private: bool) -> dict[str, str]:
    """The fields of a note that hold its text."""
    return {"text": "", "own": sealed_for_me(inside, text)} if is_private else {"text": text, "own": ""}


def noted(
    inside: Inside,
    owner: str,
    text: str,
    is_private: bool,
    session: str = "",
    device: datetime | None = None,
    at: datetime | None = None,
) -> Kept:
    """Write a note, `at` a moment before now where it was written on a device, whose clock said `device`.

    Raises NoConsent where the participant does not take part, or does not want notes shared within the team.
    """
    with in_turn(inside):
        asked(inside, owner, text, is_private)
        now = timezone.now()
        fields = written(inside, text, is_private)
        note = Note(
            session=session, by=inside.row.pk, at=at or now, device=device, told=now if device else None, **fields
        )
        kept = inside.store.put(note, owner)
        inside.noted("wrote", Note.kind, kept.id, owner)
    return kept


def note_of(inside: Inside, id: str) -> Kept:
    """A note that one may read. Raises UsageError where there is none."""
    kept = inside.store.get(id, Note)
    inside.mine(kept.owner)
    if not readable(inside, kept.owner, [kept]):
        raise UsageError(_("record"), _("there is none of this number"), _("go back to the list"))
    return kept


def readable(inside: Inside, owner: str, notes: Iterable[Kept]) -> list[Kept]:
    """Of notes on a participant those that one may read, the latest first: one's own, and the team's as long as it may share."""
    is_shared = allows(inside.store, owner, Purpose.TEAM_NOTES)
    found = [one for one in notes if one.shape.by == inside.row.pk or (is_shared and not one.shape.own)]
    return sorted(found, key=lambda one: one.shape.at, reverse=True)


def amended(inside: Inside, id: str, text: str, version: int) -> Kept:
    """Change a note; how it was stays. One that the team shares may be changed by the team. Raises Overtaken where somebody did."""
    kept = note_of(inside, id)
    is_private = bool(kept.shape.own)
    with in_turn(inside):
        asked(inside, kept.owner, text, is_private)
        changes = {**written(inside, text, is_private), "amended_by": inside.row.pk}
        made = inside.store.put(kept.shape.model_copy(update=changes), kept.owner, id, version)
        inside.noted("changed", Note.kind, id, kept.owner)
    return made


def put_before_supervisors(inside: Inside, id: str, text: str, version: int) -> Kept:
    """Put the text of one's own note, or what is left of it, before those who supervise; an empty one takes it back."""
    kept = note_of(inside, id)
    if kept.shape.by != inside.row.pk:
        raise PermissionDenied(_("This is for who wrote the note."))
    with in_turn(inside):
        if text.strip():
            require_consent(inside.store, kept.owner, Purpose.TEAM_NOTES)
        shape = kept.shape.model_copy(update={"supervision": text.strip()[:LONGEST]})
        made = inside.store.put(shape, kept.owner, id, version)
        inside.noted("changed", Note.kind, id, kept.owner)
    return made


def before_supervisors(inside: Inside) -> list[Kept]:
    """What was put before those who supervise, the latest first, as far as the participants allow it at this minute."""
    if inside.me.discipline != Discipline.SUPERVISION:
        raise PermissionDenied(_("This is for those who supervise."))
    found = inside.store.tagged("before supervisors")
    allowed = {owner: allows(inside.store, owner, Purpose.TEAM_NOTES) for owner in {one.owner for one in found}}
    return sorted((one for one in found if allowed[one.owner]), key=lambda one: one.shape.at, reverse=True)
