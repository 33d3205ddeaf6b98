"""Addresses of the programme: who gets through the door of each, by GET and by POST, and which thing each names; for the matrix."""

WORKING = {"reader", "analyst", "secretary", "liaison"}
INSIDE = {"practitioner"}  # and they have opened it: see test_programme_closed.py
GET = {"programme": INSIDE, "open_programme": INSIDE}
POST: dict[str, set[str]] = {"open_programme": INSIDE, "close_programme": INSIDE}
ID_OF: dict[str, str] = {}  # the address with the name of its thing in `things`


def things() -> dict[str, int | str]:
    """One thing of each kind that these addresses name, by its number."""
    return {}
