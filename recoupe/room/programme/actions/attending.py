"""Attending: what became of a session: who did not come, and what was cancelled by whom, which is nobody's absence."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ..consents import require_consent
from ..door import Inside
from ..shapes import Attendance, Purpose, Session, SessionKind
from ..stopping import STOPPING
from ..store import Kept, Overtaken
from ..turns import in_turn
from .scheduling import session_of, sessions_of

TO_SAY = tuple(one for one in Attendance if one != Attendance.STOPPED)
"""What a practitioner can say; that it was stopped follows from a withdrawal, and stays."""
EARLY = timedelta(minutes=15)


def attended(
    inside: Inside, id: str, attendance: str, because: str, version: int, device: datetime | None = None
) -> Kept:
    """Write down what became of a session. Raises Overtaken where somebody else did; NoConsent where consent is withdrawn."""
    kept = session_of(inside, id)
    inside.mine(kept.owner)  # whether it may be written down tells what they consent to
    with in_turn(inside):
        require_consent(inside.store, kept.owner, Purpose.TAKING_PART)
        shape = checked(kept, attendance, because)
        now = timezone.now()
        changed = shape.model_copy(update={"device": device, "told": now if device else None})
        made = inside.store.put(changed, kept.owner, id, version)
        inside.noted("changed", Session.kind, id, kept.owner)
    return made


def checked(kept: Kept, attendance: str, because: str) -> Session:
    """A session with what became of it. Raises UsageError for what cannot be."""
    shape: Session = kept.shape
    if attendance not in [one.value for one in TO_SAY] or shape.attendance == Attendance.STOPPED:
        raise UsageError(_("attendance"), _("this cannot be said of it"), _("choose one of the list"))
    said = Attendance(attendance)
    if said in (Attendance.HELD, Attendance.ABSENT) and timezone.now() < shape.begins - EARLY:
        raise UsageError(_("attendance"), _("the session has not begun"), _("cancel it, or wait until then"))
    return shape.model_copy(update={"attendance": said, "because": because.strip()[:500]})


def stop(inside: Inside, owner: str, purposes: tuple[Purpose, ...]) -> None:
    """Stop the sessions that a withdrawal covers and that are not over: all of them, or those with the family."""
    is_all = not purposes or Purpose.TAKING_PART in purposes
    if not is_all and Purpose.FAMILY not in purposes:
        return
    for kept in sessions_of(inside, owner):
        if is_all or kept.shape.what == SessionKind.FAMILY:
            stop_one(inside, kept)


def stop_one(inside: Inside, kept: Kept) -> None:
    """Stop a session, whatever somebody changes in it at this moment."""
    while kept.shape.attendance == Attendance.PLANNED and kept.shape.ends > timezone.now():
        stopped = kept.shape.model_copy(update={"attendance": Attendance.STOPPED, "because": ""})
        try:
            inside.store.put(stopped, kept.owner, kept.id, kept.version)
            return
        except Overtaken as overtaken:
            kept = overtaken.now


STOPPING.append(stop)
