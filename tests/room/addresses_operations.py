"""Addresses of the operations: who gets through the door of each, by GET and by POST, and which thing each names; for the matrix."""

WORKING = {"reader", "analyst", "secretary", "liaison"}
GET = {"networks": WORKING, "operations": WORKING}
POST: dict[str, set[str]] = {}
ID_OF: dict[str, str] = {}  # the address with the name of its thing in `things`


def things() -> dict[str, int | str]:
    """One thing of each kind that these addresses name, by its number."""
    return {}
