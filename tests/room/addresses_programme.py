"""Addresses of the programme: who gets through the door of each, by GET and by POST, and which thing each names; for the matrix."""

WORKING = {"reader", "analyst", "secretary", "liaison"}
INSIDE = {"practitioner"}  # and they have opened it: see test_programme_closed.py
GET = {"programme": INSIDE, "open_programme": INSIDE}
POST: dict[str, set[str]] = {"open_programme": INSIDE, "close_programme": INSIDE}
# the week
GET |= dict.fromkeys(
    [
        "programme_calendar",
        "plan",
        "sessions",
        "new_session",
        "session",
        "notes",
        "programme_note",
        "supervision",
        "handover",
    ],
    INSIDE,
)
GET |= dict.fromkeys(["letter", "offline", "take_along", "offline_waits", "programme_worker"], INSIDE)
POST |= dict.fromkeys(["plan", "new_session", "attend", "move_session", "notes", "programme_note", "handover"], INSIDE)
POST |= {"offline_waits": INSIDE, "sync": INSIDE}
ID_OF: dict[str, str] = {}  # the address with the name of its thing in `things`


def things() -> dict[str, int | str]:
    """One thing of each kind that these addresses name, by its number."""
    return {}
